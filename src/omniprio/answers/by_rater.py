"""A plan under each rater: what would be done if one of them were right, and which disagreements matter for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, override

from omniprio.answer import Answer
from omniprio.answers.best import Search, known
from omniprio.answers.comparison import GoalChange, goal_changes, goal_word, shown
from omniprio.answers.floor import no_worse
from omniprio.assessment import Agreement, Assessment, agreement, combine, starting_from
from omniprio.assessment.profile import rounded_down
from omniprio.assessment.raters import Method
from omniprio.base import Model
from omniprio.checker import check
from omniprio.disc import AT
from omniprio.language import Speaker, fact
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.portfolio import AnyStart
from omniprio.portfolio.names import Titles
from omniprio.purpose import goals_for
from omniprio.text_table import columns

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.annotations import Seconds
    from omniprio.assessment import CombinedProfile
    from omniprio.given_goals import GivenGoals
    from omniprio.language import Fact, Names
    from omniprio.portfolio import Portfolio

__all__ = ["RaterPlans", "StartCase", "plan_by_rater"]

CaseKind = Literal["rater", "lowest", "highest"]
"""Whose word is taken: that of one rater on everything, or the lowest or highest word on one discipline."""

Start = dict[str, float]


_NONE = fact("answers.no choices")


class StartCase(Model):
    """What would be best if the start were another than the raters say together."""

    kind: CaseKind
    subject: str
    """The rater, or the discipline by id."""
    start: dict[str, float]
    """The fulfilment of each field at the start, as it is taken to be."""
    starts: dict[str, AnyStart] | None
    """The best schedule from there; None if none was found in time, or there is none."""
    goals: tuple[GoalChange, ...]
    """For each goal, both measured from this start: the plan of all together `before`, the best plan `after`; empty
    if no best one is known, or that of all together does not keep every rule from there."""
    fits: bool
    """Whether the plan of all together keeps every rule from this start."""
    proven: bool
    """Whether it is proven that no plan is better from there."""

    @property
    def changes_the_plan(self) -> bool | None:
        """Whether another plan is better than that of all together, if this start is right; None where that is open."""
        if not self.fits or any(change.loss for change in self.goals):
            return True
        return False if self.proven else None


class RaterPlans(Answer):
    """A plan under each rater, and the disagreements that would change the plan."""

    plan: Plan
    """The plan from the start that the raters say together."""
    method: Method
    """How their ratings were made one."""
    agreement: Agreement
    """How far they agree."""
    cases: tuple[StartCase, ...]
    """One for each rater, then two for each discipline that they rate differently."""
    not_begun: tuple[str, ...] = ()
    """The raters and disciplines that there was no time to look at."""

    @property
    def decisive(self) -> tuple[str, ...]:
        """The disciplines whose lowest or highest rating would change the plan, in the order of the disc."""
        told = (one.subject for one in self.cases if one.kind != "rater" and one.changes_the_plan)
        return tuple(dict.fromkeys(told))

    @property
    def in_every_plan(self) -> tuple[str, ...]:
        """The initiatives that are in the plan of all together and in that under each rater."""
        return tuple(
            name for name in self.plan.portfolio.by_id if all(name in one for one in self._schedules)
        )

    @property
    def in_some_plans(self) -> tuple[str, ...]:
        """The initiatives that are in some of these plans and not in others."""
        named = {name for one in self._schedules for name in one} - {*self.in_every_plan}
        return tuple(name for name in self.plan.portfolio.by_id if name in named)

    @property
    def _schedules(self) -> list[Mapping[str, int]]:
        raters = [one.starts for one in self.cases if one.kind == "rater" and one.starts is not None]
        return [self.plan.starts, *raters]

    @override
    def _left_open(self) -> Iterator[Fact]:
        if not self.plan.is_final:
            yield fact("answers.plan as it is open")
        still_open = [one for one in self.cases if not one.proven]
        if still_open or self.not_begun:
            yield fact("answers.cases open", open=len(still_open), not_begun=len(self.not_begun))

    @override
    def _names_used(self) -> Names:
        return Titles(self.plan.portfolio)

    @override
    def _columns(self, speaker: Speaker) -> str:
        goals = [goal_word(result.goal, speaker) for result in self.plan.goals]
        values = [head for goal in goals for head in (goal, speaker.words("answers.best then"))]
        heads = ["start as seen by", "column in", "column out", "changes the plan"]
        first, *rest = (speaker.words(f"answers.{head}") for head in heads)
        rows = (self._row(one, len(goals), speaker) for one in self.cases)
        return columns([first, *values, *rest], rows)

    def _row(self, one: StartCase, goals: int, speaker: Speaker) -> list[str]:
        """Return one case: what the plan of all comes to, what would be best, and what that does otherwise."""
        subject = one.subject if one.kind == "rater" else speaker.called("discipline", one.subject)
        who = speaker.words(f"answers.case {one.kind}", subject=subject)
        values = [
            shown(change.goal, value, speaker)
            for change in one.goals
            for value in (change.before, change.after)
        ]
        ours, theirs = self.plan.starts, self.plan.starts if one.starts is None else one.starts
        verdict = {True: "yes", False: "no", None: "not known"}[one.changes_the_plan]
        return [
            who,
            *(values or ["-"] * 2 * goals),
            speaker.all_mentioned("initiative", (name for name in theirs if name not in ours)),
            speaker.all_mentioned("initiative", (name for name in ours if name not in theirs)),
            speaker.words(f"answers.{verdict}"),
        ]

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        yield from self.agreement.summary(speaker.catalogue.language).splitlines()
        yield speaker.words(f"answers.plan of all {self.method}", names=tuple(self.plan.starts) or _NONE)
        yield self._columns(speaker)
        yield speaker.words("answers.case values")
        yield speaker.words("answers.in all", names=self.in_every_plan or _NONE)
        yield speaker.words("answers.choices", names=self.in_some_plans or _NONE)
        said = "decisive" if self.decisive else "none decisive"
        yield speaker.words(f"answers.{said}", disciplines=self.decisive)


@validated
def plan_by_rater(
    portfolio: Portfolio,
    assessments: Sequence[Assessment],
    goals: GivenGoals | None = None,
    *,
    method: Method = "median",
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> RaterPlans:
    """Return the plan that would be best if each rater were right, and the disagreements that would change the plan.

    The plan of all together starts from what the raters say combined. Then the portfolio is planned again from what
    each rater says (what a rater does not rate stays as all say), and, discipline by discipline, from the lowest and
    from the highest ratings of its fields with all else as all say. A start changes the plan where another plan is
    better than that of all together at any goal; one that is only as good changes nothing.

    Args:
        portfolio: The portfolio; what nobody rates starts as it says.
        assessments: The bids, at least one, each of another rater.
        goals: In order of importance, without slack; see `omniprio.prioritise`; None for those that suit the portfolio.
        method: How ratings are made one.
        time_limit: Seconds for everything, shared evenly by what is left to do.
        cancel: Set it from another thread to stop; Ctrl-C does the same.

    Raises:
        InvalidInputError: A bid is wrong; it lists every fault.
        InfeasibleError: From what all say together there is no plan.
        NoPlanFoundError: There was no time to find one.

    >>> from omniprio import Initiative, Portfolio
    >>> from omniprio.assessment import Assessment
    >>> web = Initiative(id="web", cost=30, advances={"D2": 0.6})
    >>> app = Initiative(id="app", cost=30, advances={"R2": 0.5})
    >>> bids = [Assessment(rater=name, ratings={"D2": share}) for name, share in (("IT", 0.2), ("HQ", 0.2), ("Shops", 0.9))]
    >>> found = plan_by_rater(Portfolio(horizon=1, initiatives=[web, app], budget=30), bids)
    >>> found.plan.starts, found.cases[2].starts, found.decisive
    ({'web': 1}, {'app': 1}, ('D',))
    """
    search = Search(goals_for(portfolio, goals), time_limit, cancel)
    seen = combine(assessments, disc=portfolio.disc, method=method)
    agreed = agreement(assessments, disc=portfolio.disc)
    all_say = _start(portfolio, seen)
    together = starting_from(portfolio, seen).model_copy(update={"start": all_say})
    wanted = list(_wanted(seen, assessments, all_say))
    best = search.best(together, share=1 / (len(wanted) + 1))
    if best.plan is None:
        raise search.no_plan(together, best)
    cases = [_case(*one, best.plan, search, share) for one, share in search.in_turn(wanted)]
    left = tuple(dict.fromkeys(subject for _, subject, _ in wanted[len(cases) :]))
    return RaterPlans(plan=best.plan, method=method, agreement=agreed, cases=tuple(cases), not_begun=left)


def _start(portfolio: Portfolio, seen: CombinedProfile) -> Start:
    """Return the start that all say together; what is rated as a whole holds for all channels of it."""
    unrated = {
        name: float(share)
        for name, share in portfolio.start_fulfilment.items()
        if name.partition(AT)[0] not in seen.start
    }
    return unrated | seen.start


def _wanted(
    seen: CombinedProfile, assessments: Sequence[Assessment], all_say: Start
) -> Iterator[tuple[CaseKind, str, Start]]:
    """Yield the starts to plan from: those of the raters, then the ends of each discipline."""
    for bid in assessments:
        own = {entry.field: entry.ratings[bid.rater] for entry in seen.fields if bid.rater in entry.ratings}
        yield (
            "rater",
            bid.rater,
            all_say | {name: float(rounded_down(share, seen.decimals)) for name, share in own.items()},
        )
    for row in seen.disc.disciplines:
        ends = {
            field: limits
            for field, limits in seen.ranges.items()
            if seen.disc.fields[field].discipline == row and limits[0] < limits[1]
        }
        if ends:
            yield "lowest", row.id, all_say | {field: low for field, (low, _) in ends.items()}
            yield "highest", row.id, all_say | {field: high for field, (_, high) in ends.items()}


def _case(kind: CaseKind, subject: str, start: Start, plan: Plan, search: Search, share: float) -> StartCase:
    """Return what would be best from a start, next to the plan of all together."""
    portfolio = plan.portfolio.model_copy(update={"start": start})
    fits = check(portfolio, plan.starts).ok
    if portfolio == plan.portfolio:
        best = known(plan)
    else:
        best = search.best(portfolio, share=share, warm_start=plan.starts if fits else None)
    if fits:
        best = no_worse(best, plan.starts, portfolio, search.goals)
    then = None if best.found is None else best.found.starts
    both = fits and then is not None
    return StartCase(
        kind=kind,
        subject=subject,
        start=start,
        starts=then,
        goals=goal_changes(search.goals, (portfolio, plan.starts), (portfolio, then or {})) if both else (),
        fits=fits,
        proven=best.settled,
    )
