"""What departments say, as elements of a page, and where they disagree."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import marimo as mo

from omniprio.assessment import agreement, combine
from omniprio.io.extras import needed
from omniprio.language import Speaker
from omniprio.plots import assessment_spread, describe_assessment_spread
from omniprio.portfolio.names import Titles
from omniprio.report.vector import picture
from omniprio.what_if.bid_page import options
from omniprio.what_if.bidding import Seen, bids_by_channel, bids_on_fields, seen
from omniprio.what_if.pages.labels import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.disc import DiscField
    from omniprio.what_if.asked import Asked
    from omniprio.what_if.bidding import Bidding
    from omniprio.what_if.room import Room

__all__ = ["BidsPanel"]

_EVERY = "2s"
"""How often a page looks for what was said elsewhere."""


class BidsPanel:
    """Makes the elements of a workshop, lays them out, and reads them.

    What is said is kept in the room that all pages of the workshop share; a page writes only what was changed on it.
    """

    def __init__(self, asked: Asked, room: Room) -> None:
        """Show what is said in a room."""
        self._asked, self._disc, self._room = asked, asked.portfolio.disc, room
        self._speaker = Speaker(asked.language, Titles(asked.portfolio))
        self._bidding, self._seen = room.bidding, room.changes
        self._open = ""

    def _say(self, key: str, **values: object) -> str:
        return self._speaker.words(f"what_if.{key}", **values)

    def listen(self) -> Any:
        """Return what lets the page look for what was said elsewhere; it is not seen."""
        return mo.ui.refresh(default_interval=_EVERY)

    @property
    def changes(self) -> int:
        """How often something has become different in the room."""
        return self._room.changes

    def others_spoke(self) -> bool:
        """Return whether something was said that this page does not show."""
        return self._room.changes > self._seen

    def departments(self) -> Any:
        """Return where the names of the departments are typed, with commas in between, as they are named now."""
        self._seen = self._room.changes
        self._bidding = self._room.bidding
        return mo.ui.text(
            value=", ".join(self._bidding.said), label=self._say("departments"), full_width=True
        )

    def invitation(self, address: str) -> Any:
        """Return where departments say it from devices of their own, as an address and as a code for cameras.

        Args:
            address: Where; blank where no other device can reach it.
        """
        if not address:
            return mo.Html("")
        code = needed("segno", "what-if").make(address).svg_inline(scale=4, border=2, light="white")
        words = escape(self._say("own devices"))
        link = f"<a href='{escape(address)}'>{escape(address)}</a>"
        return mo.Html(f"<div class='what-if-invitation'>{code}<p>{words}<br>{link}</p></div>")

    def said(self, departments: str) -> Any:
        """Return an answer for each department and part of the disc.

        Args:
            departments: What is typed in `departments`.
        """
        names = dict.fromkeys(filter(None, map(str.strip, departments.split(","))))
        before = self._bidding.said
        if list(names) != list(before):
            self._seen += self._room.name(names, [name for name in before if name not in names])
            self._bidding = self._room.bidding
        return mo.ui.dictionary({name: mo.ui.dictionary(self._answers(name)) for name in names})

    def _answers(self, department: str) -> dict[str, Any]:
        known = self._bidding.said.get(department, {})
        return {part.id: self._share(known.get(part.id), self._title(part)) for part in self._parts()}

    def _parts(self) -> list[DiscField]:
        return list(self._disc.parts.values())

    def _title(self, part: DiscField) -> str:
        return f"{part.title(self._asked.language)} ({part.id})"

    def _share(self, given: float | None, label: str) -> Any:
        """Return a choice of how far a part is, in steps; what was given before is among them."""
        choices = options(given, self._speaker)
        value = next(words for words, share in choices.items() if share == given)
        return mo.ui.dropdown(choices, value=value, label=plain(label))

    def laid_out(self, departments: Any, said: Any) -> Any:
        """Return a tab for each department, with its answers below their disciplines.

        Args:
            departments: What `departments` has made.
            said: What `said` has made.
        """
        tabs = {plain(name): self._by_discipline(answers) for name, answers in said.elements.items()}
        shown = self._open if self._open in tabs else None  # it stays open when others speak
        opened = mo.ui.tabs(tabs, value=shown, on_change=self._turned)
        return mo.vstack([departments, mo.Html(escape(self._say("how far"))), opened])

    def _turned(self, label: str) -> None:
        """Remember which tab is open."""
        self._open = label

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
        """Tell the room what was changed on this page, and return what all say by part.

        Args:
            said: The value of `said`.
        """
        for name, own in said.items():
            before = self._bidding.said.get(name, {})
            changed = {part: share for part, share in own.items() if share != before.get(part)}
            if changed:
                self._seen += self._room.say(name, changed)
        self._bidding = self._room.bidding
        return seen(self._bidding, self._disc)

    def settled(self, found: list[Seen]) -> Any:
        """Return a choice for each part that departments see differently: what they agree on; the median until then.

        Args:
            found: What `remember` has returned.
        """
        agreed = self._bidding.agreed
        apart = [one.part for one in found if one.spread]
        return mo.ui.dictionary(
            {part: self._share(agreed.get(part), self._title(self._disc.parts[part])) for part in apart}
        )

    def agreed(self, settled: Mapping[str, float | None]) -> Bidding:
        """Tell the room what is agreed on, where departments differ, and return it with what is said.

        Args:
            settled: The value of `settled`.
        """
        before = self._bidding.agreed
        needless = {part: None for part in before if part not in settled}
        changed = {part: share for part, share in settled.items() if share != before.get(part)}
        self._seen += self._room.agree(needless | changed)
        self._bidding = self._room.bidding
        return self._bidding

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
        bids = [one for one in bids_on_fields(self._bidding, self._disc).assessments if one.given]
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
            "bids.json": lambda: bids_on_fields(self._bidding, self._disc).model_dump_json()
        }
        if self._disc.channels:
            files["bids-by-channel.json"] = lambda: bids_by_channel(
                self._bidding, self._disc
            ).model_dump_json()
        return files
