"""The server of mail as the environment names it: what is read, and what is refused without saying the password."""

from __future__ import annotations

import pytest

from trigpoint.mail_server import BadMailServer, read_mail_server, read_site

SENDER, SITE = "Trigpoint <trigpoint@vale.example>", "https://vale.example/"


def options(url: str) -> dict:
    found = read_mail_server(url, SENDER, SITE)
    assert found is not None
    return found.options


def test_none_is_named() -> None:
    assert read_mail_server("", "", "") is None


def test_it_is_encrypted_unless_said_otherwise() -> None:
    found = options("smtp://robot%40vale:p%2Fw@mail.vale.example")
    assert (found["host"], found["port"], found["use_tls"], found["use_ssl"]) == ("mail.vale.example", 587, True, False)
    assert (found["username"], found["password"]) == ("robot@vale", "p/w")
    assert options("smtps://mail.vale.example")["use_ssl"]
    assert options("smtps://mail.vale.example")["port"] == 465
    assert not options("smtp://mail.vale.example:25/?tls=none")["use_tls"]


@pytest.mark.parametrize(
    "url",
    ["mail.vale.example", "http://u:s3cret@mail", "smtp://u:s3cret@mail:port", "smtp://u:s3cret@mail/?tls=maybe",
     "smtp://", "smtp://u:s3cret@mail/?other=1"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(BadMailServer, match="TRIGPOINT_MAIL_URL") as refused:
        read_mail_server(url, SENDER, SITE)
    assert "s3cret" not in str(refused.value)


def test_who_sends_and_where_links_lead_must_be_said() -> None:
    with pytest.raises(BadMailServer, match="TRIGPOINT_MAIL_FROM"):
        read_mail_server("smtp://mail", "nobody", SITE)
    with pytest.raises(BadMailServer, match="TRIGPOINT_URL"):
        read_mail_server("smtp://mail", SENDER, "")


def test_the_address_of_the_product_is_one() -> None:
    assert read_site("") == ""
    assert read_site("https://vale.example/") == "https://vale.example"
    for wrong in ("vale.example", "ftp://vale.example", "https://"):
        with pytest.raises(BadMailServer, match="TRIGPOINT_URL"):
            read_site(wrong)
