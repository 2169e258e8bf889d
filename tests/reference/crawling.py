"""Walking a site as a visitor does: follow what pages link to, and read what comes back, whatever kind of file it is."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import Counter, deque
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from pypdf import PdfReader

LINK = re.compile(r"""(?:href|src|action|hx-get|data-href)=["']([^"'#]+)""")
LEFT_ALONE = ("/static/", "/sign-out/", "/become/", "/help/")


def content_of(response: HttpResponse) -> bytes:
    """All that was sent."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def text_of(response: HttpResponse) -> str:
    """What a person could read of it: pages, documents and packed files as text; digits without their separators."""
    content = content_of(response)
    if content.startswith(b"%PDF"):
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            text = "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    else:
        text = content.decode("utf-8", "replace")
    return re.sub(r"(?<=\d)[,\u202f\u00a0\u2009 ](?=\d{3})", "", html.unescape(text))


def shape_of(address: str) -> tuple[str, tuple[str, ...]]:
    """What kind of address it is: its path, and which parameters it has (of a download: in which format)."""
    parts = urlsplit(address)
    told = [f"{k}={v}" if k in ("download", "picture", "of", "part") else k for k, v in parse_qsl(parts.query)]
    return parts.path, tuple(sorted(told))


def walk(client: Client, start: list[str], *, most: int, of_a_shape: int = 1) -> dict[str, str]:
    """What each address shows, for those that can be reached from `start`, breadth first."""
    waiting, seen, shapes, found = deque(start), set(start), Counter[object](), {}
    while waiting and len(found) < most:
        address = waiting.popleft()
        response = client.get(address)
        if response.status_code != 200:
            continue
        found[address] = text_of(response)
        if "html" not in response.get("Content-Type", ""):
            continue
        for link in LINK.findall(found[address]):
            target = urljoin(address, html.unescape(link))
            if not target.startswith("/") or target.startswith("//") or target.startswith(LEFT_ALONE) or target in seen:
                continue
            seen.add(target)
            shapes[shape_of(target)] += 1
            if shapes[shape_of(target)] <= of_a_shape:
                waiting.append(target)
    return found
