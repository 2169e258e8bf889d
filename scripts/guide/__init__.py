"""The guide in `docs/`: pages made from the program itself, checks of what pages refer to, and their pictures."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
