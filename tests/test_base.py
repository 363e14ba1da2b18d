from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from omniprio.base import Amount, Model, Name, Period, Share
from omniprio.errors import InvalidArgumentError
from omniprio.language import text
from omniprio.numbers import exact, written


class Sample(Model):
    number: float = 0.0


def test_shares_add_up_as_written() -> None:
    assert 0.6 + 0.3 + 0.1 != 1  # as floats
    assert sum(map(exact, (0.6, 0.3, 0.1))) == 1


@pytest.mark.parametrize(
    ("number", "fraction"),
    [
        (0.1, Fraction(1, 10)),
        (-0.25, Fraction(-1, 4)),
        (2500, Fraction(2500)),
        (1e-7, Fraction(1, 10_000_000)),
        (1e22, Fraction(10**22)),
        (-0.0, Fraction(0)),
    ],
)
def test_exact_is_the_decimal_written(number: float, fraction: Fraction) -> None:
    assert exact(number) == fraction


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_exact_is_read_back_as_the_same_number(number: float) -> None:
    assert float(exact(number)) == number


@given(st.decimals(-1000, 1000, places=9).map(float))
def test_exact_keeps_nine_decimals(number: float) -> None:
    assert (exact(number) * 10**9).denominator == 1


def test_a_text_comes_in_the_language_asked_for_or_the_first_there_is() -> None:
    both = {"da": "måling", "en": "measurement"}
    assert text(both, "da") == "måling"
    assert text(both) == "measurement"
    assert text({"da": "måling"}, "en") == "måling"
    assert text({"en": "", "da": "måling"}, "en") == ""  # the first there is
    assert text({}) == ""
    assert text("måling", "en") == "måling"


def test_models_are_frozen_and_closed() -> None:
    sample = Sample(number=1)
    with pytest.raises(ValidationError, match="frozen"):
        sample.number = 2.0  # type: ignore[misc]
    with pytest.raises(ValidationError, match="extra_forbidden"):
        Sample.model_validate({"numbr": 1})


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_models_hold_finite_numbers_only(number: float) -> None:
    with pytest.raises(InvalidArgumentError, match=r"number is .*; give a finite number"):
        Sample(number=number)


@pytest.mark.parametrize("name", ["a", "CRM 2", "måling", "a" * 200, "1"])
def test_names(name: str) -> None:
    assert TypeAdapter(Name).validate_python(name) == name


@pytest.mark.parametrize("name", ["", " ", " a", "a ", "a\nb", "a\n", "a" * 201, 3, None])
def test_no_names(name: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Name).validate_python(name)


@pytest.mark.parametrize(
    ("numbers", "least", "most"),
    [(TypeAdapter(Amount), 0.0, 1e12), (TypeAdapter(Share), 0.0, 1.0), (TypeAdapter(Period), 1, 1000)],
    ids=["amount", "share", "period"],
)
def test_bounds(numbers: TypeAdapter[float], least: float, most: float) -> None:
    assert numbers.validate_python(least) == least
    assert numbers.validate_python(most) == most
    for wrong in (least - 1, most + 1, str(least), True, None):
        with pytest.raises(ValidationError):
            numbers.validate_python(wrong)


@pytest.mark.parametrize(
    ("number", "decimals", "words"),
    [
        (400249382.66, 9, "400,249,382.66"),  # 400249382.660000026 in binary
        (999999999999.99, 9, "999,999,999,999.99"),
        (1e12, 9, "1,000,000,000,000"),
        (Fraction(10**13 + 1, 100), 9, "100,000,000,000.01"),
        (Fraction(100, 3), 4, "33.3333"),
        (-0.25, 9, "-0.25"),
        (0.00001, 4, "1e-05"),
        (0.0, 4, "0"),
        (1200, 9, "1,200"),
        (20.0, 0, "20"),
    ],
)
def test_numbers_are_written_as_a_person_writes_them(
    number: float | Fraction, decimals: int, words: str
) -> None:
    assert written(number, decimals) == words
