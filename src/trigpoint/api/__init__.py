"""The programming interface: the same question and the same answer as the pages, under the same permissions."""

from trigpoint.api import answers, catalogue, loads, scorecards
from trigpoint.api.errors import answer_errors
from trigpoint.api.interface import Interface

api = Interface(
    title="Trigpoint",
    version="1",
    description=(
        "Figures, definitions and uploads of a partnership. Every call acts as a person, within that person's scope: by "
        "a key (Authorization: Bearer trig_…, made with “trigpoint people token”) or as whoever is signed in."
    ),
)
answer_errors(api)
api.add_router("", answers.router, tags=["Figures"])
api.add_router("", scorecards.router, tags=["Figures"])
api.add_router("", catalogue.router, tags=["Catalogue"])
api.add_router("", loads.router, tags=["Uploads"])
