"""The example with the UK's major projects: which rows are usable, what becomes of them, and the plan it prints."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from omniprio import check

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "examples"))

import uk_major_projects  # noqa: E402  examples are scripts, not a package

FILE = ROOT.parent / "shared" / "data" / "real_portfolios" / "uk_gmpp_2023_clean.csv"

HEADER = "id,name,department,start,end,whole_life_cost_gbp_m,benefits_gbp_m\n"
USABLE = """\
A,"Bridge,
north",DFT,2020-04-01,2022-03-31,100,1000
B,Tunnel,DFT,2020-04-01,2021-03-31,60,300
C,Statue,DCMS,2020-04-01,2021-03-31,10,-2.5
"""
OTHERS = """\
D,No cost,DFT,2020-04-01,2022-03-31,,1000
E,No benefits,DFT,2020-04-01,2022-03-31,100,
F,No end,DFT,2020-04-01,,100,1000
G,Backwards,DFT,2023-02-20,2023-01-20,100,1000
H,Long,DFT,2020-04-01,2050-04-01,100,1000
I,Words,DFT,2020-04-01,2022-03-31,about 100,1000
J,Negative cost,DFT,2020-04-01,2022-03-31,-1,1000
K,Short row,DFT,2020-04-01
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "projects.csv"
    path.write_text(HEADER + USABLE + OTHERS, encoding="utf-8")
    return path


def test_each_row_is_usable_or_has_its_reason(file: Path) -> None:
    usable, reasons = uk_major_projects.read(file)
    assert [initiative.id for initiative in usable] == ["A", "B", "C"]
    assert reasons == {
        "no whole-life cost": 2,  # D, K
        "no monetised benefits": 1,
        "no start or no end": 1,
        "an end before the start": 1,
        "longer than 30 years": 1,  # 30 years and a day
        "a cell that cannot be read": 2,  # I, J
    }


def test_a_row_becomes_an_initiative_that_says_what_is_assumed(file: Path) -> None:
    bridge = uk_major_projects.read(file)[0][0]
    assert (bridge.title, bridge.duration, bridge.cost) == ("Bridge,\nnorth", 2, 100)
    assert bridge.earnings.profile == (100,) * 10  # 1,000 over ten years
    assert bridge.provenance.keys() == {"cost", "benefit", "duration", "timing"}
    assert bridge.provenance["benefit"].startswith("fact: benefits_gbp_m; assumption:")


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2020-04-01", "2025-03-31", 5),
        ("2020-04-01", "2025-04-01", 6),  # five years and a day
        ("2020-04-01", "2020-04-01", 1),
        ("2020-12-31", "2021-01-01", 1),
    ],
)
def test_years_are_rounded_up(start: str, end: str, years: int, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text(f"{HEADER}A,Bridge,DFT,{start},{end},100,1000\n", encoding="utf-8")
    assert uk_major_projects.read(path)[0][0].duration == years


def test_the_plan_is_printed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    uk_major_projects.main([str(file), "--budget", "60"])
    shown = capsys.readouterr().out
    assert "11 rows, of which 3 can be planned with" in shown
    assert "Assumed:\n1. " in shown
    # 60 a year pay for the tunnel (60) or for the bridge (50, 50), one after the other. In 1 / 1.035 powers v:
    # bridge 2023-24, tunnel 2025: -50 - 50 v + 100 a v - 60 v2 + 30 a v2 with a = 1 + v + ... + v9 = 8.6077:
    # -50 - 48.309 + 831.66 - 56.011 + 241.06 = 918.40
    # tunnel 2023, bridge 2024-25: -60 + 30 a - 50 v - 50 v2 + 100 a v2 = -60 + 258.23 - 48.309 - 46.676 + 803.54
    # = 906.78. The statue earns less than nothing.
    assert "The sequence: 2 of 3 projects" in shown
    assert "  2023-2024  Bridge, north" in shown
    assert "  2025-2025  Tunnel" in shown
    assert "Net present value, counted to the end of 2052: GBP 918 m" in shown
    assert "No plan is better than: GBP 918 m; gap 0.00%; proven" in shown


def test_what_is_not_spent_lapses(file: Path) -> None:
    portfolio = uk_major_projects.portfolio_of(uk_major_projects.read(file)[0], 55)
    (rule,) = check(portfolio, {"B": 2}).broken  # 60 in the second year, 55 a year
    assert rule.figures == {"used": 60, "available": 55, "too much": 5}


def test_without_the_file_it_says_what_is_expected(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"(?s)no file.*whole_life_cost_gbp_m.*Open Government Licence"):
        uk_major_projects.read(tmp_path / "missing.csv")


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("id,name,cost\nA,Bridge,3\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="has no column start, end, whole_life_cost_gbp_m, benefits_gbp_m"):
        uk_major_projects.read(path)


@pytest.mark.skipif(not FILE.is_file(), reason="the UK's major projects are not here")
def test_the_published_file() -> None:
    usable, reasons = uk_major_projects.read(FILE)
    # 244 projects: whole-life cost for 193, so 51 without; benefits for 110. All with both have dates.
    assert reasons == Counter({"no monetised benefits": 91, "no whole-life cost": 51})
    assert len(usable) == 244 - 91 - 51
    portfolio = uk_major_projects.portfolio_of(usable, 4000)
    assert (portfolio.periods, portfolio.calendar.label(1), portfolio.currency) == (30, "2023", "GBP m")


def test_what_is_spent_each_year_adds_up_to_the_total(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "thirds.csv"
    path.write_text(f"{HEADER}A,Bridge,DFT,2020-04-01,2023-03-31,100,1000\n", encoding="utf-8")
    uk_major_projects.main([str(path), "--budget", "60"])
    rows = capsys.readouterr().out.partition("spent and left of the year's budget\n")[2].split("\n")[:4]
    # 100 / 3 = 33.33 in each of three years, of 60: 34 + 33 + 33 = 100
    assert [row.split() for row in rows] == [
        ["2023", "34", "26"],
        ["2024", "33", "27"],
        ["2025", "33", "27"],
        ["all", "100"],
    ]
