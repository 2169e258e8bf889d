"""Reading definitions: every fault of every file, at its line, with what to write instead."""

from datetime import date
from decimal import Decimal

import pytest

from trigpoint.definitions.yaml_files import BadDefinitions, read_folder, read_text

INDICATOR = """kind: indicator
code: litter
name: Litter
value_kind: percentage
unit: '%'
polarity: low
grain: month
formula: streets.littered
"""


def faults(text):
    with pytest.raises(BadDefinitions) as caught:
        read_text(text, "litter.yaml")
    return [(fault.line, fault.where, f"{fault.message} {fault.instead}".strip()) for fault in caught.value.faults]


def document(text):
    return read_text(text, "litter.yaml").document


def test_a_definition_is_read_with_its_text_verbatim():
    source = read_text("\ufeff" + INDICATOR.replace("\n", "\r\n"), "a/litter.yaml")
    assert source.document.code == "litter"
    assert source.text == "\ufeff" + INDICATOR.replace("\n", "\r\n")


def test_numbers_are_decimals_exactly_as_written():
    found = document(INDICATOR + "targets: [{type: single, period: 2018-19, value: 0.10000000000000000001}]\n")
    assert found.targets[0].value == Decimal("0.10000000000000000001")


def test_the_partnerships_own_fields_keep_their_types():
    found = document(INDICATOR + "fields: {a: 2019-03-31, b: 'text', c: true, d: 1.10, e: '1.10', f: yes}\n")
    assert found.fields == {
        "a": date(2019, 3, 31),
        "b": "text",
        "c": True,
        "d": Decimal("1.10"),
        "e": "1.10",
        "f": "yes",
    }


FAULTS = [
    # keys
    ("polarity: low\n", "", 1, "", "'polarity' is missing. Say high, low, range or none."),
    ("polarity: low", "polarty: low", 6, "polarty", "'polarty' is not known here. Did you mean 'polarity'?"),
    ("polarity: low", "polarity: low\npolarity: high", 7, "polarity", "'polarity' is written twice; it stands in line 6 too. Keep one of the two."),
    ("grain: month", "grain: month\nreferences: [{scheme: NI, code: a, start: 2018-01-01}]", 8, "references.1.start",
     "'start' is not known here. Write 'from'."),
    ("grain: month", "grain: month\nlife: {state: agreed, agreed-by: [x]}", 8, "life.agreed-by",
     "'agreed-by' is not known here. Did you mean 'agreed_by'?"),
    # choices
    ("polarity: low", "polarity: lo", 6, "polarity", "'polarity' is 'lo'. Did you mean 'low'? Say high, low, range or none."),
    ("kind: indicator", "kind: indicater", 1, "kind", "'indicater' is no kind of definition. Did you mean 'indicator'?"),
    ("kind: indicator\n", "", 1, "kind", "'kind' is missing."),
    # texts, numbers and what YAML takes for something else
    ("name: Litter", "name: 1.10", 3, "name", "'name' is a text, but 1.10 without quotes is a number. Write '1.10'."),
    ("code: litter", "code: 195", 2, "code", "'code' is a text, but 195 without quotes is a number. Write '195'."),
    ("name: Litter", "name: true", 3, "name", "'name' is a text, but true without quotes is true or false. Write 'true'."),
    ("name: Litter", "name: 1e5", 3, "name", "'name' is a text, but 1e5 without quotes is a number. Write '1e5'."),
    ("name: Litter", "name:", 3, "name", "'name' has no value. Write one after the colon, or leave the line out."),
    ("name: Litter", "name: null", 3, "name", "'name' has no value (null). Write a value, or leave the line out."),
    ("grain: month", "grain: month\ndecimals: '1'", 8, "decimals", "'decimals' is '1', not a whole number. Write 1 without quotes."),
    ("grain: month", "grain: month\ndecimals: 1.5", 8, "decimals", "'decimals' is '1.5', not a whole number. Write it in digits, such as 12."),
    ("grain: month", "grain: month\ndecimals: 7", 8, "decimals", "'decimals' is '7'. It must be 6 or less."),
    ("grain: month", "grain: month\nminimum_base: 1,000", 8, "minimum_base", "'minimum_base' is '1,000', not a number. Write 1000."),
    ("grain: month", "grain: month\nminimum_base: 1e3", 8, "minimum_base", "'minimum_base' is '1e3', not a number. Write it in digits, such as 12 or 0.5."),
    ("grain: month", "grain: month\nversions: [{formula: a.b, breaks_trend: yes}]", 8, "versions.1.breaks_trend",
     "'breaks_trend' is 'yes'. Say true or false. Write true."),
    ("grain: month", "grain: month\nlife: {retired_on: 31/03/2019}", 8, "life.retired_on",
     "'retired_on' is '31/03/2019', which is no date. Write 2019-03-31."),
    ("grain: month", "grain: month\nlife: {retired_on: 2019-02-30}", 8, "life.retired_on",
     "'retired_on' is '2019-02-30', which is no date. Write year, month and day, such as 2019-03-31."),
    ("grain: month", "grain: month\nlife: {retired_on: 20190331}", 8, "life.retired_on",
     "'retired_on' is '20190331', which is no date. Write year, month and day, such as 2019-03-31."),
    # forms
    ("code: litter", "code: lit ter", 2, "code",
     "'code' is 'lit ter', which does not have the form asked for. Use letters, digits, dots, dashes and underscores, and start with a letter or digit."),
    ("grain: month", "grain: month\ntags: street", 8, "tags", "'tags' is a list. Write [street], or each item on a line of its own after a dash."),
    ("grain: month", "grain: month\nlife: retired", 8, "life", "'life' has keys of its own. Write them beneath it, each on its own line, such as 'state: …'."),
    ("grain: month", "grain: month\nname_: [a]", 8, "name_", "'name_' is not known here."),
    ("name: Litter", "name: [Litter]", 3, "name", "'name' is one value, not a list. Put a text that holds brackets, or a colon, in quotes."),
    ("grain: month", "grain: month\nlinks: [www.example.org]", 8, "links.1",
     "This is 'www.example.org', which does not have the form asked for. Write a whole address that starts with https://."),
    # what is no YAML of ours
    ("name: Litter", "name: Litter: a start", 3, "", "There is a second colon in this line, or it is indented further than it should be."),
    ("formula: streets", "formula: 'streets", 8, "", "A quotation mark is opened and never closed; the file may be cut off. Close it."),
    ("name: Litter", "name: [a, b", 3, "", "A list opened with [ is not closed, or a comma is missing. Write [one, two, three]."),
    ("name: Litter", "name: &a Litter", 3, "", "Anchors and aliases (&a) are not used here."),
    ("name: Litter", "name: *a", 3, "", "Anchors and aliases (*a) are not used here."),
    ("name: Litter", "name: !!python/name:os.system x", 3, "", "Tags (!!python/name:os.system) are not used here."),
    ("name: Litter", "name: Litter\n---", 4, "", "A second document starts here; a file holds one. Put each in a file of its own."),
    ("name: Litter", "\tname: Litter", 3, "", ""),
    ("name: Litter", "name: a\x07b", 3, "", "The character U+0007 may not stand in a file. Delete it."),
    (INDICATOR, "", 1, "", "The file is empty. Write a definition in it, or take the file away."),
    (INDICATOR, "# nothing yet\n", 1, "", "The file is empty."),
    (INDICATOR, "just words\n", 1, "", "A definition is a set of 'key: value' lines. Start with 'kind: indicator', or another kind."),
    (INDICATOR, "- kind: indicator\n", 1, "", "A definition is a set of 'key: value' lines."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "where", "said"), FAULTS)
def test_each_fault_is_answered_in_plain_english(old, new, line, where, said):
    assert old in INDICATOR
    found = faults(INDICATOR.replace(old, new, 1))
    assert len(found) == 1
    assert found[0][:2] == (line, where)
    assert found[0][2].startswith(said)
    assert "pydantic" not in found[0][2]
    assert "Input" not in found[0][2]


def test_all_faults_of_a_file_are_said_at_once():
    found = faults(INDICATOR.replace("polarity: low\n", "").replace("grain: month", "grain: monthly\nevery: 0"))
    assert [(line, where) for line, where, _ in found] == [(1, ""), (6, "grain"), (7, "every")]


@pytest.mark.parametrize("cut", range(1, len(INDICATOR) - 1, 7))
def test_a_half_written_file_is_refused_or_lacks_nothing_that_is_needed(cut):
    try:
        found = document(INDICATOR[:cut])
    except BadDefinitions as bad:
        found = bad.faults[0].line
    assert found is not None


@pytest.mark.parametrize(
    "hostile",
    ["[" * 100_000, "{a: " * 50_000, "- " * 50_000, "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]", "? [a]: b", "%YAML 1.1\n---\na: b",
     "a: " + "9" * 1_000_000, "kind: " + "x" * 100_000],
    ids=["brackets", "braces", "dashes", "laughs", "keys", "directive", "digits", "long"],
)  # fmt: skip
def test_hostile_text_is_refused(hostile):
    assert faults(hostile)


def test_a_folder_is_read_whole_with_its_subfolders(tmp_path):
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "litter.yaml").write_bytes(INDICATOR.encode())
    (tmp_path / "board.yml").write_bytes(b"kind: rule-set\ncode: board\nname: Board\nrule: {method: contextual}\n")
    (tmp_path / "README.md").write_bytes(b"not a definition")
    (tmp_path / ".hidden.yaml").write_bytes(b"not: read")
    assert [one.path for one in read_folder(tmp_path)] == ["board.yml", "indicators/litter.yaml"]


def test_faults_of_all_files_are_said_at_once(tmp_path):
    (tmp_path / "a.yaml").write_bytes(INDICATOR.replace("low", "lo").encode())
    (tmp_path / "b.yaml").write_bytes("kind: rule-set\nname: Café\n".encode("latin-1"))
    (tmp_path / "c.yaml").write_bytes(b"")
    with pytest.raises(BadDefinitions) as caught:
        read_folder(tmp_path)
    assert [(fault.path, fault.line) for fault in caught.value.faults] == [("a.yaml", 6), ("b.yaml", 2), ("c.yaml", 1)]
    assert "not in UTF-8" in caught.value.faults[1].message


@pytest.mark.parametrize(("make", "said"), [(False, "no such folder"), (True, "holds no definitions")])
def test_a_folder_that_is_not_there_or_empty(tmp_path, make, said):
    folder = tmp_path / "set"
    if make:
        folder.mkdir()
    with pytest.raises(BadDefinitions, match=said):
        read_folder(folder)
