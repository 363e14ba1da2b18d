"""Whatever the data are, a portfolio comes out or faults in the user's language; no other error."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judge.rich import RICH

from omniprio.errors import Fault, InvalidInputError
from omniprio.portfolio import Portfolio

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


JARGON = re.compile(
    r"Input should|Extra inputs|instance of|constrained|function|tuple\[|dict\[|\[key\]|Value error|Cost\b|Horizon\b"
)


def found(document: object) -> list[str]:
    """Return the faults of a portfolio, as sentences; none if it is accepted."""
    return [str(fault) for fault in faults_in(document)]


def faults_in(document: object) -> tuple[Fault, ...]:
    try:
        Portfolio.from_json(document if isinstance(document, str | bytes) else json.dumps(document))
    except InvalidInputError as error:
        return error.faults or (Fault("", "is refused without a fault", ""),)
    return ()


def with_initiatives(*initiatives: Mapping[str, object], **others: object) -> dict[str, object]:
    return {"horizon": 4, "initiatives": list(initiatives), **others}


# --- one value -----------------------------------------------------------------------------------------------


def places(value: object, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the steps to every value in a document."""
    if steps:
        yield steps
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, entry in inner:
        yield from places(entry, (*steps, step))


def holder_of(document: Any, steps: tuple[str | int, ...]) -> Any:  # noqa: ANN401  JSON may hold anything
    for step in steps[:-1]:
        document = document[step]
    return document


def path_of(steps: tuple[str | int, ...]) -> str:
    """Return the path of a value of the rich portfolio."""
    path, value = "", RICH
    for step in steps:
        value = value[step]  # type: ignore[index]
        known = value.get("id") if isinstance(value, dict) else None
        path += f"[{known or int(step) + 1}]" if isinstance(step, int) else f".{step}"
    return path.removeprefix(".")


def test_the_rich_portfolio_is_accepted() -> None:
    assert found(RICH) == []


@pytest.mark.parametrize("steps", list(places(RICH)), ids=path_of)
def test_an_unreadable_value_is_at_fault_where_it_stands_and_nothing_else_is(
    steps: tuple[str | int, ...],
) -> None:
    """The rest is sound, so any other fault would be a false alarm."""
    document = copy.deepcopy(RICH)
    holder_of(document, steps)[steps[-1]] = [[["unreadable"]]] * 2
    paths = {re.sub(r"\[\w+\]", "[]", fault.path) for fault in faults_in(document)}
    expected = re.sub(r"\[\w+\]", "[]", path_of(steps))
    assert paths in ({expected}, {expected + "[]"})


# --- numbers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e400", "9" * 400, "9" * 5000, "true", '"1"', "[]", "1e13"]
)
@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("budget", '{"horizon": 4, "initiatives": [], "budget": %s}'),
        ("horizon", '{"horizon": %s, "initiatives": []}'),
        (
            "initiatives[a].advances.R2",
            '{"horizon": 4, "initiatives": [{"id": "a", "advances": {"R2": %s}}]}',
        ),
        ("initiatives[a].duration", '{"horizon": 4, "initiatives": [{"id": "a", "duration": %s}]}'),
        ("start.R", '{"horizon": 4, "initiatives": [], "start": {"R": %s}}'),
        ("discount_rate", '{"horizon": 4, "initiatives": [], "discount_rate": %s}'),
        ("ambition.R", '{"horizon": 4, "initiatives": [], "ambition": {"R": %s}}'),
    ],
)
def test_what_is_no_reasonable_number_is_refused_where_it_stands(
    number: str, path: str, document: str
) -> None:
    assert [fault.path for fault in faults_in(document % number)] == [path]


@pytest.mark.parametrize(
    "number", [10**400, 10**5000, -(10**5000), float("nan"), True], ids=lambda number: type(number).__name__
)
def test_numbers_from_python_are_refused_too(number: float) -> None:
    with pytest.raises(InvalidInputError):
        Portfolio.model_validate({"horizon": 4, "initiatives": [], "budget": number})


@pytest.mark.parametrize("number", ["-0.0", "0", "5e-324", "0.1"])
def test_small_amounts_are_accepted(number: str) -> None:
    assert found(f'{{"horizon": 4, "initiatives": [], "budget": {number}}}') == []


def test_a_share_counts_at_most_nine_decimals() -> None:
    shares = {"R1": 0.123456789, "R2": -0.0, "R3": 1.0}
    assert found(with_initiatives({"id": "a", "advances": shares})) == []
    assert [fault.path for fault in faults_in(with_initiatives({"id": "a", "needs": {"R2": 1e-10}}))] == [
        "initiatives[a].needs.R2"
    ]
    assert [fault.path for fault in faults_in(with_initiatives(start={"R2": 1 / 3}))] == ["start.R2"]


def test_amounts_of_money_keep_their_float_noise() -> None:
    assert found(with_initiatives({"id": "a", "cost": 33.333333333333336})) == []


# --- the text ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        "",
        "[" * 100_000,
        '{"a": ' * 100_000,
        b"\xff\xff",
        b"\xff\xfe\x00",
        '"\\ud800"',
        "\ud800",
        "\0",
        "nul",
        "3",
    ],
)
def test_what_is_no_document_is_refused(document: str | bytes) -> None:
    with pytest.raises(InvalidInputError):
        Portfolio.from_json(document)


def test_half_a_character_is_refused_wherever_it_stands() -> None:
    problem = "document: holds characters that are not Unicode; save the text as UTF-8"
    for document in ('{"\\ud800": 1}', '{"name": "\\uDFFF"}', '["\\ud83d"]'):
        assert found(document) == [problem]
    assert found('{"horizon": 4, "initiatives": [], "name": "\\ud83d\\ude00"}') == []  # both halves


def test_text_may_come_with_a_byte_order_mark_and_in_utf_16() -> None:
    document = '{"horizon": 4, "initiatives": [], "name": "måling"}'
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert Portfolio.from_json(document.encode(encoding)).name == "måling"


def test_a_deep_value_is_named_not_written_out() -> None:
    document = '{"horizon": 4, "initiatives": [], "name": %s}' % ("[" * 500 + "]" * 500)
    assert found(document) == ["name: is a list; give text"]


# --- anything ------------------------------------------------------------------------------------------------


def words_of(schema: object) -> Iterator[str]:
    """Yield every key and every word that the schema of portfolios knows."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        yield from (word for word in schema.get("enum", ()) if isinstance(word, str))
        for entry in schema.values():
            yield from words_of(entry)
    elif isinstance(schema, list):
        for entry in schema:
            yield from words_of(entry)


WORDS = sorted(
    {*words_of(Portfolio.model_json_schema()), "web", "shop", "crm", "R", "R2", "it", "money", "2027-01-01"}
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-2, 5)
    | st.integers()
    | st.floats()
    | st.sampled_from(WORDS)
    | st.text(max_size=3)
)
KEYS = st.sampled_from(WORDS) | st.text(max_size=3)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def check_any(document: str) -> None:
    """Show that a text is a portfolio or has faults, each a sentence in the user's language; nothing else."""
    faults = faults_in(document)
    if not faults:
        portfolio = Portfolio.from_json(document)
        assert Portfolio.from_json(portfolio.to_json()) == portfolio
    assert len(set(faults)) == len(faults)
    for fault in faults:
        assert all((fault.path, fault.problem, fault.remedy))
        assert not JARGON.search(fault.problem + fault.remedy)


@pytest.mark.slow
@settings(max_examples=300)
@given(JSON)
def test_any_json_is_a_portfolio_or_has_faults(data: object) -> None:
    check_any(json.dumps(data))


@pytest.mark.slow
@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(sorted(RICH)), JSON, max_size=5))
def test_any_part_in_place_of_another_is_accepted_or_has_faults(parts: dict[str, object]) -> None:
    check_any(json.dumps({**RICH, **parts}))


@pytest.mark.slow
@settings(max_examples=400)
@given(st.data())
def test_mutations_of_a_portfolio_are_accepted_or_have_faults(data: st.DataObject) -> None:
    document = copy.deepcopy(RICH)
    for _ in range(data.draw(st.integers(1, 3))):
        steps = data.draw(st.sampled_from(list(places(document))))
        holder, last = holder_of(document, steps), steps[-1]
        match data.draw(st.sampled_from(["drop", "replace", "list", "object", "repeat"])):
            case "drop":
                del holder[last]
            case "replace":
                holder[last] = data.draw(JSON)
            case "list":
                holder[last] = [holder[last]]
            case "object":
                holder[last] = {data.draw(KEYS): holder[last]}
            case _ if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[int(last)]))
            case _:
                holder[data.draw(KEYS)] = copy.deepcopy(holder[str(last)])
        if not document:
            break
    check_any(json.dumps(document))


@settings(max_examples=100)
@given(st.binary(max_size=20) | st.text(max_size=20))
def test_any_text_is_refused_or_read(document: str | bytes) -> None:
    with pytest.raises(InvalidInputError):
        Portfolio.from_json(document)
