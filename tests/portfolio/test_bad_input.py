"""Whatever is wrong in the data is refused, all at once and in one sentence each."""

from __future__ import annotations

import json
import re
from inspect import isfunction, signature
from pathlib import Path
from typing import TYPE_CHECKING, get_args, get_origin

import pytest

from omniprio.base import Model, Name, Refers
from omniprio.errors import Fault, InvalidArgumentError, InvalidInputError, Key
from omniprio.findings import path_of
from omniprio.goals import Part, Soonest
from omniprio.portfolio import (
    Cost,
    Group,
    Horizon,
    Initiative,
    Portfolio,
    Requirement,
    contradictions,
    references,
)
from omniprio.portfolio import faults as finding
from omniprio.spelling import hints, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from omniprio.portfolio.draft import Draft

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "bad-input.md"


def found(document: object) -> list[str]:
    """Return the faults of a portfolio, as sentences; none if it is accepted."""
    return [str(fault) for fault in faults_in(document)]


def faults_in(document: object) -> tuple[Fault, ...]:
    try:
        Portfolio.from_json(document if isinstance(document, str | bytes) else json.dumps(document))
    except InvalidInputError as error:
        return error.faults or (Fault("", "is refused without a fault", ""),)
    return ()


def with_initiatives(*initiatives: object, **others: object) -> dict[str, object]:
    return {"horizon": 4, "initiatives": list(initiatives), **others}


# --- the documentation ---------------------------------------------------------------------------------------


def rows(title: str) -> list[tuple[str, str]]:
    """Return example and message of each row of a table of the page."""
    section = PAGE.read_text(encoding="utf-8").partition(f"## {title}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| [^|]+ \| `([^`]*)` \| `([^`]*)` \|$", section, flags=re.MULTILINE)


VALUES = rows("What is wrong with a value") + rows("What does not fit together")


@pytest.mark.parametrize(("example", "message"), VALUES)
def test_each_example_of_the_page_gives_its_message_and_no_other(example: str, message: str) -> None:
    assert found({"horizon": 4, "initiatives": [], **json.loads(example)}) == [message]


@pytest.mark.parametrize(("example", "message"), VALUES)
def test_each_fault_knows_the_steps_to_where_it_stands_in_the_data(example: str, message: str) -> None:
    """Ids in place of positions, they give the path; a name in a list stands one step or three further inside."""
    data = {"horizon": 4, "initiatives": [], **json.loads(example)}
    (fault,) = faults_in(data)
    assert fault.at, message
    assert all(path_of(steps, data).startswith(fault.path) for steps in fault.at)


def test_each_place_of_a_fault_is_known() -> None:
    twins = with_initiatives({"id": "a"}, {"id": "b", "requires": ["c", "a", "c"]}, {"id": "a"})
    assert {fault.path: fault.at for fault in faults_in(twins)} == {
        "initiatives[a].id": (("initiatives", 0, "id"), ("initiatives", 2, "id")),
        "initiatives[b].requires": (("initiatives", 1, "requires", 0), ("initiatives", 1, "requires", 2)),
    }


def test_steps_count_the_entries_that_could_not_be_read() -> None:
    """Entries 1 and 3 are no initiatives, so the one at fault in meaning is the fourth that was given."""
    unread = with_initiatives(
        5, {"id": "a"}, "b", {"id": "c", "requires": [7, {"of": ["c"]}], "effort": {"it": 2}}
    )
    assert [fault.at for fault in faults_in(unread)] == [
        (("initiatives", 0),),
        (("initiatives", 2),),
        (("initiatives", 3, "requires", 0),),
        (("initiatives", 3, "effort", "it"),),
        (("initiatives", 3, "requires"),),
    ]


def test_what_is_wrong_with_a_key_stands_at_the_key() -> None:
    def is_of_key(part: dict[str, object]) -> bool:
        (fault,) = faults_in(with_initiatives({"id": "a", **part}))
        return isinstance(fault.at[0][-1], Key)

    assert [is_of_key({"advances": given}) for given in ({"R9": 0.5}, {"R2": 5})] == [True, False]
    assert [is_of_key({"effort": {name: 1}}) for name in ("it", " it")] == [True, True]


@pytest.mark.parametrize(("text", "message"), rows("What is wrong with the text"))
def test_each_text_of_the_page_gives_its_message(text: str, message: str) -> None:
    assert found(text) == [message]


def test_the_page_has_a_row_for_every_line_of_its_tables() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    table_lines = [line for line in lines if line.startswith("| ") and not line.startswith("| What is")]
    assert len(table_lines) == len(VALUES) + len(rows("What is wrong with the text"))


def test_the_page_has_an_example_of_every_fault_of_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = set()

    def noting(finder: Callable[[Draft], Iterator[Fault]]) -> Callable[[Draft], Iterator[Fault]]:
        def noted(draft: Draft) -> Iterator[Fault]:
            for fault in finder(draft):
                seen.add(finder)
                yield fault

        return noted

    finders = finding.FINDERS
    monkeypatch.setattr(finding, "FINDERS", tuple(noting(finder) for finder in finders))
    for example, _ in VALUES:
        found({"horizon": 4, "initiatives": [], **json.loads(example)})
    assert seen == set(finders)


def test_no_finder_is_forgotten() -> None:
    public = [
        function
        for module in (finding, references, contradictions)
        for name, function in vars(module).items()
        if isfunction(function)
        and not name.startswith("_")
        and [*signature(function).parameters] == ["draft"]
    ]
    assert set(public) - {finding.find_faults} == set(finding.FINDERS)


# --- all at once ---------------------------------------------------------------------------------------------


def test_faults_of_form_and_of_meaning_come_together_in_the_order_of_the_input() -> None:
    document = {
        "initiativs": 3,
        "initiatives": [
            {"id": "a", "duration": -1, "cost": "x", "requires": ["b", "zz"]},
            {"id": "b", "requires": ["a"], "advances": {"Q1": 2}},
        ],
        "horizon": 0,
        "start": {"R": 4},
        "budgets": {"x": {"total": 4, "carry_over": False}},
    }
    assert [fault.path for fault in faults_in(document)] == [
        "initiativs",
        "initiatives[a].duration",
        "initiatives[a].cost",
        "initiatives[a].requires",  # zz is unknown
        "initiatives[a].requires",  # a requires b requires a
        "initiatives[b].advances.Q1",  # is 2
        "initiatives[b].advances.Q1",  # is no field
        "horizon",
        "start.R",
        "budgets.x",
    ]


def test_the_message_counts_and_lists_the_faults() -> None:
    with pytest.raises(InvalidInputError) as caught:
        Portfolio(horizon=0, initiatives=())
    assert str(caught.value) == "1 fault in the input:\n- horizon: is 0; give at least 1 period"


def test_an_unreadable_initiative_keeps_its_id_known() -> None:
    document = with_initiatives({"id": "a", "duration": "x"}, {"id": "b", "requires": ["a", "c"]})
    assert found(document) == [
        "initiatives[a].duration: is 'x'; give a whole number",
        "initiatives[b].requires: c is no initiative; correct the id or add the initiative",
    ]


def test_an_initiative_without_id_is_checked_under_its_position() -> None:
    document = with_initiatives({"id": "a"}, {"advances": {"Q9": 0.5}})
    assert [fault.path for fault in faults_in(document)] == [
        "initiatives[2].id",
        "initiatives[2].advances.Q9",
    ]


@pytest.mark.parametrize(
    ("part", "path"),
    [
        # the length of a profile rests on the duration, the length of a capacity on the horizon
        (
            {"initiatives": [{"id": "a", "duration": 0, "cost": {"profile": [1, 2]}}]},
            "initiatives[a].duration",
        ),
        ({"horizon": -1, "capacities": {"it": [1, 2]}}, "horizon"),
        ({"horizon": None, "initiatives": [{"id": "a", "duration": 9, "decision": "must"}]}, "horizon"),
        ({"horizon": {"periods": 4, "start": "x"}, "capacities": {"it": [1]}}, "horizon.start"),
        # names rest on where they would be declared
        ({"initiatives": ["a", {"id": "b", "requires": ["a"]}]}, "initiatives[1]"),
        ({"initiatives": [{"id": 7}, {"id": "b", "requires": ["a"]}]}, "initiatives[1].id"),
        ({"initiatives": 3, "groups": [{"id": "g", "members": ["a"]}]}, "initiatives"),
        ({"initiatives": [{"id": "a", "effort": {"it": 1}}], "capacities": {"it": "x"}}, "capacities.it"),
        ({"initiatives": [{"id": "a", "effort": {"it": 1}}], "capacities": [1]}, "capacities"),
        ({"initiatives": [{"id": "a", "costs": {"it": 1}}], "budgets": {"it": "x"}}, "budgets.it"),
        ({"initiatives": [{"id": "a", "costs": {"it": 1}}], "budgets": 4}, "budgets"),
        ({"initiatives": [{"id": "a", "costs": {"it": 1}}], "budget": {"funds": 5}}, "budget.funds"),
        ({"initiatives": [{"id": "a", "owner": 3}], "budget": {"owners": ["x"]}}, "initiatives[a].owner"),
        ({"disc": {"disciplines": []}, "start": {"Q": 1}, "ambition": {"Q": 1}}, "disc.disciplines"),
        ({"start": {"R": 2, "R1": "x"}}, "start.R1"),
        # a requirement without its `match` would be another one: no circle is made of it
        (
            {"initiatives": [{"id": "a", "requires": [{"of": ["a", "b"], "match": "x"}]}, {"id": "b"}]},
            "initiatives[a].requires[1].match",
        ),
        # neither is a group judged of which a member cannot be read
        (
            {"initiatives": [{"id": "a"}], "groups": [{"id": "g", "members": ["a", 1], "at_least": 2}]},
            "groups[g].members[2]",
        ),
    ],
)
def test_nothing_is_said_of_what_rests_on_an_unreadable_value(part: dict[str, object], path: str) -> None:
    assert [fault.path for fault in faults_in({"horizon": 4, "initiatives": [], **part})] == [path]


# --- one sentence for one fault ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ({"horizon": "4"}, "horizon: is '4'; give a whole number or a horizon as an object"),
        ({"horizon": []}, "horizon: is a list; give a whole number or a horizon as an object"),
        ({"horizon": {"period": 4, "periods": 4}}, "horizon.period: is no part of a horizon; remove it or correct its spelling (did you mean periods?)"),
        ({"initiatives": [{"id": "a", "cost": {"spread": "late"}}]}, "initiatives[a].cost.spread: is 'late'; give 'even', 'start' or 'completion'"),
        ({"initiatives": [{"id": "a", "cost": {"amout": 1}}]}, "initiatives[a].cost.amout: is no part of a cost; remove it or correct its spelling (did you mean amount?)"),
        ({"initiatives": [{"id": "a", "costs": {"money": {"amount": None}}}]}, "initiatives[a].costs.money.amount: is null; give a number"),
        ({"initiatives": [{"id": "a", "requires": 5}]}, "initiatives[a].requires: is 5; give a list"),
        ({"initiatives": [{"id": "a", "requires": ""}]}, "initiatives[a].requires: is empty; give at least 1 character"),
        ({"initiatives": [{"id": "a", "requires": "b, c"}]}, "initiatives[a].requires: b, c is no initiative; correct the id or add the initiative"),
        ({"initiatives": [{"id": "a", "requires": [{}]}]}, "initiatives[a].requires[1].of: is missing; add it"),
        ({"initiatives": [{"id": "a", "requires": [3]}]}, "initiatives[a].requires[1]: is 3; give text or a requirement as an object"),
        ({"initiatives": [{"id": "a", "effort": {"it": {}}}], "capacities": {"it": 1}}, "initiatives[a].effort.it: is an object; give a number or a list"),
        ({"initiatives": [{"id": "a", "effort": {"it": [True]}}], "capacities": {"it": 1}}, "initiatives[a].effort.it[1]: is true; give a number"),
        ({"initiatives": [{"id": "a", "title": 3}]}, "initiatives[a].title: is 3; give text or an object"),
        ({"initiatives": [{"id": "a", "title": {"en": 3}}]}, "initiatives[a].title.en: is 3; give text"),
        ({"disc": {"disciplines": [{"id": "R", "levels": [{"tittle": ""}]}]}}, "disc.disciplines[R].levels[1].tittle: is no part of a level; remove it or correct its spelling (did you mean title?)"),
        ({"disc": {"disciplines": [{"id": "R", "levels": 0}]}}, "disc.disciplines[R].levels: is 0; give at least 1"),
        ({"disc": {"disciplines": [{"id": "R", "levels": [{}] * 101}]}}, "disc.disciplines[R].levels: has 101 entries; give at most 100"),
        ({"groups": [{"id": "g", "members": ["a"], "all_or_none": "yes"}], "initiatives": [{"id": "a"}]}, "groups[g].all_or_none: is 'yes'; give true or false"),
        ({"initiatives": [{"id": "a" * 201}]}, f"initiatives[1].id: is '{'a' * 60}…'; give at most 200 characters"),
        ({"budgets": {" it": 3}}, "budgets. it: is ' it'; remove the blanks at its ends and the line breaks"),
        ({"initiatives": [{"id": "a", "deadline": 2000}]}, "initiatives[a].deadline: is 2000; give period 1,000 or earlier"),
    ],
)  # fmt: skip
def test_one_fault_is_one_sentence(part: dict[str, object], message: str) -> None:
    assert found({"horizon": 4, "initiatives": [], **part}) == [message]


def test_the_spelling_is_compared_without_regard_to_case() -> None:
    assert hints(["crm", "x"], ["CRM", "web"]) == {"crm": " (did you mean CRM?)", "x": ""}


def test_only_the_first_names_are_compared_and_listed() -> None:
    unknown = [f"wep{number}" for number in range(100)]
    assert sum(bool(hint) for hint in hints(unknown, ["wep"]).values()) == 20
    assert listed(map(str, range(31))).endswith("28, 29 …")


# --- python --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Initiative(id="a", duration=0), ["duration is 0; give at least 1 period"]),
        (lambda: Cost(amount=-1), ["amount is -1; give at least 0"]),
        (lambda: Group(id="g", members=[]), ["members has 0 entries; give at least 1"]),
        (lambda: Requirement(of=[]), ["of has 0 entries; give at least 1"]),
        (
            lambda: Horizon(periods=3).model_copy(update={"periods": 0}),
            ["periods is 0; give at least 1 period"],
        ),
        (
            lambda: Initiative.model_validate({"id": "a"}).model_copy(
                update={"cost": -1, "advances": {"R2": 2}}
            ),
            ["cost is -1; give at least 0", "advances.R2 is 2; give at most 1"],
        ),
        (
            lambda: Initiative(id="a", duraton=2),  # type: ignore[call-arg]
            [
                "duraton is no part of an initiative; remove it or correct its spelling (did you mean duration?)"
            ],
        ),
        (lambda: Part(goal=Soonest(), weight=1), ["goal is of the kind soonest; give one of "]),
        (
            lambda: Soonest(distance=0.5, fields={"R2": 1}),
            ["Soonest asks for a distance, fields and a scenario, or two"],
        ),
    ],
)
def test_a_part_made_alone_is_refused_in_our_words(make: Callable[[], object], says: list[str]) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        make()
    assert isinstance(caught.value, ValueError)
    told = str(caught.value).splitlines()
    assert [line[: len(said)] for line, said in zip(told, says, strict=True)] == says


def test_a_portfolio_of_models_is_checked_for_meaning() -> None:
    with pytest.raises(InvalidInputError) as caught:
        Portfolio(horizon=4, initiatives=[Initiative(id="a", requires=["b"])])
    assert [fault.path for fault in caught.value.faults] == ["initiatives[a].requires"]


@pytest.mark.parametrize(
    "data",
    [
        None,
        3,
        [],
        {1: 2},
        {"horizon": 4, "initiatives": {"id": "a"}},
        {"horizon": object(), "initiatives": ()},
    ],
)
def test_any_data_gives_the_one_error(data: object) -> None:
    with pytest.raises(InvalidInputError):
        Portfolio.model_validate(data)


def parts_of(annotation: object) -> Iterator[object]:
    """Yield what a type is made of, what stands under the keys of an object apart."""
    yield annotation
    for one in get_args(annotation) if get_origin(annotation) is not dict else ():
        yield from parts_of(one)


def models_in(model: type[Model]) -> Iterator[type[Model]]:
    """Yield a model and all that its fields hold."""
    yield model
    for field in model.model_fields.values():
        for part in [*parts_of(field.annotation), *get_args(field.annotation)]:
            for one in (part, *get_args(part)):
                if isinstance(one, type) and issubclass(one, Model):
                    yield from models_in(one)


def test_each_field_in_which_something_is_named_says_what() -> None:
    (_, name) = get_args(Name)
    named = {
        (model.__name__, field): [part for part in parts if isinstance(part, Refers)]
        for model in models_in(Portfolio)
        for field, info in model.model_fields.items()
        for parts in [[*info.metadata, *parts_of(info.annotation)]]
        if name in parts and field != "id"
    }
    assert named.pop(("Portfolio", "linked")) == []  # its lists are in a list
    assert named.pop(("Discipline", "channels")) == []  # the disc looks for them by itself
    assert named.keys() >= {("Group", "members"), ("Requirement", "of"), ("Milestone", "complete")}
    assert [place for place, refers in named.items() if not refers] == []


def test_funds_that_there_are_come_in_the_order_of_the_budgets() -> None:
    given = with_initiatives(
        {"id": "web"},
        budgets=dict.fromkeys(("tin", "gold", "silver", "zinc", "iron")),
        groups=[{"id": "all", "members": ["web"], "fund": "nickel"}],
    )
    (fault,) = found(given)
    assert fault.endswith("nickel is no fund of a budget; use one of money, tin, gold, silver, zinc, iron")
