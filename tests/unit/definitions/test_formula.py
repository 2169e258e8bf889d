"""The formula language: what is read, how it is worked out, and how it is shown back."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trigpoint.definitions.formula import (
    BadFormula,
    Component,
    Formula,
    evaluate,
    evaluate_columns,
    in_words,
    parse,
    parse_component,
)
from trigpoint.definitions.formula.algebra import decimal_of, normal
from trigpoint.definitions.formula.evaluation import divides_by_zero
from trigpoint.definitions.formula.syntax import Binary, Call, Negative, Number, Reference

A, B, C = (Component("d", name) for name in "abc")

codes = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,6}", fullmatch=True)
slices = st.dictionaries(
    codes, st.sets(codes, min_size=1, max_size=3).map(lambda members: tuple(sorted(members))), max_size=2
)
data_sets = codes.filter(lambda code: not code.isdigit())  # 2018.1 is a number
components = st.builds(Component, data_sets, codes, slices.map(lambda where: tuple(sorted(where.items()))))
numbers = st.decimals(0, 1000, places=2).map(Number)


def trees(leaves, operators="+-*/", calls=True):
    """Expressions of the leaves."""

    def larger(inner):
        ways = [st.builds(Binary, st.sampled_from(operators), inner, inner), st.builds(Negative, inner)]
        if calls:
            ways.append(st.builds(Call, st.sampled_from(["min", "max"]), st.tuples(inner, inner)))
            ways.append(st.builds(Call, st.just("abs"), st.tuples(inner)))
        return st.one_of(ways)

    return st.recursive(leaves, larger, max_leaves=12)


few = st.sampled_from([A, B, C])
formulas = trees(st.one_of(numbers, few.map(Reference))).map(Formula)
values = st.fixed_dictionaries({c: st.decimals(-1000, 1000, places=3) for c in (A, B, C)})


def by_hand(expression, known):
    """An independent reading of the tree, by Python's own arithmetic of fractions. Raises ZeroDivisionError."""
    if isinstance(expression, Number):
        return Fraction(expression.value)
    if isinstance(expression, Reference):
        return Fraction(known[expression.component])
    if isinstance(expression, Negative):
        return -by_hand(expression.of, known)
    if isinstance(expression, Call):
        return eval(expression.function)(*(by_hand(a, known) for a in expression.arguments))
    left, right = by_hand(expression.left, known), by_hand(expression.right, known)
    return {"+": left.__add__, "-": left.__sub__, "*": left.__mul__, "/": left.__truediv__}[expression.operator](right)


def figure(linear, known):
    """A sum of components as a fraction."""
    return sum((c * Fraction(known[component]) for component, c in linear.terms), linear.constant)


class TestLaws:
    @given(trees(st.one_of(numbers, components.map(Reference))).map(Formula))
    def test_a_formula_is_read_back_from_its_text(self, formula):
        assert parse(str(formula)) == formula

    @given(formulas, values)
    def test_the_figure_is_that_of_an_independent_reckoning(self, formula, known):
        try:
            expected = by_hand(formula.expression, known)
        except ZeroDivisionError:
            assert evaluate(formula, known) is None
            assert divides_by_zero(formula, known)
        else:
            assert evaluate(formula, known) == decimal_of(expected)
            assert not divides_by_zero(formula, known)

    @given(formulas, values)
    def test_the_normal_form_gives_the_same_figure_where_there_is_one_and_none_where_there_is_none(
        self, formula, known
    ):
        form = normal(formula.expression)
        assume(form is not None)
        under = figure(form.denominator, known) if form.denominator else Fraction(1)
        try:
            expected = by_hand(formula.expression, known)
        except ZeroDivisionError:
            assert under == 0
        else:
            assert Fraction(form.scale) * figure(form.numerator, known) / under == expected

    @given(trees(few.map(Reference), operators="+-", calls=False).map(Formula))
    def test_every_sum_has_a_normal_form_without_a_denominator(self, formula):
        form = normal(formula.expression)
        assert form.denominator is None
        assert set(form.numerator.components) == set(formula.components)

    @given(formulas, values, st.sets(st.sampled_from([A, B, C])))
    def test_one_missing_component_makes_the_figure_unknown(self, formula, known, missing):
        assume(missing & set(formula.components))
        gappy = {component: None if component in missing else value for component, value in known.items()}
        assert evaluate(formula, gappy) is None
        assert evaluate(formula, gappy, missing="skip") is None
        as_zero = {component: value or Decimal(0) for component, value in gappy.items()}
        assert evaluate(formula, gappy, missing="zero") == evaluate(formula, as_zero)

    @given(st.text(max_size=60))
    def test_any_text_is_read_or_refused_in_words(self, text):
        try:
            parse(text)
        except BadFormula as refused:
            said = refused
        else:
            return
        assert said.message.endswith((".", "…"))

    @given(st.text(alphabet="ab.1 +-*/()[]=,%in", max_size=40))
    def test_any_near_miss_is_read_or_refused_in_words(self, text):
        self.test_any_text_is_read_or_refused_in_words.hypothesis.inner_test(self, text)


class TestReading:
    def test_dashes_belong_to_names_and_a_minus_stands_alone(self):
        formula = parse("100 * (1 - ae-attendances.breaches / ae-attendances.all-types)")
        assert [str(c) for c in formula.components] == ["ae-attendances.breaches", "ae-attendances.all-types"]

    def test_a_slice_names_one_member_or_several(self):
        assert parse_component("d.a[type = 1]") == Component("d", "a", (("type", ("1",)),))
        assert parse_component('d.a[type in (2, 1), place = "in"]') == Component(
            "d", "a", (("place", ("in",)), ("type", ("1", "2")))
        )

    def test_products_bind_before_sums_and_both_from_the_left(self):
        assert parse("d.a - d.b - d.c * 2") == parse("(d.a - d.b) - (d.c * 2)") != parse("d.a - (d.b - d.c) * 2")
        assert str(parse("((d.a)) - (d.b - d.c)")) == "d.a - (d.b - d.c)"

    def test_signs_of_word_processors_are_read(self):
        assert parse("100 × (1 − d.b ÷ d.a)") == parse("100 * (1 - d.b / d.a)")

    def test_columns_are_kept_for_faults(self):
        expression = parse("d.a + d.b").expression
        assert (expression.left.column, expression.column, expression.right.column) == (1, 5, 7)

    @pytest.mark.parametrize(
        ("text", "column", "said"),
        [
            ("", 1, "empty"),
            ("d.a +", 6, "stops before its end"),
            ("d.a d.b", 5, "no sign between 'd.b'"),
            ("2 d.b", 3, "no sign between 'd.b'"),
            ("100-5", 1, "Put spaces round the minus"),
            ("1,000 * d.a", 2, "Write 1000, not 1,000"),
            ("breaches / d.a", 1, "Write data-set.breaches"),
            ("mean(d.a)", 1, "no function 'mean'"),
            ("d.a % 2", 5, r"write 100 \* a / b"),
            ("d.a ** 2", 6, r"'\*\*' is not a sign"),
            ("d.a ^ 2", 5, r"'\^' is not a sign"),
            ("d.a == 2", 5, "'==' is not a sign"),
            ("(d.a", 1, r"Add '\)'"),
            ("d.a)", 4, "never opened"),
            ("d.a[x", 4, r"Write \[role = member\]"),
            ("d.a[type 1]", 10, r"Write \[role = member\]"),
            ("d.a[type in 1, 2]", 13, r"\[role in \(one, other\)\]"),
            ("* d.a", 1, "nothing for"),
            ("d.a[x = 1, x = 2]", 12, "stands twice"),
            ("abs(d.a, 1)", 1, "abs takes one thing"),
            ("min(d.a)", 1, "two or more"),
            ("d..a", 1, "cannot stand here"),
            ("__import__('os')", 1, "no function '__import__'"),
        ],
    )
    def test_what_is_no_formula_is_refused_with_its_column(self, text, column, said):
        with pytest.raises(BadFormula, match=said) as refused:
            parse(text)
        assert refused.value.column == column

    @pytest.mark.parametrize(
        "text", ["(" * 300 + "d.a" + ")" * 300, "-" * 300 + "d.a", "d.a" + " + d.a" * 300, "1" * 5000]
    )
    def test_a_formula_that_nobody_could_check_is_refused(self, text):
        with pytest.raises(BadFormula, match="Make measures of its parts"):
            parse(text)

    def test_a_component_is_one_measure(self):
        with pytest.raises(BadFormula, match="is not one measure"):
            parse_component("d.a + d.b")


class TestFigures:
    def test_the_four_hour_standard(self):
        """March 2019, England: 290,359 of 2,167,550 waited longer, so 86.604% did not."""
        formula = parse("100 * (1 - d.b / d.a)")
        found = evaluate(formula, {A: Decimal(2167550), B: Decimal(290359)})
        assert round(found, 3) == Decimal("86.604")

    def test_nothing_divided_by_nothing_is_no_figure(self):
        formula = parse("100 * d.a / d.b")
        assert evaluate(formula, {A: Decimal(0), B: Decimal(0)}) is None
        assert divides_by_zero(formula, {A: Decimal(0), B: Decimal(0)})
        assert not divides_by_zero(formula, {A: Decimal(0), B: None})
        assert evaluate(formula, {A: Decimal(5), B: None}, missing="zero") is None
        assert divides_by_zero(formula, {A: Decimal(5), B: None}, missing="zero")

    def test_columns_are_worked_out_row_by_row(self):
        columns = {A: [Decimal(1), Decimal(0), None], B: [Decimal(2), Decimal(0), Decimal(3)]}
        assert evaluate_columns(parse("d.a / d.b"), columns) == [Decimal("0.5"), None, None]
        assert evaluate_columns(parse("d.a / d.b"), columns, missing="zero") == [Decimal("0.5"), None, Decimal(0)]

    def test_a_column_that_is_not_there_is_missing_in_every_row(self):
        assert evaluate_columns(parse("d.a + d.c"), {A: [Decimal(1), Decimal(2)]}) == [None, None]

    def test_large_sums_stay_exact(self):
        found = evaluate(parse("d.a + d.b"), {A: Decimal("99999999999999999999.000001"), B: Decimal("0.000001")})
        assert found == Decimal("99999999999999999999.000002")


class TestNormalForm:
    def test_a_complement_is_normalised_to_what_it_counts(self):
        form = normal(parse("100 * (1 - d.b / d.a)").expression)
        assert form.scale == 100
        assert form.numerator.terms == ((A, 1), (B, -1))
        assert form.denominator.terms == ((A, 1),)

    def test_a_change_is_over_what_it_changed_from(self):
        form = normal(parse("100 * (d.a - d.b) / d.b").expression)
        assert (form.scale, form.numerator.terms, form.denominator.terms) == (100, ((A, 1), (B, -1)), ((B, 1),))

    def test_shares_of_one_whole_add_up(self):
        form = normal(parse("d.a / d.c + d.b / (2 * d.c)").expression)
        assert (
            form.scale * form.numerator.value({A: Decimal(3), B: Decimal(2)}) / form.denominator.value({C: Decimal(4)})
            == 1
        )

    def test_a_factor_without_end_stays_below_the_line(self):
        form = normal(parse("d.a / d.b / 3").expression)
        assert (form.scale, form.denominator.terms) == (1, ((B, 3),))

    @pytest.mark.parametrize(
        "text",
        ["d.a * d.b", "d.a / d.b + d.b / d.c", "max(d.a, d.b)", "d.a / (d.b / d.c)", "d.a / 0", "0 / (0.01 / 0)"],
    )
    def test_what_has_no_normal_form_is_left_as_it_is(self, text):
        assert normal(parse(text).expression) is None


class TestWords:
    NAMES = {"d.a": "Attendances", "d.b": "Breaches over four hours", "d.c[type = 1]": "Major attendances"}

    def test_words_and_signs(self):
        formula = parse("1000 * (1 - d.b / d.a)")
        said = "1,000 times (1 minus Breaches over four hours divided by Attendances)"
        assert in_words(formula, self.NAMES) == said
        assert in_words(formula, self.NAMES, signs=True) == "1,000 × (1 − Breaches over four hours ÷ Attendances)"

    def test_slices_are_named(self):
        said = in_words(parse("d.c[type = 1] + d.a[type in (1, 2)] - d.d"), self.NAMES)
        assert said == "Major attendances plus Attendances (type 1 or 2) minus d.d"

    def test_functions_in_words(self):
        formula = parse("max(-d.a, 0) + abs(d.b) - min(1, 2)")
        assert in_words(formula, lambda component: component.measure.upper()) == (
            "the greatest of (minus A and 0) plus the size of (B) minus the least of (1 and 2)"
        )
        assert in_words(formula, self.NAMES, signs=True).startswith("max(−Attendances, 0) + abs(")
