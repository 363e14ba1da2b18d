"""What departments say, as elements of a page, and where they disagree."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import marimo as mo

from omniprio.assessment import agreement, combine
from omniprio.language import Speaker
from omniprio.plots import assessment_spread, describe_assessment_spread
from omniprio.portfolio.names import Titles
from omniprio.report.vector import picture
from omniprio.what_if.bidding import Bidding, Seen, bids_by_channel, bids_on_fields, seen
from omniprio.what_if.pages.labels import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.disc import DiscField
    from omniprio.what_if.asked import Asked

__all__ = ["BidsPanel"]

_STEP = 10
"""Per cent between two answers."""


class BidsPanel:
    """Makes the elements of a workshop, lays them out, and reads them.

    What was said is remembered, so that a department can be added without asking the others again.
    """

    def __init__(self, asked: Asked) -> None:
        """Begin with the bids that were given before, if any."""
        self._asked, self._disc = asked, asked.portfolio.disc
        self._speaker = Speaker(asked.language, Titles(asked.portfolio))
        self._known = asked.bidding
        self._present: tuple[str, ...] = ()

    def _say(self, key: str, **values: object) -> str:
        return self._speaker.words(f"what_if.{key}", **values)

    def departments(self) -> Any:
        """Return where the names of the departments are typed, with commas in between."""
        names = ", ".join(self._known.said) or self._say("some departments")
        return mo.ui.text(value=names, label=self._say("departments"), full_width=True)

    def said(self, departments: str) -> Any:
        """Return an answer for each department and part of the disc.

        Args:
            departments: What is typed in `departments`.
        """
        names = dict.fromkeys(filter(None, map(str.strip, departments.split(","))))
        return mo.ui.dictionary({name: mo.ui.dictionary(self._answers(name)) for name in names})

    def _answers(self, department: str) -> dict[str, Any]:
        known = self._known.said.get(department, {})
        return {part.id: self._share(known.get(part.id), self._title(part)) for part in self._parts()}

    def _parts(self) -> list[DiscField]:
        return list(self._disc.parts.values())

    def _title(self, part: DiscField) -> str:
        return f"{part.title(self._asked.language)} ({part.id})"

    def _share(self, given: float | None, label: str) -> Any:
        """Return a choice of how far a part is, in steps; what was given before is among them."""
        shares = {step / 100 for step in range(0, 100 + _STEP, _STEP)} | (
            {given} if given is not None else set()
        )
        options: dict[str, float | None] = {self._say("not said"): None}
        options |= {self._speaker.percent(share): share for share in sorted(shares)}
        value = self._say("not said") if given is None else self._speaker.percent(given)
        return mo.ui.dropdown(options, value=value, label=plain(label))

    def laid_out(self, departments: Any, said: Any) -> Any:
        """Return a tab for each department, with its answers below their disciplines.

        Args:
            departments: What `departments` has made.
            said: What `said` has made.
        """
        tabs = {plain(name): self._by_discipline(answers) for name, answers in said.elements.items()}
        return mo.vstack([departments, mo.Html(escape(self._say("how far"))), mo.ui.tabs(tabs)])

    def _by_discipline(self, answers: Any) -> Any:
        rows: dict[str, list[Any]] = {}
        for part in self._parts():
            rows.setdefault(part.discipline.id, []).append(answers[part.id])
        return mo.accordion(
            {
                plain(self._speaker.called("discipline", row)): mo.vstack(own, gap=0.3)
                for row, own in rows.items()
            },
            multiple=True,
            expanded=True,
        )

    def remember(self, said: Mapping[str, Mapping[str, float | None]]) -> list[Seen]:
        """Keep what is said, also of departments that are not named any more, and return what it comes to by part.

        Args:
            said: The value of `said`.
        """
        everything = {**self._known.said, **{name: dict(own) for name, own in said.items()}}
        self._known = self._known.model_copy(update={"said": everything})
        self._present = tuple(said)
        return seen(self._bidding(), self._disc)

    def _bidding(self) -> Bidding:
        """Return what the departments that are named now have said."""
        return self._known.model_copy(
            update={"said": {name: self._known.said[name] for name in self._present}}
        )

    def settled(self, found: list[Seen]) -> Any:
        """Return a choice for each part that departments see differently: what they agree on; the median until then.

        Args:
            found: What `remember` has returned.
        """
        return mo.ui.dictionary(
            {
                one.part: self._share(
                    self._known.agreed.get(one.part), self._title(self._disc.parts[one.part])
                )
                for one in found
                if one.spread
            }
        )

    def agreed(self, settled: Mapping[str, float | None]) -> Bidding:
        """Keep what is agreed on, and return it with what is said.

        Args:
            settled: The value of `settled`.
        """
        agreed = {part: share for part, share in settled.items() if share is not None}
        self._known = self._known.model_copy(update={"agreed": agreed})
        return self._bidding()

    def disagreements(self, found: list[Seen], settled: Any) -> Any:
        """Return where departments disagree, the widest first, with a choice to settle it.

        Args:
            found: What `remember` has returned.
            settled: What `settled` has made.
        """
        if not found:
            return mo.Html(escape(self._say("nobody said")))
        rows = [self._row(one, settled[one.part]) for one in found if one.spread]
        told = [] if rows else [mo.Html(escape(self._say("all agree")))]
        return mo.vstack([*told, *rows, *self._numbers()], gap=1)

    def _row(self, one: Seen, choice: Any) -> Any:
        said = ", ".join(f"{name} {self._speaker.percent(share)}" for name, share in one.ratings.items())
        words = self._say("far apart", spread=self._speaker.percent(one.spread), said=said)
        return mo.Html(f"<div class='what-if-row'>{choice}<br><small>{escape(words)}</small></div>")

    def _numbers(self) -> list[Any]:
        """Return how far departments agree on fields in a number, and what they say of them as a figure."""
        bids = [one for one in bids_on_fields(self._bidding(), self._disc).assessments if one.given]
        if len(bids) < 2:  # noqa: PLR2004  one cannot disagree
            return []
        found = agreement(bids, disc=self._disc)
        profile = combine(bids, disc=self._disc)
        language = self._asked.language
        drawn = picture(
            assessment_spread(profile, language=language),
            describe_assessment_spread(profile, language=language),
        )
        lines = "".join(f"<p>{escape(line)}</p>" for line in found.summary(language).splitlines())
        return [mo.Html(lines), mo.Html(f"<div class='what-if'><figure>{drawn.svg}</figure></div>")]

    def save(self) -> dict[str, Any]:
        """Return what makes the documents of the bids, by the name of the file."""
        files: dict[str, Any] = {
            "bids.json": lambda: bids_on_fields(self._bidding(), self._disc).model_dump_json()
        }
        if self._disc.channels:
            files["bids-by-channel.json"] = lambda: bids_by_channel(
                self._bidding(), self._disc
            ).model_dump_json()
        return files
