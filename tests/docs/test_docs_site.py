"""The documentation site: no page and no public name is missing, and how-to pages start from a question."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SITE = ROOT / "site"
PAGES = sorted(path.relative_to(DOCS) for path in DOCS.rglob("*.md"))
HOW_TO = [page for page in PAGES if page.parent.name == "how-to"]
MODULES = "reference/modules"
"""Where the site has a page for each public module."""


def entries() -> list[str]:
    """Return the files and folders that the navigation names."""
    (nav,) = re.findall(r"^nav:\n((?: .*\n)+)", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    return re.findall(r"^ +- (?:[\w ]+: )?([\w./*-]+)$", nav, re.MULTILINE)


def published(page: Path) -> Path:
    """Return the file that a page of docs/ becomes."""
    folder = SITE / page.with_suffix("")
    return (folder.parent if page.stem == "index" else folder) / "index.html"


def told() -> dict[Path, list[str]]:
    """Return the public names that each page of a module tells, by where they are defined."""
    pages = (DOCS / MODULES).glob("*.md")
    return {
        page.relative_to(DOCS): re.findall(r"^::: (\S+)$", page.read_text("utf-8"), re.MULTILINE)
        for page in pages
    }


@pytest.fixture(scope="module")
def site() -> Path:
    """Return the site, or skip where it is not built or older than what it shows."""
    home = SITE / "index.html"
    sources = [ROOT / "mkdocs.yml", *DOCS.rglob("*.md"), *(ROOT / "src").rglob("*.py")]
    if not home.exists() or home.stat().st_mtime < max(path.stat().st_mtime for path in sources):
        pytest.skip("site/ is not built, or older than its sources; build it as .ci/run does")
    return SITE


@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.stem)
def test_a_how_to_page_starts_from_a_question(page: Path) -> None:
    head, first, *_ = (DOCS / page).read_text(encoding="utf-8").split("\n\n")
    assert head.startswith("# ")
    assert "?" in head + first, "ask what the reader asks, in the title or in the first paragraph"


def test_every_page_is_in_the_navigation() -> None:
    named = set(entries())
    missing = [
        page.as_posix()
        for page in PAGES
        if not named & {page.as_posix(), f"{page.parent.as_posix()}/", f"{page.parent.as_posix()}/*"}
    ]
    assert missing == []


def test_what_the_navigation_names_is_there() -> None:
    named = [entry.removesuffix("*") for entry in entries()]
    assert [entry for entry in named if not (DOCS / entry).exists()] == []


def test_the_site_has_every_page_and_leads_to_it(site: Path) -> None:
    assert [page for page in PAGES if not published(page).exists()] == []
    targets = re.findall(r'<a href="([^"#]+)"', (site / "index.html").read_text(encoding="utf-8"))
    reached = {site, *((site / target).resolve() for target in targets if "://" not in target)}
    assert [page for page in PAGES if published(page).parent not in reached] == []


def test_every_figure_shown_is_drawn(site: Path) -> None:
    shown = {
        (published(page).parent / source).resolve()
        for page in PAGES
        for source in re.findall(r'<img[^>]* src="([^"]+)"', published(page).read_text(encoding="utf-8"))
    }
    assert shown >= {site / "figures" / "disc.svg", site / "figures" / "gantt.svg"}
    assert [path for path in shown if not path.exists()] == []


def test_the_reference_tells_every_public_name_once() -> None:
    names = [name for names in told().values() for name in names]
    assert len(names) == len(set(names))
    (table,) = re.findall(
        r"## Names\n(.*?)## ", (DOCS / "reference" / "public.md").read_text("utf-8"), re.DOTALL
    )
    rows = re.findall(r"^\| `omniprio[\w.]*` \| (.+) \|$", table, re.MULTILINE)
    public = set(re.findall(r"`(\w+)`", " ".join(rows)))
    assert len(public) > 300
    assert public - {name.rpartition(".")[2] for name in names} == set()


def test_the_site_has_what_the_reference_tells(site: Path) -> None:
    missing = [
        name
        for page, names in told().items()
        for name in names
        if f'id="{name}"' not in published(page).read_text("utf-8")
    ]
    assert missing == [], site


def test_an_example_in_a_docstring_is_code_and_no_quotation(site: Path) -> None:
    pages = [path.read_text(encoding="utf-8") for path in (site / MODULES).rglob("index.html")]
    assert sum(page.count('class="gp">&gt;&gt;&gt; ') for page in pages) > 500
    assert [page for page in pages if "<blockquote>\n<blockquote>" in page] == []


def test_a_reader_of_the_site_asks_no_other_site_for_anything(site: Path) -> None:
    page = (site / "index.html").read_text(encoding="utf-8")
    fetched = re.findall(r'<(?:script|img|iframe)[^>]* src="([^"]+)"|<link[^>]* href="([^"]+)"', page)
    assert [found for found in fetched if "://" in "".join(found)] == []


def test_every_how_to_page_stands_under_who_asks() -> None:
    text = (DOCS / "how-to" / "index.md").read_text(encoding="utf-8")
    assert [page.name for page in HOW_TO if page.stem != "index" and f"({page.name})" not in text] == []
