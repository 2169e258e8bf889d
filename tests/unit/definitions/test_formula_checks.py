"""Checking formulas: names, kinds, units, and what may not be added up."""

from dataclasses import dataclass, field

import pytest

from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.dimensions import Member
from trigpoint.definitions.formula import check, parse
from trigpoint.definitions.formula.units import name_of, per_of, unit_of


def measure(code, unit, over_members="sum", value_kind="number", **more):
    over_time = "none" if over_members == "none" else "sum"
    return {
        "code": code, "name": code, "unit": unit, "over_members": over_members, "over_time": over_time,
        "value_kind": value_kind, **more,
    }  # fmt: skip


@dataclass
class Tree:
    members: dict


@dataclass
class Defined:
    """An A&E department's figures, and some of a council."""

    data_sets: dict = field(
        default_factory=lambda: {
            "ae": DataSet.model_validate(
                {
                    "kind": "data-set", "code": "ae", "name": "A&E", "grain": "month",
                    "dimensions": [{"dimension": "department-type", "as": "type"}, {"dimension": "place"}],
                    "measures": [
                        measure("attendances", "attendances"), measure("breaches", "attendance"),
                        measure("minutes", "minutes"), measure("cost", "£", value_kind="money"),
                        measure("beds", "beds", "maximum"), measure("residents", "residents"),
                        measure("rating", "rating", "none", "stage", stages=["Bad", "Good"]),
                        measure("open", "yes or no", "none", "yes-no"),
                        measure("satisfied", "%", "none", "percentage"),
                        measure("rate", "per 1,000", "none"),
                    ],
                }
            )
        }
    )  # fmt: skip
    dimensions: dict = field(
        default_factory=lambda: {
            "department-type": Tree({c: Member(code=c, name=c, level="type") for c in ("1", "2", "other")})
        }
    )


def checked(text, value_kind="number", unit="attendances"):
    return check(parse(text), Defined(), value_kind, unit)


def faults(text, value_kind="number", unit="attendances"):
    return [str(fault) for fault in checked(text, value_kind, unit).faults]


class TestWhatIsRight:
    @pytest.mark.parametrize(
        ("text", "value_kind", "unit", "shape", "additive"),
        [
            ("ae.attendances", "number", "attendances", "single", True),
            ("ae.attendances[type = 1]", "number", "attendances", "single", True),
            ("ae.attendances[type in (1, unknown)]", "number", "attendances", "single", True),
            ("ae.beds", "number", "beds", "single", False),
            ("ae.satisfied", "percentage", "%", "single", False),
            ("ae.satisfied[type = 1]", "percentage", "per cent", "single", False),
            ("ae.rate", "ratio", "per 1,000", "single", False),
            ("ae.rating", "stage", "rating", "single", False),
            ("ae.attendances - ae.breaches", "number", "attendances", "linear", True),
            ("ae.attendances - ae.breaches + 0", "number", "attendances", "linear", True),
            ("0.5 * ae.attendances", "number", "attendances", "linear", True),
            ("100 * (1 - ae.breaches / ae.attendances)", "percentage", "%", "ratio", False),
            ("ae.breaches / ae.attendances", "ratio", "ratio", "ratio", False),
            ("ae.cost / ae.attendances", "money", "£ per attendance", "ratio", False),
            ("ae.cost / ae.attendances", "money", "£", "ratio", False),
            ("ae.minutes / ae.attendances", "duration", "minutes", "ratio", False),
            ("1000 * ae.attendances / ae.residents", "ratio", "per 1,000", "ratio", False),
            ("1000 * ae.attendances / ae.residents", "ratio", "attendances per 1,000 residents", "ratio", False),
            ("100000 * ae.attendances / ae.residents", "ratio", "per 100,000 residents", "ratio", False),
            ("max(ae.attendances - ae.breaches, 0)", "number", "attendances", "other", False),
            ("min(100, 100 * ae.breaches / ae.attendances)", "percentage", "%", "other", False),
        ],
    )
    def test_has_no_fault(self, text, value_kind, unit, shape, additive):
        found = checked(text, value_kind, unit)
        assert (found.faults, found.shape, found.additive, found.unit) == ((), shape, additive, unit)

    def test_a_ratio_says_what_is_over_what(self):
        found = checked("100 * (1 - ae.breaches / ae.attendances)", "percentage", "%")
        assert found.scale == 100
        assert [(c.measure, n) for c, n in found.numerator.terms] == [("attendances", 1), ("breaches", -1)]
        assert [(c.measure, n) for c, n in found.denominator.terms] == [("attendances", 1)]

    def test_a_single_measure_and_a_sum_have_no_denominator(self):
        for text in ("ae.attendances", "ae.attendances - ae.breaches"):
            found = checked(text)
            assert (found.scale, found.denominator) == (1, None)
            assert found.numerator.components == found.formula.components

    def test_a_sum_with_a_constant_is_not_additive(self):
        """Each of two departments with five more is not ten more of both together, as the formula would have it."""
        assert not checked("ae.breaches / ae.attendances + 5", "ratio", "ratio").additive

    def test_what_is_neither_says_nothing_of_over_and_under(self):
        found = checked("max(ae.attendances, ae.breaches)")
        assert (found.numerator, found.denominator, found.shape) == (None, None, "other")


class TestNames:
    def test_an_unknown_data_set_is_told_with_the_nearest(self):
        [fault] = checked("100 * aee.attendances").faults
        assert fault.column == 7
        assert str(fault) == "formula: There is no data set 'aee'. Did you mean 'ae'?"

    def test_an_unknown_measure_is_told_with_the_nearest(self):
        assert faults("ae.attendence") == [
            "formula: The data set 'ae' has no measure 'attendence'. Did you mean 'attendances'?"
        ]

    def test_a_minus_without_spaces_is_told(self):
        [said] = faults("ae.attendances-ae.breaches")
        assert "put spaces round it: ae.attendances - …" in said

    def test_an_unknown_breakdown_or_member_is_told(self):
        assert "is not broken down by 'kind'. It is by type, place." in faults("ae.attendances[kind = 1]")[0]
        assert "no member '3' of 'department-type'" in faults("ae.attendances[type = 3]")[0]

    def test_all_are_told_at_once(self):
        assert len(faults("ae.x + ae.y + be.z")) == 3

    def test_a_formula_without_a_measure_is_refused(self):
        assert "names no measure" in faults("100 - 5")[0]


class TestPublishedFigures:
    def test_a_published_rate_is_not_reckoned_with(self):
        [said, again] = faults("(ae.satisfied + ae.satisfied[type = 1]) / 2", "percentage", "%")
        assert "'satisfied' is published as it is and may not be added up across members" in said
        assert "Let it stand alone as the whole formula" in again

    def test_a_published_rate_of_two_members_is_refused(self):
        [said] = faults("ae.satisfied[type in (1, 2)]", "percentage", "%")
        assert "two of 'type' are named. Name one." in said


class TestKinds:
    def test_a_stage_comes_from_one_measure(self):
        said = faults("ae.rating + ae.rating", "stage", "rating")
        assert any("A stage cannot be worked out. Name exactly one measure" in one for one in said)

    def test_a_kind_must_be_the_measures_own(self):
        assert "'rating' is a stage, and the indicator text." in faults("ae.rating", "text", "rating")[0]
        assert "'attendances' is a number, and the indicator yes/no." in faults("ae.attendances", "yes-no", "")[0]
        assert "Give the indicator the value kind 'stage'." in faults("ae.rating", "number", "rating")[0]

    def test_yes_and_no_are_not_reckoned_with(self):
        assert any(
            "'open' is yes/no, which cannot be reckoned with" in said for said in faults("ae.open + ae.attendances")
        )


class TestUnits:
    @pytest.mark.parametrize(
        ("text", "value_kind", "unit", "column", "said"),
        [
            ("ae.attendances + ae.beds", "number", "attendances", 16, "only like can be added to or taken from like"),
            ("1 - ae.cost / ae.attendances", "ratio", "ratio", 3, "1 is a plain number and .* is in £ per attendance"),
            ("ae.attendances + 5", "number", "attendances", 16, "5 is a plain number"),
            ("max(ae.attendances, ae.beds)", "number", "attendances", 1, "compared with like"),
            ("ae.breaches / ae.attendances", "percentage", "%", 1, "a fraction of 1.* Multiply it by 100"),
            ("100 * ae.beds / ae.attendances", "percentage", "%", 1, "a part of a whole that counts the same thing"),
            ("ae.attendances", "number", "patients", 1, "The measure is in attendances and the indicator says 'patients'"),
            ("ae.attendances - ae.breaches", "number", "patients", 1, "gives attendances"),
            ("ae.breaches / ae.attendances", "ratio", "patients", 1, "gives a plain number"),
            ("ae.cost / ae.residents", "money", "£ per attendance", 1, "gives £ per resident"),
            ("1000 * ae.attendances", "ratio", "per 1,000", 1, "one thing over another"),
            ("ae.attendances / ae.residents", "ratio", "per 1,000", 1, "per 1,000 and the formula multiplies by 1"),
            ("100 * ae.attendances / ae.residents", "ratio", "per 1,000", 1, "Multiply by 1000"),
            ("1000 * ae.attendances / ae.residents", "ratio", "per 1,000 beds", 1, "Divide by what it is per"),
            ("1000 * ae.attendances / ae.residents", "ratio", "fires per 1,000 residents", 1, "Mend the formula"),
            ("ae.cost / ae.attendances", "money", "per attendance", 1, "Money is in a currency"),
            ("ae.minutes / ae.attendances", "duration", "attendances", 1, "A duration is in a length of time"),
            ("100 * ae.breaches / ae.attendances", "percentage", "people", 1, "A percentage is in %"),
        ],
    )  # fmt: skip
    def test_what_disagrees_is_told(self, text, value_kind, unit, column, said):
        found = checked(text, value_kind, unit).faults
        assert [fault.column for fault in found] == [column]
        with pytest.raises(AssertionError, match=said):
            raise AssertionError(str(found[0]))

    def test_dividing_by_what_is_always_zero_is_told(self):
        for text in ("ae.attendances / 0", "ae.attendances / (ae.breaches - ae.breaches)"):
            assert any("which is always 0" in said for said in faults(text, "ratio", "ratio"))

    def test_units_are_alike_whatever_their_number_and_case(self):
        for one, many in (("patient", "Patients"), ("person", "people"), ("child", "children"), ("body", "bodies")):
            assert name_of(one) == name_of(many)
        assert name_of("looked after children") == "looked after child"
        assert name_of("address") == "address"
        assert name_of("search") == name_of("searches")

    def test_units_multiply_out(self):
        patients, cost = unit_of("patients"), unit_of("£ per patient")
        assert cost.times(patients) == unit_of("£")
        assert patients.times(patients, -1).is_plain
        assert str(patients.times(patients)) == "patients to the power 2"
        assert str(unit_of("ratio").times(patients, -1)) == "1 per patient"
        assert (cost.above, cost.below) == (("£",), ("patient",))

    def test_a_unit_may_say_its_factor(self):
        assert per_of("crimes per 1,000 residents") == ("crime", 1000, "resident")
        assert per_of("rate per 100,000") == ("", 100000, "")
        assert per_of("£ per patient") is None
