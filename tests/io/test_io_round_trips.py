"""Portfolios through the files of other tools and back: equal, but for what was told as lost."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING

import pytest
from judge.everything import EVERYTHING
from judge.random_portfolios import full_portfolio

from omniprio import Horizon, Initiative, Portfolio, Requirement, plan_of, ten_portfolio
from omniprio.cli import Exit, main
from omniprio.io import Preset, from_jira, from_msproject, lost_in, to_jira, to_msproject
from omniprio.io.kept import kept_lines, with_kept, with_lines
from omniprio.io.preset import shipped_preset
from omniprio.io.safe_xml import parsed_xml
from omniprio.language import Speaker

if TYPE_CHECKING:
    from pathlib import Path

    from omniprio.io import Note

HORIZON = Horizon(periods=8, unit="quarter", start=dt.date(2027, 1, 1))
RICH = Initiative(
    id="web",
    title={"en": "Site", "da": "Net"},
    description="What it is.\n\nIn two parts.",
    duration=2,
    cost=300,
    costs={"capex": 40},
    benefit=25.5,
    advances={"D2": 0.6, "R2": 0.3},
    needs={"R1": 1.0},
    effort={"IT": (2, 1), "shop": 3},
    deadline=6,
    decision="must",
    decision_reason="The board, in May.",
    owner="Ida",
    tags={"label": ("on line", "web"), "channel": ("web",)},
    scores={"fit": 3.0},
    provenance={"sizing": "invented"},
    requires=[Requirement(of=["crm", "cdp"], match="any"), Requirement(of=["crm"], lag=1, max_lag=3)],
)
PORTFOLIO = Portfolio(
    horizon=HORIZON,
    initiatives=[Initiative(id="crm", benefit=10), Initiative(id="cdp", decision="never"), RICH],
    budgets={"capex": 100},
    capacities={"IT": 9, "shop": None},
)


def kinds(notes: tuple[Note, ...]) -> set[str]:
    return {str(note.where) for note in notes}


def unlike(original: Portfolio, read: Portfolio) -> set[str]:
    """Return which parts of a portfolio and its initiatives differ, as `lost_in` calls them."""
    parts = {
        name
        for name, value in original
        if name not in {"initiatives", "provenance"} and value != dict(read)[name]
    }
    for other in read.initiatives:
        one = original.by_id[other.id]
        parts |= {f"{name} of initiatives" for name, value in one if value != dict(other)[name]}
    return parts


def test_what_jira_has_no_column_for_comes_back_from_the_description() -> None:
    found = from_jira(to_jira(PORTFOLIO), horizon=HORIZON)
    assert found.portfolio.initiatives == PORTFOLIO.initiatives
    (note,) = [str(note) for note in found.notes if "[omniprio]" in str(note)]
    assert "of 3 tasks read from the lines below" in note


def test_the_description_stays_the_users() -> None:
    rows = {row["Issue key"]: row for row in csv.DictReader(io.StringIO(to_jira(PORTFOLIO)))}
    own, mark, below = rows["web"]["Description"].partition("\n\n[omniprio]\n")
    assert (own, bool(mark)) == ("What it is.\n\nIn two parts.", True)
    assert "benefit: 25.5" in below.splitlines()
    assert 'title: {"en": "Site", "da": "Net"}' in below.splitlines()


def test_labels_have_no_blanks_and_a_deadline_is_a_date() -> None:
    rows = {row["Issue key"]: row for row in csv.DictReader(io.StringIO(to_jira(PORTFOLIO)))}
    header, *_, web = csv.reader(io.StringIO(to_jira(PORTFOLIO)))
    assert [cell for name, cell in zip(header, web, strict=True) if name == "Labels"] == ["on_line", "web"]
    assert rows["web"]["Due Date"] == "30/Jun/28 12:00 AM"  # the end of the sixth quarter


def test_what_project_has_no_field_for_comes_back_from_the_notes() -> None:
    plan = plan_of(PORTFOLIO, {"crm": 1, "web": 3})
    found = from_msproject(to_msproject(plan), unit="quarter", start=HORIZON.start).portfolio
    web = found.by_id["web"]
    for name, value in RICH:
        if name not in {"requires", "earliest_start"}:
            assert dict(web)[name] == value, name
    assert found.by_id["crm"] == PORTFOLIO.by_id["crm"]
    # cdp is not in the file, so that only the link to crm is left
    assert "requires of initiatives" in kinds(lost_in(plan, "msproject"))
    (notes,) = [
        task.findtext("Notes")
        for task in parsed_xml(to_msproject(plan), root="Project").iter("Task")
        if task.findtext("UID") == "2"
    ]
    assert str(notes).startswith("What it is.\n\nIn two parts.\n\n[omniprio]\n")


def changed(document: bytes, *pairs: tuple[str, str]) -> Portfolio:
    """Return what is read from a file after some of its words were changed."""
    words = document.decode()
    for before, after in pairs:
        assert before in words
        words = words.replace(before, after)
    return from_msproject(words.encode()).portfolio


def test_what_people_change_in_a_custom_field_is_read_back() -> None:
    one = Initiative(id="web", benefit=25.5, advances={"D2": 0.6})
    document = to_msproject(plan_of(Portfolio(horizon=HORIZON, initiatives=[one]), {"web": 3}))
    assert from_msproject(document).portfolio.by_id["web"].benefit == 25.5
    read = changed(
        document,
        ("<Value>25.5</Value>", "<Value>30</Value>"),
        ("<Value>D2=0.6</Value>", "<Value>D2=60 %; R2=30 %</Value>"),
        ("<Value>free</Value>", "<Value>must</Value>"),
    ).by_id["web"]
    assert (read.benefit, read.advances, read.decision) == (30, {"D2": 0.6, "R2": 0.3}, "must")


def test_a_custom_field_of_ours_that_cannot_be_read_is_not_dropped() -> None:
    one = Initiative(id="web", benefit=25.5)
    document = to_msproject(plan_of(Portfolio(horizon=HORIZON, initiatives=[one]), {"web": 3}))
    read = changed(document, ("<Value>25.5</Value>", "<Value>a lot</Value>"))
    assert read.by_id["web"].tags == {"benefit": ("a lot",)}


def test_a_tag_that_is_called_as_a_field_of_ours_stays_a_tag() -> None:
    one = Initiative(id="web", benefit=25.5, tags={"benefit": ("5",), "scores": ("high",)})
    document = to_msproject(plan_of(Portfolio(horizon=HORIZON, initiatives=[one]), {"web": 3}))
    read = from_msproject(document).portfolio.by_id["web"]
    assert (read.benefit, read.tags) == (25.5, one.tags)


def test_what_is_too_long_for_a_custom_field_stands_in_the_notes() -> None:
    scores = {f"criterion number {place}": float(place) for place in range(20)}  # some 20 letters each
    one = Initiative(id="web", scores=scores)
    document = to_msproject(plan_of(Portfolio(horizon=HORIZON, initiatives=[one]), {"web": 3}))
    assert 'scores: {"criterion number 0": 0.0' in document.decode().replace("&quot;", '"')
    assert from_msproject(document).portfolio.by_id["web"].scores == scores


def test_a_benefit_in_a_custom_field_is_read_in_the_periods_of_its_plan_only() -> None:
    one = Initiative(id="web", benefit=25.5, advances={"D2": 0.6})
    document = to_msproject(plan_of(Portfolio(horizon=HORIZON, initiatives=[one]), {"web": 3}))
    read = from_msproject(document, unit="month").portfolio.by_id["web"]
    assert (read.benefit, read.advances) == (0, {"D2": 0.6})  # 25.5 is of a quarter


def test_owners_and_tags_are_custom_fields_that_people_can_see() -> None:
    """Tags with a semicolon in a name, as in `a;b`, would fall apart, and stay in the notes."""
    tags = {"channel": ("web", "app"), "theme": ("a;b",), "Ejer": ("Bo",)}
    one = RICH.model_copy(update={"tags": tags, "requires": ()})
    document = to_msproject(plan_of(PORTFOLIO.model_copy(update={"initiatives": [one]}), {"web": 3}))
    root = parsed_xml(document, root="Project")
    assert [
        field.findtext("Alias") for field in root.iter("ExtendedAttribute") if field.find("Alias") is not None
    ] == [
        "omniprio id",
        "owner",
        "channel",
        "theme",
        "benefit",
        "advances",
        "scores",
    ]
    (task,) = root.iter("Task")
    assert [field.findtext("Value") for field in task.iter("ExtendedAttribute")] == [
        "web",
        "web; app",
        "a;b",
        "Ida",
        "25.5",
        "D2=0.6; R2=0.3",
        "fit=3",
    ]
    notes = str(task.findtext("Notes")).splitlines()
    assert not any(line.startswith(("owner:", "benefit:", "advances:", "decision:")) for line in notes)
    assert 'effort: {"IT": [2.0, 1.0], "shop": 3.0}' in notes  # by period, which is no word for a cell
    assert any(line.startswith("tags:") for line in notes)  # for the theme
    web = from_msproject(document, unit="quarter", start=HORIZON.start).portfolio.by_id["web"]
    assert (web.owner, web.tags) == ("Ida", tags)


def test_custom_fields_of_other_programs_are_the_owner_and_tags() -> None:
    field = "<ExtendedAttribute><FieldID>{}</FieldID>{}</ExtendedAttribute>"
    named = field.format(1, "<FieldName>Text1</FieldName><Alias>Projektejer</Alias>")
    named += field.format(2, "<FieldName>Text2</FieldName>")
    given = field.format(1, "<Value>Ann</Value>") + field.format(2, "<Value>web; app</Value>")
    task = f"<Task><UID>1</UID><Name>Dig</Name><Duration>PT80H0M0S</Duration>{given}</Task>"
    found = from_msproject(
        f"<Project><ExtendedAttributes>{named}</ExtendedAttributes><Tasks>{task}</Tasks></Project>"
    )
    (dig,) = found.portfolio.initiatives
    assert (dig.owner, dig.tags) == ("Ann", {"Text2": ("web", "app")})
    assert "Project: has custom fields; read as tags: Text2" in map(str, found.notes)
    assert "Project: has custom fields; read as owner: Projektejer" in map(str, found.notes)


def test_what_a_user_changes_in_the_file_counts() -> None:
    written = to_jira(PORTFOLIO).replace("Site", "Shop").replace("benefit: 25.5", "benefit: 30")
    web = from_jira(written, horizon=HORIZON).portfolio.by_id["web"]
    assert web.benefit == 30
    assert web.title == {"en": "Shop", "da": "Net"}  # both stand in the lines


def test_a_link_to_what_was_deleted_is_passed_over() -> None:
    header, crm, _, web = csv.reader(io.StringIO(to_jira(PORTFOLIO)))
    out = io.StringIO()
    csv.writer(out).writerows([header, crm, web])
    found = from_jira(out.getvalue(), horizon=HORIZON).portfolio
    assert set(found.by_id) == {"crm", "web"}
    assert found.by_id["web"].benefit == 25.5


@pytest.mark.parametrize("portfolio", [EVERYTHING, *map(full_portfolio, range(10))])
def test_a_portfolio_comes_back_from_jira_but_for_what_is_told(portfolio: Portfolio) -> None:
    read = from_jira(to_jira(portfolio), horizon=portfolio.horizon).portfolio
    told = {note.where.fact.kind if note.where.fact else "" for note in lost_in(portfolio, "jira")}
    assert told <= {"notes.kind"}
    assert kinds(lost_in(portfolio, "jira")) == unlike(portfolio, read)
    # only what belongs to a disc of one's own is lost of initiatives
    of_initiatives = {kind for kind in unlike(portfolio, read) if kind.endswith("of initiatives")}
    assert of_initiatives <= {f"{name} of initiatives" for name in ("advances", "needs", "links")}


def test_a_plan_comes_back_from_project_but_for_what_is_told() -> None:
    ten = ten_portfolio(start=dt.date(2027, 1, 1))
    plan = plan_of(ten, {"identify": 1, "web-email": 2, "sign-up": 4})
    read = from_msproject(to_msproject(plan), unit="quarter", start=dt.date(2027, 1, 1)).portfolio
    told = {str(note.where): str(note.text) for note in lost_in(plan, "msproject")}
    assert told.keys() - {"initiatives"} == unlike(ten, read)
    assert "(7 in all)" in told["initiatives"]  # of ten, three are in the file
    assert {kind for kind in told if kind.endswith("of initiatives")} == {
        "earliest_start of initiatives"
    }  # the plan's dates


def test_lines_are_read_only_below_the_mark() -> None:
    words = with_lines("benefit: 3\n[omniprio]\nx", kept_lines({"benefit": 2.0}, HORIZON))
    data, (one,), said = with_kept({"horizon": HORIZON}, [{"id": "a", "description": words}])
    assert (one["description"], one["benefit"]) == ("benefit: 3\n[omniprio]\nx", 2.0)
    assert with_kept({"horizon": 2}, [{"id": "a", "description": "benefit: 3"}])[1] == [
        {"id": "a", "description": "benefit: 3"}
    ]
    assert data["horizon"] == HORIZON
    assert said is not None


def test_a_file_of_ours_is_read_in_its_own_periods_and_in_others_without_what_depends_on_them() -> None:
    document = to_msproject(plan_of(PORTFOLIO, {"crm": 1, "web": 3}))
    own = from_msproject(document).portfolio
    assert own.calendar.unit == "quarter"
    assert own.by_id["web"].benefit == 25.5
    months = from_msproject(document, unit="month").portfolio.by_id["web"]
    assert months.duration == 6  # two quarters
    assert (months.benefit, months.deadline) == (0, None)  # per quarter, and the sixth of them
    assert (months.owner, months.advances) == (RICH.owner, RICH.advances)


def test_each_kind_of_loss_is_told_when_a_file_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.json").write_text(PORTFOLIO.to_json(), encoding="utf-8")
    assert main(["convert", str(tmp_path / "a.json"), str(tmp_path / "a.csv"), "--to", "jira"]) == Exit.DONE
    told = capsys.readouterr().err
    assert "budgets: has no place in the file, or is read back otherwise (1 in all)" in told
    assert (
        main(["convert", str(tmp_path / "a.json"), str(tmp_path / "a.dot"), "--language", "da"]) == Exit.DONE
    )
    assert "Filen viser ikke: " in capsys.readouterr().err.replace("Filen: ", "Filen ")


def test_losses_are_those_of_the_tool_whose_columns_are_written() -> None:
    bare = Preset(name="Ours", id=("Nr.",), title=("Titel",), required=("Kræver",), separator=",")
    assert "budgets" in kinds(lost_in(PORTFOLIO, "jira", preset=bare))
    assert "benefit of initiatives" in kinds(lost_in(PORTFOLIO, "jira", preset=bare))  # it has no description
    assert "benefit of initiatives" not in kinds(lost_in(PORTFOLIO, "jira", preset=shipped_preset("linear")))


def test_nothing_is_lost_where_a_format_holds_all() -> None:
    assert [lost_in(PORTFOLIO, name) for name in ("json", "csv", "excel")] == [(), (), ()]


def test_losses_are_told_in_danish() -> None:
    (note,) = [note for note in lost_in(PORTFOLIO, "jira") if str(note.where) == "capacities"]
    assert (
        Speaker("da").say(note.fact)
        == "kapaciteter: har ingen plads i filen eller læses anderledes tilbage (2 i alt)"
    )


def test_closed_periods_are_days_off_in_microsoft_project_and_come_back() -> None:
    portfolio = Portfolio(
        horizon=Horizon(periods=6, unit="month", start=dt.date(2027, 5, 1)),
        initiatives=[
            Initiative(id="web", title="Web", duration=3, decision="must"),
            Initiative(id="app", requires=["web"], decision="must"),
        ],
        closed=[3],  # July
    )
    plan = plan_of(portfolio, {"web": 1, "app": 5})
    document = to_msproject(plan)
    assert b"<FromDate>2027-07-01T00:00:00</FromDate>" in document
    assert b"<ToDate>2027-07-31T23:59:00</ToDate>" in document
    assert (
        b"<Duration>PT736H0M0S</Duration>" in document
    )  # 31 days of May, 30 of June and 31 of August, 8 hours each
    read = from_msproject(document, unit="month", start=dt.date(2027, 5, 1)).portfolio
    assert (read.closed, read.by_id["web"]) == ((3,), portfolio.by_id["web"])
    assert "closed" not in "".join(map(str, lost_in(plan, "msproject")))
    assert from_msproject(document).portfolio.closed == (3,)


def test_a_list_that_we_wrote_is_read_in_the_periods_of_its_portfolio() -> None:
    """Else six quarters with 25.5 a quarter would be months, and costs, work and income would be left out."""
    found = from_jira(to_jira(PORTFOLIO))
    assert found.portfolio.horizon == HORIZON
    assert found.portfolio.initiatives == PORTFOLIO.initiatives
    undated = PORTFOLIO.model_copy(update={"horizon": Horizon(periods=8, unit="quarter")})
    read = from_jira(to_jira(undated)).portfolio
    assert (read.horizon, read.initiatives) == (undated.horizon, undated.initiatives)


def test_what_is_written_in_other_periods_than_are_asked_for_is_told() -> None:
    found = from_jira(to_jira(PORTFOLIO), unit="month")
    assert found.portfolio.by_id["web"].benefit == 0  # 25.5 is of a quarter
    (told,) = [str(note) for note in found.notes if "not read in others" in str(note)]
    assert "benefit" in told
    assert "of 2 tasks hold in the periods that the file was written in" in told  # crm and web, not cdp
    one = plan_of(Portfolio(horizon=HORIZON, initiatives=[Initiative(id="web", benefit=25.5)]), {"web": 3})
    notes = map(str, from_msproject(to_msproject(one), unit="month").notes)
    assert any("benefit of 1 task hold in the periods" in note for note in notes)


def test_a_decision_that_is_read_otherwise_and_has_no_reason_can_be_written() -> None:
    """Points make the rest free, so that the file gives back another decision, but no reason for it."""
    both = [
        Initiative(id="crm", effort={"IT": 3}),
        Initiative(id="cdp", decision="never"),
    ]
    portfolio = Portfolio(horizon=HORIZON, initiatives=both, capacities={"IT": 9})
    assert from_jira(to_jira(portfolio)).portfolio.initiatives == portfolio.initiatives
