"""One row for each kind of demand, from which all else about it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from omniprio.formulation.rules import ON_SCHEDULES
from omniprio.infeasibility.kinds import KINDS, Kind, families, kind_of, kinds_of
from omniprio.portfolio import Capacity, Group, Initiative
from omniprio.solver.program import Row

if TYPE_CHECKING:
    from omniprio.base import Model
    from omniprio.infeasibility.kinds import Part

MODELS: dict[Part, type[Model]] = {"initiative": Initiative, "group": Group, "capacity": Capacity}


def test_each_kind_has_its_row() -> None:
    assert set(KINDS) == set(get_args(Kind))
    assert all(row.kind == kind for kind, row in KINDS.items())
    assert kind_of("horizon").part == "horizon"


def test_the_fields_are_those_of_the_portfolio() -> None:
    for row in KINDS.values():
        assert bool(row.field) == (row.part in MODELS)
        assert not row.field or row.field in MODELS[row.part].model_fields


def test_what_a_kind_is_once_dropped_is_what_the_field_is_by_default() -> None:
    for row in KINDS.values():
        if row.field and row.field not in {"requires", "needs", "extra"}:  # entries; nothing can be bought
            assert MODELS[row.part].model_fields[row.field].default == row.without


DATA = {
    "initiative": {
        "id", "title", "description", "owner", "tags", "scores", "source", "provenance", "decision_reason",  # what it is
        "duration", "modes", "closed", "may_run_over", "cost", "costs", "effort", "due", "late_price",  # what it takes
        "advances", "links", "adds", "benefit",  # what it gives
    },
    "group": {"id", "members", "owners", "tags", "fund", "score"},  # who is in it, and how they are counted
    "capacity": {"extra_price", "extra_fund"},
}  # fmt: skip
"""The fields that say what there is; every other field is a demand, and has a row."""


@pytest.mark.parametrize("part", MODELS)
def test_each_field_is_data_or_has_a_row_as_a_demand(part: Part) -> None:
    demanded = {row.field for row in kinds_of(part).values()}
    assert demanded | DATA[part] == {*MODELS[part].model_fields}
    assert demanded.isdisjoint(DATA[part])


def test_a_row_of_a_rule_states_one_kind() -> None:
    senses = [
        ("group", ">=", 1),
        ("group", "<=", 1),
        ("group", "=", 0),
        ("decision", "=", 1),
        ("decision", "=", 0),
    ]
    named = [
        (rule, "<=", 1)
        for rule in (
            "budget",
            "capacity",
            "extra",
            "requires",
            "needs",
            "deadline",
            "fixed_start",
            "milestone",
        )
    ]
    for rule, sense, rhs in [*senses, *named]:
        row = Row(rule, ("web",), None, {0: 1}, sense, rhs)  # type: ignore[arg-type]
        assert len([kind for kind in KINDS.values() if kind.is_stated_by(row)]) == 1


def test_each_rule_that_can_forbid_a_schedule_states_a_kind() -> None:
    rules = {rule.__name__ for rule in ON_SCHEDULES} - {
        "started",
        "mode",
        "synergy",
        "bought",
    }  # what the columns mean
    assert rules <= {row.rule for row in KINDS.values()}


def test_what_is_moved_together_is_of_one_part() -> None:
    known = {
        "money": ["budget"],
        "spending": ["least_spending"],
        "capacity": ["capacity", "extra"],
        "load": ["least_load"],
        "dates": ["earliest_start", "latest_start", "deadline", "fixed_start"],
        "groups": ["at_least", "at_most", "all_or_none"],
    }
    assert families().keys() >= known.keys()
    for family, kinds in families().items():
        assert len({KINDS[kind].part for kind in kinds}) == 1
        assert [kind for kind in kinds if kind in known.get(family, kinds)] == known.get(family, kinds)
