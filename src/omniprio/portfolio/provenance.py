"""Which texts and numbers of a portfolio are inferred, judged or invented, by the provenance that its data state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.language import Speaker, text
from omniprio.marks import Marks, marks_in, united

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omniprio.base import Text
    from omniprio.portfolio.initiative import Initiative
    from omniprio.portfolio.portfolio import Portfolio

__all__ = ["marks_of", "marks_of_budget", "marks_of_fields", "marks_of_initiative", "part_in", "source_in"]

_SIZING = ("sizing", "cost", "costs")
_PARTS = {
    "title": ("title",),
    "description": ("description",),
    "effect": ("advances",),
    "cost": _SIZING,
    "effort": ("effort", "sizing"),
    "value": ("benefit", "synergies", *_SIZING),
    "benefit": ("benefit",),
    "synergies": ("synergies",),
    "requires": ("requires", "needs"),
    "budget": ("budget", "budgets"),
    "tags": ("tags",),
    "start": ("start", "measured"),
}
"""The parts of a provenance that something is stated by; a sizing is money, duration and effort."""

_ALL = "everything"


def marks_of_initiative(initiative: Initiative, portfolio: Portfolio, *about: str) -> Marks:
    """Return the marks on parts of an initiative.

    Args:
        initiative: The initiative.
        portfolio: Its portfolio, which may state the provenance of all.
        about: `title`, `description`, `effect`, `cost`, `effort`, `value` for benefits and costs, `benefit`,
            `synergies`, `requires`, `tags`.
    """
    parts = _parts(about)
    return united([_stated(initiative.provenance, parts), _stated(portfolio.provenance, parts)])


def marks_of(portfolio: Portfolio, *about: str) -> Marks:
    """Return the marks on parts of a portfolio and of all its initiatives.

    Args:
        portfolio: The portfolio.
        about: As of an initiative, or `budget`, or `start` for where it starts and what was measured; by default all that a plan is made from: not descriptions and tags.

    >>> from omniprio.catalogue import ten_portfolio
    >>> marks_of(ten_portfolio(), "requires"), marks_of(ten_portfolio(), "effect", "cost")
    (('judgement',), ('judgement', 'invented'))
    """
    parts = _parts(about or (name for name in _PARTS if name not in {"description", "tags"}))
    stated: Sequence[Mapping[str, Text]] = (
        portfolio.provenance,
        *(one.provenance for one in portfolio.initiatives),
    )
    return united(_stated(source, parts) for source in stated)


def marks_of_budget(portfolio: Portfolio) -> Marks:
    """Return the marks on the budgets."""
    return _stated(portfolio.provenance, _parts(["budget"]))


def marks_of_fields(portfolio: Portfolio, names: Iterable[str]) -> Marks:
    """Return the marks on the texts of fields, by id."""
    return united(portfolio.disc.named[name].not_facts for name in names)


def _parts(about: Iterable[str]) -> tuple[str, ...]:
    return (*(part for name in about for part in _PARTS[name]), _ALL)


def source_in(source: Text, speaker: Speaker) -> str:
    """Return where data come from, in the language of a speaker.

    Args:
        source: What a provenance states of a part.
        speaker: Who says it.

    >>> source_in("judgement", Speaker("da")), source_in({"en": "our ledger", "da": "vores regnskab"}, Speaker("da"))
    ('skøn', 'vores regnskab')
    """
    said = text(source, speaker.catalogue.language)
    return speaker.known("provenance", said, said)


def part_in(part: str, speaker: Speaker) -> str:
    """Return what a part of a file that was read is called, in the language of a speaker; any other part as it is.

    Args:
        part: The part, as a provenance has it.
        speaker: Who says it.

    >>> part_in("columns", Speaker("da")), part_in("our own", Speaker("da"))
    ('kolonner', 'our own')
    """
    return speaker.known("provenance", f"part {part}", part)


def _stated(provenance: Mapping[str, Text], parts: Iterable[str]) -> Marks:
    return united(marks_in(text(provenance[part])) for part in parts if part in provenance)
