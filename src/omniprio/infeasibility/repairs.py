"""The cheapest changes after which there is a plan, each of one kind and each tried.

In the literature: minimal correction set.
"""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.base import MOST_PERIODS
from omniprio.checker import check
from omniprio.errors import InvalidInputError, NoPlanFoundError, SolverError
from omniprio.infeasibility.change_words import repair_facts
from omniprio.infeasibility.changing import Change, Repair, changed
from omniprio.infeasibility.demand import Rows
from omniprio.infeasibility.easing import asking_less, asks_for_nothing, less, step_of_share, steps_of
from omniprio.infeasibility.kinds import KINDS, families
from omniprio.infeasibility.lags import loosenings
from omniprio.infeasibility.moving import (
    changes_of,
    is_one_number,
    moved_alike,
    moving,
    moving_alike,
    size_of,
    step_of,
)
from omniprio.infeasibility.solving import Softened, dropping, schedule
from omniprio.infeasibility.words import in_english
from omniprio.numbers import exact
from omniprio.solver.limits import Limits
from omniprio.solver.program import Expression, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from omniprio.deadline import Deadline
    from omniprio.infeasibility.demand import Demand
    from omniprio.infeasibility.kinds import Kind
    from omniprio.infeasibility.solving import Found

__all__ = ["Repairs"]

_MOST_ALIKE = 10
"""Demands of one kind that are each offered to be dropped."""

_FEW = 1
"""Things changed by a repair that is simple enough not to look for one of several kinds."""

_SECONDS = 3.0
_PART = 1 / 6
"""Seconds for one repair, or this part of what is left where that is more."""


class Repairs:
    """The search for repairs.

    A repair has to touch the conflict, so only what is in the conflict is tried alone; where nothing of its
    kind is enough alone, all of the kind together is tried; where no kind is enough, all kinds.

    Attributes:
        found: The repairs, the cheapest first: the fewest things changed, then the smallest changes.
        complete: Whether every repair was found, or proven not to exist.
    """

    def __init__(self, rows: Rows, conflict: Sequence[Demand], deadline: Deadline) -> None:
        """Prepare the search.

        Args:
            rows: The rows of the portfolio.
            conflict: Demands that cannot hold together.
            deadline: When to stop.
        """
        self.found: list[Repair] = []
        self.complete = True
        self._rows = rows
        self._portfolio = rows.portfolio
        self._conflict = conflict
        self._deadline = deadline

    def run(self) -> None:
        """Look for repairs of each kind until the time is over."""
        try:
            for family in families().values():
                self._move(family)
            for kind in (kind for kind, row in KINDS.items() if not row.family):
                self._drop(kind)
            for demand in self._in_the_way("milestone"):
                self._ease(demand)
            for demand in (*self._in_the_way("least_share"), *self._in_the_way("most_share")):
                self._ask_for_less_of(demand)
            for demand in self._in_the_way("requires")[:_MOST_ALIKE]:
                self._loosen(demand)
            self._lengthen()
            self._open()
            if all(repair.things > _FEW for repair in self.found):
                self._mix()
        except NoPlanFoundError:
            self.complete = False
        self.found.sort(key=lambda repair: (repair.things, repair.size))

    def _limits(self) -> Limits:
        """Return when to stop looking for one repair.

        Raises:
            NoPlanFoundError: Now.
        """
        if (why := self._deadline.why) is not None:
            raise NoPlanFoundError(why)
        left = self._deadline.left
        return Limits(self._deadline.share(most=None if left is None else max(_SECONDS, _PART * left)))

    def _of(self, kinds: Collection[Kind]) -> list[Demand]:
        return [demand for demand in self._rows.of if demand.kind in kinds]

    def _move(self, family: Collection[Kind]) -> None:
        """Move one thing of a family, or, where that is not enough, as many as it takes."""
        subjects = dict.fromkeys(demand.subject for demand in self._conflict if demand.kind in family)
        alone = [self._try([d for d in self._of(family) if d.subject == one]) for one in subjects]
        if subjects and not any(alone):
            self._try(self._of(family))
        for repair in alone:
            if repair is not None and self._portfolio.periods > 1:
                self._move_alike(repair)

    def _move_alike(self, repair: Repair) -> None:
        """Move by the same in every period what a repair moves in some, where it is one number for all of them."""
        changed = {(change.kind, change.subject) for change in repair.changes}
        soft = [one for one in self._rows.of if (one.kind, one.subject) in changed]
        if len(changed) > 1 or not KINDS[soft[0].kind].gives or not is_one_number(self._portfolio, soft[0]):
            return
        found = self._solved(moving_alike(self._rows, soft), soft)
        if found is not None:
            change = moved_alike(self._rows, found, soft)
            self._keep([change], found, least=self._is_least([change], found.bound))

    def _drop(self, kind: Kind) -> None:
        """Drop the fewest demands of a kind; where one is enough, each that is."""
        touched = [demand for demand in self._conflict if demand.kind == kind]
        if not touched or not (first := self._try(self._of([kind]))) or first.things > 1:
            return
        alone = {first.changes[0].subject}
        for _ in range(_MOST_ALIKE - 1):
            left = [demand for demand in touched if demand.subject not in alone]
            if not left or not (next_one := self._try(left, most=1)):
                return
            alone.add(next_one.changes[0].subject)

    def _try(self, soft: Sequence[Demand], most: int | None = None) -> Repair | None:
        """Change demands as little as possible so that all others hold; keep and return the repair."""
        softened = moving(self._rows, soft)
        if most is not None:
            softened = _priced(softened, most)
        found = self._solved(softened, soft)
        if found is None:
            return None
        found = self._later(softened, soft, found)
        changes = changes_of(self._rows, found, soft)
        return self._keep(changes, found, least=self._is_least(changes, found.bound))

    def _solved(self, softened: Softened, soft: Collection[Demand]) -> Found | None:
        kept = [demand for demand in self._rows.of if demand not in soft]
        limits = self._limits()
        try:
            return schedule(self._rows, kept, softened, limits)
        except (NoPlanFoundError, SolverError):
            self.complete = False
            return None

    def _later(self, softened: Softened, soft: Sequence[Demand], found: Found) -> Found:
        """Return a schedule of the same price that needs carried-over money as late as possible."""
        if softened.then is None or not softened.then.terms:
            return found
        price = sum((exact(change.by or 0.0) for change in changes_of(self._rows, found, soft)), Fraction(0))
        held = _priced(softened, price)
        later = self._solved(dataclasses.replace(held, price=softened.then), soft)
        return found if later is None else dataclasses.replace(later, bound=found.bound)

    def _is_least(self, changes: Sequence[Change], bound: Fraction | None) -> bool:
        """Tell whether the bound says that one step less of any of the changes is not enough."""
        steps = [
            Fraction(1) if one.by is None else step_of(self._portfolio, one.kind, (one.subject or ("",))[0])
            for one in changes
        ]
        price = sum((1 if c.by is None else abs(exact(c.by)) for c in changes), Fraction(0))
        return bound is not None and bound > price - min(steps)

    def _keep(self, changes: Sequence[Change], found: Found, *, least: bool) -> Repair | None:
        """Keep a repair whose schedule the checker accepts for the changed portfolio.

        One that would need more than a portfolio may hold, as a team of more than 1,000,000,000,000, is none.
        """
        try:
            repaired = changed(self._portfolio, changes)
        except InvalidInputError:
            return None
        if not check(repaired, found.starts).ok:
            self.complete = False
            return None
        by_thing: dict[tuple[str, tuple[str, ...]], list[Change]] = {}
        for change in changes:
            by_thing.setdefault((change.kind, change.subject), []).append(change)
        said = repair_facts(changes, self._portfolio)
        repair = Repair(
            changes=tuple(changes),
            size=sum(max(size_of(self._portfolio, one) for one in own) for own in by_thing.values()),
            least=least,
            sentence=" ".join(in_english(one, self._portfolio) for one in said),
            said=said,
            starts=found.starts,
        )
        self.found.append(repair)
        return repair

    def _in_the_way(self, kind: Kind) -> list[Demand]:
        """Return the demands of a kind without which alone there is a plan: with no other it is enough to ask for less."""
        dropped = {
            (change.kind, change.subject)
            for repair in self.found
            if len(repair.changes) == 1
            for change in repair.changes
        }
        return [one for one in self._conflict if one.kind == kind and (one.kind, one.subject) in dropped]

    def _ease(self, demand: Demand) -> None:
        """Move a milestone to a later period, or let it ask for less, each as little as is enough."""
        for changes in steps_of(self._rows, demand):
            self._first_enough(changes)
        softened = asking_less(self._rows, demand)
        if softened is not None and (found := self._solved(softened, [demand])):
            changes, is_least = less(self._rows, found, demand)
            if not asks_for_nothing(self._rows, demand, changes):  # to drop it is among the repairs
                self._keep(changes, found, least=is_least)

    def _ask_for_less_of(self, demand: Demand) -> None:
        """Let the share of a group ask for less, as little as is enough; where it is given finely there are millions of steps."""
        steps, step = step_of_share(self._rows, demand)

        def by(number: int) -> list[Change]:
            return [Change(kind=demand.kind, subject=demand.subject, by=float(number * step))]

        self._smallest_enough(steps, by)

    def _loosen(self, demand: Demand) -> None:
        """Shorten the lag of a requirement, or lengthen its longest one, each as little as is enough."""
        name, others = demand.subject[0], demand.subject[1:]
        for amounts in loosenings(self._portfolio.by_id[name], others, self._portfolio.periods):
            ways = [[Change(kind="requires", subject=demand.subject, by=by)] for by in (0, *amounts)]
            self._smallest_enough(len(amounts), ways.__getitem__)

    def _lengthen(self) -> None:
        """Find the shortest longer horizon, up to half as long again, that is enough."""
        most = min((self._portfolio.periods + 1) // 2, MOST_PERIODS - self._portfolio.periods)
        longer = [Change(kind="horizon", by=more) for more in range(1, most + 1)]
        if longer and self._after([longer[-1]]) is not None:
            self._first_enough(longer)

    def _open(self) -> None:
        """Have work done in closed periods too: in each that alone is enough, else from the first on in as many as it takes."""
        closed = [*self._closed()]
        if not closed or self._after(closed) is None:
            return
        enough = [(one, found) for one in closed[:_MOST_ALIKE] if (found := self._after([one]))]
        for one, found in enough:
            self._keep([one], found, least=self.complete)
        if not enough:
            self._smallest_enough(len(closed), lambda many: closed[:many], least=False)

    def _closed(self) -> Iterator[Change]:
        """Yield what would open a period: to all, or to an initiative in the conflict."""
        involved = {name for demand in self._conflict for name in demand.subject}
        closed = {(): self._portfolio.closed} | {
            (one.id,): one.closed for one in self._portfolio.initiatives if one.id in involved
        }
        for subject, periods in closed.items():
            for period in sorted(set(periods)):
                if period <= self._portfolio.periods:
                    yield Change(kind="closed", subject=subject, period=period)

    def _first_enough(self, changes: Sequence[Change]) -> None:
        """Keep the first of some changes, the smallest first, that is enough."""
        for change in changes:
            if found := self._after([change]):
                self._keep([change], found, least=self.complete)
                return

    def _smallest_enough(
        self, most: int, way: Callable[[int], Sequence[Change]], *, least: bool = True
    ) -> None:
        """Keep what is changed by the first number, from 1 up to the most, that is enough; found by halving, as each after it is too."""
        first, last, enough = 1, most + 1, None
        while first < last:
            middle = (first + last) // 2
            if found := self._after(way(middle)):
                last, enough = middle, found
            else:
                first = middle + 1
        if enough is not None:
            self._keep(way(last), enough, least=least and self.complete)

    def _after(self, changes: Sequence[Change]) -> Found | None:
        """Return a schedule after changes."""
        try:
            after = changed(self._portfolio, changes)
        except InvalidInputError:  # its calendar would pass the year 9999
            return None
        try:
            rows = Rows(after, self._deadline)
            return schedule(rows, rows.of, Softened(), self._limits())
        except NoPlanFoundError:
            self.complete = False
            return None

    def _mix(self) -> None:
        """Change the fewest things, of whatever kinds, and these as little as possible."""
        every = list(self._rows.of)
        found = self._solved(dropping(self._rows, every, by_thing=True), every)
        if found is None:
            return
        things = {(demand.kind, demand.subject) for demand in every if found.breaks(self._rows.of[demand])}
        fewest = min((repair.things for repair in self.found), default=len(things) + 1)
        if len(things) < fewest:
            self._try([demand for demand in every if (demand.kind, demand.subject) in things])


def _priced(softened: Softened, most: Fraction | int) -> Softened:
    """Return softened rows with a limit to their price."""
    price = softened.price or Expression()
    limit = Row("price", (), None, price.terms, "<=", most - price.constant)
    return dataclasses.replace(softened, rows=[*softened.rows, limit])
