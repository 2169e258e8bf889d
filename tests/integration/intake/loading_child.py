"""A process that takes files in and may be killed at any moment of it. Arguments: source, file. TRIGPOINT_HOME: where."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "trigpoint.settings"

import django

django.setup()

from trigpoint.access.viewers import OPERATOR  # noqa: E402
from trigpoint.intake.actions import take_in_files  # noqa: E402
from trigpoint.intake.supply import SuppliedFile  # noqa: E402

if __name__ == "__main__":
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    take_in_files(OPERATOR, sys.argv[1], [SuppliedFile.at(Path(sys.argv[2]))], accept=True)
