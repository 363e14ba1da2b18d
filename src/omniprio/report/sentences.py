"""Sentences that the library itself has written into data and results, said in the language of the page.

Checker, conflicts and catalogue write plain English with ids in it. Here each such sentence is known as a template, by
language in `words/sentences.LANGUAGE.json`; what fits none is a text of the user and stays as it was written.
"""

from __future__ import annotations

import json
import re
from functools import cached_property, lru_cache
from importlib import resources
from string import Formatter
from typing import TYPE_CHECKING

from omniprio.portfolio.initiative import MAIN_FUND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from omniprio.base import Language
    from omniprio.report.voice import Voice

__all__ = ["Sentences", "templates"]

_NUMBER = r"-?[\d,]+(?:\.\d+)?(?:e[+-]?\d+)?|no limit"
_PERIOD = r"period \d+(?: \([^()]*\))?|every period"
_FIRST_NUMBER = re.compile(r"\d+")
_PLACES = "0123456789"
"""A digit after the kind of a placeholder tells it from others of the same kind."""


@lru_cache
def templates(language: Language) -> dict[str, str]:
    """Return what is said in a language, by the English template; `{kind}` is where names and numbers go."""
    file = resources.files("omniprio").joinpath("report", "words", f"sentences.{language}.json")
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return found


class Sentences:
    r"""Says sentences of the library about one portfolio as the page speaks.

    >>> from omniprio import plan_of, ten_portfolio
    >>> from omniprio.report.voice import Voice
    >>> sentences = Sentences(Voice(plan_of(ten_portfolio(), {}), "da"))
    >>> sentences.said("budget money: 1,200.5 spent by period 2, 1,000 available: 200.5 too much")
    'Hovedbudget: 1.200,5 brugt indtil periode\xa02, men kun 1.000 til rådighed: 200,5 for meget'
    >>> sentences.said("our own ledger")
    'our own ledger'
    """

    def __init__(self, voice: Voice) -> None:
        """Speak as a voice does."""
        self._voice = voice

    def said(self, sentence: str) -> str:
        """Return a sentence in the language of the page, with titles in place of ids; a text of the user as it is."""
        for pattern, saying in self._patterns:
            if fits := pattern.fullmatch(sentence):
                return saying.format(
                    **{name: self._insert(name, part) for name, part in fits.groupdict().items()}
                )
        return sentence

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        own = templates(self._voice.language)
        return [(self._pattern(template), own.get(template, template)) for template in templates("da")]

    def _pattern(self, template: str) -> re.Pattern[str]:
        pattern = ""
        for literal, name, _, _ in Formatter().parse(template):
            pattern += re.escape(literal)
            pattern += f"(?P<{name}>{self._kinds[name.rstrip(_PLACES)][0]})" if name else ""
        return re.compile(pattern, re.DOTALL)

    def _insert(self, name: str, part: str) -> str:
        return self._kinds[name.rstrip(_PLACES)][1](part)

    @cached_property
    def _kinds(self) -> dict[str, tuple[str, Callable[[str], str]]]:
        """For each kind of placeholder what fits it, and how that is said."""
        voice, portfolio = self._voice, self._voice.portfolio
        initiative = _any_of(portfolio.by_id)
        groups = [group.id for group in portfolio.groups]
        return {
            "initiative": (initiative, voice.initiative),
            "initiatives": (f"{initiative}(?:, {initiative})*", self._listed),
            "budget": (_any_of([*portfolio.limits, "main"]), self._budget),
            "team": (_any_of(portfolio.capacities), str),
            "group": (_any_of(groups), str),
            "field": (_any_of(portfolio.disc.fields), voice.field),
            "discipline": (_any_of(row.id for row in portfolio.disc.disciplines), voice.discipline),
            "period": (_PERIOD, self._period),
            "number": (_NUMBER, self._number),
            "numbers": (f"(?:{_NUMBER})(?:, (?:{_NUMBER}))*", self._numbers),
            "unit": (f"(?: {re.escape(portfolio.currency)})?" if portfolio.currency else "", str),
            "date": ("[a-z]+(?: start)?", self.said),
            "choices": (".+", lambda part: f" {voice.say('or')} ".join(map(self.said, part.split(" or ")))),
            "details": (".+", lambda part: ", ".join(map(self.said, re.split("; |, ", part)))),
            "why": (r"(?: \(.*\))?", lambda part: part and f" ({self.said(part[2:-1])})"),
            "anything": (".*", str),
        }

    def _listed(self, part: str) -> str:
        """Return several initiatives; an id may have a comma in it, so they are found one by one."""
        found = re.findall(_any_of(self._voice.portfolio.by_id), part)
        return self._voice.listed(map(self._voice.initiative, found))

    def _budget(self, name: str) -> str:
        return self._voice.budget(MAIN_FUND if name == "main" else name)

    def _period(self, part: str) -> str:
        number = _FIRST_NUMBER.search(part)
        return self._voice.period(int(number[0])) if number else self._voice.say("every period")

    def _number(self, part: str) -> str:
        return self._voice.say("no limit") if part == "no limit" else self._voice.written(part)

    def _numbers(self, part: str) -> str:
        return "; ".join(map(self._number, part.split(", ")))


def _any_of(names: Iterable[str]) -> str:
    """Return a pattern for any of several names, the longest that fits; for none, one that nothing fits."""
    longest_first = sorted(names, key=lambda name: -len(name))
    return f"(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})"
