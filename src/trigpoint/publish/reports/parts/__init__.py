"""The parts that reports are made of: each takes readings and answers with blocks, none where there is nothing to say."""

from trigpoint.publish.reports.parts.attention import SLIPPING, attention_table, expected_by_leads, said_by_leads
from trigpoint.publish.reports.parts.cells import slice_words
from trigpoint.publish.reports.parts.changed import changed_blocks
from trigpoint.publish.reports.parts.everything import APPENDIX, all_blocks, how_made
from trigpoint.publish.reports.parts.late import late_blocks
from trigpoint.publish.reports.parts.scorecard import items_table, scorecard_blocks
from trigpoint.publish.reports.parts.summary import counts_block, parts_table

__all__ = [
    "APPENDIX",
    "SLIPPING",
    "all_blocks",
    "attention_table",
    "changed_blocks",
    "counts_block",
    "expected_by_leads",
    "how_made",
    "items_table",
    "late_blocks",
    "parts_table",
    "said_by_leads",
    "scorecard_blocks",
    "slice_words",
]
