"""A partnership's own colours and logo: on every page, readable, and no way in for anything that is no picture."""

from __future__ import annotations

import re
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from reference.pages import words

from trigpoint.access.models import AuditEntry, User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.changing import Wanted, draft, put_in_force
from trigpoint.catalogue.models import Entry
from trigpoint.definitions.colours import contrast
from trigpoint.definitions.faults import BadDefinitions


def png(across: int = 3, down: int = 2) -> bytes:
    """A white picture."""

    def chunk(kind: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))

    head = struct.pack(">IIBBBBB", across, down, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\xff" * across for _ in range(down)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def administrator(vale) -> Client:
    save_person(OPERATOR, "ada", name="Ada", memberships=[("", "administrator")], password="a long password")
    client = Client()
    client.force_login(User.objects.get(username="ada"))
    return client


def logo_of(page) -> str | None:
    found = re.search(r'class="brand-logo" src="([^"]+)"', page.content.decode())
    return found[1] if found else None


def keep(client: Client, content: bytes, name: str = "logo.png"):
    return client.post("/partnership/", {"logo": SimpleUploadedFile(name, content)}, follow=True)


def test_the_logo_stands_on_every_page_even_before_signing_in(administrator: Client) -> None:
    assert logo_of(administrator.get("/")) is None
    keep(administrator, png())
    href = logo_of(administrator.get("/"))
    assert href
    assert logo_of(Client().get("/sign-in/")) == href
    picture = Client().get(href)
    assert b"".join(picture.streaming_content) == png()
    assert (picture["Content-Type"], picture["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "immutable" in picture["Cache-Control"]
    assert AuditEntry.objects.filter(action="keep-logo", who__username="ada").exists()
    administrator.post("/partnership/", {"do": "take-down"})
    assert logo_of(administrator.get("/")) is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose a picture"),
        (b"<svg onload='alert(1)'/>", "That is no PNG or JPEG picture"),
        (b"MZ\x90\x00 a program", "That is no PNG or JPEG picture"),
        (b"\x89PNG\r\n\x1a\n", "That is no PNG or JPEG picture"),
        (b"\xff\xd8\xff half of one", "That is no PNG or JPEG picture"),
        (png() + b"\0" * 1_100_000, "larger than 1 MB"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused_whatever_its_name(administrator: Client, content: bytes, said: str) -> None:
    page = keep(administrator, content)
    assert page.status_code == 400
    assert said in words(page)
    assert Client().get("/partnership/logo").status_code == 404


def test_a_picture_too_large_to_draw_is_refused(administrator: Client) -> None:
    head = bytearray(png())
    head[16:24] = struct.pack(">II", 60_000, 60_000)
    assert "60,000 by 60,000 dots" in words(keep(administrator, bytes(head)))


def test_only_administrators_set_it(reader: Client, steward: Client) -> None:
    for client in (reader, steward):
        assert client.get("/partnership/").status_code == 403
        assert keep(client, png()).status_code == 403


def with_colour(colour: str) -> None:
    entry = Entry.objects.select_related("document").get(kind="partnership", until=None)
    said = [line for line in entry.document.text.splitlines() if not line.startswith("colour:")]
    text = "\n".join([*said, f"colour: '{colour}'"]) + "\n"
    done = draft(OPERATOR, [Wanted("partnership", entry.code, text, entry.document_id)], title="Colour")
    put_in_force(OPERATOR, done.pk)


def test_the_colour_is_in_the_stylesheet_of_every_page(administrator: Client) -> None:
    assert "colours.css" not in administrator.get("/").content.decode()
    with_colour("#0b5c6b")
    href = re.search(r'href="(/partnership/colours\.css\?v=\w+)"', administrator.get("/").content.decode())
    assert href
    css = Client().get(href[1]).content.decode()
    assert css.startswith(":root { --accent: light-dark(#0b5c6b,")
    with_colour("#7a1f3d")
    assert href[1] not in administrator.get("/").content.decode()


def test_a_colour_that_cannot_be_read_on_white_is_refused(vale) -> None:
    with pytest.raises(
        BadDefinitions, match=r"'#ffcc00' cannot be read on white: its contrast is 1\.5, and 4\.5 is needed"
    ):
        with_colour("#ffcc00")


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#777777", "#ffffff", 4.48)])  # fmt: skip
def test_contrast_is_as_the_guidelines_work_it_out(one: str, other: str, ratio: float) -> None:
    """#777777 on white is the example by which checkers are known: 4.48, just too little."""
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)
