"""Which channels and which stages of the customer's journey the initiatives touch, and which they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, override

from omniprio.answer import Marked
from omniprio.base import Text
from omniprio.catalogue.listing import listing
from omniprio.errors import InvalidInputError
from omniprio.language import Speaker, languages, sentence, text
from omniprio.parameters import validated
from omniprio.portfolio import Portfolio
from omniprio.portfolio.names import Dated
from omniprio.portfolio.provenance import marks_of
from omniprio.spelling import hints, use_one_of
from omniprio.text_table import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omniprio.language import Language, Names
    from omniprio.plan import Plan

__all__ = ["Coverage", "coverage"]


class Coverage(Marked):
    """Tags of one kind, and the initiatives that carry them."""

    kind: str
    """The kind of tag, for instance `channel` or `journey`."""
    initiatives: tuple[str, ...]
    """The initiatives that are looked at, by id."""
    covered_by: dict[str, tuple[str, ...]]
    """The initiatives that carry each tag, by tag; none where it is not covered."""
    titles: dict[str, Text] = {}
    """What the initiatives are called, by id."""
    words: dict[str, Text] = {}
    """What the kind and the tags are called, where they are those of the initiatives that are shipped; others are called as
    they were written."""

    @validated
    def called(self, tag: str, language: Language = "en") -> str:
        """Return what a tag, or the kind, is called.

        Args:
            tag: The tag, or the kind.
            language: The language.

        >>> from omniprio import ten_portfolio
        >>> coverage(ten_portfolio(), "channel").called("store", "da")
        'butik'
        """
        return text(self.words.get(tag, tag), language)

    @property
    def uncovered(self) -> tuple[str, ...]:
        """The tags that no initiative carries."""
        return tuple(tag for tag, names in self.covered_by.items() if not names)

    @property
    def untagged(self) -> tuple[str, ...]:
        """The initiatives that carry no tag of this kind."""
        tagged = {name for names in self.covered_by.values() for name in names}
        return tuple(name for name in self.initiatives if name not in tagged)

    @override
    def _names_used(self) -> Names:
        return Dated(titles=self.titles)

    @override
    def _columns(self, speaker: Speaker) -> str:
        rows = [
            [
                speaker.called("initiative", name),
                *("x" if name in names else "" for names in self.covered_by.values()),
            ]
            for name in self.initiatives
        ]
        counts = (str(len(names)) for names in self.covered_by.values())
        heads = [self.called(one, speaker.catalogue.language) for one in (self.kind, *self.covered_by)]
        return columns(heads, [*rows, [speaker.words("answers.how many"), *counts]])

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        yield self._columns(speaker)
        missing = tuple(self.called(tag, speaker.catalogue.language) for tag in self.uncovered)
        yield speaker.words("answers.not covered" if missing else "answers.all covered", tags=missing)
        if self.untagged:
            yield speaker.words("answers.untagged", names=self.untagged)


@validated
def coverage(of: Portfolio | Plan, kind: str, *, wanted: Iterable[str] = ()) -> Coverage:
    """Return which tags of a kind are covered, by all initiatives or by those in a plan.

    Args:
        of: A portfolio, or a plan: then only the chosen initiatives cover anything.
        kind: The kind of tag, for instance `channel` or `journey`.
        wanted: Tags that ought to be covered, whether or not any initiative carries them.

    Returns:
        The wanted tags first, then all others of the portfolio in the order they are found in.

    Raises:
        InvalidInputError: No initiative of the portfolio has tags of this kind.

    >>> from omniprio import ten_portfolio
    >>> coverage(ten_portfolio(), "channel", wanted=["web", "telephone"]).uncovered
    ('telephone',)
    """
    portfolio = of if isinstance(of, Portfolio) else of.portfolio
    chosen = portfolio.by_id if isinstance(of, Portfolio) else of.starts
    _require_kind(kind, portfolio)
    tags = {one.id: one.tags.get(kind, ()) for one in portfolio.initiatives}
    everything = dict.fromkeys([*wanted, *(tag for carried in tags.values() for tag in carried)])
    return Coverage(
        marks=marks_of(portfolio, "tags"),
        kind=kind,
        initiatives=tuple(chosen),
        titles={one.id: one.title for one in portfolio.initiatives if one.id in chosen},
        words=_words(kind, portfolio),
        covered_by={tag: tuple(name for name in chosen if tag in tags[name]) for tag in everything},
    )


def _words(kind: str, portfolio: Portfolio) -> dict[str, Text]:
    """Return what a kind and its tags are called in each language, where initiatives that are shipped carry them."""
    sources = tuple(listing(name).source for name in ("ten", "invented"))
    carried = [one.tags.get(kind, ()) for one in portfolio.initiatives if one.source.startswith(sources)]
    tags = dict.fromkeys(tag for tags in carried for tag in tags)
    speakers = [Speaker(language) for language in languages()]
    return {
        tag: {one.catalogue.language: one.known("tags", tag, tag) for one in speakers}
        for tag in ((kind, *tags) if tags else ())
    }


def _require_kind(kind: str, portfolio: Portfolio) -> None:
    kinds = dict.fromkeys(name for one in portfolio.initiatives for name in one.tags)
    if kind not in kinds:
        known = use_one_of(kinds, hints([kind], kinds)[kind]) if kinds else sentence("remedies.add tags")
        raise InvalidInputError.of("kind", sentence("faults.no tags", value=repr(kind)), known)
