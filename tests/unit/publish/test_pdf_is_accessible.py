"""What PDF/UA-1 asks of a document, by the checkpoints of the Matterhorn protocol that a program can check.

No checker of the whole standard is to be had as a package; each test here names the checkpoint that it holds.
"""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, NumberObject
from unit.publish.sample_document import CHART, DOCUMENT, HOSTILE, with_text

from trigpoint.publish.renderers import pdf

STANDARD = {
    "/Document", "/Part", "/Sect", "/Div", "/Caption", "/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/L", "/LI",
    "/Lbl", "/LBody", "/Table", "/TR", "/TH", "/TD", "/THead", "/TBody", "/TFoot", "/Span", "/Figure", "/Note", "/Quote",
    "/BlockQuote", "/Link", "/Reference", "/NonStruct",
}  # fmt: skip
PAINTS = {b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh", b"Do", b"EI"}


@pytest.fixture(scope="module", params=["a document", "hostile texts"])
def file(request):
    document = DOCUMENT if request.param == "a document" else with_text(HOSTILE)
    return PdfReader(io.BytesIO(pdf.render(document)))


def elements(file):
    """Every structure element, in reading order: (type, element, its parent's type)."""
    found = []

    def walk(node, parent):
        node = node.get_object()
        if isinstance(node, ArrayObject):
            for child in node:
                walk(child, parent)
        elif isinstance(node, DictionaryObject) and "/S" in node:
            found.append((node["/S"], node, parent))
            if "/K" in node:
                walk(node["/K"], node["/S"])

    walk(file.trailer["/Root"]["/StructTreeRoot"]["/K"], None)
    return found


def of_kind(file, kind):
    return [node for tag, node, _ in elements(file) if tag == kind]


def children(node):
    inside = node.get("/K", ArrayObject())
    inside = inside.get_object() if isinstance(inside, IndirectObject) else inside
    inside = inside if isinstance(inside, ArrayObject) else [inside]
    objects = [one.get_object() for one in inside]
    return [one for one in objects if isinstance(one, DictionaryObject) and "/S" in one]


def attributes(node):
    """All attributes of an element, whichever owner they have."""
    given = node.get("/A", ArrayObject())
    given = given.get_object()
    found = {}
    for one in given if isinstance(given, ArrayObject) else [given]:
        inner = one.get_object()
        if isinstance(inner, DictionaryObject):
            found.update(inner)
    return found


def spoken(node):
    """Whether an element holds anything: marked content, a picture in words, or elements that do."""
    if node.get("/Alt") or node.get("/ActualText"):
        return True
    inside = node.get("/K")
    if inside is None:
        return False
    inside = inside.get_object()
    for one in inside if isinstance(inside, ArrayObject) else [inside]:
        held = one.get_object()
        if isinstance(held, NumberObject) or "/MCID" in held or (isinstance(held, DictionaryObject) and spoken(held)):
            return True
    return False


def test_01_all_that_is_painted_is_tagged_or_said_to_be_decoration(file):
    root = file.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert not root["/MarkInfo"]["/Suspects"].value
    for page in file.pages:
        held = parents(file, page["/StructParents"])
        open_marks = []
        for operands, operator in ContentStream(page["/Contents"], file).operations:
            if operator in (b"BDC", b"BMC"):
                tag = operands[0]
                number = operands[1].get("/MCID") if operator == b"BDC" else None
                if number is not None:
                    assert held[number].get_object()["/S"], "what is tagged is in the tree"
                    assert "/Artifact" not in [mark for mark, _ in open_marks], "no content within decoration"
                elif tag == "/Artifact":
                    assert not any(n is not None for _, n in open_marks), "no decoration within content"
                open_marks.append((tag, number))
            elif operator == b"EMC":
                open_marks.pop()
            elif operator in PAINTS:
                known = any(tag == "/Artifact" or number is not None for tag, number in open_marks)
                assert known, f"{operator!r} paints what is neither tagged nor decoration"
        assert not open_marks


def parents(file, key):
    """The elements of a page's marked content by their numbers: the parent tree's entry."""

    def search(node):
        node = node.get_object()
        numbers = node.get("/Nums", ArrayObject())
        for at in range(0, len(numbers), 2):
            if numbers[at] == key:
                return numbers[at + 1].get_object()
        for kid in node.get("/Kids", ArrayObject()):
            if (found := search(kid)) is not None:
                return found
        return None

    return search(file.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"])


def test_02_each_type_of_element_is_a_standard_one(file):
    tree = file.trailer["/Root"]["/StructTreeRoot"]
    mapped = dict(tree.get("/RoleMap", {}))
    assert not STANDARD & set(mapped), "no standard type is given another meaning"
    for tag, _, _ in elements(file):
        assert tag in STANDARD or mapped[tag] in STANDARD


def test_06_and_07_the_title_is_said_and_shown(file):
    root = file.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", metadata)
    title = re.search(r"<dc:title>.*?<rdf:li[^>]*>(.+?)</rdf:li>", metadata, re.DOTALL)
    assert title
    assert title[1].strip()
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value


def test_09_elements_stand_where_they_may(file):
    allowed = {
        "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
        "/TH": {"/TR"},
        "/TD": {"/TR"},
        "/THead": {"/Table"},
        "/TBody": {"/Table"},
        "/LI": {"/L"},
        "/LBody": {"/LI"},
        "/Lbl": {"/LI"},
    }
    for tag, _, parent in elements(file):
        assert parent in allowed.get(tag, {parent})
    for item in of_kind(file, "/L"):
        assert {child["/S"] for child in children(item)} <= {"/LI", "/Caption"}


def test_10_and_31_every_font_is_in_the_file_and_says_its_letters(file):
    seen = 0
    for page in file.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            outer = font.get_object()
            inner = outer["/DescendantFonts"][0].get_object()
            assert "/ToUnicode" in outer
            assert {"/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"].get_object())
            seen += 1
    assert seen


def test_11_the_language_is_declared(file):
    assert file.trailer["/Root"]["/Lang"] == "en-GB"


def test_13_pictures_are_said_in_words_and_have_their_place(file):
    for figure in of_kind(file, "/Figure"):
        assert str(figure.get("/Alt", "")).strip()
        assert "/BBox" in attributes(figure)


def test_13_a_chart_is_said_with_what_it_found():
    file = PdfReader(io.BytesIO(pdf.render(DOCUMENT)))
    assert CHART.description in [figure["/Alt"] for figure in of_kind(file, "/Figure")]


def test_14_headings_begin_with_the_first_level_skip_none_and_say_something(file):
    levels = [(int(tag[2]), node) for tag, node, _ in elements(file) if re.fullmatch(r"/H[1-6]", tag)]
    assert levels[0][0] == 1
    assert all(after <= before + 1 for (before, _), (after, _) in pairwise(levels))
    assert all(spoken(node) for _, node in levels)


def test_14_headings_are_those_of_the_document_in_its_order():
    file = PdfReader(io.BytesIO(pdf.render(DOCUMENT)))
    said = [(tag, str(node["/T"])) for tag, node, _ in elements(file) if re.fullmatch(r"/H\d", tag)]
    assert said == [
        ("/H1", "What needs attention"),
        ("/H2", "What the lead says"),
        ("/H1", "Scorecard"),
        ("/H2", "Seen in time"),
        ("/H1", "How this was made"),
    ]


def test_15_tables_are_regular_and_each_cell_has_its_heading(file):
    tables = of_kind(file, "/Table")
    assert tables
    for table in tables:
        head, *bodies = children(table)
        assert head["/S"] == "/THead"
        rows = [row for part in (head, *bodies) for row in children(part)]
        assert len({len(children(row)) for row in rows}) == 1
        names = {}
        for cell in children(children(head)[0]):
            assert cell["/S"] == "/TH"
            assert attributes(cell)["/Scope"] == "/Column"
            names[str(cell["/ID"])] = cell
        for row in rows[1:]:
            for cell in children(row):
                assert cell["/S"] == "/TD"
                assert {str(name) for name in attributes(cell)["/Headers"]} <= set(names)


def test_18_the_foot_of_each_page_is_decoration(file):
    """It says the same on each page: read out, it would break into whatever goes on over the page."""
    for page in file.pages:
        marks = [operands[0] for operands, operator in ContentStream(page["/Contents"], file).operations
                 if operator in (b"BDC", b"BMC")]  # fmt: skip
        assert "/Artifact" in marks
    assert not of_kind(file, "/Note")


def test_26_and_28_nothing_is_locked_and_nothing_leads_anywhere(file):
    assert not file.is_encrypted
    assert not any(page.get("/Annots") for page in file.pages)
    assert "/AcroForm" not in file.trailer["/Root"]
