"""The sliders and switches of a page, made of a portfolio, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import marimo as mo

from omniprio.given_goals import GOAL_NAMES, goals_in
from omniprio.language import Speaker, fact
from omniprio.plan.quality import serves_nobody
from omniprio.portfolio.names import Titles
from omniprio.what_if.controls import Choice, Controls, controls_of, scale_of
from omniprio.what_if.pages.labels import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.goals import Goal
    from omniprio.portfolio import Initiative
    from omniprio.what_if.asked import Asked
    from omniprio.what_if.controls import Purse

__all__ = ["Panel"]

_MOST_ROWS = 25
"""How many initiatives are shown at once."""

_FEW = 12
"""Up to so many initiatives nobody needs to search."""

Said = Mapping[str, Any]
"""What elements say, by their names."""


class Panel:
    """Makes the elements of a page, lays them out, and reads them."""

    def __init__(self, asked: Asked) -> None:
        """Take what the page is opened with as where all elements begin."""
        self._portfolio = asked.portfolio
        self._begin = controls_of(asked.portfolio, asked.goals)
        self._speaker = Speaker(asked.language, Titles(asked.portfolio))
        self._language = asked.language

    def _say(self, key: str, **values: object) -> str:
        return self._speaker.words(f"what_if.{key}", **values)

    def elements(self) -> Any:
        """Return all elements that change the portfolio: money, decisions and dates, goals, ambition."""
        return mo.ui.dictionary(
            {
                "money": mo.ui.dictionary(
                    {name: mo.ui.dictionary(self._money(name)) for name in self._begin.purses}
                ),
                "choices": mo.ui.dictionary(
                    {one.id: mo.ui.dictionary(self._choice(one)) for one in self._portfolio.initiatives}
                ),
                "goals": mo.ui.dictionary(self._goals()),
                "ambition": mo.ui.dictionary(self._ambition()),
            }
        )

    def search(self) -> Any:
        """Return where a part of a name is typed, to find an initiative."""
        return mo.ui.text(placeholder=self._say("search"), full_width=True, debounce=200)

    def _money(self, name: str) -> dict[str, Any]:
        """Return the elements of a budget: sliders as it is given, and for each period where that is another thing."""
        purse = self._begin.purses[name]
        several = purse.each == "total" and self._portfolio.periods > 1
        return {
            "limited": mo.ui.switch(value=_limits(purse), label=self._say("limited")),
            "given": mo.ui.array(list(self._sliders(name, purse))),
            **(
                {
                    "by period": mo.ui.switch(label=self._say("by period")),
                    "each": mo.ui.array(list(self._sliders(name, self._by_period(purse)))),
                }
                if several
                else {}
            ),
        }

    def _by_period(self, purse: Purse) -> Purse:
        return purse.by_period(self._portfolio.periods)

    def _sliders(self, name: str, purse: Purse) -> Iterator[Any]:
        stop, step = scale_of(self._portfolio, self._portfolio.limits[name], purse)
        for label, amount in zip(self._spans(name, purse), purse.amounts, strict=True):
            value = stop if amount is None else amount
            yield mo.ui.slider(
                0, stop, step, value, debounce=True, include_input=True, full_width=True, label=label
            )

    def _spans(self, name: str, purse: Purse) -> list[str]:
        """Return what each amount is for."""
        calendar = self._portfolio.calendar
        if purse.each == "total":
            return [plain(self._speaker.names.unit(name))]
        if purse.each == "period":
            return [
                plain(calendar.label(period, self._language)) for period in range(1, calendar.periods + 1)
            ]
        bounds = self._portfolio.limits[name].bounds
        return [plain(calendar.span(first, last, self._language)) for first, last in bounds]

    def _choice(self, initiative: Initiative) -> dict[str, Any]:
        """Return what is decided of an initiative, and between which periods it may be."""
        given = self._begin.choices[initiative.id]
        decisions = {self._say(word): word for word in ("free", "must", "never")}
        return {
            "decision": mo.ui.dropdown(decisions, value=self._say(given.decision)),
            "earliest_start": self._date(given.earliest_start, "earliest"),
            "deadline": self._date(given.deadline, "latest"),
        }

    def _date(self, given: int | None, label: str) -> Any:
        last = max(self._portfolio.periods, given or 1)
        labels = {
            period: self._portfolio.calendar.label(period, self._language) for period in range(1, last + 1)
        }
        any_time = self._say("any time")
        options = {any_time: 0, **{label: period for period, label in labels.items()}}
        value = any_time if given is None else labels[given]
        return mo.ui.dropdown(options, value=value, label=self._say(label))

    def _ambition(self) -> dict[str, Any]:
        """Return a slider for each discipline: the level it is to reach."""
        return {
            row.id: mo.ui.slider(
                0,
                len(row.rings),
                1,
                self._begin.ambition[row.id],
                debounce=True,
                show_value=True,
                full_width=True,
                label=plain(self._speaker.called("discipline", row.id)),
            )
            for row in (self._portfolio.disc.disciplines if self._portfolio.has_disc else ())
        }

    def _goals(self) -> dict[str, Any]:
        """Return what to be best at: above all, and then."""
        first, *others = map(self._named, self._begin.goals)
        nothing = self._say("no goal")
        known = self._known_goals()
        return {
            "first": mo.ui.dropdown(known, first, label=self._say("first goal"), full_width=True),
            "second": mo.ui.dropdown(
                {nothing: None, **known}, (others or [nothing])[0], label=self._say("second goal"), full_width=True
            ),
        }  # fmt: skip

    def _known_goals(self) -> dict[str, Goal]:
        """Return the goals that can be chosen, by what they are called: those that are given, and what something serves."""
        given = {self._named(goal): goal for goal in self._begin.goals}
        usual = {self._named(goal): goal for name in GOAL_NAMES for goal in goals_in(name)}
        served = {name: goal for name, goal in usual.items() if not serves_nobody(goal, self._portfolio)}
        return given | served

    def _named(self, goal: Goal) -> str:
        said = self._speaker.say(fact(f"goals.name {goal.kind}", **goal.about))
        usual = goal.kind in GOAL_NAMES.values() and goal in goals_in(goal.kind)
        return said if usual else self._say("as given", goal=said)

    def controls(self, said: Said) -> Controls:
        """Return what the elements say.

        Args:
            said: The value of `elements`.
        """
        first, second = said["goals"]["first"], said["goals"]["second"]
        then = () if second is None or second == first else (second,)
        ambition = {row: int(level) for row, level in said["ambition"].items()}
        return Controls(
            purses={name: self._filled(name, own) for name, own in said["money"].items()},
            choices={name: _chosen(own) for name, own in said["choices"].items()},
            ambition={**self._begin.ambition, **ambition},
            goals=(first, *then, *self._begin.goals[2:]),
        )

    def _filled(self, name: str, said: Said) -> Purse:
        """Return what a budget gives; a slider that was not moved says what was given, be it no limit."""
        by_period = said.get("by period", False)
        given = self._begin.purses[name]
        purse = self._by_period(given) if by_period else given
        if not said["limited"] and _limits(given):
            return purse.model_copy(update={"amounts": (None,) * len(purse.amounts)})
        stop, _ = scale_of(self._portfolio, self._portfolio.limits[name], purse)
        amounts = tuple(
            was if amount == (stop if was is None else was) else float(amount)
            for amount, was in zip(said["each" if by_period else "given"], purse.amounts, strict=True)
        )
        return purse.model_copy(update={"amounts": amounts})

    def laid_out(self, elements: Any, search: Any) -> Any:
        """Return the elements one below the other, under titles that open and close.

        Args:
            elements: What `elements` has made.
            search: What `search` has made.
        """
        money = elements["money"]
        parts = {
            "money": [part for name in self._begin.purses for part in self._budget(name, money[name])],
            "decisions": self._listed(elements["choices"], search),
            "goals": list(elements["goals"].elements.values()),
            "ambition": list(elements["ambition"].elements.values()),
        }
        shown = {self._say(title): mo.vstack(part) for title, part in parts.items() if part}
        return mo.accordion(shown, multiple=True, expanded=[self._say("money")])

    def _budget(self, name: str, money: Any) -> Iterator[Any]:
        called = self._speaker.called("budget", name)
        yield mo.Html(f"<b>{escape(called[:1].upper() + called[1:])}</b>")
        yield money["limited"]
        if not money["limited"].value:
            return
        by_period = "by period" in money.elements and money["by period"].value
        if "by period" in money.elements:
            yield money["by period"]
        yield from money["each" if by_period else "given"].elements

    def _listed(self, choices: Any, search: Any) -> list[Any]:
        """Return the initiatives with what is decided of them, or those whose names have what is searched for."""
        sought = search.value.strip().casefold()
        found = [one for one in self._portfolio.initiatives if sought in one.name(self._language).casefold()]
        rows = [self._row(one, choices[one.id]) for one in found[:_MOST_ROWS]]
        many = len(self._portfolio.initiatives) > _FEW
        more = len(found) - len(rows)
        rest = [mo.Html(escape(self._say("more", count=more)))] if more else []
        return [*([search] if many else []), *rows, *rest]

    def _row(self, initiative: Initiative, choice: Any) -> Any:
        name = mo.Html(f"<b>{escape(initiative.name(self._language))}</b>")
        dates = [choice["earliest_start"], choice["deadline"]]
        return mo.vstack([name, choice["decision"], *dates], gap=0.3)


def _limits(purse: Purse) -> bool:
    return any(amount is not None for amount in purse.amounts)


def _chosen(said: Said) -> Choice:
    """Return what the elements of an initiative say; 0 is any time."""
    return Choice(
        decision=said["decision"],
        earliest_start=said["earliest_start"] or None,
        deadline=said["deadline"] or None,
    )
