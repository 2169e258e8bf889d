"""Files for tests of uploading to the Vale, and how a browser sends them."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from reference.vale import months, waits

from trigpoint.intake.models import Upload


def newest_month() -> str:
    """The last month of which the Vale has figures."""
    return months(timezone.localdate())[-1]


def corrected() -> str:
    """The waits as they are, but forty of a hundred waited in the east last month, where ten did."""
    return waits(timezone.localdate(), last_waited=40)


def faulty() -> str:
    """One row that changes a figure, one whose figure is no number, and one whose month is none."""
    month = newest_month()
    return f"Month,District,Came,Waited\n{month},east,100,40\n{month},west,=1+1,3\nsoon,west,100,3\n"


def send(client: Client, content: str | bytes, name: str = "waits.csv", source: str = "waits-file", **more: str):
    """Choose a file and send it, as the page's form does."""
    body = content.encode() if isinstance(content, str) else content
    return client.post("/data/upload/", {"file": SimpleUploadedFile(name, body), "source": source, **more})


def sent(client: Client, content: str | bytes, **more: str) -> str:
    """Send a file; gives the address of its preview."""
    answer = send(client, content, **more)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def newest_upload() -> Upload:
    return Upload.objects.latest("pk")


def text(answer) -> str:
    """What the page says, without its markup's line breaks."""
    return " ".join(answer.content.decode().split())
