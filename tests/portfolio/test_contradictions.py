"""Circles, decisions, dates and groups that cannot be honoured together are refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from omniprio.errors import Fault, InvalidInputError
from omniprio.portfolio import Portfolio

if TYPE_CHECKING:
    from collections.abc import Mapping


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


def test_each_knot_is_spelled_out_by_its_shortest_circle() -> None:
    document = with_initiatives(
        {"id": "a", "requires": ["b", "c"]},
        {"id": "b", "requires": ["c"]},
        {"id": "c", "requires": ["a"]},
        {"id": "d", "requires": ["d"]},
    )
    assert [fault.problem for fault in faults_in(document)] == [
        "goes in a circle: a requires c requires a",  # shorter than a, b, c
        "goes in a circle: d requires d",
    ]


@pytest.mark.parametrize(
    ("one", "other", "faults"),
    [
        ({"kind": "start to start"}, {"kind": "start to start"}, 0),  # they start together: 0 + 0
        ({"kind": "start to start", "lag": 1}, {"kind": "start to start"}, 1),  # 1 + 0
        ({"kind": "start to start", "lag": 1}, {"kind": "start to start", "lag": -1}, 0),  # 1 - 1
        ({}, {"lag": -2}, 0),  # a waits 1 + 0 after b, b 1 - 2 after a
        ({}, {"lag": -1}, 1),  # 1 + 0
        ({}, {"kind": "chosen"}, 0),  # no order asked for
        ({}, {"given": ["a"]}, 0),  # may not be in force
    ],
)
def test_a_circle_is_a_fault_only_where_its_least_times_add_up(
    one: dict[str, object], other: dict[str, object], faults: int
) -> None:
    document = with_initiatives(
        {"id": "a", "requires": [{"of": ["b"], **one}]}, {"id": "b", "requires": [{"of": ["a"], **other}]}
    )
    assert len(found(document)) == faults


def test_a_circle_in_vain_is_found_behind_one_that_can_be_kept() -> None:
    together = {"kind": "start to start"}
    document = with_initiatives(
        {"id": "a", "requires": [{"of": ["b"], **together}, {"of": ["c"], **together, "lag": 1}]},
        {"id": "b", "requires": [{"of": ["a"], **together}]},
        {"id": "c", "requires": [{"of": ["b"], **together}]},
    )
    assert found(document) == [
        "initiatives[a].requires: goes in a circle: a requires c requires b requires a; remove one of these requirements"
    ]


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"lag": 2, "max_lag": 1}, "max_lag: is 1, less than lag 2; make it at least the lag"),
        ({"at_least": 3}, "at_least: asks for 3 of 2; ask for 2 at most, or list more"),
        ({"at_least": 1, "match": "any"}, "at_least: is given beside match: any; give one of them"),
        (
            {"match": "any", "max_lag": 1},
            "max_lag: is given where not all are asked for; ask for all of them, or leave it out",
        ),
        (
            {"kind": "chosen", "lag": 1},
            "lag: is given where no order is asked for (kind: chosen); leave it out, or choose a kind with an order",
        ),
    ],
)
def test_requirements_that_contradict_themselves(entry: dict[str, object], says: str) -> None:
    document = with_initiatives(
        {"id": "a", "requires": [{"of": ["b", "c"], **entry}]}, {"id": "b"}, {"id": "c"}
    )
    assert found(document) == [f"initiatives[a].requires[1].{says}"]


def test_any_of_several_leaves_a_way_out_of_a_circle() -> None:
    document = with_initiatives(
        {"id": "a", "requires": [{"of": ["b", "c"], "match": "any"}]},
        {"id": "b", "requires": ["a"]},
        {"id": "c"},
    )
    assert found(document) == []


def test_any_of_one_is_that_one() -> None:
    assert len(found(with_initiatives({"id": "a", "requires": [{"of": ["a"], "match": "any"}]}))) == 1


def test_any_of_several_that_can_never_be_done_is_a_contradiction_for_a_must() -> None:
    entry = {"of": ["b", "c"], "match": "any"}
    document = with_initiatives(
        {"id": "a", "decision": "must", "requires": [entry]},
        {"id": "b", "decision": "never"},
        {"id": "c", "requires": ["b"]},
    )
    assert [fault.problem for fault in faults_in(document)] == [
        "is must, but a requires one of b, c, none of which can ever be done"
    ]


def test_any_of_several_of_which_one_is_open_is_none() -> None:
    entry = {"of": ["b", "c"], "match": "any"}
    document = with_initiatives(
        {"id": "a", "decision": "must", "requires": [entry]}, {"id": "b", "decision": "never"}, {"id": "c"}
    )
    assert found(document) == []


def test_a_free_initiative_may_be_impossible() -> None:
    document = with_initiatives(
        {"id": "a", "requires": ["b"], "duration": 9},
        {"id": "b", "decision": "never", "earliest_start": 3, "latest_start": 2},
    )
    assert found(document) == []


def test_many_paths_to_a_never_give_one_fault_for_each_must() -> None:
    """40 layers of 3, each requiring all of the layer before: 3 ** 40 paths."""
    layers = [[f"{layer}-{place}" for place in range(3)] for layer in range(40)]
    initiatives: list[dict[str, object]] = [
        {"id": name, "requires": layers[layer - 1] if layer else ["never"]}
        for layer, names in enumerate(layers)
        for name in names
    ]
    initiatives[-1]["decision"] = "must"
    problems = [
        fault.problem
        for fault in faults_in(with_initiatives(*initiatives, {"id": "never", "decision": "never"}))
    ]
    assert len(problems) == 1
    assert problems[0] == (  # 40 layers and the never: 41 names, of which the first 5 and the last are told
        "is must, but 39-2 requires 38-0 requires 37-0 requires 36-0 requires 35-0 requires (35 more) requires never, "
        "which is never"
    )


@pytest.mark.parametrize(
    ("dates", "possible"),
    [
        ({"duration": 4}, True),  # occupies 1 to 4 of 4
        ({"duration": 5}, False),
        ({"duration": 2, "latest_start": 3, "earliest_start": 3}, True),
        ({"duration": 2, "earliest_start": 4}, False),  # would complete in 5
        ({"deadline": 2, "duration": 2}, True),
        ({"deadline": 2, "duration": 2, "earliest_start": 2}, False),
        ({"latest_start": 2, "earliest_start": 3}, False),
        ({"fixed_start": 3, "latest_start": 2}, False),
        ({"fixed_start": 2, "latest_start": 2}, True),
        ({"fixed_start": 5}, False),
    ],
)
def test_a_must_needs_a_period_to_start_in(dates: dict[str, object], possible: bool) -> None:
    assert found(with_initiatives({"id": "a", **dates})) == []
    assert (found(with_initiatives({"id": "a", "decision": "must", **dates})) == []) == possible


@pytest.mark.parametrize(
    ("group", "possible"),
    [  # a and b must be done, c never, d is open: 2 or 3 of a, b, c, d
        ({"members": "abcd", "at_least": 3}, True),
        ({"members": "abcd", "at_least": 4}, False),
        ({"members": "abcd", "at_most": 2}, True),
        ({"members": "abcd", "at_most": 1}, False),
        ({"members": "abcd", "at_least": 3, "at_most": 2}, False),
        ({"members": "abd", "all_or_none": True}, True),
        ({"members": "abcd", "all_or_none": True}, False),
        ({"members": "abd", "all_or_none": True, "at_most": 2}, False),
        ({"members": "cd", "all_or_none": True}, True),  # none
        ({"members": "cd", "all_or_none": True, "at_least": 1}, False),
        ({"members": "d", "at_least": 2}, False),
        ({"members": "cd", "at_most": 0}, True),
    ],
)
def test_a_group_needs_a_number_of_members_that_meets_it(group: dict[str, Any], possible: bool) -> None:
    decisions = {"a": "must", "b": "must", "c": "never", "d": "free"}
    initiatives = [{"id": name, "decision": decision} for name, decision in decisions.items()]
    document = with_initiatives(
        *initiatives, groups=[{"id": "g", **group, "members": list(group["members"])}]
    )
    assert [fault.path for fault in faults_in(document)] == [] if possible else ["groups[g]"]
