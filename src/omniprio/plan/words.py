"""What there is to say about a plan: why something is in or out, what synergies add, how good it is at each goal.

Each is a sentence of facts; a speaker knows the language, and whether things go by their ids or their titles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.base import TOLERANCE
from omniprio.goals import goal_value, with_horizon
from omniprio.language import Speaker, fact
from omniprio.portfolio.initiative import MAIN_FUND, RUNNING_FUND
from omniprio.purpose import default_goals, purpose_of, spends

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from omniprio.goals import Goal
    from omniprio.language import Fact
    from omniprio.plan.facts import Absence, InPlace, Lack, Merit, Shortfall
    from omniprio.plan.merits import Joint
    from omniprio.plan.plan import Plan
    from omniprio.plan.quality import GoalResult

__all__ = [
    "absence_sentence",
    "budget_fact",
    "comes_to",
    "goal_name",
    "goal_sentence",
    "goals_counted",
    "goals_told",
    "joint_sentence",
    "merit_sentence",
    "taken_goals",
    "verdict",
    "way_covered",
]

_ENGLISH = Speaker()
_OURS = {MAIN_FUND: "main budget", RUNNING_FUND: "running budget"}
"""The budgets that are there without anybody naming them, by the words for them."""


def merit_sentence(merit: Merit, speaker: Speaker = _ENGLISH) -> str:
    """Return why a chosen initiative is in the plan, as one sentence.

    Args:
        merit: The facts.
        speaker: Who says it.

    >>> from omniprio.plan.facts import Merit
    >>> merit_sentence(Merit(completes=("R2",), advances=("D3", "A2"), unlocks=("web",)))
    'Completes R2; brings D3 and A2 closer; unlocks web.'
    """
    said = "; ".join(map(speaker.say, _merits(merit))) or speaker.words("plan.nothing")
    return f"{said[0].upper()}{said[1:]}."


def _merits(merit: Merit) -> Iterator[Fact]:
    if merit.completes:
        yield fact("plan.completes", fields=merit.completes)
    for one in merit.completes_jointly:
        yield fact("plan.completes jointly", fields=one.fields, others=one.others)
    for kind, fields in (("contributes", merit.contributes), ("advances", merit.advances)):
        if fields:
            yield fact(f"plan.{kind}", fields=fields)
    for kind, others in (("unlocks", merit.unlocks), ("joins", merit.joins)):
        if others:
            yield fact(f"plan.{kind}", others=others)
    yield from _called_for(merit)
    yield from _brought(merit)
    if merit.must:
        yield _for_a_reason(fact("plan.must"), merit.decision_reason)


def _called_for(merit: Merit) -> Iterator[Fact]:
    """Yield the synergies that it brings about, what calls for it, and when it is complete where that is after the horizon."""
    if merit.brings_about:
        yield fact("plan.brings about", synergies=merit.brings_about)
    if merit.completes_groups:
        yield fact("plan.completes groups", groups=merit.completes_groups)
    if merit.meets:
        yield fact("plan.meets", milestones=merit.meets)
    if merit.links:
        yield fact("plan.links", channels=merit.links)
    if merit.step is not None:
        yield fact("plan.step", step=fact(f"names.{merit.step}"))
    if merit.mode:
        yield fact("plan.mode", mode=merit.mode)
    if merit.runs_over is not None:
        yield fact("plan.runs over", period=merit.runs_over)


def _brought(merit: Merit) -> Iterator[Fact]:
    """Yield what it brings by itself, whatever the disc is like."""
    if merit.earned > 0:
        yield fact("plan.earns so much", amount=merit.earned)
    elif merit.earns:
        yield fact("plan.earns")
    if merit.scores == ("points",):
        yield fact("plan.points")
    elif merit.scores:
        yield fact("plan.scores", scores=merit.scores)


def _for_a_reason(what: Fact, reason: str | dict[str, str]) -> Fact:
    return fact("plan.for a reason", what=what, reason=reason) if reason else what


def absence_sentence(absence: Absence, speaker: Speaker) -> str:
    """Return why an initiative is not in the plan, as one sentence.

    Args:
        absence: The facts.
        speaker: Who says it; it knows the currency of the portfolio.
    """
    choice = "alternatives" if absence.at_least == 1 else "too few"
    kind = choice if absence.alternatives else absence.why
    if kind == "idle" and not speaker.names.has_disc:
        kind = "idle without disc"
    what = fact(
        f"plan.{kind}",
        missing=absence.alternatives or absence.missing,
        number=absence.at_least,
        lacks=tuple(map(_lack, absence.lacks)),
        rivals=absence.rivals,
        teams=absence.teams,
        broken=absence.said or absence.broken,
    )
    if absence.loss is not None:
        what = fact("plan.loses", what=what, loss=absence.loss)
    what = _for_a_reason(what, absence.decision_reason)
    if absence.short:
        short = tuple(_shortfall(one, absence.why, speaker) for one in absence.short)
        alone = "in time" if absence.why == "no money in time" else "alone"
        what = fact("plan.together" if absence.missing else f"plan.{alone}", what=what, short=short)
    if absence.in_place is not None:
        what = fact("plan.in place", what=what, **_in_place(absence.in_place, absence.short[0], speaker))
    return f"{speaker.say(what)}."


def _in_place(instead: InPlace, short: Shortfall, speaker: Speaker) -> dict[str, str]:
    """Return what is said of what a plan has in place of something, by place in the words."""
    unit = speaker.names.unit(short.budget)
    more, less = (speaker.measured(gain, instead.unit) for gain in (instead.brings, instead.instead_of))
    takes, needs = (speaker.money(amount, unit) for amount in (instead.takes, short.takes))
    return {"instead": instead.id, "brings": more, "takes": takes, "own": less, "needs": needs}


def _lack(lack: Lack) -> Fact:
    return fact("plan.lack", field=lack.field, needed=lack.needed, reached=lack.reached)


def _shortfall(short: Shortfall, why: str, speaker: Speaker) -> Fact:
    budget = budget_fact(short.budget)
    unit = speaker.names.unit(short.budget)
    said, left = _told_apart((short.takes, max(short.left, 0.0)), unit, speaker)
    takes = fact("plan.saved", takes=said, synergies=short.saved_by) if short.saved_by else said
    key = "short in time" if why == "no money in time" else "short"
    return fact(f"plan.{key}", takes=takes, budget=budget, left=left)


def _told_apart(amounts: tuple[float, float], unit: str, speaker: Speaker) -> tuple[str, str]:
    """Return two amounts in a unit, with all their decimals where they would read the same."""
    more, less = amounts
    both = speaker.money(more, unit), speaker.money(less, unit)
    if both[0] != both[1]:
        return both
    return speaker.precise_money(more, unit), speaker.precise_money(less, unit)


def joint_sentence(joint: Joint, speaker: Speaker, *, is_named: bool = False) -> str:
    """Return what a synergy adds, or what is missed without it, as one sentence.

    Args:
        joint: The synergy as the plan has it.
        speaker: Who says it; it knows the currency of the portfolio.
        is_named: Whether it stands beside what the synergy is called; where that names all it takes, it is not said again.

    >>> from omniprio.plan.merits import Joint
    >>> saved = {"cost": -120, "benefit": 0, "advances": {"D3": 0.2}}
    >>> one = Joint(id="shared", of=("web", "app"), missing=("app",), period=None, label="", **saved)
    >>> joint_sentence(one, Speaker())
    'Missed without app: web and app together: saves 120 and adds 0.2 to D3.'
    """
    effects = (*_effects(joint),) or fact("plan.joint nothing")
    is_told = is_named and speaker.names.title("synergy", joint.id, speaker.catalogue)
    is_why = not (
        joint.obtained or joint.missing or joint.unfinished or joint.lacks
    )  # how they start is said then
    if is_told and (is_why or joint.when == "all complete") and not joint.needs:
        what = fact("plan.joint effects", effects=effects)
    else:
        what = fact("plan.joint", who=_who(joint), effects=effects)
    if joint.missing:
        what = fact("plan.missed", missing=joint.missing, joint=what)
    elif joint.unfinished:
        what = fact("plan.missed unfinished", unfinished=joint.unfinished, joint=what)
    elif joint.lacks:
        what = fact("plan.missed fields", fields=joint.lacks, joint=what)
    elif not joint.obtained:
        what = fact(f"plan.missed {joint.when}", joint=what)
    said = speaker.say(what)
    return f"{said[:1].upper()}{said[1:]}." if is_told else f"{said}."


def _who(joint: Joint) -> Fact:
    """Return what adds something: initiatives, fields that are far enough, or both."""
    needs = tuple(fact("plan.joint need", field=field, share=share) for field, share in joint.needs.items())
    if not joint.of:
        return fact("plan.joint fields", needs=needs)
    who = fact(f"plan.joint of {joint.when if joint.of[1:] else 'one'}", of=joint.of)
    return fact("plan.joint with", who=who, needs=needs) if needs else who


def _effects(joint: Joint) -> Iterator[Fact]:
    """Yield what a synergy saves or costs, earns or loses, and adds to fields or takes from them."""
    if joint.cost:
        yield fact("plan.joint costs" if joint.cost > 0 else "plan.joint saves", amount=abs(joint.cost))
    if joint.benefit:
        yield fact("plan.joint earns" if joint.benefit > 0 else "plan.joint loses", amount=abs(joint.benefit))
    for field, share in joint.advances.items():
        if share:
            yield fact("plan.joint adds" if share > 0 else "plan.joint takes", share=abs(share), field=field)


def verdict(goals: Sequence[GoalResult], speaker: Speaker = _ENGLISH) -> str:
    """Return in a sentence or two what was looked for, and whether a better plan can exist.

    Args:
        goals: What is known about each goal, in order of importance.
        speaker: Who says it.
    """
    if not goals:
        return speaker.words("plan.verdict by hand")
    names = tuple(goal_name(one.goal, speaker) for one in goals)
    wanted = speaker.words("plan.goals in order" if len(goals) > 1 else "plan.one goal", goals=names)
    proven, met = all(one.proven for one in goals), all(map(_met, goals))
    known = "open" if not proven else "proven" if met else "within"
    return f"{wanted} {speaker.words(f'plan.verdict {known}')}"


def taken_goals(plan: Plan, speaker: Speaker) -> list[str]:
    """Return why these are the goals, where they are those of a portfolio without a disc for which none are given."""
    goals = tuple(one.goal for one in plan.goals)
    if plan.portfolio.has_disc or goals != default_goals(plan.portfolio):
        return []
    due = ["plan.taken with due"] if any(goal.kind == "on time" for goal in goals) else []
    return [*map(speaker.words, [f"plan.taken for {purpose_of(plan.portfolio)}", *due])]


def way_covered(plan: Plan) -> float | None:
    """Return what share of the way from the start to where it is going a plan covers, 0 to 1; None where it comes no closer.

    Args:
        plan: The plan.
    """
    start, end = plan.periods[0].distance, plan.periods[-1].distance
    return (start - end) / start if end < start else None


def comes_to(plan: Plan, speaker: Speaker) -> str:
    """Return what a plan comes to at its goals, in a sentence."""
    said = speaker.listed((_value(goal, value, speaker) for goal, value in goals_counted(plan)), "semicolon")
    return f"{said[0].upper()}{said[1:]}."


def goals_told(plan: Plan) -> tuple[GoalResult, ...]:
    """Return what is known about the goals of a plan, without the least cost beside others where nothing costs anything."""
    told = (
        plan.goals if spends(plan.portfolio) else [one for one in plan.goals if one.goal.kind != "least cost"]
    )
    return tuple(told or plan.goals)


def goals_counted(plan: Plan) -> list[tuple[Goal, float | None]]:
    """Return what a plan comes to at each of its goals that are told; where it was made by hand, at those it would have had."""
    if plan.goals:
        return [(one.goal, one.value) for one in goals_told(plan)]
    values = ((goal, goal_value(goal, plan.portfolio, plan.starts)) for goal in default_goals(plan.portfolio))
    return [(goal, None if value is None else float(value)) for goal, value in values]


def goal_name(goal: Goal, speaker: Speaker) -> str:
    """Return what a goal is called, in a word or two."""
    return speaker.words(f"goals.name {goal.kind}", **goal.about)


def goal_sentence(result: GoalResult, speaker: Speaker, *, first: bool = True) -> str:
    """Return what a plan comes to at a goal and how good that is.

    Args:
        result: What is known.
        speaker: Who says it; it knows the currency and calendar of the portfolio.
        first: Whether it is the most important goal.

    >>> from omniprio.goals import Closest
    >>> from omniprio.plan.quality import GoalResult
    >>> result = GoalResult(goal=Closest(), value=0.25, bound=0.2)
    >>> goal_sentence(result, Speaker())
    'Closest: distance 0.2500 at the end. Not proven: no plan is better than 0.2000, a gap of 20.00%.'
    """
    value = _value(result.goal, result.value, speaker)
    name, proof = goal_name(result.goal, speaker), _proof(result, speaker, first=first)
    return speaker.words("plan.at a goal", goal=name, value=value, proof=proof)


def _value(goal: Goal, value: float | None, speaker: Speaker) -> str:
    """Return what a plan comes to at a goal, in words."""
    said = speaker.words(f"goals.value {goal.kind}", _number(goal, value, speaker), **goal.about)
    return with_horizon(goal, said, speaker)


def _proof(result: GoalResult, speaker: Speaker, *, first: bool) -> str:
    if result.bound is None:
        return speaker.words("plan.proof unknown")
    plan = speaker.words("plan.no plan" if first else "plan.no plan after")
    if result.proven and _met(result):
        return speaker.words("plan.proof proven", plan=plan)
    bound = _number(result.goal, result.bound, speaker)
    if result.proven:
        return speaker.words("plan.proof within", plan=plan, bound=bound)
    if result.gap is None:
        return speaker.words("plan.proof bound", plan=plan, bound=bound)
    return speaker.words("plan.proof gap", plan=plan, bound=bound, gap=speaker.fixed_percent(result.gap, 2))


def _met(result: GoalResult) -> bool:
    """Return whether value and bound are equal but for a solver's rounding."""
    value, bound = result.value, result.bound
    return (
        value is not None
        and bound is not None
        and abs(value - bound) <= TOLERANCE * max(abs(value), abs(bound))
    )


def _number(goal: Goal, number: float | None, speaker: Speaker) -> str:
    return speaker.words("plan.not known") if number is None else speaker.measured(number, goal.unit)


def budget_fact(name: str) -> Fact:
    """Return what a budget is called within a sentence.

    >>> print(budget_fact("money"), budget_fact("IT"), budget_fact("running"), sep=", ")
    the main budget, the budget IT, the budget for running costs
    """
    return fact(f"names.the {_OURS[name]}") if name in _OURS else fact("names.the budget", budget=name)
