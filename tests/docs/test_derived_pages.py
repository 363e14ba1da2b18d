"""Pages that follow from the rest: the gallery forgets no figure and no example, and `llms.txt` says what there is."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from omniprio import plots

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@pytest.mark.slow
def test_pages_that_follow_from_the_rest_are_up_to_date() -> None:
    """If not, `uv run python tools/derived_pages.py` writes them anew."""
    written = runpy.run_path(str(ROOT / "tools" / "derived_pages.py"))["written"]()
    assert {path.name: path.read_text(encoding="utf-8") for path in written} == {
        path.name: text for path, text in written.items()
    }
    modules = (DOCS / "reference" / "modules").iterdir()
    assert [path.name for path in modules if path not in written] == []


def test_the_gallery_has_every_figure_and_every_example() -> None:
    text = (DOCS / "gallery.md").read_text(encoding="utf-8")
    figures = [name for name in plots.__all__ if not name.startswith("describe_") and name != "as_svg"]
    assert [name for name in figures if f"\nplots.{name}(" not in text] == []
    examples = [path.name for path in (ROOT / "examples").glob("*.py")]
    assert [name for name in examples if f"`examples/{name}`" not in text] == []
    shown = set(re.findall(r"\]\(figures/([\w-]+\.svg)\)", text))
    assert shown == {path.name for path in (DOCS / "figures").glob("*.svg")}


def test_what_programs_are_told_of_is_every_page_and_is_there() -> None:
    named = re.findall(
        r"^- \[[^\]]+\]\(([\w./-]+)\): \S", (DOCS / "llms.txt").read_text("utf-8"), re.MULTILINE
    )
    assert sorted(named) == sorted(
        path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md") if path.parent.name != "modules"
    )
    whole = runpy.run_path(str(ROOT / "tools" / "derived_pages.py"))["llms_full"]()
    assert re.findall(r"^<!-- ([\w./-]+\.md) -->$", whole, re.MULTILINE) == named
    assert "{% include" not in whole


def test_the_changelog_and_the_version_to_cite_are_those_of_the_project() -> None:
    (file,) = re.findall(
        r'include-markdown "(.+)"', (DOCS / "about" / "changelog.md").read_text(encoding="utf-8")
    )
    assert (DOCS / "about" / file).resolve() == ROOT / "CHANGELOG.md"
    (version,) = re.findall(r"version = \{(.+)\}", (DOCS / "about" / "citing.md").read_text(encoding="utf-8"))
    assert f"version: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
