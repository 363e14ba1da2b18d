"""Help and refusals of the command line, which are said in every language, and say what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web_service import CAN_SERVE

from omniprio import Initiative, Portfolio, plan_of, prioritise
from omniprio.cli import command, main
from omniprio.cli.exits import Exit, OptionError, UsageError
from omniprio.cli.verbs import VERBS, verb_called
from omniprio.language import Fact, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


SMALL = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=30, advances={"D2": 0.6})], budget=40)


@pytest.mark.parametrize("verb", [None, *VERBS])
def test_no_line_of_help_is_the_same_in_two_languages(
    verb: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "1000")  # a line for each argument
    lines = []
    for language in ("en", "da"):
        monkeypatch.setenv("OMNIPRIO_LANGUAGE", language)
        assert main([*([verb] if verb else []), "--help"]) == Exit.DONE
        lines.append(capsys.readouterr().out.splitlines())
    english, danish = lines
    assert len(english) == len(danish)
    same = set(english) & set(danish) - {"", f"  {verb_called(verb).example if verb else ''}"}
    assert [line for line in same if not is_argument(line)] == []


def is_argument(line: str) -> bool:
    """Return whether a line only shows how an argument is written, as where that is long."""
    return line.startswith(("  -", "  {")) and "  " not in line.strip()


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[UsageError]:
    """A folder with documents, and a list of the errors that are told."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OMNIPRIO_LANGUAGE", raising=False)
    (tmp_path / "small.json").write_text(SMALL.to_json(), encoding="utf-8")
    (tmp_path / "plan.json").write_text(prioritise(SMALL).to_json(), encoding="utf-8")
    (tmp_path / "hand.json").write_text(plan_of(SMALL, {"web": 1}).to_json(), encoding="utf-8")
    for name, tokens in (("empty", ""), ("short", "secret"), ("long", "a-token-of-one-caller")):
        (tmp_path / f"{name}.txt").write_text(tokens, encoding="utf-8")
    errors: list[UsageError] = []
    monkeypatch.setattr(command, "tell", lambda error, *_: errors.append(error))
    return errors


WRONG = [
    "plan small.json --what",
    "plan",
    "plan small.json --progress=3",
    "plan small.json --unit week",
    "plan small.json --gap",
    "plan small.json --goals fastest,closer",
    "plan small.json --goals fast,close",
    "check - -",
    "convert export.csv a.json --from jira --team IT",
    "convert small.json a.json --points 3",
    "convert",
    "convert small.json a.json -o b.json",
    "convert small.json --to mermaid",
    "convert --template a.xlsx small.json",
    "convert plan.json a.csv",
    "convert plan.json a.xlsx --holidays DK",
    "convert small.json a.ics",
    "convert small.json a.csv",
    "frontier small.json --least 4 --most 3",
    "frontier small.json --trade-off --most 4",
    "frontier small.json --capacity it --window 2",
    "frontier small.json --trade-off --goals fastest",
    'frontier small.json --goals [{"kind":"fastest","slack":0.1}]',
    "report small.json --with why --gap 0.1",
    "report plan.json --goals closest",
    "figure gantt plan.json small.json",
    "figure gantt plan.json --of IT",
    "figure team-load plan.json",
    "figure gantt plan.json -o gantt.doc",
    "report small.json --budget it",
    "report small.json --period 1",
    "report small.json --before plan.json",
    "report small.json --before plan.json --period 1 --raters bids.json",
    "report plan.json --raters bids.json",
    "nested small.json 10 20 --weights 1",
    "milestone small.json --wanted 3",
    "attribute small.json --by closest,fastest",
    "attribute small.json --samples 1",
    "alternatives small.json --loss 1 --goals soonest",
    "silos small.json --split IT",
    "value-of-change small.json --money 0",
    "agreement a.json b.json",
    "profile bids.json --started out.json",
    "replan small.json hand.json --period 1",
    "replan small.json plan.json --period 1 --goals soonest --price-per-change 1",
    "serve --host 0.0.0.0",
    "serve -o answers.json",
    "mcp -o answers.json",
    "serve --token-file empty.txt",
    "serve --token-file short.txt",
    "serve --port 99999",
    "serve --host 192.0.2.1 --token-file long.txt",
]


@pytest.mark.slow
@CAN_SERVE
def test_every_refusal_is_made_and_said_in_danish(
    told: list[UsageError], monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in WRONG:
        assert main(words.split()) == Exit.USAGE, words
    monkeypatch.setenv("OMNIPRIO_LANGUAGE", "xx")
    assert main(["catalogue"]) == Exit.USAGE
    assert len(told) == len(WRONG) + 1
    made = {kind for error in told for part in error.args for kind in kinds(part.fact)}
    unmade = sorted(key for key in catalogue("en").words if key.startswith("usage.") and key not in made)
    assert unmade == []
    for error in told:
        assert error.said("da") != error.said("en")


def kinds(fact: Fact) -> Iterator[str]:
    """Yield what kinds of facts are in a fact."""
    yield fact.kind
    for value in fact.values.values():
        for entry in value if isinstance(value, tuple) else (value,):
            if isinstance(entry, Fact):
                yield from kinds(entry)


@pytest.mark.parametrize(
    ("words", "option", "value", "says"),
    [
        ("plan small.json --gap 2", "--gap", "2.0", "det er 2; angiv en andel fra 0 til 1"),
        ("plan small.json --gap 1.5", "--gap", "1.5", "det er 1,5; angiv en andel fra 0 til 1"),
        (
            "robust small.json u.json --draws 0.5",
            "--draws",
            "0.5",
            "det er 0,5; angiv et helt tal fra 1 og op",
        ),
        ("plan small.json --gap much", "--gap", "much", "det er much; angiv et tal"),
        ("plan small.json --gap", "--gap", "", "det mangler sin værdi; angiv en: --gap G"),
        ("plan small.json -o", "--output", "", "det mangler sin værdi; angiv en: --output FIL"),
        ("plan small.json --progress=3", "--progress", "", "det har ingen værdi; udelad værdien"),
        ("schema plann", "document", "plann", "(mente du plan?)"),
        ("robust small.json u.json --draws 0", "--draws", "0", "det er 0; angiv et helt tal fra 1 og op"),
    ],
)
def test_an_option_is_refused_with_its_value_and_what_to_do(
    words: str, option: str, value: str, says: str, told: list[UsageError]
) -> None:
    assert main(words.split()) == Exit.USAGE
    (error,) = told
    assert isinstance(error, OptionError)
    assert (error.option, error.value) == (option, value)
    assert says in error.said("da")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            "plan small.json --goal fastest",
            "unknown: --goal, fastest (did you mean --goals?); see python -m omniprio plan",
        ),
        ("pan small.json", "(did you mean plan?)"),
        ("plan small.json --seconds=4", "unknown: --seconds=4 (did you mean --time-limit?); see"),
        ("plan small.json --verbose", "unknown: --verbose (did you mean --progress?); see"),
        ("plan small.json --periods 4", "unknown: --periods, 4 (did you mean --horizon?); see"),
        (
            "plan small.json --budget 4000000",
            "unknown: --budget, 4000000 (budgets and capacities stand in the portfolio; what-if moves them, and",
        ),
        ("plan small.json quiet", "unknown: quiet; see"),
        (
            "replan small.json plan.json --period 2 --actuals a.json",
            "unknown: --actuals, a.json (actuals is given by its place, without --); see",
        ),
        ("--langage da catalogue", "unknown: --langage (did you mean --language?); see"),
        ("--lang=da catalogue", "unknown: --lang (did you mean --language?); see"),
        ("catalogue --language dansk", "it is dansk; use en, da (did you mean da?)"),
        ("plan small.json --engine high", "(did you mean highs?)"),
        ('plan small.json --goals [{"kind":"closst"}]', "(did you mean closest?)"),
        ("plan small.json --goals fastests", "(did you mean fastest?)"),
        ("plan", "missing: portfolio; see python -m omniprio plan --help"),
        ("replan small.json plan.json", "missing: --period; see"),
        ("", "missing: VERB; see python -m omniprio --help"),
    ],
)
def test_what_is_mistyped_or_missing_is_named(words: str, says: str, told: list[UsageError]) -> None:
    assert main(words.split()) == Exit.USAGE
    assert says in str(told[0])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("explain small.json wbe", "use one of web (did you mean web?)"),
        ("explain small.json --budget mony", "use one of money (did you mean money?)"),
        ("frontier small.json --budget mony", "use one of money (did you mean money?)"),
        ("nested small.json 10 --budget mony", "use one of money (did you mean money?)"),
        ("phasing small.json --budget mony", "use one of money (did you mean money?)"),
        ("silos small.json --budget mony", "use one of money (did you mean money?)"),
        ("silos owned.json --split Shop=1", "use one of Shops, IT (did you mean Shops?)"),
        ("coverage owned.json chanel", "use one of channel (did you mean channel?)"),
        (
            "plan small.json --preset jria",
            "linear, openproject, planner, trello (did you mean jira?)",
        ),
        ('milestone small.json --wanted {"by":1,"complete":["wbe"]}', "(did you mean web?)"),
    ],
)
def test_a_name_that_the_portfolio_does_not_have_is_answered_with_the_one_that_was_meant(
    words: str, says: str, told: list[UsageError], tmp_path: Path
) -> None:
    shops = Initiative(id="web", cost=30, advances={"D2": 0.6}, owner="Shops", tags={"channel": ["web"]})
    owned = Portfolio(
        horizon=2, initiatives=[shops, Initiative(id="app", advances={"D2": 0.3}, owner="IT")], budget=40
    )
    (tmp_path / "owned.json").write_text(owned.to_json(), encoding="utf-8")
    assert main(words.split()) == Exit.BAD_INPUT
    assert says in str(told[0])


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_takes_a_file_to_write_and_silence_and_those_that_search_show_how_far_they_are(
    verb: str,
) -> None:
    whole = command.parser("en", [verb])
    options = {
        option
        for action in whole._subparsers._group_actions  # type: ignore[union-attr]  # noqa: SLF001
        for option in action.choices[verb].options  # type: ignore[index]
    }
    assert {"-o", "--output", "--quiet", "--errors", "--language"} <= options
    assert ("--time-limit" in options) == ("--progress" in options)
