"""Public holidays as closed periods: of portfolios, of files of tasks, and out again as days off."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from omniprio import Horizon, Initiative, Portfolio, prioritise
from omniprio.cli import Exit, main
from omniprio.errors import InvalidArgumentError, InvalidInputError, MissingExtraError
from omniprio.io import closed_on_holidays, from_msproject, to_msproject

if TYPE_CHECKING:
    from pathlib import Path

WEB = Initiative(id="web", duration=4, decision="must")
MAY = Horizon(periods=9, unit="day", start=date(2027, 5, 3))
"""From Monday, 3 May 2027 on; Ascension Day is Thursday, 6 May, the fourth day, and then comes Sunday, the seventh."""


@pytest.mark.slow
def test_days_that_are_holidays_are_closed() -> None:
    found = closed_on_holidays(Portfolio(horizon=MAY, initiatives=[WEB], closed=[1]), "DK")
    assert found.closed == (1, 4)
    assert prioritise(found).schedule[0].finish == 6  # days 2, 3, 5 and 6


def test_a_week_is_closed_where_no_workday_is_left() -> None:
    """Christmas 2027 is a weekend; the last week of 2024 in Denmark has 25 and 26 December, a Wednesday and a Thursday."""
    year = Horizon(periods=52, unit="week", start=date(2027, 1, 4))
    assert closed_on_holidays(Portfolio(horizon=year, initiatives=[WEB]), "DK").closed == ()


def test_months_are_never_closed() -> None:
    year = Horizon(periods=12, unit="month", start=date(2027, 1, 1))
    assert closed_on_holidays(Portfolio(horizon=year, initiatives=[WEB]), "DK").closed == ()


def test_countries_that_are_none_and_horizons_without_dates_are_refused() -> None:
    for name in ("XX", "DE-QQ", "", "__init__"):
        with pytest.raises(InvalidArgumentError, match="use its code of two letters"):
            closed_on_holidays(Portfolio(horizon=MAY, initiatives=[WEB]), name)
    with pytest.raises(InvalidInputError, match="give the first day of period 1"):
        closed_on_holidays(Portfolio(horizon=9, initiatives=[WEB]), "DK")


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(MissingExtraError, match="install the extra `holidays`"):
        closed_on_holidays(Portfolio(horizon=MAY, initiatives=[WEB]), "DK")


TASKS = """<Project><StartDate>2027-05-03T08:00:00</StartDate><Tasks><Task><UID>1</UID><Name>Dig</Name>
<Start>2027-05-03T08:00:00</Start><Finish>2027-05-07T17:00:00</Finish><Duration>PT40H0M0S</Duration></Task><Task><UID>2</UID>
<Name>Pour</Name><Start>2027-05-10T08:00:00</Start><Finish>2027-05-10T17:00:00</Finish><Duration>PT8H0M0S</Duration>
<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type></PredecessorLink></Task></Tasks></Project>"""


def test_tasks_keep_their_days_around_holidays_which_come_back_as_days_off() -> None:
    """Dig is from Monday to Friday; with Ascension Day off it is 4 days of work, in the days 1, 2, 3 and 5."""
    found = from_msproject(TASKS, unit="day", holidays="DK")
    assert found.portfolio.closed[:3] == (
        4,
        6,
        7,
    )  # the holiday, and the weekend of a file without a calendar
    assert found.portfolio.by_id["Dig"].duration == 4
    assert any(str(note) == "calendar: public holidays of DK: 2 periods closed" for note in found.notes)
    plan = prioritise(found.portfolio)
    assert plan.schedule[-1].finish == 8  # Monday, 10 May, as in the file
    again = from_msproject(to_msproject(plan), unit="day", start=date(2027, 5, 3))
    assert 4 in again.portfolio.closed


def test_the_command_line_closes_holidays_of_any_file(tmp_path: Path) -> None:
    """Ascension Day is day 4; Whit Sunday and Monday, 16 and 17 May, are days 14 and 15: 13 open days are those of 16."""
    path, portfolio, plan = (tmp_path / name for name in ("list.csv", "p.json", "q.json"))
    path.write_text("Project,Duration\nWeb,13 days\n", encoding="utf-8")
    asked = ["--unit", "day", "--start", "2027-05-03", "--holidays", "DK"]
    assert main(["convert", str(path), str(portfolio), *asked]) == Exit.DONE
    found = json.loads(portfolio.read_text(encoding="utf-8"))
    assert (found["horizon"]["periods"], found["closed"], found["name"]) == (16, [4, 14, 15], "list")
    assert main(["plan", str(portfolio), "--holidays", "DE-BY", "-o", str(plan)]) == Exit.DONE
    assert main(["report", str(plan), "--holidays", "DK"]) == Exit.USAGE


def test_the_command_line_says_what_holidays_need(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Project,Duration\nWeb,13 days\n", encoding="utf-8")
    assert main(["plan", str(path), "--unit", "day", "--holidays", "DK"]) == Exit.BAD_INPUT
    assert (
        "give the first day of period 1, as start of the horizon or with --start" in capsys.readouterr().err
    )
