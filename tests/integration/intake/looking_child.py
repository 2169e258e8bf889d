"""The next start after a crash: settles what was left, and prints as JSON what a person then sees. TRIGPOINT_HOME: where."""

from __future__ import annotations

import json
import sys

from trigpoint.cli.session import open_installation

if __name__ == "__main__":
    installation = open_installation()

    from trigpoint.access.viewers import OPERATOR
    from trigpoint.ask.door import ask
    from trigpoint.ask.reading import read_question
    from trigpoint.catalogue.models import Load
    from trigpoint.catalogue.snapshots import in_force

    question = read_question(in_force(), ["calls"], by=["area:ward", "period"], period="2025-04..2025-08")
    json.dump(
        {
            "values": sorted({None if value is None else int(value) for value in ask(question, OPERATOR).facts.value}),
            "states": list(Load.objects.order_by("pk").values_list("state", flat=True)),
            "accounts": [
                load.supplied == load.loaded + load.unchanged + load.corrected + load.rejected + load.superseded
                for load in Load.objects.filter(state=Load.State.DONE)
            ],
            "left in scratch": sorted(path.name for path in installation.scratch.glob("supply-*")),
            "kept": len(list((installation.files / "loads").glob("*"))),
        },
        sys.stdout,
    )
