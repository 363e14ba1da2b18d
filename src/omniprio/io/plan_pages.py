"""What a workbook says about a plan: a page for each question, with its answer as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from omniprio.language import Speaker, text
from omniprio.marks import told
from omniprio.plan.words import absence_sentence, goal_name, joint_sentence, merit_sentence
from omniprio.portfolio import in_several_units, unit_of, unit_of_budget
from omniprio.portfolio.initiative import MAIN_FUND
from omniprio.portfolio.names import Titles
from omniprio.portfolio.provenance import marks_of, part_in, source_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.base import Text
    from omniprio.io.cells import Cell
    from omniprio.language import Language
    from omniprio.plan import Plan, Planned

__all__ = ["Heading", "Page", "pages"]

Way = Literal["text", "date", "money", "amount", "share", "level"]
"""How the cells of a column are shown."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column.

    Attributes:
        words: What stands there.
        way: How the cells below are shown.
        adds_up: Whether they have a total.
    """

    words: str
    way: Way = "text"
    adds_up: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A question about a plan, and the answer.

    Attributes:
        name: What its sheet is called.
        question: The question.
        headings: The heads of the columns.
        rows: The cells below.
        note: What of it is not a fact; empty where all is.
    """

    name: str
    question: str
    headings: list[Heading]
    rows: list[list[Cell]]
    note: str = ""


def pages(plan: Plan, language: Language) -> list[Page]:
    """Return what there is to say about a plan, most important first; a page without rows is left out.

    Args:
        plan: The plan.
        language: The language of all words.
    """
    return [page for page in _Telling(plan, language).all() if page.rows]


class _Telling:
    """A plan, and who tells of it."""

    def __init__(self, plan: Plan, language: Language) -> None:
        self.plan = plan
        self.portfolio = plan.portfolio
        self.language = language
        self.speaker = Speaker(language, Titles(plan.portfolio))

    def all(self) -> Iterator[Page]:
        """Yield every page, also those without rows."""
        yield self._page("schedule", self._of_schedule(), self._schedule(), "title", "cost", "effort")
        yield self._page("left out", self._heads("id", "title", "why"), self._left_out(), "title", "effect")
        yield self._page(
            "goals",
            [
                *self._heads("goal", "proof"),
                *self._level("value", "bound above" if self.plan.goals[1:] else "bound"),
            ],
            self._goals(),
            "effect",
            "value",
            "budget",
            "start",
        )
        yield self._page("money", self._of_money(), self._money(), "cost", "budget")
        yield self._page("teams", self._of_teams(), self._teams(), "effort")
        yield self._page("disciplines", self._of_disciplines(), self._disciplines(), "effect", "start")
        yield self._page("fields", self._of_fields(), self._fields(), "effect", "start")
        yield self._page("cash", self._of_cash(), self._cash(), "value")
        yield self._page("worth", self._of_worth(), self._worth(), "value")
        yield self._page("synergies", self._heads("id", "period", "what"), self._synergies(), "value")
        yield self._page("milestones", self._heads("id", "due", "met"), self._milestones(), "effect", "cost")
        yield self._page("provenance", self._heads("id", "part", "source"), self._sources())

    def _page(self, name: str, heads: list[Heading], rows: Iterator[list[Cell]], *about: str) -> Page:
        note = told(marks_of(self.portfolio, *about), self.language) if about else ""
        called, question = self._say(f"page {name}"), self._say(f"question {name}")
        return Page(called, question, heads, [*rows], note)

    def _say(self, key: str, *inserts: object) -> str:
        return self.speaker.words(f"pages.{key}", *inserts)

    def _heads(self, *keys: str) -> list[Heading]:
        return [Heading(self._say(key)) for key in keys]

    def _money_of(self, *keys: str) -> list[Heading]:
        currency = self.portfolio.currency
        return [
            Heading(f"{self._say(key)}{f' ({currency})' if currency else ''}", "money", adds_up=True)
            for key in keys
        ]

    def _level(self, *keys: str) -> list[Heading]:
        return [Heading(self._say(key), "level") for key in keys]

    def _of_schedule(self) -> list[Heading]:
        days = [Heading(self._say(key), "date") for key in ("first day", "last day")]
        return [
            *self._heads("id", "title", "owner", "from", "to"),
            *(days if self.portfolio.calendar.start else ()),
            *(Heading(self._fund(fund), "money", adds_up=True) for fund in self._funds),
            *self._heads("why"),
        ]

    @property
    def _funds(self) -> list[str]:
        return [fund for fund, cost in self.plan.costs.items() if cost or fund == next(iter(self.plan.costs))]

    def _budget(self, name: str) -> str:
        return self._in_unit(name, unit_of_budget(name, self.portfolio))

    def _fund(self, name: str) -> str:
        return self._in_unit(name, unit_of(name, self.portfolio))

    def _in_unit(self, name: str, unit: str) -> str:
        """Return what a budget or a fund is called, with its unit where not all are in the same."""
        called = self.speaker.called("budget", name)
        return f"{called} ({unit})" if unit and in_several_units(self.portfolio) else called

    def _schedule(self) -> Iterator[list[Cell]]:
        """Yield the chosen initiatives, then what synergies and bought capacity cost, so that all adds up to the plan's cost."""
        for one in self.plan.schedule:
            why = merit_sentence(one.why, self.speaker)
            yield [*self._who(one), *self._days(one.start, one.finish), *self._costs(one.costs), why]
        for joint in self.plan.synergies:
            if joint.obtained and joint.cost and joint.period:
                named = [joint.id, self._say("kind synergy", joint.id), None, *[self._when(joint.period)] * 2]
                costs = self._costs({MAIN_FUND: joint.cost})
                yield [
                    *named,
                    *self._days(joint.period, joint.period),
                    *costs,
                    joint_sentence(joint, self.speaker, is_named=True),
                ]
        for more in self.plan.bought:
            named = [
                more.team,
                self._say("kind team", more.team),
                None,
                self._when(more.first),
                self._when(more.last),
            ]
            yield [*named, *self._days(more.first, more.last), *self._costs({more.fund: more.cost}), None]

    def _days(self, first: int, last: int) -> list[Cell]:
        calendar = self.portfolio.calendar
        return [calendar.first_day(first), calendar.last_day(last)] if calendar.start else []

    def _costs(self, costs: Mapping[str, float]) -> list[Cell]:
        return [costs.get(fund) for fund in self._funds]

    def _who(self, one: Planned) -> list[Cell]:
        owner = self.speaker.called("owner", self.portfolio.by_id[one.id].owner) or None
        return [one.id, self._title(one.id), owner, self._when(one.start), self._when(one.finish)]

    def _title(self, name: str) -> str:
        return self.portfolio.by_id[name].name(self.language)

    def _when(self, period: int) -> str:
        return self.portfolio.calendar.label(period, self.language)

    def _left_out(self) -> Iterator[list[Cell]]:
        for one in self.plan.left_out:
            yield [one.id, self._title(one.id), absence_sentence(one.why, self.speaker)]

    def _goals(self) -> Iterator[list[Cell]]:
        for one in self.plan.goals:
            proof = self._say("proven" if one.proven else "not proven")
            yield [goal_name(one.goal, self.speaker), proof, one.value, one.bound]

    def _of_money(self) -> list[Heading]:
        heads = self._heads("period")
        for name in self.portfolio.limits:
            heads.append(Heading(f"{self._budget(name)}: {self._say('spent')}", "money", adds_up=True))
            if name in self.plan.periods[-1].income:
                said = self._say("flowing in")
                heads.append(Heading(f"{self._budget(name)}: {said}", "money", adds_up=True))
            heads.append(Heading(f"{self._budget(name)}: {self._say('left')}", "money"))
        return heads

    def _money(self) -> Iterator[list[Cell]]:
        for one in self.plan.periods[1:]:
            amounts = [
                amount
                for name in self.portfolio.limits
                for amount in (
                    one.spending[name],
                    *([one.income[name]] if name in one.income else []),
                    one.left[name],
                )
            ]
            yield [self._when(one.period), *amounts]

    @property
    def _busy(self) -> list[str]:
        """The teams of which the plan takes something."""
        return [
            team for team in self.portfolio.capacities if any(one.load.get(team) for one in self.plan.periods)
        ]

    def _of_teams(self) -> list[Heading]:
        heads = self._heads("period")
        for team in (self.speaker.called("team", one) for one in self._busy):
            heads.append(Heading(f"{team}: {self._say('taken')}", "amount", adds_up=True))
            heads.append(Heading(f"{team}: {self._say('free')}", "amount"))
        return heads

    def _teams(self) -> Iterator[list[Cell]]:
        for one in self.plan.periods[1:] if self.portfolio.capacities else ():
            amounts = [amount for team in self._busy for amount in (one.load[team], one.idle[team])]
            yield [self._when(one.period), *amounts]

    def _of_disciplines(self) -> list[Heading]:
        names = [text(row.title, self.language) or row.id for row in self.portfolio.disc.disciplines]
        return [*self._heads("period"), *self._level("distance"), *(Heading(name, "level") for name in names)]

    def _disciplines(self) -> Iterator[list[Cell]]:
        for one in self.plan.periods if self.portfolio.has_disc else ():
            yield [self._reached(one.period), one.distance, *one.position.values()]

    def _reached(self, period: int) -> str:
        return self._when(period) if period else self._say("start")

    def _of_fields(self) -> list[Heading]:
        ends = [Heading(self._reached(one.period), "share") for one in self.plan.periods]
        return [*self._heads("field", "title"), *ends]

    def _fields(self) -> Iterator[list[Cell]]:
        for name, field in self.portfolio.disc.fields.items() if self.portfolio.has_disc else ():
            yield [name, field.title(self.language), *(one.fulfilment[name] for one in self.plan.periods)]

    def _of_cash(self) -> list[Heading]:
        *flows, so_far = self._money_of("income", "cost", "so far")
        return [*self._heads("period"), *flows, Heading(so_far.words, "money")]

    def _cash(self) -> Iterator[list[Cell]]:
        for one in self.plan.cash.periods if self.plan.cash else ():
            yield [self._when(one.period), one.income, one.cost, one.cash]

    def _of_worth(self) -> list[Heading]:
        return [
            *self._heads("id", "title"),
            *self._money_of("income", "cost", "present value"),
            *self._heads("payback"),
        ]

    def _worth(self) -> Iterator[list[Cell]]:
        for one in self.plan.cash.parts if self.plan.cash else ():
            title = self._title(one.id) if one.kind == "initiative" else self._say(f"kind {one.kind}", one.id)
            paid = None if one.payback is None else self._when(one.payback)
            yield [one.id, title, one.income, one.cost, one.present_value, paid]

    def _synergies(self) -> Iterator[list[Cell]]:
        for one in self.plan.synergies:
            when = None if one.period is None else self._when(one.period)
            yield [one.id, when, joint_sentence(one, self.speaker)]

    def _milestones(self) -> Iterator[list[Cell]]:
        for one in self.plan.milestones:
            yield [one.id, self._reached(one.by), self._reached(one.met)]

    def _sources(self) -> Iterator[list[Cell]]:
        stated: Sequence[tuple[str | None, Mapping[str, Text]]] = [
            (None, self.portfolio.provenance),
            *((one.id, one.provenance) for one in self.portfolio.initiatives),
        ]
        for name, parts in stated:
            for part, source in parts.items():
                yield [name, part_in(part, self.speaker), source_in(source, self.speaker)]
