"""A rule costs its data, its rows, its count and one description: nothing else has to be told of it.

The rule of this module is that at most so many members of a group are under way at the same time.
"""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from omniprio import Portfolio, check, prioritise
from omniprio.answers import Actual, silo_portfolio, value_of_change, with_past
from omniprio.checker import rules as checked
from omniprio.checker.report import Breach
from omniprio.errors import InvalidInputError
from omniprio.formulation import rules as stated
from omniprio.infeasibility import explain_infeasible
from omniprio.infeasibility.changing import Change, changed
from omniprio.infeasibility.demand import Demand
from omniprio.infeasibility.kinds import KINDS, KindOfDemand
from omniprio.language import catalogue, fact
from omniprio.language.catalogues import FOLDERS
from omniprio.portfolio import Capacity, Group, Initiative
from omniprio.portfolio.budgets import PerPeriod  # noqa: TC001  pydantic reads it
from omniprio.report import report_html
from omniprio.solver.program import total

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from omniprio.checker.case import Case
    from omniprio.formulation.variables import Variables

WORDS = {
    "demand": "{group:group}: at most {limit} of {members:initiative/comma} at a time",
    "breach": "{group:group}: {there} at a time in {period:period}, {limit} allowed",
    "change": "{group:group}: any number at a time",
    "heading": "at most {} at a time of",
}
"""All that is said of the rule, in its place in the one file of words."""


class Few(Group):
    """A group of which at most so many are under way at the same time."""

    at_once: int | None = None


class Crew(Capacity):
    """A team that has something more in each period."""

    desks: PerPeriod = None


class Choosy(Initiative):
    """An initiative with a date of its own."""

    settled_by: int | None = None


def at_once(v: Variables) -> None:
    for entry in v.portfolio.groups:
        if isinstance(entry, Few) and entry.at_once is not None:
            members = v.portfolio.members[entry.id]
            for period in range(1, v.portfolio.periods + 1):
                busy = total((v.started(name, period) - v.completed(name, period - 1), 1) for name in members)
                v.program.require("at_once", busy, "<=", entry.at_once, subject=(entry.id,), period=period)


def at_once_checked(case: Case) -> Iterator[Breach]:
    for entry in case.portfolio.groups:
        for period in range(1, case.portfolio.periods + 1) if isinstance(entry, Few) else ():
            own = [case.works[name] for name in case.portfolio.members[entry.id] if name in case.works]
            there = sum(work.start <= period <= work.completion for work in own)
            limit = entry.at_once if isinstance(entry, Few) else None
            if limit is not None and there > limit:
                said = fact("rules.at_once.breach", group=entry.id, there=there, period=period, limit=limit)
                yield Breach("at_once", said, (), period)


def row(**values: Any) -> KindOfDemand:  # noqa: ANN401  of any field
    return KindOfDemand(**{"unit": "dropped", "rule": values["kind"], "by_period": False, **values})


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Let the rule be known: in the models, among the rows, to the checker, as one description, and in words."""
    for module, name in (
        ("formulation.rules", "RULES"),
        ("formulation.skeletons", "RULES"),
        ("infeasibility.demand", "RULES"),
        ("infeasibility.demand", "ON_SCHEDULES"),
    ):
        monkeypatch.setattr(import_module(f"omniprio.{module}"), name, (*getattr(stated, name), at_once))
    monkeypatch.setattr(checked, "_ON_SCHEDULES", (*checked._ON_SCHEDULES, at_once_checked))  # noqa: SLF001
    monkeypatch.setitem(KINDS, "at_once", row(kind="at_once", part="group", field="at_once"))  # type: ignore[misc]
    shutil.copytree(FOLDERS[0] / "en", tmp_path / "en")
    path = tmp_path / "en" / "rules.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"at_once": WORDS}), "utf-8")
    monkeypatch.setattr("omniprio.language.catalogues.FOLDERS", [tmp_path, *FOLDERS])
    catalogue.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        for model in (Demand, Change):  # a kind that is not in the list of them
            patch.setattr(model.model_fields["kind"], "annotation", str)
            model.model_rebuild(force=True)
        yield
    for model in (Demand, Change):
        model.model_rebuild(force=True)
    catalogue.cache_clear()


def two(periods: int, *, decision: str = "must", **few: Any) -> Portfolio:  # noqa: ANN401  of any field
    """Return two initiatives of two periods each, of which one is under way at a time."""
    both = [
        Initiative.model_validate(
            {"id": name, "duration": 2, "decision": decision, "owner": name, "benefit": 1}
        )
        for name in ("web", "app")
    ]
    return Portfolio(
        horizon=periods,
        initiatives=both,
        groups=[Few(id="few", members=["web", "app"], **{"at_once": 1, **few})],
    )


@pytest.mark.usefixtures("known")
def test_a_plan_keeps_it_and_the_checker_sees_where_it_is_broken() -> None:
    plan = prioritise(two(4))
    assert sorted(plan.starts.values()) == [1, 3]
    broken = check(two(4), {"web": 1, "app": 2}).broken
    assert [one.message for one in broken] == ["group few: 2 at a time in period 2, 1 allowed"]


@pytest.mark.usefixtures("known")
def test_a_conflict_names_it_and_repairs_drop_it() -> None:
    found = explain_infeasible(two(3))  # 2 + 2 periods one after the other take 4
    assert {demand.sentence for demand in found.demands} == {
        "web must be done",
        "app must be done",
        "group few: at most 1 of web, app at a time",
    }
    said = [repair.sentence for repair in found.repairs]
    assert "Drop this: group few: at most 1 of web, app at a time." in said
    assert "Plan over 4 periods instead of 3, with limits by period as in the last one." in said


@pytest.mark.usefixtures("known")
def test_what_it_would_be_worth_without_it_is_told() -> None:
    found = value_of_change(prioritise(two(3, decision="free")), kinds=["group"])
    assert [change.sentence for change in found.rows] == ["group few: any number at a time"]


@pytest.mark.slow
@pytest.mark.usefixtures("known")
def test_the_report_tells_it() -> None:
    assert "at most 1 at a time of: web and app" in report_html(prioritise(two(4)))


@pytest.mark.usefixtures("known")
def test_one_owner_is_bound_by_it_unless_it_asks_for_something(monkeypatch: pytest.MonkeyPatch) -> None:
    def of_one_owner() -> int | None:
        alone = silo_portfolio(two(4), "web", Fraction(1))
        assert isinstance(alone, Portfolio)
        (few,) = alone.groups
        assert isinstance(few, Few)
        return few.at_once

    assert of_one_owner() == 1
    asking = row(kind="at_once", part="group", field="at_once", asks=True)
    monkeypatch.setitem(KINDS, "at_once", asking)  # type: ignore[misc]
    assert of_one_owner() is None


@pytest.mark.usefixtures("known")
def test_what_has_begun_is_free_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    dated = row(kind="settled_by", part="initiative", field="settled_by")
    monkeypatch.setitem(KINDS, "settled_by", dated)  # type: ignore[misc]
    web = Choosy(id="web", settled_by=1)
    begun = with_past(Portfolio(horizon=4, initiatives=[web]), 1, {"web": Actual(start=1)}).by_id["web"]
    assert isinstance(begun, Choosy)
    assert begun.settled_by is None


def test_what_a_team_has_by_period_fits_the_horizon_and_goes_on_over_a_longer_one() -> None:
    with pytest.raises(InvalidInputError, match="give one number for each period") as caught:
        Portfolio(horizon=3, initiatives=[], capacities={"crew": Crew(amount=4, desks=(1.0,))})
    assert "capacities.crew.desks" in str(caught.value)
    crew = Crew(amount=4, desks=(1.0, 2.0))
    longer = changed(
        Portfolio(horizon=2, initiatives=[], capacities={"crew": crew}), [Change(kind="horizon", by=2)]
    )
    assert longer.capacities == {"crew": Crew(amount=4, desks=(1.0, 2.0, 2.0, 2.0))}
    over = with_past(longer, 3, {}).capacities["crew"]
    assert isinstance(over, Crew)
    assert over.desks == (None, None, None, 2.0)  # what is past binds nothing
