"""A page as a reader of its text meets it: all elements in their order, and the text of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from unittest.mock import patch

from omniprio.report import page as drawn
from omniprio.report import report_html
from omniprio.report.sections import BASIS, SECTIONS

if TYPE_CHECKING:
    from omniprio.language import Language
    from omniprio.plan import Plan

__all__ = ["Page", "Tag", "read", "section", "section_of"]

VOID = {"meta", "br", "link", "img", "hr"}


@dataclass
class Tag:
    name: str
    attributes: dict[str, str | None]
    inside: tuple[str, ...]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """All elements of a page in their order, each with its text."""

    tags: list[Tag] = field(default_factory=list)
    open: list[Tag] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Tag(tag, dict(attrs), tuple(outer.name for outer in self.open))
        self.tags.append(one)
        if tag not in VOID:
            self.open.append(one)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag(tag, dict(attrs), tuple(outer.name for outer in self.open)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        for one in self.open:
            one.text += data

    def all(self, *names: str) -> list[Tag]:
        return [one for one in self.tags if one.name in names]


@lru_cache(maxsize=8)  # many tests look at the same page
def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    assert not page.open
    return page


def section(html: str, name: str) -> str:
    """Return the text of a section, as it is read."""
    found = next(one for one in read(html).all("section") if one.attributes["id"] == name)
    return " ".join(found.text.split())


def section_of(plan: Plan, name: str, language: Language = "en") -> str:
    """Return the text of a section from a page that has no other: what is drawn in the others takes long."""
    alone = tuple(one for one in (*SECTIONS, *BASIS) if one.__name__ == name)
    with patch.object(drawn, "SECTIONS", alone), patch.object(drawn, "BASIS", ()):
        return section(report_html(plan, language=language), name)
