"""What comes in from another tool: a portfolio, and what it could not take over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omniprio.base import MOST_LETTERS, Model
from omniprio.errors import InvalidInputError
from omniprio.io.kept import with_kept
from omniprio.language import Sentence, Speaker, fact, languages, sentence
from omniprio.portfolio import Portfolio

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from omniprio.base import Text
    from omniprio.errors import Fault
    from omniprio.language import Fact

__all__ = [
    "Imported",
    "Note",
    "called_after",
    "first_of",
    "grouped",
    "imported",
    "portfolio_in_a_file",
    "provenance_of",
    "reasons_in",
]

_CUT = ("title", "description", "owner")
"""What another tool may hold longer than a portfolio does."""


_PARTS = {"where.column of": "columns", "where.row of": "rows", "where.rows of": "rows"}
"""What a provenance calls places in a table, whatever the table is called."""
_MOST_LISTED = 10
_MOST_NAMED = 3
"""How many of the other places of a note are named in its line."""


class Note(Model):
    """Something in a file that a portfolio cannot hold, or that was read by a rule one should know.

    >>> print(Note(where="Task 4", text="is inactive; left out"))
    Task 4: is inactive; left out
    >>> print(Note(where="Task 4", text="is inactive; left out", others=["Task 5", "Task 9"]))
    Task 4: is inactive; left out (and so for Task 5, Task 9)
    """

    where: Sentence
    """The part of the file, in its own words."""
    text: Sentence
    """What was found and what was done with it."""
    others: tuple[Sentence, ...] = ()
    """The other parts of the file of which the same is to be said, each with its own names and numbers."""

    def __str__(self) -> str:
        """Return the note as one line."""
        return str(self.fact)

    @property
    def fact(self) -> Fact:
        """What the note says, to be said in any language."""
        if not self.others:
            return fact("notes.note", where=self.where, text=self.text)
        named, rest = self.others[:_MOST_NAMED], len(self.others) - _MOST_NAMED
        more = {"rest": str(rest)} if rest > 0 else {}
        key = "notes.note of many" if more else "notes.note of several"
        return fact(key, where=self.where, text=self.text, others=named, **more)

    @property
    def part(self) -> str:
        """What it is about, for a provenance: the part of the file, `columns` or `rows` where it is about some of them."""
        known = self.where.fact
        if known is None or not known.values:
            return str(self.where)
        return _PARTS.get(known.kind, "file")

    @property
    def kind(self) -> str:
        """What it says apart from names and numbers: notes of one kind are told together."""
        return self.text if self.text.fact is None else self.text.fact.kind


class Imported(Model):
    """A portfolio made of another tool's file, and what to know about it.

    >>> from omniprio import Initiative
    >>> one = Portfolio(horizon=2, initiatives=[Initiative(id="web")])
    >>> Imported(portfolio=one).notes
    ()
    """

    portfolio: Portfolio
    notes: tuple[Note, ...] = ()
    """Everything that was left out, rounded or assumed, one note a kind; the portfolio's `provenance` holds it too."""


def called_after(found: Imported, path: Path | str) -> Imported:
    """Return what was read with the name of its file, where the file says nothing of what it is called.

    Args:
        found: What was read.
        path: The file.

    >>> from pathlib import Path
    >>> one = Imported(portfolio=Portfolio(horizon=1, initiatives=[]))
    >>> called_after(one, Path("Road map 2027.csv")).portfolio.name
    'Road map 2027'
    """
    stem = Path(path).stem
    if found.portfolio.name or found.portfolio.title or not stem:
        return found
    name = stem.encode(errors="replace").decode()  # names of files need not be Unicode
    return found.model_copy(update={"portfolio": found.portfolio.model_copy(update={"name": name})})


def first_of(names: Sequence[str]) -> str:
    """Return the first ten of some names, and how many more there are.

    >>> first_of(["A-1", "A-2"])
    'A-1, A-2'
    """
    first, rest = names[:_MOST_LISTED], len(names) - _MOST_LISTED
    return sentence("notes.some", names=tuple(first), rest=str(rest)) if rest > 0 else ", ".join(first)


def reasons_in(notes: Sequence[Note]) -> Fact | str:
    """Return notes in brackets, as the reason why nothing could be read; empty where there are none."""
    return fact("hints.reasons", notes=tuple(note.fact for note in notes)) if notes else ""


def imported(
    data: Mapping[str, object], initiatives: Iterable[dict[str, object]], notes: Iterable[Note]
) -> Imported:
    """Return a portfolio made of data, with the notes in its provenance, so that they stay with it.

    Args:
        data: The other parts of the portfolio.
        initiatives: The data of its initiatives; a text that is longer than a portfolio holds is cut, with a note.
        notes: What to know about how they were read.

    Raises:
        InvalidInputError: The data is no portfolio; it lists every fault.
    """
    whole, read, kept = with_kept(dict(data), [*initiatives])
    said = [Note(where=sentence("notes.descriptions"), text=text) for text in kept]
    found = grouped([*notes, *said, *(note for one in read for note in _cut(one))])
    provenance = provenance_of(found)
    portfolio = portfolio_in_a_file({**whole, "initiatives": read, "provenance": provenance})
    return Imported(portfolio=portfolio, notes=found)


def portfolio_in_a_file(data: Mapping[str, Any]) -> Portfolio:
    """Return the portfolio of the data that a file of another tool comes to.

    Args:
        data: The data.

    Raises:
        InvalidInputError: It is no portfolio; what is wrong with links is told by what the file calls the work, not by our names.
    """
    try:
        return Portfolio.model_validate(data)
    except InvalidInputError as error:
        faults = [replace(fault, path=_in_its_words(fault, data["initiatives"])) for fault in error.faults]
        raise InvalidInputError(faults) from None


def _in_its_words(fault: Fault, initiatives: Sequence[Mapping[str, Any]]) -> str:
    """Return where a fault stands, for one of links as the file says it."""
    match fault.at[:1]:
        case [("initiatives", int(place), "requires", *_)]:
            return str(initiatives[place]["id"])
    return fault.path


def provenance_of(notes: Iterable[Note]) -> dict[str, Text]:
    """Return notes as the provenance of a portfolio holds them, in each language, by what they are about.

    Args:
        notes: The notes, one a kind.
    """
    about: dict[str, list[Note]] = {}
    for note in notes:
        about.setdefault(_short(note.part), []).append(note)
    return {part: _in_every_language(several) for part, several in about.items()}


def _in_every_language(notes: Sequence[Note]) -> Text:
    """Return what notes say of their part, in each language; one text where it is the same in all."""
    said = {language: _short(". ".join(_said(note, language) for note in notes)) for language in languages()}
    return said if len({*said.values()}) > 1 else next(iter(said.values()))


def grouped(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return one note for each kind, in the order in which the kinds first come up.

    Args:
        notes: Notes on single parts of a file.

    >>> both = [Note(where=name, text=sentence("notes.inactive")) for name in ("Task 1", "Task 2")]
    >>> [note.others for note in grouped(both)]
    [('Task 2',)]
    """
    kinds: dict[str, dict[Note, None]] = {}
    for note in notes:
        kinds.setdefault(note.kind, {})[note] = None
    return tuple(_joined([*same]) for same in kinds.values())


def _said(note: Note, language: str) -> str:
    """Return what a note says of its part, with all places that the part does not name."""
    speaker = Speaker(language)
    whole = speaker.say(note.fact)
    return whole.removeprefix(f"{speaker.say(note.where)}: ") if note.part == note.where else whole


def _joined(same: Sequence[Note]) -> Note:
    """Return notes of one kind as one; parts of the file that come up several times are named once."""
    first, *rest = same
    others = dict.fromkeys(note.where for note in rest if note.where != first.where)
    return first.model_copy(update={"others": (*first.others, *others)})


def _cut(initiative: dict[str, object]) -> Iterator[Note]:
    """Cut the texts of an initiative that are too long, and yield a note for each."""
    for name in _CUT:
        words = initiative.get(name)
        if isinstance(words, str) and len(words) > MOST_LETTERS:
            initiative[name] = _short(words)
            text = sentence(f"notes.cut {name}", letters=len(words), most=MOST_LETTERS)
            yield Note(where=Sentence(str(initiative["id"])), text=text)


def _short(words: str) -> str:
    return words if len(words) <= MOST_LETTERS else words[: MOST_LETTERS - 1] + "…"
