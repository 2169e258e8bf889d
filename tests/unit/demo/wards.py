"""Deprivation fifth by ward, read from the YAML as plain text, so that the stories are tested by nothing of the product."""

from __future__ import annotations

import re
from pathlib import Path

import trigpoint.demo

TEXT = (Path(trigpoint.demo.__file__).parent / "definitions" / "dimensions" / "area-wards.yaml").read_text("utf-8")
FIFTH = {
    match[1].strip("'\""): int(match[2])
    for match in re.finditer(r"\n    name: ([^\n]+)\n(?:(?!\n    name:).)*?parent: fifth-(\d)", TEXT, re.DOTALL)
}
