"""Finding things: whole words, beginnings, other names, near misses; what people mean most comes first."""

from __future__ import annotations

import time

import pytest

from trigpoint.catalogue.search import Entry, Index, singular, words_of

ENTRIES = (
    Entry("indicator", "fly-tipping", "Fly-tipping", ("fly-tipping", "NI 196"), "Rubbish left on land.", (("topic", "Places"),)),
    Entry("indicator", "litter", "Streets with litter", ("litter", "NI 195", "195"), "", (("topic", "Places"), ("life", "in-force"))),
    Entry("indicator", "health-checks", "Health checks taken up", ("health-checks",), "", (("topic", "Health"),), 1.6),
    Entry("data-set", "checks", "Checks of health, monthly", ("checks",), "Streets are not mentioned."),
    Entry("partner", "council", "Fenmoor County Council", ("council", "FCC")),
)  # fmt: skip


@pytest.fixture
def index() -> Index:
    return Index(ENTRIES)


def found(index: Index, query: str, **more) -> list[str]:
    return [hit.entry.code for hit in index.search(query, **more)]


def test_all_words_must_be_found_in_any_order(index):
    assert found(index, "up health taken") == ["health-checks"]
    assert found(index, "health litter") == []


def test_the_beginning_of_a_word_finds_it_as_one_types(index):
    assert found(index, "counc") == ["council"]
    assert found(index, "litt") == ["litter"]


def test_a_reference_by_which_others_know_it_finds_it_first(index):
    assert found(index, "NI 195")[0] == "litter"
    assert found(index, "ni195") == []
    assert found(index, "195") == ["litter"]
    assert found(index, "fcc") == ["council"]


def test_the_name_counts_for_more_than_the_text(index):
    assert found(index, "streets") == ["litter", "checks"]


def test_what_people_mean_more_often_comes_first(index):
    assert found(index, "health check") == ["health-checks", "checks"]


@pytest.mark.parametrize("wrong", ["helth", "heatlh", "healht"])
def test_a_letter_or_two_wrong_still_finds_it_and_is_marked_as_near(index, wrong):
    hits = index.search(wrong)
    assert hits[0].entry.code == "health-checks"
    assert hits[0].near


def test_a_word_that_is_there_is_never_read_as_another(index):
    assert not any(hit.near for hit in index.search("litter"))


def test_short_words_and_numbers_are_not_guessed_at(index):
    assert found(index, "fxc") == []
    assert found(index, "199") == []


def test_case_accents_and_plurals_make_no_difference(index):
    assert found(index, "STREET") == found(index, "Stréets") == ["litter", "checks"]


@pytest.mark.parametrize(("many", "one"), [("checks", "check"), ("counties", "county"), ("status", "status"), ("gas", "gas"), ("loss", "loss")])  # fmt: skip
def test_singulars(many, one):
    assert singular(many) == one


def test_words_that_say_nothing_are_left_out():
    assert words_of("the share of people in the county") == ["share", "people", "county"]


def test_a_query_of_such_words_alone_is_still_searched_for(index):
    assert found(index, "of") == []


def test_nothing_typed_lists_all_by_name(index):
    names = [hit.entry.name for hit in index.search("")]
    assert names == sorted(names, key=str.casefold)
    assert len(names) == len(ENTRIES)


def test_kinds_and_facets_narrow_it(index):
    assert found(index, "health", kinds=("data-set",)) == ["checks"]
    assert found(index, "", facets=[("topic", "Places"), ("life", "in-force")]) == ["litter"]


def test_facets_are_counted_over_what_was_found_most_first(index):
    assert index.counts(index.search(""), "topic") == {"Places": 2, "Health": 1}


@pytest.mark.parametrize("odd", ["???", "'", "<script>", "%", "\\", "💥", "a" * 500])
def test_odd_texts_find_nothing_and_break_nothing(index, odd):
    assert found(index, odd) in ([], [hit.entry.code for hit in index.search("")])


def test_a_few_thousand_entries_are_searched_as_one_types():
    many = Index(
        tuple(Entry("indicator", f"i{n}", f"Measure {n} of kind {n % 97}", (), f"text word{n}") for n in range(4000))
    )
    started = time.perf_counter()
    for query in ("meas", "measure 12", "kindd", "wrod77"):
        many.search(query, limit=20)
    assert time.perf_counter() - started < 4
