"""Text from a word processor comes out plain, and nothing that can be read is lost."""

from __future__ import annotations

import pytest

from trigpoint.manage.clean_text import clean


@pytest.mark.parametrize(
    ("pasted", "clean_"),
    [
        ("  as it is  ", "as it is"),
        ("“We’re late,” they said: ‘again’", "\"We're late,\" they said: 'again'"),
        ("It\x92s \x93late\x94 \x96 again\x85", 'It\'s "late" – again…'),
        ("•\tBeds\n·\tStaff\n\uf0b7 Keys\n▪ Gas", "- Beds\n- Staff\n- Keys\n- Gas"),
        ("o\tBeds\n–\tStaff", "- Beds\n- Staff"),
        ("of the 3–4 wards – most", "of the 3–4 wards – most"),
        ("on call\no wait", "on call\no wait"),
        ("a\u00a0b\u202fc\u2009d\te", "a b c d e"),
        ("ze\u200bro\ufeff wi\u00addth\u2060\u202e", "zero width"),
        ("one\r\ntwo\rthree\x0bfour\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("one\n\n\n \n\ntwo", "one\n\ntwo"),
        ("bell\x07 null\x00 escape\x1b", "bell null escape"),
        ("cafe\u0301", "café"),
        ("<script>alert(1)</script> & £5", "<script>alert(1)</script> & £5"),
        ("\u200b\u00a0\n\ufeff", ""),
        ("non\u2011breaking", "non-breaking"),
    ],
)
def test_it_comes_out_clean(pasted: str, clean_: str) -> None:
    assert clean(pasted) == clean_
    assert clean(clean_) == clean_
