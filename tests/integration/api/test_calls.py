"""The programming interface: the same answers as the pages, the same permissions, and one shape of refusal."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from emergency_world import HEADER, MARCH

from trigpoint.ask import sizes
from trigpoint.catalogue.models import Load

READ = ["/api/answer?indicator=ae-four-hour", "/api/explain?indicator=ae-four-hour", "/api/indicators",
        "/api/indicators/ae-four-hour", "/api/data-sets", "/api/dimensions/ae-provider/members", "/api/frameworks",
        "/api/loads"]  # fmt: skip


def refused(response, status: int) -> str:
    """The message of a refusal, whose shape is always the same."""
    assert response.status_code == status, response.content
    (error,) = response.json().values()
    assert set(error) == {"what", "message"}
    return error["message"]


def upload(client: Client, text: str = MARCH, **more: str):
    return client.post(
        "/api/loads", {"source": "ae-attendances", "files": SimpleUploadedFile("sent.csv", text.encode()), **more}
    )


def test_an_answer_has_value_numerator_denominator_status_and_reason(caller, emergency):
    words = {"indicator": "ae-four-hour", "period": "2019-03", "where": "ae-provider=RX1"}
    (cell,) = caller("reader").get("/api/answer", words).json()["cells"]
    wanted = {"value": 80, "numerator": 800, "denominator": 1000, "status": "off_target", "reason": ""}
    assert {key: cell[key] for key in wanted} == wanted


def test_a_question_in_a_body_is_answered_alike(caller, emergency):
    client = caller("reader")
    words = {"indicator": ["ae-four-hour"], "period": "2019-03"}
    posted = client.post("/api/answer", words, content_type="application/json").json()
    assert posted == client.get("/api/answer", words).json()


@pytest.mark.parametrize("address", READ)
def test_readers_read_and_strangers_do_not(caller, emergency, address):
    assert caller("reader").get(address).status_code == 200
    refused(caller("stranger").get(address), 403)
    refused(Client().get(address), 401)


def test_a_scorecard_has_every_item_with_its_status(caller, emergency):
    client = caller("reader")
    (framework,) = client.get("/api/frameworks").json()
    card = client.get(f"/api/frameworks/{framework['code']}/scorecard", {"period": "2019-03"}).json()
    items = {item["indicator"]: item for node in card["nodes"] for item in node["items"]}
    assert items["ae-four-hour"]["value"] == 87.5
    refused(client.get("/api/frameworks/nothing/scorecard"), 404)


def test_source_rows_are_withheld_from_who_may_not_see_them(caller, emergency):
    words = {"indicator": "ae-four-hour", "period": "2019-03"}
    parts = caller("reader").get("/api/explain", words).json()["rows"]
    assert all(part["shown"] == [] and part["withheld"] for part in parts)


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/api/answer?indicator=ae-four-hor", 400, "Did you mean"),
        ("/api/answer?indicator=ae-four-hour&period=2019-13", 400, "not a month"),
        ("/api/answer?indicator=ae-four-hour&as_at=soon", 400, "not a day"),
        ("/api/answer", 422, "indicator"),
        ("/api/explain?indicator=ae-four-hour&rows=many", 422, "rows"),
        ("/api/indicators/ae-four-hor", 404, "There is no indicator"),
        ("/api/dimensions/ward/members", 404, "There is no breakdown"),
        ("/api/loads/99999", 404, "There is no upload"),
        ("/api/nowhere", 404, "nothing at"),
    ],
)
def test_every_refusal_has_one_shape(caller, emergency, address, status, said):
    assert said in refused(caller("reader").get(address), status)


def test_one_call_asks_for_no_more_than_it_can_hold(caller, emergency, monkeypatch):
    monkeypatch.setattr(sizes, "MOST_CELLS", 2)
    said = refused(caller("reader").get("/api/answer?indicator=ae-four-hour&period=last:3&by=period"), 400)
    assert said.startswith("This asks for about 3 figures, and 2 is the most that one call can hold.")


def test_a_fault_of_ours_is_said_without_its_inside(caller, emergency, monkeypatch, caplog):
    def fail(*_, **__):
        raise RuntimeError("secret inside")

    monkeypatch.setattr("trigpoint.api.answers.ask_in_words", fail)
    said = refused(caller("reader").get("/api/answer?indicator=ae-four-hour"), 500)
    assert "secret" not in said
    assert "reference" in said


def test_other_methods_are_refused_in_the_same_shape(caller, emergency):
    refused(caller("reader").delete("/api/indicators"), 405)


def test_a_key_that_is_not_valid_is_refused_even_for_the_signed_in(signed_in, emergency):
    client = signed_in("reader")
    assert client.get("/api/indicators").status_code == 200
    refused(client.get("/api/indicators", headers={"authorization": "Bearer trig_wrong"}), 401)


def test_a_steward_takes_a_file_in_by_a_key_made_for_it(caller, defined):
    client = caller("steward", may_load=True)
    taken = upload(client)
    assert taken.status_code == 201
    assert taken.json()["account"]["loaded"] == 2
    (listed,) = client.get("/api/loads").json()
    assert (listed["load"], listed["files"], listed["loaded_by"]) == (taken.json()["load"], ["sent.csv"], "Steward")


def test_a_key_without_the_right_to_load_cannot_load(caller, defined):
    assert "may only read" in refused(upload(caller("steward")), 403)
    assert not Load.objects.exists()


def test_nobody_loads_by_a_key_what_they_may_not_load_themselves(caller, defined):
    refused(upload(caller("reader", may_load=True)), 403)
    assert not Load.objects.exists()


def test_a_dry_run_keeps_nothing(caller, defined):
    response = upload(caller("steward", may_load=True), dry_run="true")
    assert (response.status_code, response.json()["load"]) == (200, None)
    assert not Load.objects.exists()


def test_rejects_are_listed_for_the_steward_and_not_for_the_reader(caller, defined):
    client = caller("steward", may_load=True)
    taken = upload(client, HEADER + "2019-03-01,RX1,1,many,200,300\n").json()
    address = f"/api/loads/{taken['load']}/rejects.csv"
    assert "many" in b"".join(client.get(address).streaming_content).decode()
    assert client.get(f"/api/loads/{taken['load']}").json()["faults"][0]["rows"] == 1
    refused(caller("reader").get(address), 403)


def test_the_signed_in_load_only_with_the_csrf_token(signed_in, defined):
    refused(upload(signed_in("steward")), 403)
    assert not Load.objects.exists()


@pytest.mark.django_db
def test_the_page_and_the_schema_name_every_call_without_any_other_site():
    page = Client().get("/api/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "GET /api/answer" in text
    assert "https://" not in text
    assert "/api/loads/{number}/rejects.csv" in Client().get("/api/openapi.json").json()["paths"]


@pytest.mark.parametrize("address", ["/api/loads", "/api/answer"])
@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", f"multipart/form-data; boundary={'b' * 300}"]
)
def test_a_body_that_cannot_be_read_is_refused_in_the_one_shape(caller, signed_in, emergency, address, kind):
    key = caller("steward", may_load=True).post(address, b"--x\r\n", content_type=kind)
    assert key.status_code in (400, 415, 422)
    assert refused(key, key.status_code)
    browser = signed_in("reader").post(address, b"--x\r\n", content_type=kind)
    assert browser.status_code in (400, 403, 415, 422)
    assert refused(browser, browser.status_code)


def test_a_part_that_is_not_what_it_says_is_refused_in_the_one_shape(caller, emergency):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\nContent-Type: text/csv\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\nnot base 64!!!\r\n--x--\r\n"
    )
    answer = caller("steward", may_load=True).post("/api/loads", body, content_type="multipart/form-data; boundary=x")
    assert "cannot be read" in refused(answer, 400)
    assert all(handler.file.closed for handler in answer.wsgi_request.upload_handlers if hasattr(handler, "file"))
