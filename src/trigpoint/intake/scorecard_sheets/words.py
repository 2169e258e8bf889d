"""Words by which scorecard sheets say that there is no figure, and the kind of nothing that each is."""

from __future__ import annotations

from trigpoint.definitions.sources import Nothing

NOTHING: dict[str, Nothing] = {
    "n/a": "not-applicable", "na": "not-applicable", "not applicable": "not-applicable",
    "-": "no-data", "–": "no-data", "—": "no-data", "..": "no-data", "no data": "no-data", "nil return": "no-data",
    "not available": "no-data", "n/k": "no-data", "not known": "no-data", "tbc": "not-published", "awaited": "not-published",
    "not yet available": "not-published", "*": "hidden", "suppressed": "hidden",
}  # fmt: skip
