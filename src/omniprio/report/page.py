"""From a plan and answers to the page: the sections, one after the other, in one template.

Other plans beside that of the page: how far each gets, what it comes to, and what is different.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from omniprio import plots
from omniprio.language import text
from omniprio.marks import MARKS, common, told
from omniprio.plots.compare import values_of
from omniprio.report.answers import answered
from omniprio.report.answers.answered import Answered
from omniprio.report.palette import PALETTE
from omniprio.report.sections import BASIS, SECTIONS
from omniprio.report.table import Head, Table, table
from omniprio.report.vector import picture
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from omniprio.language import Language
    from omniprio.plan import Plan
    from omniprio.report.answers import Answer
    from omniprio.report.brand import Brand

__all__ = ["Section", "beside", "rendered", "sections_of"]


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


def beside(others: Mapping[str, Plan], voice: Voice) -> Answered:
    """Return what is shown of the plan of the page and of others beside it.

    Args:
        others: The others, by the name to show.
        voice: How the page speaks about its own plan.
    """
    plans = {voice.say("this plan"): voice.plan, **others}
    seen = plots.describe_compare(plans, language=voice.language)
    return Answered(
        title=voice.say("beside title"),
        says=list(_says(plans, voice)),
        pictures=[picture(plots.compare(plans, language=voice.language), seen)],
        tables=[*_differences(plans, voice), *_values(plans, voice)],
        sure=list(_sure(plans, voice)),
    )


def _says(plans: Mapping[str, Plan], voice: Voice) -> Iterator[str]:
    yield voice.say("beside says", len(plans))
    cells = _cells(plans, voice)
    same = [name for name, each in cells.items() if len({*each}) == 1]
    everywhere = [name for name in cells if all(name in plan.starts for plan in plans.values())]
    at_other_times = [name for name in everywhere if name not in same]
    for key, names in (("beside same", same), ("beside moved", at_other_times)):
        if names:
            yield voice.say(key, voice.listed(_quoted(name, plans, voice) for name in names))
    if len(same) == len(cells):
        yield voice.say("beside equal")


def _cells(plans: Mapping[str, Plan], voice: Voice) -> dict[str, list[str]]:
    """Return from when each plan does an initiative and how, for each that any of them does, by the first start."""
    first: dict[str, int] = {}
    for plan in plans.values():
        for name, start in plan.starts.items():
            first[name] = min(start, first.get(name, start))
    every = [_when(plan, voice) for plan in plans.values()]
    return {
        name: [each.get(name, voice.say("none")) for each in every]
        for name in sorted(first, key=first.__getitem__)
    }


def _when(plan: Plan, voice: Voice) -> dict[str, str]:
    """Return from when a plan does each initiative, with the mode where it has several."""
    own = Voice(plan, voice.language)
    return {
        one.id: " · ".join(filter(None, (own.period(one.start), text(one.why.mode, voice.language))))
        for one in plan.schedule
    }


def _title(name: str, plans: Mapping[str, Plan], voice: Voice) -> str:
    return next(
        plan.portfolio.by_id[name].name(voice.language) for plan in plans.values() if name in plan.starts
    )


def _quoted(name: str, plans: Mapping[str, Plan], voice: Voice) -> str:
    knowing = next(plan for plan in plans.values() if name in plan.starts)
    return Voice(knowing, voice.language).quoted("initiative", name)


def _differences(plans: Mapping[str, Plan], voice: Voice) -> list[Table]:
    """Return the initiatives that not all plans do at the same time and in the same way."""
    rows = [
        [_title(name, plans, voice), *each] for name, each in _cells(plans, voice).items() if len({*each}) > 1
    ]
    heads = [Head(voice.say("column initiative")), *map(Head, plans)]
    return table(voice.say("caption beside"), heads, rows)


def _values(plans: Mapping[str, Plan], voice: Voice) -> list[Table]:
    heads = [Head(voice.say("column measure")), *(Head(name, number=True) for name in plans)]
    rows = ([words, *cells] for words, cells in values_of(plans, voice.language).items())
    return table(voice.say("caption beside values"), heads, rows)


def _sure(plans: Mapping[str, Plan], voice: Voice) -> Iterator[str]:
    yield voice.say("beside how")
    unproven = [name for name, plan in plans.items() if not plan.proven]
    yield voice.say("beside open", voice.listed(unproven)) if unproven else voice.say("beside proven")
