"""All words of a document of each kind, without what parts them: no renderer breaks its lines alike."""

import re

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def said(text):
    return re.sub(r"\s+", "", text)


def texts_of_pdf(pdf_file):
    return said("".join(page.extract_text() for page in pdf_file.pages))


def texts_of_word(word_file):
    return said("".join(node.text or "" for node in word_file.element.body.iter(f"{W}t")))


def texts_of_odt(odt_file):
    return said(odt_file.body.inner_text)
