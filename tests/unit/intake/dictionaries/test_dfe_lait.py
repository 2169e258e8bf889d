"""Making definitions from the dictionary of the Local Authority Interactive Tool, on a dictionary of a few rows."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from trigpoint.definitions.whole import build, faults_of
from trigpoint.definitions.yaml_files import read_folder, read_text, write
from trigpoint.intake.dictionaries.dfe_lait import make
from trigpoint.intake.dictionaries.dfe_lait_measures import (
    COLUMNS,
    BadDictionary,
    DictionaryRow,
    aggregation,
    code_of,
    describe,
)
from trigpoint.intake.dictionaries.dfe_lait_places import Neighbours, PlaceRow

PLACES = [
    PlaceRow(970, "England", "NA", "NA"),
    PlaceRow(982, "Yorkshire and the Humber", "NA", "NA"),
    PlaceRow(986, "London", "NA", "NA"),
    PlaceRow(987, "London (Inner)", "NA", "NA"),
    PlaceRow(202, "Camden", "Inner London", "ILB"),
    PlaceRow(383, "Leeds", "Yorkshire and The Humber", "MD"),
    PlaceRow(909, "Cumbria", "Yorkshire and The Humber", "SC"),
    PlaceRow(1000, "England (discontinued)", "NA", "NA"),
]
NEIGHBOURS = [Neighbours("383", ("202", "909")), Neighbours("202", ("383", "837")), Neighbours("835", ("383",))]


def row(**said):
    """A row of the dictionary: children looked after, unless said otherwise."""
    usual = {
        "number": "332", "topic": "Children Looked After", "measure": "Number of Children looked after",
        "title": "Children looked after (num)", "short": "LACnum", "polarity": "-",
        "axis": "Number of Children Looked After", "state_funded": "NA", "status": "la_cla",
        "description": "Number of children looked after as at 31 March.", "last_update": "45962", "next_update": "TBC",
        "owner": "DfE", "methodology": "-", "links": "https://example.org/cla", "decimals": "0", "year_type": "Annual",
        "no_quartile": "NA",
    }  # fmt: skip
    return {COLUMNS[field]: text for field, text in {**usual, **said}.items()}


RATE = {
    "short": "LACDental%", "measure": "Dental checks", "title": "Dental checks (%)", "axis": "% of CLA", "polarity": "High",
    "decimals": "NA", "year_type": "Academic Year", "description": "Children whose teeth were checked.",
}  # fmt: skip
LABELS = {"LACnum": {"2024", "2025"}, "LACDental%": {"2024", "2025 (prov)", "0"}}


def made(*rows, labels=LABELS):
    return make(rows or [row(), row(**RATE)], PLACES, NEIGHBOURS, labels)


def described(labels=("2025",), **said):
    return describe([DictionaryRow.of(row(**said))], labels)


class TestTheSet:
    def test_is_whole(self):
        assert faults_of(made().documents.values()) == []

    def test_is_read_back_from_its_yaml(self):
        for path, document in made().documents.items():
            assert read_text(write(document), path).document == document

    def test_has_an_indicator_a_measure_by_topic(self):
        documents = made().documents
        assert "indicators/children-looked-after/LACnum.yaml" in documents
        assert "indicators/children-looked-after/LACDental_pct.yaml" in documents
        [node] = documents["framework.yaml"].nodes
        assert [(item.indicator, item.rule_set) for item in node.items] == [
            ("LACnum", "lait-context"), ("LACDental_pct", None),
        ]  # fmt: skip

    def test_knows_the_measures_by_the_codes_of_the_figures(self):
        assert made().documents["source.yaml"].long.aliases == {"LACDental%": "LACDental_pct"}

    def test_rejects_the_label_that_is_no_year(self):
        [rule] = made().documents["source.yaml"].period.labels
        assert rule.matches == "0"
        assert "no year" in rule.reject

    def test_compares_with_england_the_region_and_the_known_neighbours(self):
        out = made()
        neighbours = out.documents["comparators/lait-neighbours.yaml"].against.neighbours
        assert neighbours == {"383": ("202", "909"), "202": ("383",)}
        assert "835 has neighbours, but is not in the code list: it is left out." in out.notes
        assert "Of the neighbours of 202, 837 are not in the code list: left out." in out.notes


class TestPlaces:
    @pytest.fixture
    def tree(self):
        return build(made().documents.values()).dimensions["place"]

    def test_authorities_are_beneath_their_region_however_it_is_spelled(self, tree):
        assert [member.name for member in tree.lineage("383")] == ["England", "Yorkshire and the Humber", "Leeds"]

    def test_the_halves_of_london_are_beneath_london_by_both_their_names(self, tree):
        assert [member.name for member in tree.lineage("202")] == ["England", "London", "Inner London", "Camden"]
        assert tree.find("London (Inner)") == tree.find("Inner London") == tree.members["987"]

    def test_an_abolished_authority_has_its_end_and_successors(self, tree):
        cumbria = tree.members["909"]
        assert str(cumbria.end) == "2023-03-31"
        assert "Cumberland (942) and Westmorland and Furness (943)" in cumbria.note

    @pytest.mark.parametrize(
        ("last_day", "gone", "successors"),
        [
            ("2019-03-31", ["835"], ["838", "839"]),
            ("2019-03-31", ["836", "837"], ["839"]),
            ("2021-03-31", ["928"], ["940", "941"]),
            ("2023-03-31", ["909"], ["942", "943"]),
        ],
    )
    def test_the_shipped_places_say_who_went_when_and_who_followed_the_day_after(self, last_day, gone, successors):
        shipped = read_folder(Path(__file__).parents[4] / "definitions" / "dfe-lait")
        tree = build(shipped).dimensions["place"]
        end = date.fromisoformat(last_day)
        for code in gone:
            assert tree.members[code].end == end
            assert all(f"({one})" in tree.members[code].note for one in successors)
            assert not tree.members[code].holds_on(end + timedelta(days=1))
        for code in successors:
            assert tree.members[code].start == end + timedelta(days=1)
            assert tree.parent(code) == tree.parent(gone[0])
        kept = set(tree.members) - {m.code for m in tree.members.values() if m.start or m.end}
        assert len(tree.members) - len(kept) == 11

    def test_what_has_no_figures_is_left_out_and_noted(self, tree):
        assert "1000" not in tree.members
        assert any("England (discontinued)" in note for note in made().notes)

    def test_an_unknown_region_is_refused(self):
        with pytest.raises(BadDictionary, match="places Leeds in 'Elmet'"):
            make([row()], [PlaceRow(383, "Leeds", "Elmet", "MD")], [], {"LACnum": {"2025"}})


class TestMeasures:
    @pytest.mark.parametrize(
        ("said", "kind", "unit"),
        [
            ({"axis": "% of CLA"}, "percentage", "%"),
            ({"axis": "Entries", "title": "Entries (%)"}, "percentage", "%"),
            ({"axis": "Rate per 10,000"}, "ratio", "per 10,000"),
            ({"axis": "Rate per 1000 live births"}, "ratio", "per 1,000 live births"),
            ({"axis": "Rate per 1000 15 - 17 year olds"}, "ratio", "per 1,000 of 15 - 17 year olds"),
            ({"axis": "Spend"}, "money", "£"),
            ({"axis": "Unit Cost", "measure": "weekly unit costs"}, "money", "£ per week"),
            ({"axis": "Number of CPP"}, "number", "CPP"),
            ({"axis": "Average Score"}, "number", "average score"),
        ],
    )
    def test_the_axis_says_kind_and_unit(self, said, kind, unit):
        indicator = described(**said).indicator
        assert (indicator.value_kind, indicator.unit) == (kind, unit)

    @pytest.mark.parametrize(
        ("said", "rules"),
        [
            ({}, ("sum", "last")),
            ({"measure": "Children who started to be looked after in year"}, ("sum", "sum")),
            ({"description": "Referrals.", "measure": "Number of referrals"}, ("sum", "none")),
            ({"decimals": "NA"}, ("none", "none")),
            ({"axis": "Average number of cases"}, ("none", "none")),
            ({"axis": "% of CLA"}, ("none", "none")),
            ({"axis": "Spend"}, ("none", "none")),
            ({"description": "Two authorities submit a joint census return each year."}, ("none", "none")),
        ],
    )
    def test_only_a_plain_count_adds_up(self, said, rules):
        assert aggregation(DictionaryRow.of(row(**said))) == rules

    @pytest.mark.parametrize(
        ("year_type", "labels", "year", "grain"),
        [
            ("Academic Year", ["2024", "2025 (prov)"], "academic-year", "academic-year"),
            ("Annual", ["2025"], "financial-year", "financial-year"),
            ("Annual - January", ["2025"], "academic-year", "academic-year"),
            ("Annual (end of Sept)", ["2025"], "calendar-year", "calendar-year"),
            ("Calendar Year", ["2014-16", "2015-17"], "calendar-year", "range"),
            ("Financial Year", ["2013/14-15/16"], "financial-year", "range"),
            ("Academic Year", ["0"], "academic-year", "academic-year"),
        ],
    )
    def test_the_year_type_and_labels_say_the_period(self, year_type, labels, year, grain):
        found = described(labels, year_type=year_type)
        assert (found.measure.year, found.indicator.grain) == (year, grain)

    def test_polarity_decimals_and_notes(self):
        found = described(
            polarity="Low", decimals="2", state_funded="State Funded", no_quartile="N", status="Discontinued",
            topic="Contextual\\Other",
        ).indicator  # fmt: skip
        assert (found.polarity, found.decimals, found.topic) == ("low", 2, "Contextual/Other")
        assert found.tags == ("State-funded schools", "No quartiles", "Discontinued")
        assert found.caveats.startswith("State-funded schools only. The publisher does not show quartiles")
        assert "DfE, by way of the Local Authority Interactive Tool" in found.source_note
        assert "Last updated: 1 November 2025. Next update: TBC." in found.source_note
        assert found.methodology == ""
        assert [str(r.code) for r in found.references] == ["332"]

    @pytest.mark.parametrize(
        ("short", "code"),
        [
            ("LAC_Fixed_ Ex", "LAC_Fixed_Ex"), ("%_2yr_olds", "pct_2yr_olds"), ("3&4yr_Ofsted_rating", "3_and_4yr_Ofsted_rating"),
            ("Hosp_Adm_Alc_<18yrs", "Hosp_Adm_Alc_under18yrs"), ("CPP_Total_Rateper10,000", "CPP_Total_Rateper10000"),
            ("Number_Foster_Places(New)", "Number_Foster_Places_New"), ("16-17 NEET", "16-17_NEET"),
        ],
    )  # fmt: skip
    def test_codes_lose_only_the_signs_that_a_code_may_not_have(self, short, code):
        assert code_of(short) == code


class TestWhatDisagrees:
    def test_of_two_descriptions_the_newest_holds_and_the_other_topic_is_a_tag(self):
        old = row(topic="Absence", last_update="45000", measure="Old name")
        out = made(old, row(), labels={"LACnum": {"2025"}})
        indicator = out.documents["indicators/children-looked-after/LACnum.yaml"]
        assert (indicator.name, indicator.tags) == ("Number of Children looked after", ("Absence",))
        assert any("described 2 times, under Absence and Children Looked After" in note for note in out.notes)

    def test_a_description_without_figures_is_left_out_and_noted(self):
        out = made(row(), row(**RATE), labels={"LACnum": {"2025"}})
        assert not any("LACDental" in path for path in out.documents)
        assert any("the figures do not have it" in note for note in out.notes)

    def test_all_that_is_wrong_is_said_at_once(self):
        with pytest.raises(BadDictionary) as bad:
            made(
                row(polarity="High"), row(polarity="Low"), row(short="X", year_type="Lunar"), row(short="Y", polarity="Up"),
                labels={"LACnum": {"2025"}, "X": {"2025"}, "Y": {"2025"}, "Z": {"2025"}},
            )  # fmt: skip
        assert len(bad.value.reasons) == 4
        assert "'LACnum' is described twice, with different polarities: High and Low." in bad.value.reasons
        assert "The figures have 'Z', which the dictionary does not describe." in bad.value.reasons

    def test_two_measures_may_not_have_one_code(self):
        with pytest.raises(BadDictionary, match="would have the same code"):
            made(row(short="A B"), row(short="a_b"), labels={"A B": {"2025"}, "a_b": {"2025"}})

    def test_a_missing_column_is_said(self):
        with pytest.raises(BadDictionary, match="no column 'Polarity'"):
            make([{"Topic": "x"}], PLACES, [], {})
