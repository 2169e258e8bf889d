"""The people of the sample partnership: plain data, none of them real. Saved through the action that people use."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Person:
    """memberships: (organisation, role); '' is the partnership. scopes: members by dimension; none: not limited.

    sources: data sets whose source records they may see. portfolio: indicators that they follow, with a slice
    ("area=saltwythe") where it is not the whole.
    """

    username: str
    name: str
    title: str
    memberships: tuple[tuple[str, str], ...]
    scopes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    portfolio: tuple[tuple[str, str], ...] = ()

    @property
    def email(self) -> str:
        """An address of the reserved domain, to which nothing can be sent."""
        return f"{self.username}@fenmoor.example"


LEAD, STEWARD, ANALYST, BOARD, ADMINISTRATOR = (
    "indicator-lead", "data-steward", "analyst", "board-member", "administrator"
)  # fmt: skip


PUBLISHED = {"healthy-life-expectancy", "child-poverty", "can-influence", "belong"}
"""Rates that come worked out for each place: followed for the county, since they cannot be added up."""


def _whole(*indicators: str) -> tuple[tuple[str, str], ...]:
    return tuple((indicator, "area=fenmoor" if indicator in PUBLISHED else "") for indicator in indicators)


PEOPLE: tuple[Person, ...] = (
    Person(
        "p.lindow", "Councillor Petra Lindow", "Chair of the Fenmoor Together Board", (("", BOARD), ("council", BOARD)),
        portfolio=_whole(
            "four-hour-waits", "delayed-discharges", "persistent-absence", "care-leavers-in-eet",             "health-checks-taken-up", "burglary", "recycling",
        ),
    ),
    Person(
        # She gathers the returns that hold the rows of every partner: whoever takes them in must be of the whole.
        "h.quill", "Hattie Quill", "Performance analyst to the partnership", (("", ANALYST), ("", STEWARD)),
        sources=("discharges", "lettings", "emergency-care"),
        portfolio=_whole(
            "four-hour-waits", "delayed-discharges", "assessed-in-28-days", "repairs-in-time", "missed-appointments",
            "sickness-days",
        ),
    ),
    Person(
        "r.tilbrook", "Rhona Tilbrook", "Director of resources, county council", (("council", LEAD), ("", BOARD)),
        portfolio=_whole("budget-variance", "sickness-days", "council-tax-collected", "invoices-on-time", "agency-spend"),
    ),
    Person("e.varga", "Emil Varga", "Systems administrator", (("", ADMINISTRATOR),)),
    Person(
        "n.aldous", "Dr Nasreen Aldous", "Medical director, hospitals trust", (("hospitals", LEAD),),
        sources=("emergency-care", "discharges"),
        portfolio=_whole("four-hour-waits", "delayed-discharges", "delay-days", "readmissions"),
    ),
    Person(
        "o.whitlock", "Owen Whitlock", "Information manager, hospitals trust", (("hospitals", STEWARD),),
        sources=("emergency-care", "discharges"),
    ),
    Person(
        "m.oyelowe", "Marcus Oyelowe", "Director of population health, health board", (("health-board", LEAD),),
        portfolio=(
            *_whole("health-checks-taken-up", "healthy-life-expectancy", "gp-within-14-days"),
            ("health-checks-taken-up", "area=fifth-1"),
        ),
    ),
    Person("s.devane", "Siobhan Devane", "Data manager, health board", (("health-board", STEWARD),), sources=("primary-care",)),
    Person(
        "i.kell", "Chief Superintendent Ivor Kell", "Head of local policing", (("police", LEAD),),
        sources=("crimes", "disorder"),
        portfolio=_whole("crime-rate", "burglary", "anti-social-behaviour", "domestic-abuse-repeats"),
    ),
    Person("l.pascoe", "Lena Pascoe", "Force data steward", (("police", STEWARD),), sources=("crimes", "disorder", "domestic-abuse")),
    Person(
        "t.rourke", "Area Manager Tess Rourke", "Head of prevention, fire and rescue", (("fire", LEAD),),
        portfolio=_whole("smoke-alarms", "home-safety-high-risk", "home-fires", "fire-response"),
    ),
    Person("k.ashdown", "Kit Ashdown", "Data steward, fire and rescue", (("fire", STEWARD),), sources=("fire-incidents",)),
    Person(
        "d.frost", "Declan Frost", "Director of homes, Marsh and Moor Homes", (("homes", LEAD),),
        portfolio=_whole("repairs-in-time", "relet-days", "rent-collected", "rent-arrears", "empty-homes"),
    ),
    Person("b.renn", "Bryony Renn", "Data steward, Marsh and Moor Homes", (("homes", STEWARD),), sources=("repairs", "lettings")),
    Person(
        "j.marsh", "Josephine Marsh", "Chief officer, voluntary sector council", (("voluntary-sector", LEAD), ("voluntary-sector", STEWARD)),
        portfolio=_whole("volunteers", "volunteer-hours", "can-influence", "belong"),
    ),
    Person(
        "c.hartnell", "Carys Hartnell", "Head of adult social care", (("council", LEAD),), sources=("social-care",),
        portfolio=_whole("assessed-in-28-days", "at-home-91-days", "supported-at-home", "delayed-discharges"),
    ),
    Person(
        "y.sandoval", "Yara Sandoval", "Director of children's services", (("council", LEAD),),
        portfolio=_whole("care-leavers-in-eet", "children-looked-after", "persistent-absence", "re-referrals"),
    ),
    Person("g.tansy", "Gil Tansy", "Head of environment", (("council", LEAD),), portfolio=_whole("recycling", "fly-tipping", "missed-bins")),
    Person(
        "a.merriman", "Anneka Merriman", "Data steward, county council", (("council", STEWARD),),
        sources=("social-care", "children", "workforce"),
    ),
    Person(
        "w.okoro", "Wale Okoro", "Manager for Saltwythe, county council", (("council", ANALYST),),
        scopes={"area": ("saltwythe",)},
        portfolio=(("fly-tipping", "area=saltwythe"), ("anti-social-behaviour", "area=saltwythe"), ("relet-days", "area=saltwythe")),
    ),
    Person(
        "f.bright", "Fern Bright", "Trustee of a befriending charity", (("voluntary-sector", BOARD),),
        scopes={"organisation": ("voluntary-sector",)}, portfolio=_whole("volunteers"),
    ),
)  # fmt: skip
"""The chair of the Board first: the one as whom the demo opens."""
