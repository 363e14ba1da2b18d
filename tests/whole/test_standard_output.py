"""Nothing is on standard output or standard error that was not asked for: in any process, first of all a fresh one.

What a solver prints goes past Python, and some of it comes once a process. So each verb and each way to solve is run in a
process of its own, and all that it has written is read.
"""

from __future__ import annotations

import json
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after, with_a_plan, without_a_plan

from omniprio import Initiative, MostValue, Portfolio, own_search, prioritise
from omniprio.answers.frontiers import trade_off
from omniprio.cli.verbs import VERBS
from omniprio.infeasibility import InfeasibleError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SMALL = Portfolio(
    horizon=3,
    initiatives=[
        Initiative(id="web", cost=30, advances={"D2": 0.6}, benefit=20, tags={"channel": ("web",)}),
        Initiative(id="app", cost=20, advances={"D2": 0.3}, benefit=9),
        Initiative(id="shop", cost=50, duration=2, advances={"R2": 0.5}, requires=["web"], benefit=40),
    ],
    budget=40,
)
"""There is money for the web or the app."""

UNSURE = {"initiatives": {"web": {"cost": [25, 45]}}}

COMMANDS: dict[str, Sequence[str]] = {
    "plan": ["small.json"],
    "check": ["small.json", "plan.json"],
    "explain": ["small.json"],
    "essential": ["small.json"],
    "qualify": ["small.json"],
    "frontier": ["small.json"],
    "attribute": ["small.json"],
    "alternatives": ["small.json", "--loss", "0.1"],
    "value-of-change": ["small.json", "--kind", "budget"],
    "silos": ["small.json"],
    "what-if": ["small.json"],
    "workshop": ["small.json"],
    "phasing": ["small.json"],
    "nested": ["small.json", "20", "50"],
    "milestone": ["small.json", "--wanted", '{"by": 1, "fields": {"D1": 0.5}}'],
    "robust": ["small.json", "unsure.json", "--draws", "4", "--workers", "2"],
    "actuals": ["plan.json", "--period", "1"],
    "profile": ["bids.json"],
    "agreement": ["bids.json"],
    "organisations": ["bids.json"],
    "bids": ["answers.csv", "--rows", "wide", "--organisation", "A"],
    "gaps": ["small.json"],
    "coverage": ["plan.json", "channel"],
    "scenarios": ["plan.json"],
    "form": [],
    "assess": ["answers.csv", "--rows", "wide"],
    "raters": ["small.json", "bids.json"],
    "programme": ["small.json", "other.json"],
    "replan": ["small.json", "plan.json", "--period", "1"],
    "upheaval": ["small.json", "plan.json", "--period", "0"],
    "report": ["small.json"],
    "figure": ["gantt", "small.json"],
    "convert": ["small.json", "-", "--to", "json"],
    "schema": ["plan"],
    "catalogue": ["ten"],
    "serve": ["--openapi"],
    "mcp": [],
}
"""Words for each verb, by its name."""

TAKES = {
    "report": ("jinja2", "matplotlib"),
    "figure": ("matplotlib",),
    "serve": ("fastapi", "uvicorn"),
    "mcp": ("mcp",),
}
"""What has to be installed for a verb."""

SERVING = {"what-if", "workshop"}
"""What does not end by itself."""

MORE: dict[str, Sequence[str]] = {
    "explain what has no plan": ["explain", "none.json"],
    "trade-off": ["frontier", "small.json", "--trade-off"],
    "a time limit": ["plan", "small.json", "--time-limit", "20", "--goals", "most-value"],
}
"""Other ways to solve, as whole commands."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files of the commands."""
    path = tmp_path_factory.mktemp("files")
    none = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=30, decision="must")], budget=20)
    documents = {
        "small": SMALL.to_json(),
        "none": none.to_json(),
        "plan": prioritise(SMALL).to_json(),
        "unsure": json.dumps(UNSURE),
        "other": SMALL.model_copy(update={"budget": 50}).to_json(),
        "bids": json.dumps(
            {
                "assessments": [
                    {"rater": name, "ratings": {"D": level}} for name, level in (("A", 1), ("B", 2))
                ]
            }
        ),
    }
    (path / "answers.csv").write_text(
        "organisation,recognise\n" + "".join(f"{name},3\n" for name in "ABCDEF")
    )
    for name, document in documents.items():
        (path / f"{name}.json").write_text(document, encoding="utf-8")
    return path


def written(*words: str, folder: Path) -> tuple[str, str]:
    """Return what a fresh Python writes on standard output and standard error."""
    done = subprocess.run(
        [sys.executable, *words], stdin=subprocess.DEVNULL, capture_output=True, check=False, cwd=folder
    )
    return done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def test_every_verb_has_its_words() -> None:
    assert set(COMMANDS) == set(VERBS)


@pytest.mark.slow
@pytest.mark.parametrize("verb", slow_after(1, sorted(COMMANDS, key="plan".__ne__)))
def test_a_verb_writes_its_document_and_nothing_else(verb: str, folder: Path) -> None:
    if verb in SERVING:
        pytest.skip("it serves until Ctrl-C; tests/what_if/test_pages_browser.py reads all that it writes")
    for package in TAKES.get(verb, ()):
        pytest.importorskip(package)
    out, error = written("-m", "omniprio", verb, *COMMANDS[verb], folder=folder)
    assert error == ""
    if verb in {"report", "form"}:
        assert out.lower().startswith("<!doctype html>")
        assert _Ends().read(out).splitlines()[-1] == "</html>"
    elif verb == "figure":
        assert out.startswith("<svg ")
        assert out.endswith("</svg>\n")
    elif verb == "mcp":
        assert out == ""  # nothing was asked
    else:
        assert isinstance(json.loads(out), dict)


@pytest.mark.slow
@pytest.mark.parametrize("name", MORE)
def test_other_ways_to_solve_write_their_document_and_nothing_else(name: str, folder: Path) -> None:
    out, error = written("-m", "omniprio", *MORE[name], folder=folder)
    assert error == ""
    assert isinstance(json.loads(out), dict)


@pytest.mark.slow
def test_the_reason_for_a_refusal_is_all_there_is(folder: Path) -> None:
    out, error = written("-m", "omniprio", "plan", "none.json", "--errors", "json", folder=folder)
    assert out == ""
    assert isinstance(json.loads(error), dict)


BEGIN = """
import io, sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from omniprio import MostValue, Portfolio, own_search, prioritise
from omniprio.answers.parallel import plan_each
small = Portfolio.from_file(Path("small.json"))
"""
SCRIPTS = {
    "the search": """
own_search._MANY_COLUMNS = 0
prioritise(small, [MostValue()], time_limit=60)
""",
    "threads": """
with ThreadPoolExecutor(2) as pool:
    list(pool.map(prioritise, [small] * 4))
""",
    "workers": """
if __name__ == "__main__":
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        plan_each([small] * 4, executor=pool)
""",
    "a notebook": """
sys.stdout, sys.stderr = io.StringIO(), io.StringIO()  # a notebook's own, past which a solver would write
prioritise(small)._repr_html_()
said = sys.stdout.getvalue() + sys.stderr.getvalue()
sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
print(said, end="")
""",
}
"""Ways to solve, each the first thing that is done in its process."""


@pytest.mark.slow
@pytest.mark.parametrize("name", slow_after(1, SCRIPTS))
def test_a_fresh_process_writes_nothing(name: str, folder: Path) -> None:
    script = folder / f"{name.replace(' ', '_')}.py"
    script.write_text(BEGIN + SCRIPTS[name], encoding="utf-8")
    assert written("-W", "error", script.name, folder=folder) == ("", "")


@pytest.mark.slow
def test_many_portfolios_write_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    for seed in with_a_plan(24):
        prioritise(full_portfolio(seed))
    for seed in without_a_plan(6):
        with pytest.raises(InfeasibleError):
            prioritise(full_portfolio(seed))
    trade_off(SMALL)
    assert capfd.readouterr() == ("", "")


def test_the_search_writes_nothing(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_search, "_MANY_COLUMNS", 0)
    assert prioritise(SMALL, [MostValue()], time_limit=60).starts  # something earns
    assert capfd.readouterr() == ("", "")


class _Ends(HTMLParser):
    """Reads a page and keeps the end tags it comes to."""

    def __init__(self) -> None:
        super().__init__()
        self.ends: list[str] = []

    def handle_endtag(self, tag: str) -> None:
        self.ends.append(f"</{tag}>")

    def read(self, page: str) -> str:
        self.feed(page)
        self.close()
        return "\n".join(self.ends)
