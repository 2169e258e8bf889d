"""`make docs`: makes the generated pages, takes the pictures, and fails if a page names what does not exist.

    python scripts/make_docs.py [--no-pictures] [NAME OF A PICTURE…]

The pictures are of the sample partnership in TRIGPOINT_HOME, which is not changed; where there is none, one is made
for the time being. Those of journeys are taken by the tests that make them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

JOURNEYS = ("tests/browser/test_a_quarter.py", "tests/browser/test_a_years_end.py")


def journeys() -> list[str]:
    """Take the pictures of the journeys into docs/images; what went wrong."""
    from guide import DOCS, ROOT

    command = [sys.executable, "-m", "pytest", "-q", *JOURNEYS, "--pictures", str(DOCS / "images")]
    ran = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    return [] if ran.returncode == 0 else [f"a journey failed: {ran.stdout[-600:]}"]


def main(arguments: list[str]) -> int:
    """Run it; the exit code."""
    only = frozenset(each for each in arguments if not each.startswith("-"))
    with tempfile.TemporaryDirectory(prefix="trigpoint-docs-") as folder:
        given = os.environ.get("TRIGPOINT_HOME")
        home = Path(given) if given else Path(folder) / "home"
        os.environ["TRIGPOINT_HOME"] = str(home)
        os.environ["DJANGO_SETTINGS_MODULE"] = "trigpoint.settings"
        faults: list[str] = []
        if "--no-pictures" not in arguments:
            if not given:
                print("Making the sample partnership")
                run = [sys.executable, "-c", "from trigpoint.cli import main; main()"]
                subprocess.run([*run, "--home", str(home), "demo", "--make-only"], check=True)
            import django

            django.setup()
            from guide.pictures import take

            print("Taking pictures")
            faults += take(home, only)
            if not only:
                faults += journeys()
        import django

        django.setup()
        from guide.generated import pages
        from guide.references import faults as referred

        for page, text in pages().items():
            page.write_text(text, "utf-8")
        faults += referred()
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(faults)} faults." if faults else "The guide is as the program is.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
