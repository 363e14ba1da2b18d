"""The verb `figure`: one figure as a picture, whichever there are in `omniprio.plots`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pages.every_answer import SMALL, small_plan

from omniprio import plots
from omniprio.answer import Answer
from omniprio.answers import gaps
from omniprio.cli import Exit, main
from omniprio.cli.drawings import KINDS
from omniprio.documents import to_json
from omniprio.plan import Plan

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.json").write_text(SMALL.to_json(), encoding="utf-8")
    (tmp_path / "plan.json").write_text(small_plan().to_json(), encoding="utf-8")
    (tmp_path / "gaps.json").write_text(to_json("gaps", gaps(SMALL)), encoding="utf-8")
    return tmp_path


def test_every_figure_is_of_plans_or_of_a_document() -> None:
    assert {f"describe_{name.replace('-', '_')}" for name in KINDS} < set(plots.__all__)
    assert len(KINDS) == sum(name.startswith("describe_") for name in plots.__all__)
    for name in KINDS:
        documents = KINDS[name].documents.values()
        assert documents, name
        assert all(issubclass(one, Answer) or KINDS[name].of_plans for one in documents), name
    assert set(KINDS["measured"].documents) == {"replan", "upheaval"}
    assert KINDS["disc"].documents["plan"] is Plan


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("figure disc small.json -o disc.svg", b"<svg role"),
        ("figure gantt plan.json -o gantt.PNG --language da", b"\x89PNG"),
        ("figure gap-table gaps.json -o gaps.pdf", b"%PDF"),
        ("figure compare plan.json small.json -o compare.svg", b"<svg role"),
    ],
)
def test_a_figure_is_drawn_into_a_file(words: str, begins: bytes, folder: Path) -> None:
    assert main(words.split()) == Exit.DONE
    (picture,) = (one.read_bytes() for one in folder.iterdir() if one.suffix != ".json")
    assert picture.startswith(begins)


@pytest.mark.slow
@pytest.mark.usefixtures("folder")
def test_without_a_file_it_is_the_picture_that_python_draws(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figure", "disc", "plan.json", "--period", "1", "--language", "da"]) == Exit.DONE
    says = plots.describe_disc(small_plan(), period=1, language="da")
    drawn = plots.as_svg(plots.disc(small_plan(), period=1, language="da"), title=says)
    assert capsys.readouterr().out == drawn


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ("figure gannt plan.json", Exit.USAGE, "argument FIGURE: it is gannt; use agreement, "),
        ("figure gannt plan.json", Exit.USAGE, "(did you mean gantt?)"),
        ("figure money plan.json --of mony", Exit.BAD_INPUT, "mony"),
        ("figure gap-table plan.json", Exit.BAD_INPUT, "is 'omniprio-plan/1'; use one of omniprio-gaps/1"),
        ("figure gap-table small.json", Exit.BAD_INPUT, "format: is 'omniprio-portfolio/1'; use one of"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_cannot_be_drawn_is_refused(
    words: str, code: Exit, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words.split()) == code
    assert says in capsys.readouterr().err
