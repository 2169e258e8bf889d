"""The sample document in each kind of file, read back."""

import io

import docx
import odfdo
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from unit.publish.sample_document import DOCUMENT

from trigpoint.publish.renderers import excel, opendocument, pdf, word


@pytest.fixture(scope="module")
def pdf_file():
    return PdfReader(io.BytesIO(pdf.render(DOCUMENT)))


@pytest.fixture(scope="module")
def word_file():
    return docx.Document(io.BytesIO(word.render(DOCUMENT)))


@pytest.fixture(scope="module")
def odt_file():
    return odfdo.Document(io.BytesIO(opendocument.render(DOCUMENT)))


@pytest.fixture(scope="module")
def workbook():
    return load_workbook(io.BytesIO(excel.render(DOCUMENT)))
