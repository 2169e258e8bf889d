"""Text as it is pasted from a word processor, made plain: straight quotes, dashes for bullets, ordinary spaces. Pure."""

from __future__ import annotations

import re
import unicodedata

# What Windows calls 0x80 to 0x9f comes through some programs as control characters.
_OF_WINDOWS = {
    code: text for code in range(0x80, 0xA0) if (text := bytes([code]).decode("cp1252", "ignore")) and ord(text) != code
}
_PLAIN = {
    **dict.fromkeys(map(ord, "‘’‚‛′"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″"), '"'),
    **dict.fromkeys(map(ord, "\x0b\x85\u2028\u2029"), "\n"),
    **dict.fromkeys(map(ord, "‐‑"), "-"),
}
# Word's own bullets come as letters of its symbol font.
_BULLET = re.compile(r"^[^\S\n]*(?:[•●○◦▪■□▸►‣⁃∙·\uf0a7\uf0b7\uf0d8\uf0fc]\s*|[–—o§]\t\s*)(?=\S)", re.MULTILINE)


def clean(text: str) -> str:
    """The text with nothing in it that is not seen or that only one program knows; its words and lines are kept."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.translate(_OF_WINDOWS).translate(_PLAIN)
    text = _BULLET.sub("- ", text)
    text = "".join(
        " " if unicodedata.category(letter) == "Zs" or letter == "\t" else letter
        for letter in text
        if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cf", "Co", "Cs", "Cn")
    )
    lines = [re.sub(r" {2,}", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
