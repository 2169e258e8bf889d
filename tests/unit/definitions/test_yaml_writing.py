"""Writing a document and reading it again gives the same document, whatever it holds."""

import pytest
from any_document import documents
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trigpoint.definitions.kinds import KINDS
from trigpoint.definitions.yaml_files import read_text, write


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_read_gives_back_what_write_wrote(kind, data):
    document = data.draw(documents(kind))
    text = write(document)
    again = read_text(text, "x.yaml").document
    assert again == document
    assert write(again) == text
