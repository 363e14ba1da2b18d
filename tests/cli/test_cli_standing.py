"""The verbs that say where we are: gaps, coverage, scenarios."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from omniprio import Initiative, Plan, Portfolio, plan_of, shipped_disc
from omniprio.cli import Exit, main
from omniprio.documents import schema_of

if TYPE_CHECKING:
    from collections.abc import Callable

WEB = Initiative(id="web", title="Web", advances={"D2": 0.6}, tags={"channel": ["online"]})
APP = Initiative(id="app", advances={"R2": 1}, tags={"channel": ["mobile"]})
SMALL = Portfolio(horizon=3, initiatives=[WEB, APP])


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Return what runs a command, checks its exit code and returns what it wrote, or its errors."""
    monkeypatch.chdir(tmp_path)
    Path("small.json").write_text(SMALL.to_json(), encoding="utf-8")
    Path("plan.json").write_text(plan_of(SMALL, {"app": 2}).to_json(), encoding="utf-8")

    def ran(*words: str, code: Exit = Exit.DONE) -> str:
        ended = main(words)
        out, err = capsys.readouterr()
        assert ended == code, err
        return out if code == Exit.DONE else err

    return ran


def test_gaps_are_had_from_the_command_line(run: Callable[..., str]) -> None:
    found = json.loads(run("gaps", "small.json"))
    assert schema_of("gaps")["required"] == [name for name in found if name != "marks"]
    assert found["marks"] == []  # all is the user's own
    data = next(row for row in found["rows"] if row["discipline"] == "D")
    assert (data["start"], data["ambition"], data["gap"], data["closable"]) == (1, 3, 2, 0.6)
    assert "Initiativerne" not in run("gaps", "small.json", "--format", "text")
    assert "Mest kan lukkes i: R, D." in run("gaps", "small.json", "--format", "text", "--language", "da")


def test_coverage_is_that_of_a_portfolio_or_of_a_plan(run: Callable[..., str]) -> None:
    whole = json.loads(run("coverage", "small.json", "channel", "--wanted", "store", "--wanted", "mobile"))
    assert whole["covered_by"] == {"store": [], "mobile": ["app"], "online": ["web"]}
    assert json.loads(run("coverage", "plan.json", "channel"))["covered_by"] == {
        "online": [],
        "mobile": ["app"],
    }
    assert "Not covered: online." in run("coverage", "plan.json", "channel", "--format", "text")
    refused = run("coverage", "small.json", "chanel", code=Exit.BAD_INPUT)
    assert "did you mean channel?" in refused
    assert "The input is small.json." in refused


def test_scenarios_are_those_of_the_portfolio_and_those_shipped_or_those_in_a_file(
    run: Callable[..., str],
) -> None:
    assert [row["scenario"]["id"] for row in json.loads(run("scenarios", "plan.json"))["rows"]] == [
        "basket-in-store",
        "email-after-purchase",
        "service-knows-emails",
    ]
    plan = Plan.from_json(Path("plan.json").read_text(encoding="utf-8"))
    data = {name: getattr(plan.portfolio, name) for name in Portfolio.model_fields}
    portfolio = Portfolio.model_validate(data | {"scenarios": [{"id": "known", "fields": ["R2"]}]})
    Path("with-own.json").write_text(plan_of(portfolio, plan.starts).to_json(), encoding="utf-8")
    rows = json.loads(run("scenarios", "with-own.json"))["rows"]
    assert [row["scenario"]["id"] for row in rows[-2:]] == ["service-knows-emails", "known"]
    Path("own.json").write_text('{"scenarios": [{"id": "known", "fields": ["R2"]}]}', encoding="utf-8")
    (row,) = json.loads(run("scenarios", "plan.json", "--scenarios", "own.json"))["rows"]
    assert (row["period"], row["needs"]) == (2, ["R1", "R2"])  # the app starts in period 2 and takes one
    Path("own.json").write_text('{"scenarios": [{"id": "known", "fields": ["R9"]}]}', encoding="utf-8")
    refused = run("scenarios", "plan.json", "--scenarios", "own.json", code=Exit.BAD_INPUT)
    assert "R9" in refused
    assert "The input is own.json." in refused


def test_a_plan_under_each_rater_is_had_from_the_command_line(run: Callable[..., str]) -> None:
    bids = [
        {"rater": name, "ratings": {"R2": share}}
        for name, share in (("IT", 0.0), ("HQ", 0.0), ("Shops", 1.0))
    ]
    Path("bids.json").write_text(
        json.dumps({"assessments": bids, "provenance": "invented"}), encoding="utf-8"
    )
    found = json.loads(run("raters", "small.json", "bids.json"))
    assert found["format"] == "omniprio-raters/1"
    assert [(one["kind"], one["subject"]) for one in found["cases"]][2:] == [
        ("rater", "Shops"),
        ("lowest", "R"),
        ("highest", "R"),
    ]
    assert "Enighed" in run("raters", "small.json", "bids.json", "--format", "text", "--language", "da")
    Path("bids.json").write_text('{"assessments": [{"rater": "IT", "ratings": {"R9": 1}}]}', encoding="utf-8")
    assert "The input is bids.json." in run("raters", "small.json", "bids.json", code=Exit.BAD_INPUT)


@pytest.mark.slow
def test_what_a_programme_would_do_is_had_from_the_portfolios_of_its_members(run: Callable[..., str]) -> None:
    Path("other").mkdir()
    Path("other/small.json").write_text(SMALL.to_json(), encoding="utf-8")
    Path("third.json").write_text(SMALL.model_copy(update={"start": {"R2": 1}}).to_json(), encoding="utf-8")
    found = json.loads(run("programme", "small.json", "other/small.json", "third.json"))
    assert found["members"] == [
        "small.json",
        "other/small.json",
        "third",
    ]  # whole paths where names are the same
    assert [(row["id"], len(row["gains"]), row["idle"]) for row in found["rows"]] == [
        ("web", 3, []),
        ("app", 2, ["third"]),
    ]
    said = run("programme", "small.json", "third.json", "--format", "text", "--language", "da")
    assert "2 af 2" in said
    best = json.loads(run("programme", "small.json", "third.json", "--budget", "60"))
    assert (best["format"], best["budget"], best["open"]) == ("omniprio-programme-within/1", 60, [])
    assert [part["member"] for part in best["parts"]] == ["small", "third"]
    Path("third.json").write_text(SMALL.model_copy(update={"currency": "DKK"}).to_json(), encoding="utf-8")
    assert "portfolios[third].currency" in run("programme", "small.json", "third.json", code=Exit.BAD_INPUT)


SIX = "organisation,date,recognise\n" + "".join(
    f"{name},{year}-01-01,{answer}\n"
    for year, said in ((2026, "123345"), (2027, "223455"))
    for name, answer in zip("ABCDEF", said, strict=True)
)
"""The answers of six invented shops in two years; each step of an answer is half a level, from level 1."""


def test_where_many_stand_is_had_from_a_table(run: Callable[..., str]) -> None:
    Path("six.csv").write_text(SIX, encoding="utf-8")
    words = (
        "assess",
        "six.csv",
        "--rows",
        "wide",
        "--own",
        "C",
        "--since",
        "2026-06-30",
        "--provenance",
        "invented",
    )
    found = json.loads(run(*words))
    assert schema_of("standing")["required"] == [name for name in found if name != "marks"]
    assert found["marks"] == ["inferred", "judgement", "invented"]  # of the disc, the questions, the answers
    recognition = found["groups"][0]["disciplines"][0]
    # before 1 1.5 2 2 2.5 3, now 1.5 1.5 2 2.5 3 3; changes 0.5 0 0 0.5 0.5 0, in the middle 0.25
    assert (recognition["before"]["median"], recognition["now"]["median"], recognition["change"]) == (
        2,
        2.25,
        0.25,
    )
    assert recognition["own"] == {"position": 2, "before": 2, "above": 3, "level": 0, "below": 2}
    said = run(*words, "--format", "text", "--language", "da")
    assert "Svarene: opdigtet." in said
    assert "4 af 6" in said


def test_answers_come_from_several_files_of_the_form_and_from_respondents(run: Callable[..., str]) -> None:
    for name in "abcde":
        one = {"questionnaire": "own", "organisation": "Shop", "respondent": name, "answers": {"q": 1}}
        Path(f"{name}.json").write_text(json.dumps(one), encoding="utf-8")
    asked = {
        "id": "own",
        "questions": [{"id": "q", "text": "?", "fields": ["X1", "X2"]}],
        "scale": {"lowest": 0, "highest": 2},
    }
    Path("asked.json").write_text(json.dumps(asked), encoding="utf-8")
    Path("disc.json").write_text(
        '{"disciplines": [{"id": "X", "levels": 2}], "start_level": 0}', encoding="utf-8"
    )
    files = [f"{name}.json" for name in "abcde"]
    found = json.loads(
        run("assess", *files, "--questionnaire", "asked.json", "--disc", "disc.json", "--of", "respondents")
    )
    assert [group["group"] for group in found["groups"]] == ["", "Shop"]
    assert found["groups"][1]["disciplines"][0]["now"]["median"] == 1


def test_what_is_wrong_with_answers_is_told(run: Callable[..., str]) -> None:
    Path("six.csv").write_text(SIX.replace("A,2026-01-01,1", "A,2026-01-01,9"), encoding="utf-8")
    assert "row 2, column recognise: is 9" in run("assess", "six.csv", "--rows", "wide", code=Exit.BAD_INPUT)
    assert "say `wide`" in run("assess", "six.csv", code=Exit.BAD_INPUT)
    assert "no.csv cannot be read" in run("assess", "no.csv", "--rows", "wide", code=Exit.FILE)
    assert "give a date" in run("assess", "six.csv", "--since", "May", code=Exit.USAGE)
    Path("six.csv").write_text(SIX, encoding="utf-8")
    assert "at least 3" in run("assess", "six.csv", "--rows", "wide", "--smallest", "2", code=Exit.BAD_INPUT)


def test_the_form_is_in_the_language_asked_for(run: Callable[..., str]) -> None:
    assert '<html lang="da">' in run("form", "--language", "da")
    run("form", "-o", "form.html")
    assert Path("form.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    "words", [["gaps", "small.json"], ["coverage", "small.json", "channel"], ["scenarios", "plan.json"]]
)
def test_where_nothing_can_be_written_nothing_is_begun(
    words: list[str], run: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("omniprio.portfolio.Portfolio.from_json", begin)
    monkeypatch.setattr("omniprio.plan.Plan.from_json", begin)
    assert "no/answer.json cannot be written" in run(*words, "-o", "no/answer.json", code=Exit.FILE)


BIDS = '{"assessments": [{"rater": "IT", "ratings": {"R2": 0.2, "D2": 0.5}}, {"rater": "HQ", "ratings": {"R2": 0.6}}]}'


def test_a_profile_comes_from_bids_and_a_portfolio_starts_from_it(run: Callable[..., str]) -> None:
    Path("bids.json").write_text(BIDS.replace("]}", '], "provenance": "invented"}'), encoding="utf-8")
    found = json.loads(run("profile", "bids.json", "--portfolio", "small.json", "--started", "started.json"))
    assert found["format"] == "omniprio-combined-profile/1"
    assert found["fulfilment"] == {"R2": 0.4, "D2": 0.5}
    started = json.loads(Path("started.json").read_text(encoding="utf-8"))
    assert (started["start"], started["provenance"]) == ({"R2": 0.4, "D2": 0.5}, {"start": "invented"})
    assert json.loads(run("gaps", "started.json"))["marks"] == ["invented"]  # and so says all that follows
    assert "IT 0,20, HQ 0,60" in run("profile", "bids.json", "--format", "text", "--language", "da")
    said = run("profile", "bids.json", "--method", "minimum")
    assert json.loads(said)["fulfilment"]["R2"] == 0.2
    assert "--portfolio" in run("profile", "bids.json", "--started", "x.json", code=Exit.USAGE)
    assert "holds no bids and no answers" in run("profile", "small.json", code=Exit.BAD_INPUT)


def test_a_profile_comes_from_bids_by_channel_and_from_answers(run: Callable[..., str]) -> None:
    web = {"channel": "web", "assessments": json.loads(BIDS)["assessments"]}
    store = {"channel": "store", "weight": 3, "assessments": [{"rater": "IT", "ratings": {"R2": 0}}]}
    data = {"channels": [web, store, {"channel": "app"}], "over": "mean", "provenance": "invented"}
    Path("channels.json").write_text(json.dumps(data), encoding="utf-8")
    disc = shipped_disc().model_copy(update={"channels": [{"id": "web"}, {"id": "store"}], "over": "mean"})
    Path("by-channel.json").write_text(SMALL.model_copy(update={"disc": disc}).to_json(), encoding="utf-8")
    words = ("profile", "channels.json", "--portfolio", "by-channel.json", "--started", "started.json")
    found = json.loads(run(*words))
    assert found["format"] == "omniprio-channel-profile/1"
    # web 0.4 by the median, store 0 with three times the weight: 0.4 / 4
    assert found["fulfilment"] == {"R2": 0.1, "D2": 0.5}
    assert found["missing"] == {"R2": ["app"], "D2": ["store", "app"]}
    started = json.loads(Path("started.json").read_text(encoding="utf-8"))
    assert started["start"] == {"R2@web": 0.4, "R2@store": 0, "D2@web": 0.5}
    Path("one.json").write_text('{"answers": {"recognise": 3}}', encoding="utf-8")
    answered = json.loads(run("profile", "one.json"))
    assert (answered["format"], answered["fulfilment"]) == (
        "omniprio-answered-profile/1",
        {"R2": 1, "R3": 0},
    )
    data["channels"] = [web, web]
    Path("channels.json").write_text(json.dumps(data), encoding="utf-8")
    assert "assessments[web]: is given 2 times" in run("profile", "channels.json", code=Exit.BAD_INPUT)


def test_agreement_is_of_bids_or_of_the_respondents_of_an_organisation(run: Callable[..., str]) -> None:
    Path("bids.json").write_text(BIDS, encoding="utf-8")
    found = json.loads(run("agreement", "bids.json", "--scaled", "interval"))
    assert (found["raters"], found["units"], found["alpha"]) == (
        2,
        1,
        0,
    )  # one unit alone says no more than chance
    Path("a.csv").write_text(
        "organisation,respondent,recognise,collect\nA,Ann,1,3\nA,Bo,1,5\n", encoding="utf-8"
    )
    asked = ("a.csv", "--rows", "wide", "--organisation", "A", "--provenance", "invented")
    found = json.loads(run("agreement", *asked, "--scaled", "interval"))
    assert (round(found["alpha"], 4), found["marks"]) == (0.7273, ["invented"])  # 8/11
    assert "Ikke fakta: opdigtet." in run("agreement", *asked, "--format", "text", "--language", "da")
    run("bids", *asked, "-o", "ours.json")
    ours = json.loads(Path("ours.json").read_text(encoding="utf-8"))
    assert [one["rater"] for one in ours["assessments"]] == ["Ann", "Bo"]
    assert "invented" in ours["assessments"][0]["provenance"]
    assert json.loads(run("profile", "ours.json"))["fulfilment"]["D2"] == 1  # 3 and 5 of 5 are 1 and 1
    assert "one file" in run("agreement", "bids.json", "ours.json", code=Exit.USAGE)


def test_organisations_stand_side_by_side(run: Callable[..., str]) -> None:
    Path("north.json").write_text(BIDS, encoding="utf-8")
    Path("south.json").write_text('{"answers": {"recognise": 4}}', encoding="utf-8")
    found = json.loads(run("organisations", "north.json", "south.json"))
    assert found["position"] == {"north": {"R": 1.4, "D": 1.5}, "south": {"R": 2.5}}
    assert found["marks"] == ["inferred", "judgement"]
    lines = run("organisations", "north.json", "south.json", "--format", "text").splitlines()
    assert lines[0].split() == ["discipline", "north", "south"]


@pytest.mark.parametrize(
    "document", ["combined-profile", "channel-profile", "answered-profile", "agreement", "side-by-side"]
)
def test_the_documents_of_assessments_have_schemas(document: str) -> None:
    properties: Any = schema_of(document)["properties"]
    assert properties["format"] == {
        "const": f"omniprio-{document}/1",
        "title": "Format",
        "type": "string",
    }
