"""Every definition of the sample partnership goes into its form and out again as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.http import QueryDict

import trigpoint.demo
from trigpoint.definitions.kinds import KINDS
from trigpoint.definitions.whole import Definitions
from trigpoint.definitions.yaml_files import read_folder
from trigpoint.web.editing.form import Form, TooLong, plain_values
from trigpoint.web.editing.kinds import WRITTEN
from trigpoint.web.editing.names import Lookup
from trigpoint.web.editing.problems import made
from trigpoint.web.views.write_definition import whole

SAMPLE = Definitions(one.document for one in read_folder(Path(trigpoint.demo.__file__).parent / "definitions"))
PEOPLE = {one.person: one.person.replace(".", " ").title() for one in SAMPLE.responsibilities}


def sent(form: Form) -> QueryDict:
    """What a browser would send of a form that nobody touched."""
    post = QueryDict(mutable=True)
    for name, texts in form.texts.items():
        post.setlist(name, texts)
    for name, keys in form.rows.items():
        post[f"rows:{name}"] = ",".join(keys)
    for name, kept in form.kept.items():
        post[f"kept:{name}" if name else "kept"] = json.dumps(kept)
    return post


@pytest.mark.parametrize("kind", WRITTEN)
def test_what_a_form_shows_and_carries_is_all_that_the_definition_says(kind: str) -> None:
    written = WRITTEN[kind]
    found = [document for document in SAMPLE.documents if document.identity[0] == kind]
    assert found, f"the sample has no {kind}"
    for document in found:
        lookup = Lookup(SAMPLE, PEOPLE, SAMPLE.dimensions.get(getattr(document, "dimension", "")))
        sections = written.sections(SAMPLE)
        opened = written.form.opened(sections, written.model, written.into(plain_values(document)), lookup)
        form = written.form.sent(sections, written.model, sent(opened), lookup)
        read = whole(written.out(form.read()), kind, document.code)
        assert made(form, read, KINDS[kind]) == (document, {}), document.identity


def test_a_list_too_long_for_a_form_is_refused_and_never_cut() -> None:
    data_set = next(iter(SAMPLE.data_sets.values()))
    raw = plain_values(data_set)
    raw["measures"] = [raw["measures"][0] | {"code": f"item-{n}"} for n in range(200)]
    written = WRITTEN["data-set"]
    with pytest.raises(TooLong, match="It has 200 data items, more than a form holds"):
        Form.opened(written.sections(SAMPLE), written.model, raw, Lookup(SAMPLE, PEOPLE))
