"""From a plan and answers to the page: the sections, one after the other, in one template."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from omniprio.marks import MARKS, common, told
from omniprio.report.answers import answered
from omniprio.report.beside import beside
from omniprio.report.palette import PALETTE
from omniprio.report.sections import BASIS, SECTIONS
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from omniprio.language import Language
    from omniprio.plan import Plan
    from omniprio.report.answers import Answer
    from omniprio.report.brand import Brand

__all__ = ["Section", "rendered", "sections_of"]


class Section(NamedTuple):
    """A section of the page: its name in the page, its title, its template, and what that shows as `it`."""

    name: str
    title: str
    template: str
    it: object


def rendered(
    plan: Plan, answers: Sequence[Answer], others: Mapping[str, Plan], language: Language, brand: Brand
) -> str:
    """Return the page of a plan.

    Args:
        plan: The plan.
        answers: Results to show beside it.
        others: Other plans to show beside it, by name.
        language: The language of the page.
        brand: Whose page it is.
    """
    voice = Voice(plan, language)
    used: set[str] = set()

    def marked(mark: str) -> str:
        """Return a mark in words, to be explained on the page."""
        used.add(mark)
        return voice.say(f"mark {mark}")

    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            voice=voice,
            say=voice.say,
            plan=plan,
            sections=sections_of(voice, answers, others),
            marks=MARKS,
            marked=marked,
            used=used,
            palette=PALETTE | ({"accent": brand.colour} if brand.colour else {}),
            brand=brand,
            version=version("omniprio"),
        )
    )


def sections_of(voice: Voice, answers: Sequence[Answer], others: Mapping[str, Plan]) -> list[Section]:
    """Return the sections that have something to show.

    Args:
        voice: How the page speaks about its plan.
        answers: Results to show beside it.
        others: Other plans to show beside it, by name.
    """
    return [
        *_about_plan(SECTIONS, voice),
        *_about_others(others, voice),
        *_about_answers(answers, voice),
        *_about_plan(BASIS, voice),
    ]


def _about_others(others: Mapping[str, Plan], voice: Voice) -> Iterator[Section]:
    """Yield the section about other plans, where there are any."""
    if others:
        it = beside(others, voice)
        yield Section("beside", it.title, "answer.html.jinja", it)


def _about_plan(several: Iterable[Callable[[Plan, Voice], object]], voice: Voice) -> Iterator[Section]:
    """Yield the sections about the plan that have something to show."""
    for section in several:
        name = section.__name__
        it = section(voice.plan, voice)
        if it is not None:
            yield Section(name, voice.say(f"section {name}"), f"sections/{name}.html.jinja", it)


def _about_answers(answers: Iterable[Answer], voice: Voice) -> Iterator[Section]:
    """Yield a section for each answer, named after its function; further ones of a kind are numbered."""
    seen: Counter[str] = Counter()
    for found in answers:
        name = answered.dispatch(type(found)).__name__.replace("_", "-")
        seen[name] += 1
        it = answered(found, voice)
        if not found.is_final:
            it = replace(it, says=[voice.say("not settled"), *it.says])
        if found.not_facts:
            it = replace(it, sure=[*it.sure, told(found.not_facts, voice.language)])
        yield Section(name if seen[name] == 1 else f"{name}-{seen[name]}", it.title, "answer.html.jinja", it)


@cache  # compiled once for all pages of a process
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("omniprio.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["common"] = common
    return environment
