"""The rules of the model, one function each, named as in the documentation, the checker and the rows.

In the docstrings x_i(t) is 1 if initiative i has started by period t, c_i(t) = x_i(t - d_i + 1) if it is
complete by the end of t, y_j(t) if synergy j is active, z_f(t) if field f is reached and P_f(t) what it is
credited with. s_i is a start, d_i a duration, T the number of periods. Where periods are closed, c_i(t) = x_i(s) with s the
last start from which d_i open periods have passed by the end of t.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from omniprio.formulation import limits
from omniprio.formulation.channels import Climb, climb
from omniprio.formulation.disciplines import (
    covered,
    credited_with,
    distance,
    mean_of_parts,
    rings_that_count,
    states_of,
)
from omniprio.formulation.synergies import state_synergy
from omniprio.formulation.values import spending, take_income
from omniprio.portfolio import mode_of
from omniprio.portfolio.milestones import wanted_counts, wanted_fields
from omniprio.solver.program import Expression, total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.formulation.variables import Variables
    from omniprio.portfolio import Initiative, Milestone, Requirement
    from omniprio.portfolio.requirements import End

__all__ = ["ON_SCHEDULES", "RULES", "requires"]


def requires(v: Variables) -> None:
    """What is required comes first: n x_i(t) <= sum over j of x_j(t - w_j), w_j being how long i waits after s_j.

    Of several, n = 1 and one row each where all are asked for; else their sum on the right, n being how many. Where only
    the choice counts, x_i(T) and x_j(T). No later than w after s_j: x_i(T) - x_i(t + w) <= x_j(T) - x_j(t). Where it
    holds only if some are chosen, n (1 - x_g(T)) for each of them is added on the right.
    """
    for initiative in v.portfolio.initiatives:
        for entry in initiative.requirements:
            for others in entry.parts:
                _wait(v, initiative, others, entry)
                for other in others if entry.max_lag is not None else ():
                    _wait_no_longer(v, initiative, other, entry)


def _wait(v: Variables, initiative: Initiative, others: tuple[str, ...], entry: Requirement) -> None:
    least = entry.least if len(others) > 1 else 1
    for start, started in _starts(v, initiative.id, entry):
        before = total((_ready(v, initiative, other, start, entry), 1) for other in others)
        before.add_scaled(_unless(v, entry), least)
        row = total([(started, least)])
        v.program.require("requires", row, "<=", before, subject=(initiative.id, *others), period=int(start))


def _starts(v: Variables, name: str, entry: Requirement) -> Iterator[tuple[int, Expression]]:
    """Yield the starts that a requirement is about, with whether an initiative has started by then.

    Where it is about the finish, each mode has its own.
    """
    if entry.kind == "chosen":
        yield v.portfolio.periods, v.chosen(name)
    elif entry.own_end == "finish":
        yield from ((start, v.started_as(name, mode_of(start), start)) for start in v.windows[name])
    else:
        yield from ((period, v.started(name, period)) for period in v.periods_of(name))


def _ready(v: Variables, initiative: Initiative, other: str, period: int, entry: Requirement) -> Expression:
    """Return whether another has begun, or is complete, as early as a start in a period requires."""
    if entry.kind == "chosen":
        return v.chosen(other)
    latest = _event(v, initiative.id, period, entry.own_end) - entry.lag
    if entry.kind == "finish to start":
        latest -= 1
    return v.completed(other, latest) if entry.other_end == "finish" else v.started(other, latest)


def _wait_no_longer(v: Variables, initiative: Initiative, other: str, entry: Requirement) -> None:
    for start in v.windows[other]:
        latest = _event(v, other, start, entry.other_end) + (entry.max_lag or 0)
        if entry.kind == "finish to start":
            latest += 1
        begun = v.completed if entry.own_end == "finish" else v.started
        later = v.chosen(initiative.id) - begun(initiative.id, latest)
        limit = v.chosen(other) - v.started_as(other, mode_of(start), start) + _unless(v, entry)
        subject = (initiative.id, other)
        v.program.require("requires", later, "<=", limit, subject=subject, period=int(start))


def _event(v: Variables, name: str, start: int, end: End) -> int:
    """Return the period in which an initiative starts, or completes, if it starts in a period."""
    return int(start) if end == "start" else int(start) + v.begun(name, start).duration - 1


def _unless(v: Variables, entry: Requirement) -> Expression:
    """Return how many of those are left out for which a requirement holds only if all are chosen."""
    return Expression(constant=len(entry.given)) - total((v.chosen(name), 1) for name in entry.given)


Rule = Callable[["Variables"], None]


def started(v: Variables) -> None:
    """What has started stays started: x_i(t - 1) <= x_i(t)."""
    for name, ways in v.ways.items():
        for which, window in ways.items():
            for before, period in pairwise(window):
                v.program.require(
                    "started",
                    v.started_as(name, which, before),
                    "<=",
                    v.started_as(name, which, period),
                    subject=(name,),
                    period=period,
                )


def mode(v: Variables) -> None:
    """An initiative is done in one mode m at most: the sum of x_im(T) <= 1."""
    for initiative in v.portfolio.initiatives:
        if len(initiative.modes) > 1:
            v.program.require("mode", v.chosen(initiative.id), "<=", 1, subject=(initiative.id,))


def decision(v: Variables) -> None:
    """A decision is kept: x_i(T) = 1 for must, x_i(T) = 0 for never."""
    for initiative in v.portfolio.initiatives:
        if initiative.decision != "free":
            wanted = int(initiative.decision == "must")
            v.program.require("decision", v.chosen(initiative.id), "=", wanted, subject=(initiative.id,))


def needs(v: Variables) -> None:
    """A field is fulfilled far enough before the start: (share - m) u_i(t) <= F_f(t - 1) - m.

    F_f is the start plus all shares, m the least it can be, u_i(t) = x_i(t); where a negative synergy or a
    measurement can lower the field again, u_i(t) = x_i(t) - x_i(t - 1). By the minimum of channels, one row for each; by their
    mean, the mean of what they are credited with in place of F_f.
    """
    for initiative in v.portfolio.initiatives:
        for field, share in initiative.needed_shares.items():
            for period in v.periods_of(initiative.id):
                for before, least in states_of(v, field, share, period - 1):
                    _need(v, initiative, field, share, period, before, least)


def _need(
    v: Variables,
    initiative: Initiative,
    field: str,
    share: Fraction,
    period: int,
    before: Expression,
    least: Fraction,
) -> None:
    parts = v.portfolio.disc.parts_of[field]
    can_fall = any(
        v.least(part, period - 1) < v.portfolio.start_fulfilment[part] or part in v.portfolio.measured_parts
        for part in parts
    )
    start = v.starting(initiative.id, period) if can_fall else v.started(initiative.id, period)
    v.program.require(
        "needs",
        start * (share - least),
        "<=",
        before - Expression(constant=least),
        subject=(initiative.id, field),
        period=period,
    )


def budget(v: Variables) -> None:
    """Spending keeps to the budget: from u to t no more than is there for these periods.

    u is t where nothing is carried over, 1 where all is, and with windows or a share the first period of each window, whose
    amounts add up, and the share of the one before. The spending of i in t is sum over s of cost_i(s, t) (x_i(s) - x_i(s - 1));
    that of a synergy falls in the period in which it becomes active. What of i flows into the budget is taken off in the same way.
    """
    for name, limit in v.portfolio.limits.items():
        spans = limit.spans(v.portfolio.periods)
        if not spans:
            continue
        in_each = not limit.adds_up
        spent = spending(v, limit, up_to=not in_each)
        take_income(v, name, spent, up_to=not in_each)
        for first, last, most in spans:
            row = spent[last - 1] if in_each or first == 1 else spent[last - 1] - spent[first - 2]
            since = None if limit.is_simple else first
            v.program.require("budget", row, "<=", most, subject=(name,), period=last, since=since)


def least_spending(v: Variables) -> None:
    """As much is spent under a budget as is to be: in all periods, or from the first to the last one of a window."""
    for name, limit in v.portfolio.limits.items():
        least = limit.least(v.portfolio.periods)
        spent = spending(v, limit, up_to=True) if least else []
        for one in least:
            row = spent[one.last - 1] if one.first == 1 else spent[one.last - 1] - spent[one.first - 2]
            v.program.require("least_spending", row, ">=", one.amount, subject=(name,), period=one.window)


def synergy(v: Variables) -> None:
    """A synergy is active once all its n members are complete: y(t) <= c_i(t) and y(t) >= sum of c_i(t) - (n - 1).

    Where the members must start together or in order, j tells of them what c_i does; fields that it needs must be
    fulfilled far enough at t - 1. The rows of these are in `omniprio.formulation.synergies`.
    """
    for entry in v.portfolio.synergies:
        state_synergy(v, entry)


def fulfilment(v: Variables) -> None:
    """A field is credited with no more than its shares: P_f(t) <= max(0, F_f(t)).

    Where negative synergies can push F_f below 0, a binary b switches to 0: P_f(t) <= F_f(t) - m b and
    P_f(t) <= 1 - b, with m < 0 the least F_f can be. By the minimum of channels this holds for each of them; by
    their mean, P_f(t) <= sum of w_c p_c(t), and it holds for what each channel is credited with, p_c(t).
    """
    disc = v.portfolio.disc
    for (field, period), credited in v.fulfilment.items() if v.portfolio.credit == "partial" else ():
        if not credited.terms:
            continue
        if field in disc.means:
            mean = mean_of_parts(v, field, period)
            v.program.require("fulfilment", credited, "<=", mean, subject=(field,), period=period)
        else:
            for part in disc.parts_of[field]:
                credited_with(v, credited, part, period)


def reached(v: Variables) -> None:
    """A field is reached only when its shares come to 1: (1 - m) z_f(t) <= F_f(t) - m, m the least F_f can be.

    With channels this holds for each of them.
    """
    for (field, period), whole in v.reached.items():
        for part in v.portfolio.disc.parts_of[field] if whole.terms else ():
            least = v.least(part, period)
            if least < 1:
                gained = v.shares(part, period) - Expression(constant=least)
                row = whole * (1 - least)
                v.program.require("reached", row, "<=", gained, subject=(field,), period=period)


def outside_in(v: Variables) -> None:
    """A ring counts only behind reached ones: P_kl(t) <= z_k,l-1(t) and z_kl(t) <= z_k,l-1(t)."""
    for row in v.portfolio.disc.disciplines:
        if row.order == "any":
            continue
        for outer, inner in pairwise(rings_that_count(v, row)):
            for period in range(1, v.portfolio.periods + 1):
                gate = v.reached[outer, period]
                for one in (v.fulfilment[inner, period], v.reached[inner, period]):
                    if one.terms:
                        v.program.require("outside_in", one, "<=", gate, subject=(inner,), period=period)


def ambition(v: Variables) -> None:
    """No discipline counts beyond its ambition a: position_k(t) <= a, where a checklist could pass it.

    In a ladder only the rings up to the ambition have columns, so nothing is left to state.
    """
    for row in v.portfolio.disc.disciplines:
        level = v.portfolio.ambitions[row.id]
        for period in range(1, v.portfolio.periods + 1):
            position = covered(v, row, period)
            if row.order == "any" and level and v.program.most(position) > level:
                capped = v.capped(row.id, period, level, Fraction(1, v.program.step(position).denominator))
                v.program.require("ambition", capped, "<=", position, subject=(row.id,), period=period)
                position = capped
            v.position[row.id, period] = position


def milestone(v: Variables) -> None:
    """What a milestone asks for holds at the end of its period t: F_f(t) >= share, c_i(t) = 1 and D(t) <= distance.

    Of a checklist any so many fields: the sum of m_f is at least the level, with (1 - m) m_f <= F_f(t) - m. The rows for a step
    of the ladder of channels are in `omniprio.formulation.channels`.
    """
    for entry in v.portfolio.milestones:
        for field, share in wanted_fields(entry, v.portfolio).items():
            for state, _ in states_of(v, field, share, entry.by):
                v.program.require("milestone", state, ">=", share, subject=(entry.id, field), period=entry.by)
        for name, level in wanted_counts(entry, v.portfolio).items():
            _count(v, entry, name, level)
        for name in entry.complete:
            done = v.completed(name, entry.by)
            v.program.require("milestone", done, ">=", 1, subject=(entry.id, name), period=entry.by)
        if entry.near is not None:
            left = distance(v, entry.by)
            v.program.require("milestone", left, "<=", entry.near, subject=(entry.id,), period=entry.by)
        if entry.channels is not None:
            climb(v, Climb(entry.channels, entry.by, Expression(constant=1), "milestone", (entry.id,)))


def _count(v: Variables, entry: Milestone, name: str, level: int) -> None:
    """State that so many fields of a checklist are reached."""
    fields = [field.id for field in v.portfolio.disc if field.discipline.id == name]
    reached_ones = Expression()
    for field in fields:
        whole = v.count(field, entry.by)
        for part in v.portfolio.disc.parts_of[field]:
            least = v.least(part, entry.by)
            if least < 1:
                gained = v.shares(part, entry.by) - Expression(constant=least)
                row, subject = whole * (1 - least), (entry.id, field)
                v.program.require("milestone", row, "<=", gained, subject=subject, period=entry.by)
        reached_ones.add_scaled(whole, 1)
    v.program.require("milestone", reached_ones, ">=", level, subject=(entry.id, name), period=entry.by)


_OF_INITIATIVES: tuple[Rule, ...] = (
    started,
    mode,
    decision,
    requires,
    needs,
    limits.bought,
    budget,
    least_spending,
    *limits.RULES,
    synergy,
)
_OF_THE_DISC: tuple[Rule, ...] = (fulfilment, reached, outside_in, ambition)

ON_SCHEDULES: tuple[Rule, ...] = (*_OF_INITIATIVES, milestone)
"""The rules that a schedule may break, and what they rest on; the others only count what a schedule does."""

RULES: tuple[Rule, ...] = (*_OF_INITIATIVES, *_OF_THE_DISC, milestone)
"""Every rule, in the order in which rows are added."""
