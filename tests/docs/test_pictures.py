"""Pictures: every one that a page shows is in a clone, and the first ones show what the code draws now."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from omniprio import prioritise, ten_portfolio
from omniprio.plots import as_svg

ROOT = Path(__file__).parents[2]
FIGURES = ROOT / "docs" / "figures"
PAGES = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]


def shown() -> list[Path]:
    """Return every picture that a page shows."""
    return sorted(
        {
            (page.parent / target).resolve()
            for page in PAGES
            for target in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
        }
    )


def words(picture: str) -> list[str]:
    """Return what is written in a picture, its description first."""
    root = ET.fromstring(picture)  # noqa: S314  it is ours
    texts = ("".join(one.itertext()).strip() for one in root.iter() if one.tag.endswith("text"))
    return [root.attrib["aria-label"], *sorted(texts)]


def test_every_picture_of_a_clone_is_there_and_is_small() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert "docs/figures/" not in ignored
    assert [path for path in shown() if not path.exists()] == []
    assert [path.name for path in shown() if path.stat().st_size > 150_000] == []


@pytest.mark.parametrize("page", ["README.md", "docs/index.md"])
def test_the_first_pages_show_the_disc_and_a_plan(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert [name for name in ("disc.svg", "gantt.svg") if f"figures/{name})" not in text] == []


@pytest.mark.slow
def test_the_first_pictures_say_what_the_code_draws_now() -> None:
    """If not, `uv run poe figures` draws all of them anew; look at them."""
    figures = runpy.run_path(str(ROOT / "docs" / "figures.py"))
    drawn = figures["first"](prioritise(ten_portfolio(start=figures["START"])))
    for name, (figure, title) in drawn.items():
        kept = (FIGURES / f"{name}.svg").read_text(encoding="utf-8")
        assert words(kept) == words(as_svg(figure, title=title)), name
