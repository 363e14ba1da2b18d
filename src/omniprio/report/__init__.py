"""A plan as a page for people who were not there: one HTML file that needs nothing else. The extra `report`."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from omniprio.io.extras import needed
from omniprio.io.writing import write_file
from omniprio.parameters import validated
from omniprio.report.brand import Brand

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from omniprio.language import Language
    from omniprio.plan import Plan
    from omniprio.report.answers import Answer

__all__ = [
    "Brand",
    "must_be_installed",
    "report_html",
    "report_slides",
    "slides_must_be_installed",
    "write_report",
]

_NO_OTHERS: Mapping[str, Plan] = MappingProxyType({})


def must_be_installed() -> None:
    """Refuse to go on where the packages of the extra are missing, before long work for a report begins.

    Raises:
        MissingExtraError: Jinja2 or matplotlib is not installed.
    """
    for package in ("jinja2", "matplotlib"):
        needed(package, "report")


def slides_must_be_installed() -> None:
    """Refuse to go on where the packages of the extra `slides` are missing; see `must_be_installed`.

    Raises:
        MissingExtraError: Jinja2, matplotlib or python-pptx is not installed.
    """
    for package in ("jinja2", "matplotlib", "pptx"):
        needed(package, "slides")


@validated
def report_html(
    plan: Plan,
    *,
    answers: Sequence[Answer] = (),
    beside: Mapping[str, Plan] = _NO_OTHERS,
    language: Language = "en",
    brand: Brand | None = None,
) -> str:
    """Return a plan as one HTML page: what is done and why, figures, tables, sources, how good it is.

    The page holds its styles and figures, needs no network and no script, and prints on A4. Every text of the
    portfolio is escaped. The same plan gives the same text.

    Args:
        plan: The plan.
        answers: Results about the plan or its portfolio, as the functions in `omniprio.answers` return them. Each
            gets a section, in the order given.
        beside: Other plans to show beside it, by the name to show, as of scenarios A, B and C: how far each gets, what it
            comes to, and what is different.
        language: The language of the page; texts of the portfolio come in it where they have it.
        brand: Whose page it is: name, logo and colour.

    Raises:
        MissingExtraError: Jinja2 or matplotlib is not installed.
        InvalidArgumentError: An argument makes no sense: there is no section for an answer, or it is about another plan.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> web = Initiative(id="web", title="Web & e-mail", advances={"D2": 0.6})
    >>> page = report_html(plan_of(Portfolio(horizon=1, initiatives=[web]), {"web": 1}))
    >>> page[:15], "Web &amp; e-mail" in page, "<script" in page
    ('<!DOCTYPE html>', True, False)
    """
    must_be_installed()
    from omniprio.report.page import rendered  # noqa: PLC0415  the extra may be missing

    return rendered(plan, answers, beside, language, brand or Brand())


@validated
def write_report(
    plan: Plan,
    path: Path | str,
    *,
    answers: Sequence[Answer] = (),
    beside: Mapping[str, Plan] = _NO_OTHERS,
    language: Language = "en",
    brand: Brand | None = None,
) -> None:
    """Write a plan as one HTML file; see `report_html`.

    Args:
        plan: The plan.
        path: The file; one that is there is overwritten.
        answers: Results to show beside the plan.
        beside: Other plans to show beside it, by name.
        language: The language of the page.
        brand: Whose page it is.

    Raises:
        MissingExtraError: Jinja2 or matplotlib is not installed.
        InvalidArgumentError: An argument makes no sense: there is no section for an answer, or it is about another plan.
    """
    write_file(
        path, report_html(plan, answers=answers, beside=beside, language=language, brand=brand).encode()
    )


@validated
def report_slides(
    plan: Plan,
    *,
    answers: Sequence[Answer] = (),
    beside: Mapping[str, Plan] = _NO_OTHERS,
    language: Language = "en",
    brand: Brand | None = None,
) -> bytes:
    """Return the figures of the report as a PowerPoint file: a title, then a slide for each, with a sentence.

    Write it with `Path("plan.pptx").write_bytes(...)`. What a figure shows stands in its alternative text and in the notes. The extra `slides`.

    Args:
        plan: The plan.
        answers: Results whose figures come too, in the order given.
        beside: Other plans to show beside it, by name.
        language: The language of the slides.
        brand: Whose they are; a logo is shown if it is in PNG.

    Raises:
        MissingExtraError: Jinja2, matplotlib or python-pptx is not installed.
        InvalidArgumentError: An argument makes no sense: there is no section for an answer, or it is about another plan.
    """
    slides_must_be_installed()
    from omniprio.report.slides import slides  # noqa: PLC0415  the extra may be missing

    return slides(plan, answers, beside, language, brand or Brand())
