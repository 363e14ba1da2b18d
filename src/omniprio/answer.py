"""What all answers have in common: whether they are final, what is not settled, and what they say in each language."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, override
from xml.etree import ElementTree as ET

from omniprio.base import Model
from omniprio.language import Names, Sentence, Speaker
from omniprio.marks import Marks, told
from omniprio.parameters import validated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omniprio.language import Fact, Language

__all__ = ["Answer", "Marked"]

_LETTERS = "font-family: monospace; word-break: normal"
"""Those of a terminal, whatever else a notebook gives to what is preformatted: Jupyter gives it the letters of its text."""
_LINES = f"{_LETTERS}; margin: 0; white-space: pre-wrap"
_COLUMNS = f"{_LETTERS}; margin: 0.6em 0; white-space: pre; overflow-x: auto"
"""What is wider than the page scrolls by itself."""


class Answer(Model):
    """What was found out about a portfolio or a plan.

    An answer says itself what of it is not settled. Report, command line, documents and notebooks ask it, so that they
    say the same of the same answer. A notebook shows its summary in the letters of a terminal, so that columns stay
    columns; every name is escaped, there is no script, and nothing is loaded.
    """

    @property
    def unsettled(self) -> tuple[Sentence, ...]:
        """What is not settled and why, a sentence each; nothing where the answer is final."""
        names = self._names_used()
        return tuple(Sentence.of(one, names) for one in self._left_open())

    @property
    def is_final(self) -> bool:
        """Whether nothing is open: more time would change nothing, as value and bound meet wherever one is best."""
        return not any(True for _ in self._left_open())

    @property
    def not_facts(self) -> Marks:
        """What of the data it rests on is no fact: `inferred`, `judgement` or `invented`."""
        return next(_marks_within(self), ()) or self._names_used().not_facts

    @validated
    def summary(self, language: Language = "en") -> str:
        """Return the answer as a person wants to read it, as plain text; what is open comes first.

        Args:
            language: The code of the language.
        """
        speaker = self._speaker(language)
        last = told(self.not_facts, language)
        text = "\n".join([*map(speaker.say, self._left_open()), *self._lines(speaker)])
        if not last:
            return text
        return "\n".join(
            [*(line for line in text.split("\n") if line != last), last]
        )  # once, after all answers within it

    @validated
    def table(self, language: Language = "en") -> str:
        """Return the figures of the answer in columns, as plain text; blank where it has none.

        Args:
            language: The code of the language.
        """
        return self._columns(self._speaker(language))

    def __str__(self) -> str:
        """Return the summary in English."""
        return self.summary()

    def _repr_html_(self) -> str:
        words, table = self.summary(), self.table()
        before, found, after = words.partition(table) if table else (words, "", "")
        page = ET.Element("div", {"class": "omniprio-result", "style": "max-width: 72em"})
        for part, style in ((before, _LINES), (found, _COLUMNS), (after, _LINES)):
            if part.strip():
                ET.SubElement(page, "pre", {"style": style}).text = part.strip("\n")
        return ET.tostring(page, encoding="unicode", method="html")

    def _left_open(self) -> Iterable[Fact]:
        """Return what is not settled; nothing where nothing is searched for."""
        return ()

    @abstractmethod
    def _lines(self, speaker: Speaker) -> Iterable[str]:
        """Return the lines of the summary after what is open."""

    def _columns(self, speaker: Speaker) -> str:  # noqa: ARG002  those with a table use it
        """Return the table."""
        return ""

    def _names_used(self) -> Names:
        """Return what things are called."""
        return Names()

    def _speaker(self, language: Language) -> Speaker:
        return Speaker(language, self._names_used())


class Marked(Answer):
    """An answer that holds neither plan nor portfolio, and so keeps what of their data is no fact."""

    marks: Marks = ()
    """What of the data it rests on is no fact: `inferred`, `judgement` or `invented`."""

    @property
    @override
    def not_facts(self) -> Marks:
        return self.marks


def _marks_within(value: object) -> Iterator[Marks]:
    """Yield the marks on plans, portfolios and discs within a value."""
    for part in _parts_of(value):
        if isinstance(part, Marked) or (hasattr(part, "not_facts") and not isinstance(part, Answer)):
            yield part.not_facts
        else:
            yield from _marks_within(part)


def _parts_of(value: object) -> Iterable[object]:
    if isinstance(value, Model):
        return (getattr(value, name) for name in type(value).model_fields)
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, tuple) else ()
