"""What a column of a scorecard sheet may be for, and by which words of its heading that is told. Pure."""

from __future__ import annotations

import re
from typing import Literal

Role = Literal[
    "reference", "name", "theme", "lead", "partner", "polarity", "unit", "baseline", "target", "figure", "period", "year",
    "value", "kind", "status", "comment", "definition", "source", "",
]  # fmt: skip
"""What a column is for; '' nothing that is taken."""

ROLE_WORDS: dict[Role, str] = {
    "reference": "Reference", "name": "Indicator", "theme": "Theme", "lead": "Lead", "partner": "Partner",
    "polarity": "What is good", "unit": "Unit", "baseline": "Baseline", "target": "Target", "figure": "Figures of a period",
    "period": "Period of the row", "year": "Year of the row", "value": "Figure of the row", "kind": "Actual or target",
    "status": "Status colour", "comment": "Comments", "definition": "How it is worked out",
    "source": "Source", "": "Not used",
}  # fmt: skip
ACTUAL = re.compile(r"actuals?|results?|outturn|performance|achieved", re.IGNORECASE)
TARGET = re.compile(r"targets?|planned|plan|trajectory", re.IGNORECASE)
YEAR_BEFORE = re.compile(
    r"(?:last|previous|prior) year(?:[’']?s)?(?: (?:actuals?|results?|outturn|performance))?|same (?:period|month|quarter) last year",
    re.IGNORECASE,
)
"""What a row is called that repeats the figures of the year before, for comparison."""

KINDS = (ACTUAL, TARGET, YEAR_BEFORE)

_LEAD_IN = (
    r"(?:(?:key )?performance |pi |kpi |measure |indicator |lead |responsible |accountable |reporting |strategic )*"
)
_WORDS: tuple[tuple[Role, str], ...] = (
    ("reference", r"(?:ref|reference|id|code|number|no|#)(?: (?:no|number|code))?|(?:kpi|pi) (?:no|number)"),
    ("name", r"(?:indicator|measure|kpi|pi|metric|description|title|name|what we measure)s?"
             r"(?: (?:name|title|description|definition))?"),
    ("theme", r"(?:corporate )?(?:theme|priority|outcome|section|objective|ambition|aim)s?(?: (?:area|name))?"),
    ("lead", r"(?:lead|owner|officer|manager|director|person|head of service|who leads)s?(?: (?:officer|person|manager|director))?"),
    ("partner", r"(?:partner|organisation|organization|agency|body|directorate|department)s?(?: (?:name|responsible))?"),
    ("polarity", r"(?:good|good is|good performance(?: is)?|good to be|polarity|better(?: is)?|what is good|aim to(?: be)?|"
                 r"(?:high|bigger)(?: or (?:low|smaller))?(?: is)?(?: (?:good|better))?)"),
    ("unit", r"(?:unit|format|measured in|unit of measure(?:ment)?|type of figure)s?"),
    ("definition", r"(?:technical )?definition|methodology|calculation|how (?:it )?is (?:it )?(?:measured|calculated|defined|worked out)"),
    ("source", r"(?:data )?sources?(?: of (?:the )?data)?|data from"),
    ("status", r"(?:rag|status|traffic light|colour)s?(?: (?:status|rating|colour))?"),
    ("comment", r"(?:.{1,25} )?(?:comment|commentary|narrative|note|remark|explanation|progress|update)s?(?: .{1,40})?"),
    ("year", r"(?:financial )?year"),
    ("period", r"(?:reporting )?(?:quarter|period|month|qtr|date)"),
    ("value", r"(?:actual|value|result|outturn|figure|performance|score)s?"),
    ("kind", r"(?:actual or target|actual/target|type|row)"),
)  # fmt: skip
PATTERNS = tuple((role, re.compile(f"{_LEAD_IN}(?:{words})")) for role, words in _WORDS)
WORKED_OUT = re.compile(
    r"(?:dot|direction|direction of travel|trend|variance|gap|difference|change|arrow|ytd|year to date)(?: .*)?"
)
AGAINST = re.compile(
    r"\b(?:against|from|to|of|on|off|above|below)(?: the| our)? targets?\b|\btargets?(?: \w+)? (?:met|achieved|hit|missed)\b"
)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d ?[/–-] ?(?:(?:19|20)\d\d|\d\d)(?!\d)")
STATUS = re.compile(r"\b(?:rag|traffic lights?)\b|^status\b|\bstatus$")
COMMENT = re.compile(r"\b(?:comments?|commentary|narrative|remarks?)\b")
