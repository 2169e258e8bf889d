"""What people write beside figures, what they do about them, and what they keep for themselves."""

from __future__ import annotations

from trigpoint.manage.models.about import (
    AboutFigure,
    Attachment,
    Audience,
    Commentary,
    CommentaryState,
    Confidence,
    Link,
    Note,
    OutturnForecast,
)
from trigpoint.manage.models.keeping import Closing, ClosingState, LookCount
from trigpoint.manage.models.news import (
    CalendarKey,
    Channel,
    ChannelNews,
    MailWhen,
    News,
    NewsChoice,
    NewsKind,
    TellingRules,
)
from trigpoint.manage.models.own import Aim, Objective, ObjectiveUpdate, PortfolioItem, SavedView
from trigpoint.manage.models.undertakings import (
    Concern,
    HeldForATime,
    Impact,
    Kind,
    Likelihood,
    Milestone,
    Score,
    State,
    Step,
    Undertaking,
    Wait,
)

__all__ = [
    "AboutFigure",
    "Aim",
    "Attachment",
    "Audience",
    "CalendarKey",
    "Channel",
    "ChannelNews",
    "Closing",
    "ClosingState",
    "Commentary",
    "CommentaryState",
    "Concern",
    "Confidence",
    "HeldForATime",
    "Impact",
    "Kind",
    "Likelihood",
    "Link",
    "LookCount",
    "MailWhen",
    "Milestone",
    "News",
    "NewsChoice",
    "NewsKind",
    "Note",
    "Objective",
    "ObjectiveUpdate",
    "OutturnForecast",
    "PortfolioItem",
    "SavedView",
    "Score",
    "State",
    "Step",
    "TellingRules",
    "Undertaking",
    "Wait",
]
