"""How far a search is, as it is shown: with recorded reports, and with a real run."""

from __future__ import annotations

import builtins
import io
import re
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from omniprio import Fastest, Initiative, LeastCost, Plan, Portfolio, Soonest, plan_of, prioritise
from omniprio.catalogue import long_portfolio
from omniprio.cli import Exit, main
from omniprio.language import Speaker
from omniprio.live import in_words, live_progress
from omniprio.options import RunProgress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

FAST, CHEAP = Fastest(), LeastCost()

RECORDED = (
    RunProgress(FAST, 0.1, None, None, 0),
    RunProgress(FAST, 0.4, 0.5, 0.25, 1),  # apart by half of 0.5
    RunProgress(FAST, 5.2, 0.4, 0.3, 900),  # 0.1 of 0.4 is a quarter
    RunProgress(FAST, 6.0, 0.4, 0.4, 1200),
    RunProgress(CHEAP, 6.5, 2500000.0, 2400000.0, 3),  # 100,000 of 2,500,000 is 4 %
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, reports: Sequence[RunProgress] = RECORDED, *, plain: bool = False) -> str:
    with live_progress(stream, plain=plain) as tell:
        for report in reports:
            tell(report)
    return stream.getvalue()


def test_figures_are_in_the_units_of_the_goal() -> None:
    assert in_words(RECORDED[1]) == "fastest: 0.4 s, best 0.5, bound 0.25, gap 50.00%, nodes 1"
    assert in_words(RECORDED[4]) == "least cost: 6.5 s, best 2,500,000, bound 2,400,000, gap 4.00%, nodes 3"
    soonest = RunProgress(Soonest(), 1.0, 7.0, None, 2)
    assert in_words(soonest) == "soonest: 1.0 s, best 7, no bound yet, nodes 2"


class Notebook:
    """What of IPython a notebook brings: a kernel, and a display that can be drawn anew."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, shell: object) -> None:
        self.drawn: list[str] = []
        monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
        display = SimpleNamespace(HTML=str, display=self._display)
        monkeypatch.setitem(sys.modules, "IPython.display", display)

    def _display(self, html: str, *, display_id: bool) -> SimpleNamespace:
        assert (html, display_id) == ("", True)
        return SimpleNamespace(update=self.drawn.append)


def test_a_notebook_shows_a_bar_for_each_goal(monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = Notebook(monkeypatch, SimpleNamespace(kernel=object()))
    with live_progress() as tell:
        for report in RECORDED:
            tell(report)
    # no gap yet; then apart by a half, by a quarter, and not at all; the second goal by 4 %
    assert [re.findall('value="(.*?)"', html) for html in notebook.drawn] == [
        [],
        ["0.5000"],
        ["0.7500"],
        ["1.0000"],
        ["1.0000", "0.9600"],
    ]
    assert "</progress> least cost: 6.5 s, best 2,500,000" in notebook.drawn[-1]


@pytest.mark.parametrize("shell", [None, SimpleNamespace()])
def test_without_a_kernel_there_are_lines(
    shell: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook = Notebook(monkeypatch, shell)
    with live_progress() as tell:
        tell(RECORDED[1])
    assert capsys.readouterr().err == f"{in_words(RECORDED[1])}\n"
    assert notebook.drawn == []


def test_how_far_a_search_is_can_be_told_in_danish() -> None:
    assert (
        in_words(RECORDED[1], Speaker("da"))
        == "hurtigst: 0,4 s, bedste 0,5, grænse 0,25, afstand 50,00 %, knuder 1"
    )
    stream = io.StringIO()
    with live_progress(stream, language="da") as tell:
        tell(RECORDED[0])
    assert stream.getvalue() == "hurtigst: 0,1 s, ingen plan endnu, ingen grænse endnu, knuder 0\n"


def test_a_gap_that_is_no_number_is_left_out() -> None:
    assert "gap" not in in_words(RunProgress(CHEAP, 1.0, 0.0, -5.0, 0))  # a share of nothing
    assert "gap 0.00%" in in_words(RunProgress(CHEAP, 1.0, 0.0, 0.0, 0))


def test_in_a_file_there_is_a_line_every_few_seconds_and_a_last_one_for_each_goal() -> None:
    # 0.4 is less than 5 s after 0.1; 5.2 is more; 6.0 is the last of its goal
    assert shown(io.StringIO()).splitlines() == [in_words(RECORDED[place]) for place in (0, 2, 3, 4)]


def test_a_last_report_that_waits_is_written_when_the_search_ends() -> None:
    assert shown(io.StringIO(), RECORDED[:2]).splitlines() == [in_words(report) for report in RECORDED[:2]]


def test_on_a_terminal_a_line_is_written_over_until_the_next_goal() -> None:
    written = shown(Terminal(), plain=True)
    first, second, nothing = written.split("\n")
    assert nothing == ""
    assert first.split("\r")[1:] == [
        line.ljust(len(before))
        for before, line in zip(["", *map(in_words, RECORDED)], map(in_words, RECORDED[:4]), strict=False)
    ]
    assert second == "\r" + in_words(RECORDED[4])


def test_a_longer_line_leaves_nothing_behind() -> None:
    far, near = RunProgress(FAST, 1.0, 0.123456, 0.1, 9), RunProgress(FAST, 2.0, 0.5, 0.5, 9)
    *_, last = shown(Terminal(), (far, near), plain=True).rstrip("\n").split("\r")
    assert len(last) == len(in_words(far))
    assert last.rstrip() == in_words(near)


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_nothing_is_shown_of_nothing(stream: type[io.StringIO]) -> None:
    assert shown(stream(), (), plain=True) == ""


def test_what_was_shown_is_ended_when_the_search_fails() -> None:
    stream = Terminal()

    def fail() -> None:
        with live_progress(stream, plain=True) as tell:
            tell(RECORDED[0])
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        fail()
    assert stream.getvalue().endswith("nodes 0\n")


def test_with_rich_there_is_a_table_with_a_row_for_each_goal(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rich")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    written = re.sub(r"\x1b\[[0-9?;]*[A-Za-z]", "", shown(Terminal()))
    rows = [re.split(r"  +", line.strip()) for line in written.replace("\r", "\n").splitlines()]
    assert rows[-3:] == [
        ["Goal", "Seconds", "Best", "Bound", "Gap", "Nodes"],
        ["fastest", "6.0", "0.4", "0.4", "0.00%", "1,200"],
        ["least cost", "6.5", "2,500,000", "2,400,000", "4.00%", "3"],
    ]


def test_without_rich_there_are_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("omniprio.live.find_spec", lambda _: None)
    assert shown(Terminal()) == shown(Terminal(), plain=True)


def test_nothing_is_imported_for_it_unless_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str, *rest: object) -> object:
        assert not name.startswith("rich")
        return real(name, *rest)  # type: ignore[arg-type]  # passed on as it came

    real = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", refuse)
    shown(io.StringIO())


@pytest.mark.slow
def test_a_real_run_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with live_progress() as on_progress:
        plan = prioritise(long_portfolio(), on_progress=on_progress)
    out, err = capsys.readouterr()
    assert out == ""
    last = [line for line in err.splitlines() if line.startswith("fastest: ")][-1]
    assert re.fullmatch(r"fastest: [\d.]+ s, best [\d.]+, bound [\d.]+, gap [\d.]+%, nodes [\d,]+", last)
    found = re.search(r"bound ([\d.]+)", last)
    value = plan.goals[0].value
    assert found is not None
    assert value is not None
    assert float(found[1]) <= value + 1e-6  # less is better, and no plan is better than the bound


def test_nothing_is_shown_unless_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    prioritise(Portfolio(horizon=2, initiatives=[Initiative(id="web", advances={"D2": 0.6})]))
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("words", "terminal", "until", "seen"),
    [
        ([], True, 2, False),  # 0.4 s is not long
        ([], True, 3, True),  # 5.2 s is
        ([], False, 3, False),
        (["--progress"], False, 1, True),
        (["--progress"], True, 1, True),
        (["--quiet"], True, 3, False),
        (["--progress", "--quiet"], True, 3, False),
    ],
)
def test_the_command_line_shows_it_where_it_takes_long_or_is_asked(
    words: list[str],
    *,
    terminal: bool,
    until: int,
    seen: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def searched(
        portfolio: Portfolio,
        *_: object,
        on_progress: Callable[[RunProgress], None] | None,
        **__: object,
    ) -> Plan:
        if on_progress is not None:
            for one in RECORDED[:until]:
                on_progress(one)
        return plan_of(portfolio, {}, stopped="time limit")

    error = Terminal() if terminal else io.StringIO()
    path = tmp_path / "portfolio.json"
    path.write_text(Portfolio(horizon=1, initiatives=[]).to_json(), encoding="utf-8")
    monkeypatch.setattr(sys, "stderr", error)
    monkeypatch.setattr("omniprio.cli.verbs.plan.prioritise", searched)

    assert main(["plan", str(path), *words]) == Exit.NOT_PROVEN
    assert ("fastest" in error.getvalue()) is seen
    assert capsys.readouterr().out.startswith("{")
