"""Every act: what pages and calls do, for whom. A test tries each as everybody; the guide's table of roles is made of it."""

from reference.acts import data, definitions, figures, people_and_reports, work
from reference.acts.act import Area

AREAS: tuple[Area, ...] = (*figures.AREAS, *work.AREAS, *definitions.AREAS, *data.AREAS, *people_and_reports.AREAS)
ACTS = tuple(act for _, acts in AREAS for act in acts)
