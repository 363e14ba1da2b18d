"""Initiatives are named on the command line by their ids or their titles, in any language and with any letters."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import TYPE_CHECKING

import pytest

from omniprio import Initiative, Portfolio, ten_portfolio
from omniprio.cli import Exit, main
from omniprio.cli.command import parser
from omniprio.cli.goals import goals
from omniprio.cli.names import goals_of, id_called, ids_of, use_ids
from omniprio.cli.verbs import VERBS
from omniprio.cli.wanted import wanted
from omniprio.errors import InvalidInputError
from omniprio.goals import Steady

if TYPE_CHECKING:
    from pathlib import Path

NAMED = Portfolio(
    horizon=1,
    initiatives=[
        Initiative(id="a", title={"da": "Måling, “det hele”", "en": "Measuring"}, benefit=1),
        Initiative(id="b", title="Web shop"),
        Initiative(id="c", title="web shop"),
        Initiative(id="Measuring-2", title="a"),  # an id goes before a title
        Initiative(id="d"),
    ],
)


@pytest.mark.parametrize(
    ("named", "meant"),
    [("måling, “DET hele”", "a"), ("measuring", "a"), ("a", "a"), ("Measuring-2", "Measuring-2"), ("d", "d")],
)
def test_an_initiative_is_named_by_its_id_or_a_title(named: str, meant: str) -> None:
    assert ids_of([named], NAMED) == [meant]


@pytest.mark.parametrize("named", ["Web shop", "", "nothing"])
def test_what_two_are_called_or_none_is_refused(named: str) -> None:
    with pytest.raises(InvalidInputError, match="use one of"):
        ids_of([named], NAMED)


def test_a_title_in_quotes_is_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "portfolio.json"
    file.write_text(NAMED.to_json(), encoding="utf-8")
    assert main(["qualify", str(file), "Måling, “det hele”", "--language", "da"]) is Exit.DONE
    assert [row["id"] for row in json.loads(capsys.readouterr().out)["rows"]] == ["a"]


def test_no_verb_has_another_argument_that_names_initiatives() -> None:
    """All ways to name one: the arguments `initiatives`, and goals and a milestone in JSON; whoever adds one adds a test here."""
    (verbs,) = (one.choices for one in parser()._actions if one.dest == "verb")  # noqa: SLF001  there is no other list
    assert verbs is not None
    assert [*verbs] == [*VERBS]
    naming: dict[str, set[str]] = {"initiatives": set(), "goals": set(), "wanted": set()}
    for name, verb in dict(verbs).items():
        arguments = {one.dest: one for one in verb._actions}  # noqa: SLF001
        for dest, one in arguments.items():
            if dest == "initiatives" or one.type in {goals, wanted}:
                naming[dest].add(name)
        # goals are read with the portfolio, where titles become ids
        assert name not in naming["goals"] or {"source_format"} & {*arguments}, name
    assert naming["initiatives"] == {"explain", "qualify"}
    assert naming["wanted"] == {"milestone", "report"}
    assert "plan" in naming["goals"]


STEADY = '[{"kind": "steady", "starts": {"MEASURING": 1, "d": 1}, "uncounted": ["måling, “det hele”"]}]'


def test_goals_name_initiatives_by_titles() -> None:
    (steady,) = goals_of(goals(STEADY), NAMED)
    assert steady.promises == {"a": 1, "d": 1}
    assert getattr(steady, "uncounted", None) == ("a",)
    assert goals_of(goals("fastest"), NAMED) == goals("fastest")
    part = f'{{"goal": {STEADY[1:-1]}, "weight": 1}}'
    (blend,) = goals_of(goals(f'[{{"kind": "blend", "parts": [{part}]}}]'), NAMED)
    assert blend.promises == {"a": 1, "d": 1}


def test_a_plan_keeps_what_goals_name_by_titles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "portfolio.json"
    file.write_text(NAMED.to_json(), encoding="utf-8")
    asked = STEADY.replace("måling, “det hele”", "nobody")
    assert main(["plan", str(file), "--goals", asked]) is Exit.DONE
    schedule = json.loads(capsys.readouterr().out)["schedule"]
    assert {one["id"]: one["start"] for one in schedule} == {"a": 1, "d": 1}


@pytest.mark.parametrize("complete", ['["measuring", "d"]', '"Måling, “det hele”"'])
def test_a_milestone_names_initiatives_by_titles(
    complete: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "portfolio.json"
    file.write_text(NAMED.to_json(), encoding="utf-8")
    assert main(["milestone", str(file), "--wanted", f'{{"by": 1, "complete": {complete}}}']) is Exit.DONE
    assert "a" in json.loads(capsys.readouterr().out)["milestone"]["complete"]


def test_a_milestone_without_a_name_is_called_what_it_is_in_each_language() -> None:
    assert wanted('{"by": 4}')["title"] == {"en": "asked for", "da": "ønsket"}
    assert "title" not in wanted('{"by": 4, "id": "known"}')


def test_what_a_gain_is_measured_by_names_initiatives_by_titles_too() -> None:
    arguments = Namespace(by=Steady(starts={"Identificer dine kunder": 2}))
    use_ids(arguments, ten_portfolio())
    assert arguments.by == Steady(starts={"identify": 2})


@pytest.mark.parametrize("name", ["hovedbudgettet", "HOVEDBUDGET", "main budget", "the main budget", "money"])
def test_a_budget_is_accepted_as_it_is_called(name: str) -> None:
    assert id_called(name, "budget", ten_portfolio()) == "money"


def test_a_name_that_is_that_of_two_is_left_to_be_refused() -> None:
    portfolio = Portfolio(horizon=1, initiatives=[], capacities={"Shops": 1, "SHOPS": 2})
    assert [id_called(name, "team", portfolio) for name in ("Shops", "shops")] == ["Shops", "shops"]
