"""Every public function, found by itself, refuses every wrong argument in words of ours; none fails raw inside."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from omniprio import Budget, Closest, Fastest, Horizon, Initiative, Portfolio, check, plan_of, prioritise
from omniprio.annotations import parameters_of
from omniprio.answers.attribution import attribute
from omniprio.answers.comparison import GoalChange
from omniprio.answers.frontiers import frontier, phased_better, trade_off
from omniprio.answers.near_best import alternatives
from omniprio.answers.nesting import nested
from omniprio.answers.ownership import silos
from omniprio.answers.parallel import plan_each
from omniprio.answers.parallel.attempt import Failure
from omniprio.answers.programmes import programme
from omniprio.answers.qualification import qualify_all
from omniprio.answers.reasons.budgets import LeastMoney
from omniprio.answers.replanning import Actuals, replan, upheaval_curve
from omniprio.answers.robustness import Uncertainty, robust
from omniprio.answers.standing import Scenario, coverage, gaps, group_standing, scenario_periods, side_by_side
from omniprio.assessment import (
    Answers,
    Assessment,
    BidsByChannel,
    ChannelAssessment,
    ChannelBids,
    Survey,
    agreement,
    combine,
    shipped_questionnaire,
)
from omniprio.catalogue import sizing
from omniprio.catalogue.listing import channel_map, listing
from omniprio.documents import schema_of
from omniprio.errors import InvalidArgumentError, NoPlanFoundError, OmniprioError
from omniprio.io import Preset, write_csv
from omniprio.portfolio import Measurement
from omniprio.report import report_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from omniprio.assessment import Questionnaire
    from omniprio.catalogue.listing import Listing
    from omniprio.plan import Plan

pytest.importorskip("jinja2")
pytest.importorskip("openpyxl")
pytest.importorskip("narwhals")
plots = pytest.importorskip("omniprio.plots", exc_type=ImportError)

PACKAGES = (
    "omniprio",
    "omniprio.answers.by_rater",
    "omniprio.answers.changes",
    "omniprio.assessment",
    "omniprio.catalogue",
    "omniprio.checker",
    "omniprio.documents",
    "omniprio.io",
    "omniprio.io.formats",
    "omniprio.io.tool_files",
    "omniprio.plan",
    "omniprio.plots",
    "omniprio.report",
)
"""What users call, beside the packages of answers."""

HELD = (
    "omniprio.answers.comparison",
    "omniprio.answers.reasons.budgets",
    "omniprio.catalogue.listing",
    "omniprio.disc",
    "omniprio.fulfilment",
)
"""Where the classes are of what plans and answers hold, beside these packages."""

NOT_READ = {"goal_result"}
"""It is for those who make plans, not for users."""


def public_things(*more: str) -> Iterator[tuple[str, object]]:
    """Yield everything that is offered, and what some more modules offer, by name."""
    answers = importlib.import_module("omniprio.answers")
    packages = [
        found.name for found in pkgutil.iter_modules(answers.__path__, "omniprio.answers.") if found.ispkg
    ]
    for module in map(importlib.import_module, [*PACKAGES, *packages, *more]):
        for name in getattr(module, "__all__", ()):
            yield name, getattr(module, name)


def public_functions() -> Iterator[Callable[..., object]]:
    """Yield every public function once."""
    seen = set()
    for name, thing in public_things():
        if inspect.isfunction(thing) and thing not in seen and name not in NOT_READ:
            seen.add(thing)
            yield thing


# what is right: one small portfolio, and what follows from it


WEB = Initiative(
    id="web", cost=100, owner="IT", effort={"IT": 1}, advances={"D2": 0.6}, tags={"channel": ["web"]}
)


@cache
def small() -> Portfolio:
    return Portfolio(horizon=2, initiatives=[WEB], budget=Budget(per_period=[100, 100]), capacities={"IT": 1})


@cache
def planned() -> Plan:
    return prioritise(small())


@cache
def questions() -> Questionnaire:
    return shipped_questionnaire()


@cache
def initiatives() -> Listing:
    return listing("ten")


def holders() -> dict[str, object]:
    """Return something that has the methods of each class that has methods with arguments."""
    return {
        "Answer": frontier(small()),
        "Budget": Budget(per_period=[100, 100]),
        "ChannelMap": channel_map(),
        "CombinedProfile": combine([Assessment(rater="IT", ratings={"R": 1})]),
        "Disc": small().disc,
        "DiscField": small().disc.fields["D2"],
        "Failure": Failure,
        "Frontier": frontier(small()),
        "Given": Assessment,
        "GoalChange": GoalChange(goal=Fastest(), before=Fraction(1), after=Fraction(1), loss=Fraction(0)),
        "Horizon": Horizon(periods=2, start=date(2027, 1, 1)),
        "Initiative": WEB,
        "LeastMoney": LeastMoney(
            budget="money", extra=Fraction(0), every_period=False, latest=None, plan=planned()
        ),
        "Listing": initiatives(),
        "Model": small(),
        "OmniprioError": NoPlanFoundError("cancelled"),
        "Plan": planned(),
        "Coverage": coverage(small(), "channel"),
        "Portfolio": small(),
        "Preset": Preset,
        "Progress": planned().progress,
        "Questionnaire": questions(),
        "Replanned": replan(planned(), by=1, measured=[Measurement(field="D2", share=0.5)]),
        "Scale": questions().scale,
        "Survey": Survey(questionnaire=questions(), answers=[]),
        "UpheavalCurve": upheaval_curve(planned(), by=0),
        "SideBySide": side_by_side({"us": combine([Assessment(rater="IT", ratings={"R": 1})])}),
        "Scenario": Scenario(id="basket", fields=["D2"]),
    }


def made() -> dict[str, Any]:
    """Return a right value for each parameter without a default, by its name or the name of its type."""
    raters = combine([Assessment(rater="IT", ratings={"R": 1}), Assessment(rater="Shop", ratings={"R": 2})])
    unsure = Uncertainty(initiatives={"web": {"cost": (50, 100, 200)}})
    return {
        "actual": {},
        "actuals": Actuals(actual={}),
        "answers": Answers(respondent="IT", answers={}),
        "assessments": [Assessment(rater="IT", ratings={"R": 1})],
        "bids": BidsByChannel(channels=[ChannelBids(channel="web")]),
        "ChannelAssessment": [ChannelAssessment(channel="web", ratings={"R": 1})],
        "before": planned(),
        "budgets": [3.0],
        "by": 0,
        "drawn": plots.gantt(planned()),
        "document": "plan",
        "error": ValueError("x"),
        "first": 1,
        "form": "wide",
        "frames": {},
        "last": 2,
        "channels": channel_map(),
        "country": "DK",
        "disc": small().disc,
        "field": "D2",
        "listed": initiatives().initiatives[0],
        "point": upheaval_curve(planned(), by=0).points[0],
        "readings": [],
        "row": small().disc.disciplines[0],
        "horizon": 4,
        "initiatives": [WEB],
        "kind": "channel",
        "library": "pandas",
        "loss": 0.0,
        "name": "web",
        "of": planned(),
        "organisation": "us",
        "owner": "IT",
        "paths": [],
        "period": 1,
        "plan": planned(),
        "plans": {"now": planned()},
        "portfolio": small(),
        "portfolios": [small()],
        "amounts": [80, 80],
        "periods": 2,
        "profile": raters,
        "profiles": {"us": raters},
        "questionnaire": questions(),
        "records": [{"organisation": "us", "measure": 3}],
        "scenarios": [Scenario(id="basket", fields=["D2"])],
        "seen": raters,
        "share": Fraction(1, 2),
        "shown": planned(),
        "sizes": sizing(),
        "starts": {"web": 1},
        "survey": Survey(questionnaire=questions(), answers=[Answers(organisation="us", answers={})]),
        "table": gaps(small()),
        "tag": "web",
        "tables": {"initiatives": [{"id": "web"}]},
        "team": "IT",
        "target": "jira",
        "thing": planned(),
        "uncertainty": unsure,
        "Agreement": agreement([Assessment(rater="IT", ratings={"R": 1})]),
        "Attribution": attribute(planned()),
        "Coverage": coverage(small(), "channel"),
        "Frontier": frontier(small()),
        "Programme": programme({"north": small()}),
        "GroupStanding": group_standing(Survey(questionnaire=questions(), answers=[])),
        "Qualifications": qualify_all(small()),
        "Replanned": replan(planned(), by=0),
        "UpheavalCurve": upheaval_curve(planned(), by=0),
        "Robustness": robust(small(), unsure, draws=2),
        "ScenarioPeriods": scenario_periods(planned(), [Scenario(id="basket", fields=["D2"])]),
        "SideBySide": side_by_side({"us": raters}),
        "TradeOff": trade_off(small()),
    }


@pytest.fixture(scope="module")
def right() -> dict[str, Any]:
    return made()


WRONG: tuple[object, ...] = (
    "wrong",
    "",
    -1,
    3,
    2.5,
    10**400,
    float("nan"),
    float("inf"),
    True,
    None,
    {},
    {"a": 1},
    [],
    [1],
    object(),
    Fastest,
    Portfolio,
)
"""Something of every kind; what happens to be right for a parameter must at least not fail raw."""


def needed(function: Callable[..., object], right: dict[str, Any], path: Path) -> dict[str, object]:
    """Return right values for the parameters of a function that have no default."""
    types = parameters_of(function)
    given: dict[str, object] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if name == "draws":
            given[name] = 2  # 200 by default, which takes long
        elif parameter.default is inspect.Parameter.empty:
            kind = getattr(types[name], "__name__", "")
            among = [
                one for one in ("ChannelAssessment", "Agreement", "Replanned") if one in str(types[name])
            ]
            kind = among[0] if among else "Path" if types[name] == (Path | str) else kind
            given[name] = right[kind] if kind in right else path if kind == "Path" else right[name]
    return given


FUNCTIONS = list(public_functions())


def public_methods() -> Iterator[tuple[type, str]]:
    """Yield every public method that takes arguments once, with the class that defines it."""
    classes = dict.fromkeys(
        kind for _, thing in public_things(*HELD) if isinstance(thing, type) for kind in thing.__mro__
    )
    for kind in classes:
        for name, made in vars(kind).items():
            function = getattr(made, "__func__", made)
            if (
                kind.__module__.startswith("omniprio")
                and not name.startswith(("_", "model_post_init"))
                and inspect.isfunction(function)
                and len(inspect.signature(function).parameters) > 1
                and "Speaker" not in function.__annotations__.values()  # for the library's own use
            ):
                yield kind, name


METHODS = list(public_methods())


def test_there_is_much_to_look_at() -> None:
    assert {prioritise, plan_of, check, robust, plots.gantt, report_html, write_csv} < set(FUNCTIONS)


def is_refused(function: Callable[..., object], given: dict[str, object]) -> bool:
    """Tell whether arguments are refused in our words; any other error fails the test."""
    try:
        function(**given)
    except OmniprioError:
        return True
    except OSError:  # a file that is not there
        return False
    return False


@pytest.mark.slow
@pytest.mark.parametrize(
    "function", FUNCTIONS, ids=lambda function: f"{function.__module__}.{function.__name__}"
)
def test_a_wrong_argument_is_told_in_our_words(
    function: Callable[..., object], right: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a text may be right for a file to write
    given = needed(function, right, tmp_path / "file")
    parameters = inspect.signature(function).parameters
    refused = sum(
        is_refused(function, {**given, name: wrong})
        for name, parameter in parameters.items()
        for wrong in WRONG
        if wrong is not parameter.default  # that is no other call than the right one
    )
    assert refused >= len(WRONG) / 3 * len(parameters)  # few are right for anything


@pytest.fixture(scope="module")
def holding() -> dict[str, object]:
    return holders()


@pytest.mark.parametrize(("kind", "name"), METHODS, ids=lambda one: getattr(one, "__name__", one))
def test_a_wrong_argument_of_a_method_is_told_in_our_words(
    kind: type, name: str, holding: dict[str, object], right: dict[str, Any], tmp_path: Path
) -> None:
    method = getattr(holding[kind.__name__], name)
    parameters = inspect.signature(method).parameters
    given = needed(method, right, tmp_path / "file") if len(parameters) > 1 else {}
    refused = sum(is_refused(method, {**given, one: wrong}) for one in parameters for wrong in WRONG)
    assert refused >= len(WRONG) / 2 * len(parameters)  # few are right for anything


@pytest.mark.parametrize(
    ("function", "given", "says"),
    [
        (plots.gantt, {"plan": small()}, "plan is a Portfolio; give a Plan, as prioritise returns it"),
        (
            plots.disc,
            {"shown": {}, "language": "sv"},
            (
                "shown is a dict; give a Plan, as prioritise returns it or a Portfolio, as Portfolio(...) makes it\n"
                "language is 'sv'; give 'en' or 'da'"
            ),
        ),
        (plots.compare, {"plans": [1]}, "plans is a list; give a dict of Plan"),
        (plots.compare, {"plans": {"now": 1}}, "plans[now] is 1; give a Plan, as prioritise returns it"),
        (
            frontier,
            {"portfolio": Portfolio, "max_points": 0},
            (
                "portfolio is the class Portfolio; give one that it makes, as Portfolio(...)\n"
                "max_points is 0; give a whole number from 1 to 1,000,000,000"
            ),
        ),
        (
            frontier,
            {"portfolio": small(), "most": 2e12},
            "most is 2000000000000.0; give an amount from 0 to 1,000,000,000,000",
        ),
        (
            frontier,
            {"portfolio": small(), "least": 9, "most": 8},
            "most is 8, below `least`; give at least 9",
        ),
        (
            nested,
            {"portfolio": small(), "budgets": [3, 5, -1]},
            "budgets[3] is -1; give an amount from 0 to 1,000,000,000,000",
        ),
        (
            nested,
            {"portfolio": small(), "budgets": [3, 5], "weights": [1]},
            "weights has 1 for 2 amounts; give a weight for each amount",
        ),
        (
            nested,
            {"portfolio": small(), "budgets": [3, 3]},
            "budgets has an amount twice; name each once",
        ),
        (nested, {"portfolio": small(), "budgets": []}, "budgets has no entries; give at least one"),
        (
            nested,
            {"portfolio": small(), "budgets": [3], "goals": "soonest"},
            (
                "goals[1] may never be reached, and then has no value to add up; take a goal that every plan has a "
                "value for, such as fastest, closest or most value"
            ),
        ),
        (
            trade_off,
            {"portfolio": small(), "maturity": "least-cost"},
            "maturity is LeastCost, no goal of maturity; give Fastest, Closest or Balanced",
        ),
        (plan_each, {"portfolios": small()}, "portfolios is a Portfolio; give a list of Portfolio"),
        (
            plan_each,
            {"portfolios": [small(), 3], "executor": 4},
            (
                "portfolios[2] is 3; give a Portfolio, as Portfolio(...) makes it\n"
                "executor is 4; give an executor, as ProcessPoolExecutor() of concurrent.futures or None"
            ),
        ),
        (
            write_csv,
            {"portfolio": small(), "folder": 3},
            "folder is 3; give a path, as 'plan.html'",
        ),
        (report_html, {"plan": small()}, "plan is a Portfolio; give a Plan, as prioritise returns it"),
        (sizing, {"name": "big"}, "name is 'big', which is no shipped file; use one of mid-size-retailer"),
        (
            check,
            {"portfolio": {}, "starts": {}},
            "portfolio is a dict; give a Portfolio, as Portfolio(...) makes it",
        ),
    ],
)
def test_what_is_said(function: Callable[..., object], given: dict[str, object], says: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        function(**given)
    assert str(caught.value) == says


def test_a_misspelt_name_is_told_with_what_was_probably_meant() -> None:
    with pytest.raises(
        KeyError, match=r"document is 'plans', which is no document; .* \(did you mean plan\?\)"
    ):
        schema_of("plans")


@pytest.mark.parametrize(
    "call",
    [
        lambda goals: prioritise(small(), goals),
        lambda goals: plan_each([small()], goals),
        lambda goals: frontier(small(), goals),
        lambda goals: phased_better(small(), goals),
        lambda goals: alternatives(small(), goals, loss=0.0),
        lambda goals: silos(small(), goals),
        lambda goals: replan(planned(), by=0, goals=goals),
        lambda goals: upheaval_curve(planned(), by=0, goals=goals),
        lambda goals: robust(small(), Uncertainty(), goals, draws=1),
        lambda goals: attribute(planned(), goal=goals),
        lambda goals: trade_off(small(), goals),
    ],
    ids=[
        "prioritise",
        "plan_each",
        "frontier",
        "phased_better",
        "alternatives",
        "silos",
        "replan",
        "upheaval_curve",
        "robust",
        "attribute",
        "trade_off",
    ],
)
def test_a_goal_can_be_called_by_name_wherever_goals_are_taken(call: Callable[[object], object]) -> None:
    assert without_time(call("closest")) == without_time(call(Closest()))
    with pytest.raises(InvalidArgumentError, match="did you mean closest"):
        call("closet")


def without_time(found: Any) -> str:  # noqa: ANN401  any answer
    """Return an answer without the seconds that it took."""
    written = str(found) if not isinstance(found, tuple) else "".join(map(str, found))
    return re.sub(r"[\d.]+ s with", "", written)


def test_files_are_named_by_paths_or_texts() -> None:
    named = {
        f"{function.__name__} {name}": kind
        for function in FUNCTIONS
        for name, kind in parameters_of(function).items()
        if "Path" in str(kind)
    }
    assert len(named) > 30
    assert {name for name, kind in named.items() if kind not in (Path | str, Sequence[Path | str])} == set()
