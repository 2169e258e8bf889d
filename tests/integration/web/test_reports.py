"""Reports: the page and each file say the same figures; nothing blank goes out; each file leaves an entry in the trail."""

from __future__ import annotations

import io
import json

import docx
import odfdo
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader
from reference.vale import months

from trigpoint.access.models import AuditEntry
from trigpoint.access.permissions import NotAllowed
from trigpoint.access.viewers import OPERATOR, Viewer
from trigpoint.publish.blocks import NothingToShow, TableBlock
from trigpoint.publish.produce import make_report, report_document
from trigpoint.publish.renderers import RENDERERS, NoSuchFormat
from trigpoint.publish.reports.asked import BadReport

ENDINGS = [kind.ending for kind in RENDERERS]


def words(response) -> str:
    return " ".join(response.content.decode().split())


def squeezed(text: str) -> str:
    return "".join(text.split())


def newest() -> str:
    return months(timezone.localdate())[-1]


def text_of(ending: str, content: bytes) -> str:
    """All words of a file, without spaces."""
    file = io.BytesIO(content)
    if ending == "pdf":
        return squeezed("".join(page.extract_text() for page in PdfReader(file).pages))
    if ending == "docx":
        name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
        return squeezed("".join(node.text or "" for node in docx.Document(file).element.body.iter(name)))
    if ending == "odt":
        return squeezed(odfdo.Document(file).body.inner_text)
    if ending == "pptx":
        shapes = (shape for slide in Presentation(file).slides for shape in slide.shapes)
        return squeezed("".join(words_of_shape(shape) for shape in shapes))
    cells = (cell.value for sheet in load_workbook(file) for row in sheet.iter_rows() for cell in row)
    return squeezed("".join(str(value) for value in cells if value is not None))


def words_of_shape(shape) -> str:
    if shape.has_table:
        return "".join(cell.text for row in shape.table.rows for cell in row.cells)
    return shape.text_frame.text if shape.has_text_frame else ""


def tables_of(document) -> dict[str, list]:
    return {block.table.name: list(block.table.rows) for block in document.blocks if isinstance(block, TableBlock)}


def test_the_list_offers_each_framework_and_each_partner_in_every_kind_of_file(reader):
    page = words(reader.get("/reports/"))
    for said in ("Board report", "The Vale agreement", "Partner report", "Vale Health", "Vale Council"):
        assert said in page
    for ending in ENDINGS:
        assert f"/reports/board.{ending}?framework=agreement" in page
        assert f"/reports/partner.{ending}?organisation=health" in page


def test_the_board_report_says_on_its_first_page_what_matters(reader):
    page = words(reader.get("/reports/board/"))
    assert "None of the two indicators needs attention" in page
    assert "93.5%" in page
    assert "One is worse than usual, though not off target" in page
    assert "Lena Lead" in page
    assert "The Vale agreement as a whole: amber, as the worst of its parts is" in page


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_kind_of_file_says_the_same_and_is_in_the_trail(reader, ending):
    response = reader.get(f"/reports/board.{ending}?framework=agreement")
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="board-report-agreement-{newest()}.{ending}"'
    text = text_of(ending, response.content)
    wanted = ["Noneofthetwoindicatorsneedsattention", "Seenintime", "Emptyposts", "LenaLead"]
    assert all(one in text for one in wanted)
    assert ("93.5" if ending == "xlsx" else "93.5%") in text
    entry = AuditEntry.objects.get(action="make-report")
    assert (entry.as_name, entry.subject, entry.detail["ending"]) == ("Rita Reader", "board", ending)


def test_figures_are_those_of_the_scorecard(reader):
    card = json.loads(reader.get("/scorecards/agreement/?download=json").content)
    theirs = {row["name"]: row["value"] for row in card["rows"] if row["name"] in ("Seen in time", "Empty posts")}
    rows = tables_of(report_document(OPERATOR, "board"))["All indicators"]
    ours = {row["name"].text: float(row["value"].value) for row in rows}
    assert ours == theirs == {"Seen in time": 93.5, "Empty posts": 18}


def test_what_changed_names_the_status_before(vale):
    (row,) = tables_of(report_document(OPERATOR, "board"))["Changed status"]
    assert (row["name"].text, row["was"].text, row["status"].text) == ("Seen in time", "Green", "Amber")


def test_late_data_is_named_with_whose_it_is_and_the_last_figure(vale):
    following = f"{timezone.localdate().replace(day=1) - timezone.timedelta(days=1):%Y-%m}"
    (row,) = tables_of(report_document(OPERATOR, "board", following))["Late"]
    assert row["name"].text == "Seen in time"
    assert "Vale Health was due to supply it" in row["whose"]
    assert row["last"].text == "93.5%"


def test_a_partner_report_holds_what_it_leads_on_and_what_its_data_go_into(vale):
    health = tables_of(report_document(OPERATOR, "partner", organisation="health"))
    assert [row["name"].text for row in health["All indicators"]] == ["Seen in time"]
    council = tables_of(report_document(OPERATOR, "partner", organisation="council"))
    assert [row["name"].text for row in council["All indicators"]] == ["Empty posts"]


def test_a_partner_report_without_a_partner_asks_whose(reader):
    assert "Whose report?" in words(reader.get("/reports/partner/"))
    response = reader.get("/reports/partner.pdf")
    assert response.status_code == 400
    assert "Say whose report it is" in words(response)


@pytest.mark.parametrize("period", ["1990-05", "2090-05"])
def test_a_report_with_nothing_to_show_says_so_and_never_goes_out_blank(reader, period):
    page = reader.get(f"/reports/board/?period={period}")
    assert page.status_code == 200
    assert "There is nothing to report" in words(page)
    file = reader.get(f"/reports/board.pdf?period={period}")
    assert file.status_code == 400
    assert "would be blank" in words(file)
    assert not AuditEntry.objects.filter(action="make-report").exists()
    with pytest.raises(NothingToShow):
        make_report(OPERATOR, "board", period)


def test_as_known_before_anything_came_nothing_is_reported(vale):
    before = timezone.localdate() - timezone.timedelta(days=400)
    with pytest.raises(Exception, match="defined"):
        make_report(OPERATOR, "board", as_at=before)


def test_mistakes_are_answered_in_plain_words(reader):
    assert reader.get("/reports/annual/").status_code == 404
    assert "pdf (PDF)" in words(reader.get("/reports/board.wk1"))
    assert reader.get("/reports/board.wk1").status_code == 400
    assert reader.get("/reports/board/?framework=nowhere").status_code == 400
    assert reader.get("/reports/board/?part=99999999999").status_code == 200
    with pytest.raises(NoSuchFormat):
        make_report(OPERATOR, "board", ending="wk1")
    with pytest.raises(BadReport, match="health"):
        make_report(OPERATOR, "partner", organisation="heatlh")


def test_a_stranger_gets_no_report(stranger):
    assert stranger.get("/reports/").status_code == 403
    assert stranger.get("/reports/board/").status_code == 403
    assert stranger.get("/reports/board.pdf").status_code == 403
    with pytest.raises(NotAllowed):
        make_report(Viewer(None, "nobody"), "board")


def test_a_reader_with_a_scope_gets_no_figure_of_the_whole(signed_in):
    response = signed_in("easterner").get("/reports/board.xlsx?framework=agreement")
    assert "93.5" not in text_of("xlsx", response.content)


def test_a_table_of_the_page_downloads_by_itself(reader):
    table = json.loads(reader.get("/reports/board/?download-t6=json").content)
    assert table["caption"].startswith("Not off target, but worse than usual")
    assert table["rows"][0]["value"] == 93.5


def test_a_page_asks_as_few_queries_whatever_it_shows(reader):
    reader.get("/reports/board/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        reader.get("/reports/board/")
    assert len(queries) <= 30
