"""Planned against measured: how far fields were promised to be, and how far they were found to be."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, override

from omniprio.answer import Answer
from omniprio.base import Model
from omniprio.errors import Fault
from omniprio.fulfilment import progress
from omniprio.language import sentence
from omniprio.parameters import validated
from omniprio.portfolio import Measurement, Portfolio, as_scheduled
from omniprio.portfolio.measurements import latest_of_parts
from omniprio.portfolio.names import Titles
from omniprio.portfolio.portfolio import known_at
from omniprio.spelling import hints, shown, use_one_of
from omniprio.synergies import activations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.language import Names, Speaker
    from omniprio.plan import Plan

__all__ = [
    "Reading",
    "SuggestedShare",
    "SuggestedShares",
    "dated",
    "faults_of_measured",
    "readings_of",
    "suggested_shares",
]


class Reading(Model):
    """One field, or one channel of it, that was measured: what was promised, and what was found."""

    field: str
    """The field, as `R2`, or the channel of it, as `R2@web`."""
    period: int
    """The period at whose end it was so; 0 is the start."""
    measured: Measurement
    """The measurement that counts, with its day and who measured."""
    planned: Fraction | None
    """Its fulfilment then in the plan that was promised; None where that plan is on another disc."""
    expected: Fraction
    """Its fulfilment then if what was complete had given what it was to give."""
    found: Fraction
    """Its fulfilment as it was measured."""
    since: Fraction
    """Its fulfilment as it was known before: at the start, or when it was measured before."""
    sources: tuple[str, ...] = ()
    """The initiatives that have given it a share since then, alone or in a synergy, by id."""
    promised: Fraction | None = None
    """The share that was promised, where one initiative alone has given any; else None."""
    turned_out: Fraction | None = None
    """The share that it has given, where it alone explains what was found; else None."""

    @property
    def difference(self) -> Fraction:
        """How much more was found than what was complete was to give; below 0 is less."""
        return self.found - self.expected


def readings_of(
    before: Plan, now: Portfolio, starts: Mapping[str, int], by: int, new: Sequence[Measurement]
) -> tuple[Reading, ...]:
    """Return each part of the disc that was measured newly, with what was promised, in the order of the disc.

    Args:
        before: The plan that was promised.
        now: The portfolio with its past, the new measurements included.
        starts: What has begun, by id.
        by: The last period that is over.
        new: The new measurements, each with its period.
    """
    planned = progress(before.portfolio, before.starts).fulfilment
    known = now.model_copy(update={"measured": now.measured[: len(now.measured) - len(new)]})
    expected = progress(known, starts).fulfilment
    found = []
    for part, one in latest_of_parts(new, now.disc, by).items():
        period = one.period or 0
        since, state = known_at(known, part, period)
        given = list(_given(part, known, starts, range(since + 1, period + 1)))
        promised = given[0][1] if len(given) == 1 and len(given[0][0]) == 1 else None
        course = planned.get(part)
        found.append(
            Reading(
                field=part,
                period=period,
                measured=one,
                planned=None if course is None else course[min(period, before.portfolio.periods)],
                expected=expected[part][period],
                found=one.exact_share,
                since=state,
                sources=tuple(dict.fromkeys(name for names, _ in given for name in names)),
                promised=promised,
                turned_out=_turned_out(promised, one.exact_share, state, expected[part][period]),
            )
        )
    return tuple(found)


def _turned_out(
    promised: Fraction | None, found: Fraction, since: Fraction, expected: Fraction
) -> Fraction | None:
    """Return the share that explains what was found; that which was promised where it is as expected, None if none can."""
    if promised is None or found < since:
        return None
    return promised if found == expected else found - since


def _given(
    part: str, portfolio: Portfolio, starts: Mapping[str, int], periods: range
) -> Iterator[tuple[tuple[str, ...], Fraction]]:
    """Yield what has given a part of the disc a share in some periods, an initiative or the members of a synergy."""
    portfolio = as_scheduled(portfolio, starts)
    for name, start in starts.items():
        share = portfolio.gains[name].get(part)
        if share and start + portfolio.by_id[name].duration - 1 in periods:
            yield (name,), share
    active = activations(portfolio, starts)
    for synergy in portfolio.synergies:
        share = portfolio.joint_gains[synergy.id].get(part)
        if share and active.get(synergy.id) in periods:
            yield synergy.of, share


class SuggestedShare(Model):
    """A share that turned out larger or smaller than it was promised."""

    initiative: str
    field: str
    """The field, or the channel of it."""
    promised: Fraction
    turned_out: Fraction


class SuggestedShares(Answer):
    """The shares that measurements suggest, and the portfolio with them: nothing is changed until you take it."""

    shares: tuple[SuggestedShare, ...]
    """In the order of the disc; none where no initiative alone explains what was found."""
    portfolio: Portfolio
    """The portfolio with these shares in place of those that were promised."""

    @override
    def _names_used(self) -> Names:
        return Titles(self.portfolio)

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        for one in self.shares:
            yield speaker.words(
                "answers.suggested share",
                initiative=one.initiative,
                field=one.field,
                promised=one.promised,
                turned_out=one.turned_out,
            )
        if not self.shares:
            yield speaker.words("answers.no suggested share")


@validated
def suggested_shares(readings: Sequence[Reading], portfolio: Portfolio) -> SuggestedShares:
    """Return what measurements say about shares, and the portfolio corrected by it, apart.

    A share is suggested where one initiative alone has given the field a share since it was known before, and what was
    found is another than what was promised: what was found less what was known before.

    Args:
        readings: What was measured; `Replanned.readings`.
        portfolio: The portfolio to correct, as you keep it; what it does not have is passed over.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> from omniprio.answers.replanning import replan
    >>> from omniprio.portfolio import Measurement
    >>> web = Initiative(id="web", advances={"D2": 0.6})
    >>> promised = plan_of(Portfolio(horizon=2, initiatives=[web]), {"web": 1})
    >>> found = replan(promised, by=1, measured=[Measurement(field="D2", share=0.4)], goals="closest")
    >>> suggested = suggested_shares(found.readings, promised.portfolio)
    >>> suggested.portfolio.by_id["web"].advances, promised.portfolio.by_id["web"].advances
    ({'D2': 0.4}, {'D2': 0.6})
    """
    shares = tuple(
        SuggestedShare(
            initiative=one.sources[0], field=one.field, promised=one.promised, turned_out=one.turned_out
        )
        for one in readings
        if one.promised is not None
        and one.turned_out not in {None, one.promised}
        and one.sources[0] in portfolio.by_id
        and one.field in portfolio.disc.named
    )
    corrected = portfolio
    for one in shares:
        advances = corrected.by_id[one.initiative].advances | {one.field: float(one.turned_out)}
        initiatives = [
            entry.model_copy(update={"advances": advances}) if entry.id == one.initiative else entry
            for entry in corrected.initiatives
        ]
        corrected = corrected.model_copy(update={"initiatives": initiatives})
    return SuggestedShares(shares=shares, portfolio=corrected)


def dated(measured: Sequence[Measurement], portfolio: Portfolio, by: int) -> list[Measurement]:
    """Return measurements with the period at whose end each holds; see `Measurement.period`.

    Args:
        measured: The measurements.
        portfolio: The portfolio, which may have dates.
        by: The last period that is over.
    """
    return [one.model_copy(update={"period": _period(one, portfolio, by)}) for one in measured]


def _period(one: Measurement, portfolio: Portfolio, by: int) -> int:
    calendar = portfolio.calendar
    if one.period is not None:
        return one.period
    if one.on is None or calendar.start is None:
        return by
    over = (period for period in range(1, portfolio.periods + 1) if calendar.last_day(period) <= one.on)
    return max(over, default=0)


def faults_of_measured(portfolio: Portfolio, by: int, measured: Sequence[Measurement]) -> Iterator[Fault]:
    """Yield what is wrong with measurements: a field that there is not, or a period that is not over.

    Args:
        portfolio: The portfolio.
        by: The last period that is over.
        measured: The measurements.
    """
    known = portfolio.disc.named
    hint = hints((one.field for one in measured if one.field not in known), known)
    for place, one in enumerate(measured, start=1):
        if one.field not in known:
            problem = sentence("faults.no such field", name=one.field)
            remedy = use_one_of(known, hint[one.field])
            at = (("measured", place - 1, "field"),)
            yield Fault(f"measured[{place}].field", problem, remedy, at)
        if _period(one, portfolio, by) > by:
            value = shown(one.period) if one.period is not None else str(one.on)
            remedy = sentence("remedies.measured by then", period=by)
            where = "period" if one.period is not None else "on"
            at = (("measured", place - 1, where),)
            yield Fault(f"measured[{place}].{where}", sentence("faults.is", value=value), remedy, at)
