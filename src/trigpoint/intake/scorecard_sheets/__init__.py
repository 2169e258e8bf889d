"""A scorecard kept as a spreadsheet: read as it is drawn, its columns proposed, its rows decided, its definitions written.

`reading` asks a bounded process for the sheet; all else is decided without reading or writing anything:
`heads` -> `rows` -> `figures` -> `documents`.
"""
