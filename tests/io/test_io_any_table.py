"""Tables as people make them: each kind ends in a portfolio that plans, with every guess told, or in what to do."""

from __future__ import annotations

import json
import zipfile
from datetime import date, datetime
from importlib import resources
from typing import TYPE_CHECKING

import openpyxl
import pytest
from by_hand import one_off

from omniprio import Portfolio, prioritise
from omniprio.errors import InvalidInputError
from omniprio.io import Preset, from_jira, from_tables, preset_for, read_table, to_tables
from omniprio.io.formats import format_in
from omniprio.io.imported import Imported
from omniprio.language import Speaker

if TYPE_CHECKING:
    from pathlib import Path


def saved(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """Return a CSV file."""
    path = folder / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def table(folder: Path, text: str) -> Imported:
    """Return what is read from a CSV file."""
    return read_table(saved(folder, text))


def table_in(folder: Path, text: str, encoding: str) -> Imported:
    return read_table(saved(folder, text, encoding))


def workbook(folder: Path, sheets: dict[str, list[list[object]]], hidden: tuple[str, ...] = ()) -> Path:
    """Return a workbook with some sheets."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    book.save(folder / "book.xlsx")
    return folder / "book.xlsx"


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(InvalidInputError) as refused:
        table(folder, text)
    return [str(fault) for fault in refused.value.faults]


def told(found: Imported) -> str:
    """Return all notes."""
    return "\n".join(map(str, found.notes))


def costs(found: Imported) -> dict[str, object]:
    return {one.id: one.cost for one in found.portfolio.initiatives}


# --- a table without more ------------------------------------------------------------------------------------


def test_a_single_table_of_costs_is_work_that_must_be_done_and_plans_at_once(tmp_path: Path) -> None:
    found = table(tmp_path, "id,title,cost,requires\nroof,Roof,40,walls\nwalls,Walls,60,\n")
    assert prioritise(found.portfolio).starts == {
        "walls": 1,
        "roof": 2,
    }  # two periods: the chain is walls, roof
    read, times, must = map(str, found.notes)
    assert times.startswith("table: has no dates and no durations, so each takes one period of a quarter")
    assert read == (
        "table: initiatives read: 2; a period is a quarter, 2 in all; another unit and start can be asked for"
    )
    assert must.endswith("; all that can be complete in the horizon must be done")


def test_a_table_in_our_form_is_read_as_it_is(tmp_path: Path) -> None:
    found = read_table(saved(tmp_path, "id,cost,advances\nweb,300,D2=0.6\n"), horizon=8)
    assert found.notes == ()
    assert found.portfolio == Portfolio.model_validate(
        {
            "name": "table",
            "horizon": 8,
            "initiatives": [{"id": "web", "cost": 300, "advances": {"D2": 0.6}}],
        }
    )


def test_our_own_columns_keep_their_meaning_where_others_are_read_too(tmp_path: Path) -> None:
    text = (
        "id;titel;pris;varighed;kræver;beslutning;løfter;Status\na;Kartotek;1.200,50;2;;skal;R2=0,5;\n"
        "b;Butik;kr. 300;1;a;fri;D2=0,5;Godkendt\n"
    )
    card, shop = table(tmp_path, text).portfolio.initiatives
    assert (card.title, card.cost, card.duration, card.decision) == ("Kartotek", 1200.5, 2, "must")
    assert (shop.requires, shop.decision, shop.advances) == (("a",), "free", {"D2": 0.5})


def test_a_fault_in_one_of_several_names_in_a_cell_says_which(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "id,advances\nweb,D2=0.5; C9=0.6\n")
    assert "row 2, column advances: C9 is no field of the disc; use one of R1" in fault


def test_a_decision_that_is_not_known_is_told(tmp_path: Path) -> None:
    found = table(tmp_path, "id,cost,decision\nweb,5,maybe\napp,6,\n")
    assert "web: has 'maybe' under decision, which says nothing that is known; read as blank" in map(
        str, found.notes
    )


@pytest.mark.parametrize("word", ["no", "nej", "-", "idea", "fri", "✗", "could have"])
def test_a_word_for_what_need_not_be_done_is_known(tmp_path: Path, word: str) -> None:
    found = table(tmp_path, f"Project,Cost,Score,Approved?\nWeb,5,3,✓\nApp,6,2,{word}\nShop,7,1,yes\n")
    assert [one.decision for one in found.portfolio.initiatives] == ["must", "free", "must"]
    assert "says nothing that is known" not in " ".join(map(str, found.notes))


def test_rows_that_are_numbered_one_after_the_other_are_part_of_none(tmp_path: Path) -> None:
    text = (
        "ID;Name;Anfang;Ende;Dauer;Kosten;Vorgänger;Gliederungsnummer\n0;Planung;04.01.27;15.01.27;10;1.000,00;;1\n"
        "1;Bau;18.01.27;12.03.27;40;20.000,00;0;2\n2;Abnahme;15.03.27;19.03.27;5;0;1;3\n"
    )
    first, second, third = table(tmp_path, text).portfolio.initiatives
    assert (first.cost, second.cost) == (1_000, 20_000)
    assert (first.requires, second.requires, third.requires) == ((), ("0",), ("1",))


def test_a_misspelt_danish_column_of_a_table_in_our_form_is_a_fault_too(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("id;titel;varighd\nweb;Web;3\n", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="column varighd: is no column"):
        read_table(tmp_path / "p.csv")


def test_a_misspelt_column_of_a_table_in_our_form_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, "id,cots\nweb,300\n")[0].startswith(
        "file table.csv, column cots: is no column of initiatives;"
    )


def test_a_file_without_headers_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "4,5\n6,7\n")
    assert fault == (
        "file table.csv: holds no table of projects: no row has headers that are known; give the columns headers "
        "such as Project, Budget, Start and Depends on, or name them in a preset"
    )


# --- headers -------------------------------------------------------------------------------------------------

ENGLISH = "Project no,Project,Sponsor,Budget,Depends on\n7,Bridge,Ann,90,\n8,Road,Bob,10,7\n"
DANISH = "Projektnr.,Projekt,Projektejer,Budget,Afhænger af\n7,Bridge,Ann,90,\n8,Road,Bob,10,7\n"
GERMAN = "Projekt-Nr.,Vorhaben,Verantwortlich,Kosten,Abhängig von\n7,Bridge,Ann,90,\n8,Road,Bob,10,7\n"
SWEDISH = "Projektnr,Projektnamn,Projektägare,Kostnad,Beroende av\n7,Bridge,Ann,90,\n8,Road,Bob,10,7\n"
NORWEGIAN = "Prosjektnr.,Prosjekt,Prosjekteier,Kostnad,Avhenger av\n7,Bridge,Ann,90,\n8,Road,Bob,10,7\n"
FRENCH = "N° projet,Projet,Chef de projet,Coût,Dépend de\n7,Bridge,Ann,90,\n8,Road,Bob,10,7\n"
DUTCH = "Projectnummer,Project,Projectleider,Kosten,Afhankelijk van\n7,Bridge,Ann,90,\n8,Road,Bob,10,7\n"


@pytest.mark.parametrize("text", [ENGLISH, DANISH, GERMAN, SWEDISH, NORWEGIAN, FRENCH, DUTCH])
def test_usual_headers_are_known_in_several_languages(text: str, tmp_path: Path) -> None:
    bridge, road = table(tmp_path, text).portfolio.initiatives
    assert (bridge.id, bridge.title, bridge.owner, bridge.cost) == ("7", "Bridge", "Ann", 90)
    assert (road.id, road.requires) == ("8", ("7",))


@pytest.mark.parametrize(
    "header",
    [
        "Projekt;Kostnad;Startdatum;Slutdatum",
        "Prosjekt;Beløp;Startdato;Sluttdato",
        "Projet;Coût;Début;Fin",
        "Project;Kosten;Startdatum;Einddatum",
        "Proyecto;Coste;Fecha de inicio;Fin",
        "Progetto;Costo;Data inizio;Fine prevista",
        "Projekt;Beløb;Startdato;Slutdato",
    ],
)
def test_headers_of_many_languages_tell_dates_and_that_decimals_are_behind_a_comma(
    header: str, tmp_path: Path
) -> None:
    found = table(tmp_path, f"{header}\nBridge;1.000;2027-01-01;2027-03-31\n")
    assert "not read" not in told(found)
    (bridge,) = found.portfolio.initiatives
    assert (bridge.cost, bridge.duration) == (1000, 3)  # a point is between thousands; three months


@pytest.mark.parametrize("code", ["da", "de", "en", "es", "fr", "it", "nl", "no", "sv"])
def test_words_of_headers_are_written_as_they_are_compared(code: str) -> None:
    words = json.loads((resources.files("omniprio.io") / "header_words" / f"{code}.json").read_text("utf-8"))
    known = [word for field in words["fields"].values() for word in field]
    assert known == [word.casefold() for word in known]  # else no header is ever equal to one
    assert len(known) == len(set(known))


def test_the_day_that_periods_begin_on_is_written_as_a_reader_writes_days(tmp_path: Path) -> None:
    note, *_ = table(tmp_path, "Project;Start;End\nBridge;2027-01-01;2027-03-31\n").notes
    assert "from 2027-01-01 on" in note.text
    assert note.text.fact is not None
    assert "fra 1. januar 2027" in Speaker("da").say(note.text.fact)


def test_what_columns_are_read_as_is_told_in_one_line(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Sponsor,Weather,Comments\nBridge,Ann,fine,none yet\n")
    assert "columns: not read: Weather, Comments" in told(found)
    assert "columns: read as: Project = title, Sponsor = owner; a preset can say otherwise" in told(found)


def test_titles_totals_headings_and_remarks_are_passed_over_with_a_word(tmp_path: Path) -> None:
    text = (
        "Projects of 2027;;\n;;\nNr.;Projekt;Pris\n1;Skole;50\nNr.;Projekt;Pris\n;Veje;\n2;Bro;30\n3;Sti;20\n"
        "I alt;;100\n;;\nKilde: budgettet;;\n"
    )
    found = table(tmp_path, text)
    assert costs(found) == {"1": 50, "2": 30, "3": 20}
    assert "row 1: stands above the header; left out" in told(found)
    assert "row 5: is the header again; left out" in told(found)
    assert "row 6: holds one text only; left out as a heading or a remark" in told(found)
    assert "row 9: is a total; left out" in told(found)


def test_a_title_with_commas_does_not_hide_the_separator(tmp_path: Path) -> None:
    found = table(tmp_path, "Roads, bridges, paths\nProjekt;Pris\nBro;30,5\nSti;20\n")
    assert costs(found) == {"Bro": 30.5, "Sti": 20}


def test_rows_keep_their_numbers_below_a_title(tmp_path: Path) -> None:
    assert faults(tmp_path, "Projects\n\nProject,Budget,Start\nBridge,90,\nRoad,a lot,\nPath,1,\n") == [
        "file table.csv, row 5, column Budget: is 'a lot'; give a number"
    ]


def test_two_rows_of_the_same_title_are_two_projects(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Budget\nRoad,1\nRoad,2\n")
    assert costs(found) == {"Road": 1, "Road (2)": 2}
    assert "row 3: has the title Road, as another row has; a number is added to its id" in told(found)


# --- amounts -------------------------------------------------------------------------------------------------


def test_amounts_as_danes_write_them(tmp_path: Path) -> None:
    text = 'Projekt;Pris\na;1.440,50\nb;kr. 300.000\nc;1,2 mio. kr.\nd;"1 200"\ne;500,-\nf;ca. 7\ng;?\n'
    found = table(tmp_path, text)
    assert costs(found) == {"a": 1440.5, "b": 300_000, "c": 1_200_000, "d": 1200, "e": 500, "f": 7, "g": 0}
    assert found.portfolio.currency == "kr."
    assert "column Pris: holds amounts such as 'kr. 300.000'; read as 300000" in told(found)
    assert "column Pris: holds rough amounts such as 'ca. 7'; read as they stand" in told(found)
    assert "column Pris: holds '?'; read as blank" in told(found)


def test_amounts_as_the_english_write_them(tmp_path: Path) -> None:
    text = 'Project,Cost\na,"$1,200.00"\nb,"1,200"\nc,1.2M\nd,$3k\n'
    found = table(tmp_path, text)
    assert costs(found) == {"a": 1200, "b": 1200, "c": 1_200_000, "d": 3000}
    assert found.portfolio.currency == "USD"


def test_an_amount_that_could_mean_two_is_refused_by_name(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, 'Project,Cost\nBridge,"1,200"\n')
    assert fault.startswith("file table.csv, row 2, column Cost: is '1,200', which could mean 1200 or 1.2; ")


def test_a_preset_says_the_sign_before_decimals(tmp_path: Path) -> None:
    preset = Preset(name="mine", id=["Project"], title=["Project"], cost=["Cost"], decimals=".")
    assert costs(read_table(saved(tmp_path, 'Project,Cost\nBridge,"1,200"\n'), preset=preset)) == {
        "Bridge": 1200
    }


def test_a_unit_in_a_header_is_that_of_the_column(tmp_path: Path) -> None:
    found = table(tmp_path, "Projekt;Budget (t.kr.)\nBro;12,5\nSti;1,2 mio.\n")
    assert costs(found) == {"Bro": 12.5, "Sti": 1200}  # 1.2 million are 1,200 thousand
    assert found.portfolio.currency == "t.kr."


def test_costs_that_are_all_below_0_are_read_as_costs(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Cost\nBridge,(90)\nRoad,-10\n")
    assert costs(found) == {"Bridge": 90, "Road": 10}
    assert "column Cost: holds costs below 0 only; read as above 0" in told(found)


def test_amounts_in_several_currencies_are_in_funds_of_their_own(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Cost\nBridge,90 EUR\nRoad,10 EUR\nPath,$5\n")
    assert costs(found) == {"Bridge": 90, "Road": 10, "Path": 0}
    assert (found.portfolio.currency, found.portfolio.by_id["Path"].costs) == ("EUR", {"USD": 5})
    assert "in USD are in funds of their own, without a limit and in no total, as no rate to EUR" in told(
        found
    )
    assert prioritise(found.portfolio).cost == 100  # 90 + 10 EUR, and no dollars


# --- dates, durations, states, links --------------------------------------------------------------------------


def test_dates_become_periods_of_a_scale_that_fits(tmp_path: Path) -> None:
    text = (
        "Project,Start,End,Depends on\nBridge,2027-01-01,2027-06-30,\nRoad,1 July 2027,30 Sep 2027,Bridge\n"
    )
    found = table(tmp_path, text)
    assert (found.portfolio.calendar.unit, found.portfolio.calendar.start) == ("month", date(2027, 1, 1))
    bridge, road = found.portfolio.initiatives
    assert (bridge.duration, bridge.due) == (6, 6)  # January to June
    assert (road.earliest_start, road.duration, road.due) == (7, 3, 9)
    assert found.portfolio.periods == 9


@pytest.mark.parametrize(
    ("written", "period"),
    [("31.12.2027", 4), ("2027", 4), ("Q2 2027", 2), ("3. kvt. 2027", 3), ("2027-05", 2), ("maj 2027", 2)],
)
def test_a_deadline_may_be_a_day_a_month_a_quarter_or_a_year(
    written: str, period: int, tmp_path: Path
) -> None:
    found = table(tmp_path, f"id,cost,earliest_start,deadline\nweb,5,2027-01-01,{written}\n")
    assert found.portfolio.by_id["web"].deadline == period
    assert found.portfolio.calendar.start == date(2027, 1, 1)


def test_what_is_asked_for_takes_precedence_over_what_fits(tmp_path: Path) -> None:
    text = "Project,Start,End\nBridge,2027-01-01,2027-06-30\n"
    found = read_table(saved(tmp_path, text), horizon=6, unit="quarter", start=date(2026, 10, 1))
    bridge = found.portfolio.by_id["Bridge"]
    assert (bridge.earliest_start, bridge.duration, found.portfolio.periods) == (2, 2, 6)


def test_durations_with_units_are_rounded_up_to_periods(tmp_path: Path) -> None:
    text = "Projekt;Varighed (måneder)\nBro;6\nSti;2 uger\nVej;1 år\n"
    found = read_table(saved(tmp_path, text), unit="month")
    assert [one.duration for one in found.portfolio.initiatives] == [6, 1, 12]


def test_what_is_done_is_left_out_and_what_has_begun_must_be_done(tmp_path: Path) -> None:
    text = (
        "Project,Score,Status,Depends on\nBridge,3,Completed,\nRoad,1,In progress,Bridge\nPath,2,Idea,\n"
        "Port,9,Rejected,\n"
    )
    found = table(tmp_path, text)
    assert {one.id: one.decision for one in found.portfolio.initiatives} == {"Road": "must", "Path": "free"}
    assert "Bridge: is Completed; left out (and so for Port)" in told(found)
    assert "Road: requires Bridge, which is Completed; nothing is left to wait for" in told(found)


def test_work_that_is_done_in_part_is_paid_for_the_rest(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Budget,% complete\nBridge,90,40%\nRoad,10,100%\n")
    assert costs(found) == {"Bridge": 54}  # 60 % of 90


def test_what_has_begun_is_not_all_that_is_done_where_nothing_scores(tmp_path: Path) -> None:
    begun = table(tmp_path, "Project,Budget,Status\nBridge,90,In progress\nRoad,10,\n")
    assert [one.decision for one in begun.portfolio.initiatives] == ["must", "must"]
    decided = table(tmp_path, "Project,Budget,Mandatory?\nBridge,90,Yes\nRoad,10,No\n")
    assert [one.decision for one in decided.portfolio.initiatives] == ["must", "free"]


def test_ranks_and_levels_are_scores(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Priority\nBridge,High\nRoad,Low\n")
    assert found.portfolio.by_id["Bridge"].scores == {"Priority": 3}
    ranked = table(tmp_path, "Project,Rank\nBridge,2\nRoad,1\n")
    assert [one.scores for one in ranked.portfolio.initiatives] == [{"Rank": 1}, {"Rank": 2}]  # 2 + 1 - rank


def test_benefits_of_a_year_are_shared_out_over_its_periods(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Cost,Annual saving\nBridge,90,400\n")
    assert found.portfolio.by_id["Bridge"].benefit == 100  # of each quarter
    assert found.portfolio.beyond == 12  # three years of quarters
    assert prioritise(found.portfolio).starts == {"Bridge": 1}


def test_work_is_effort_of_teams_without_a_limit(tmp_path: Path) -> None:
    text = "Project,Duration,Effort (person days),Team\nBridge,2,30,Roads\nPort,1,8,Sea\n"
    found = table(tmp_path, text)
    assert [dict(one.effort) for one in found.portfolio.initiatives] == [{"Roads": 15}, {"Sea": 8}]
    assert dict(found.portfolio.capacities) == {"Roads": None, "Sea": None}


def test_links_are_by_id_or_title_and_what_is_not_there_is_told(tmp_path: Path) -> None:
    text = 'No,Project,Depends on\n1,Bridge,\n2,Road,bridge\n3,Path,"1 and Road, the weather"\n'
    found = table(tmp_path, text)
    assert [one.requires for one in found.portfolio.initiatives] == [(), ("1",), ("1", "2")]
    assert "Path (3): requires the weather, which is no row of the table; left out" in told(found)


@pytest.mark.parametrize("cell", ["Web+C++", "C++ / Web", "Web | C++"])
def test_signs_between_names_are_no_part_of_them(tmp_path: Path, cell: str) -> None:
    found = table(tmp_path, f"Project,Depends on\nWeb,\nC++,\nR/D,\nApp,{cell}\nTest,R/D\nAds,Web+sun\n")
    app, test, ads = (found.portfolio.by_id[name].requires for name in ("App", "Test", "Ads"))
    assert (sorted(map(str, app)), test, ads) == (["C++", "Web"], ("R/D",), ())
    assert "Ads: requires Web+sun, which is no row of the table; left out" in told(found)


def test_a_deadline_that_cannot_be_kept_is_when_it_should_be_complete(tmp_path: Path) -> None:
    text = "Project,Start,End,Deadline\nBridge,2027-01-01,2027-12-31,2027-03-31\n"
    bridge = table(tmp_path, text).portfolio.by_id["Bridge"]
    assert (bridge.deadline, bridge.due) == (None, 12)


# --- files ---------------------------------------------------------------------------------------------------


def test_windows_1252_is_read_with_a_note(tmp_path: Path) -> None:
    found = table_in(tmp_path, "Projekt;Pris\nBlå bro;5\n", "windows-1252")
    assert list(found.portfolio.by_id) == ["Blå bro"]
    assert (
        "file table.csv: is not in Unicode; read as Windows-1252; another encoding can be asked for"
        in told(found)
    )
    other = read_table(saved(tmp_path, "Projekt;Pris\nBlå bro;5\n", "cp850"), encoding="cp850")
    assert list(other.portfolio.by_id) == ["Blå bro"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read_with_a_note(encoding: str, tmp_path: Path) -> None:
    found = table_in(tmp_path, "Projekt\tPris\nBlå bro\t5\n", encoding)
    assert list(found.portfolio.by_id) == ["Blå bro"]
    assert "file table.csv: is in UTF-16 without a byte-order mark; read so" in told(found)


def test_an_encoding_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="'ebcdic-klingon' is no encoding that is known"):
        read_table(saved(tmp_path, "Projekt;Pris\nBro;5\n"), encoding="ebcdic-klingon")


def test_a_sheet_of_any_name_is_found_and_others_are_passed_over(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        {
            "Read me": [["How to use this file"]],
            "Projects": [
                ["Portfolio 2027"],
                ["Project", "Budget (kDKK)", "Finish"],
                ["Bridge", 90, datetime(2027, 6, 30)],  # noqa: DTZ001  as Excel has it
            ],
            "Lists": [["Low"], ["High"]],
        },
        hidden=("Lists",),
    )
    found = read_table(path)
    assert (costs(found), found.portfolio.currency) == ({"Bridge": 90}, "kDKK")
    assert found.portfolio.by_id["Bridge"].due == 1
    assert "sheet Read me: is no table of a portfolio; left out (and so for sheet Lists)" in told(found)


def test_hidden_rows_and_columns_are_read_and_told(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Project", "Cost", "Duration"], ["Web", 10, 2], ["App", 20, 1]]
    path = workbook(tmp_path, {"Projects": rows})
    book = openpyxl.load_workbook(path)
    book["Projects"].row_dimensions[3].hidden = True
    book["Projects"].column_dimensions.group("C", "XFD", hidden=True)  # as people hide all to the right
    book.save(path)
    found = read_table(path)
    assert found.portfolio.by_id["App"].cost == 20
    assert (
        "sheet Projects, row 3: is hidden in the workbook, and read like the others (and so for sheet Projects, column Duration)"
        in told(found)
    )


def test_a_date_in_a_workbook_with_a_horizon_is_a_period_of_it(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        {
            "initiatives": [
                ["id", "requires", "advances", "deadline"],
                ["a", None, "R2=0.5", datetime(2027, 9, 30)],  # noqa: DTZ001  as Excel has it
                ["b", "a"],
            ],
            "horizon": [["periods", "unit", "start"], [8, "quarter", datetime(2027, 1, 1)]],  # noqa: DTZ001
        },
    )
    found = read_table(path)
    assert (found.portfolio.by_id["a"].deadline, found.portfolio.by_id["b"].requires) == (3, ("a",))
    assert found.notes == ()


def test_faults_of_cells_name_sheet_row_and_column_as_they_are_called(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Projekter": [["Projekt", "Pris i t.kr."], ["Bro", "meget"], ["Sti", "=1+"]]})
    with pytest.raises(InvalidInputError) as refused:
        read_table(path)
    assert (
        str(refused.value.faults[0])
        == "sheet Projekter, row 2, column Pris i t.kr.: is 'meget'; give a number"
    )


def test_an_open_document_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "book.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(InvalidInputError, match=r"is an OpenDocument file \(.ods\); save it as .xlsx"):
        read_table(path)


def test_the_workbook_of_a_plan_is_named_as_such(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"schedule": [["Plan"]], "gantt": [["Plan"]]})
    with pytest.raises(InvalidInputError, match="holds the tables of a plan"):
        read_table(path)


def test_a_list_of_issues_in_a_workbook_is_read_as_its_csv_is(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        {
            "Issues": [
                ["Issue key", "Summary", "Status"],
                ["OM-1", "Shop", "To Do"],
                ["OM-2", "Register", "Done"],
            ]
        },
    )
    found = read_table(path)
    assert list(found.portfolio.by_id) == ["OM-1"]
    assert "OM-2: is Done; left out" in told(found)


def test_a_table_of_tasks_in_a_workbook_is_read_as_its_csv_is(tmp_path: Path) -> None:
    monday, friday = datetime(2027, 1, 4), datetime(2027, 1, 29)  # noqa: DTZ001  as Excel has it
    path = workbook(
        tmp_path,
        {
            "Tasks": [
                ["ID", "Name", "Start", "Finish", "Predecessors"],
                [1, "Dig", monday, friday, None],
                [2, "Pour", monday, friday, 1],
            ]
        },
    )
    assert read_table(path).portfolio.by_id["Pour"].requires == ("Dig",)


def test_lists_of_tools_in_windows_1252_are_known_and_read_with_a_note(tmp_path: Path) -> None:
    export = "Zusammenfassung;Vorgangsschlüssel\nBrücke;OM-1\n"
    path = saved(tmp_path, export, "windows-1252")
    assert format_in(path).name == "jira"
    found = from_jira(path.read_bytes())
    assert found.portfolio.by_id["OM-1"].title == "Brücke"
    assert "document: is not in Unicode; read as Windows-1252" in told(found)


# --- presets -------------------------------------------------------------------------------------------------


def test_a_proposed_preset_can_be_kept_changed_and_given_back(tmp_path: Path) -> None:
    text = "Ting;Kroner;Efter\nBro;90;\nVej;10;Bro\n"
    path = tmp_path / "ting.csv"
    path.write_text(text, encoding="utf-8")
    proposal = preset_for(path)
    assert (proposal.title, proposal.required, proposal.cost) == (("Ting",), ("Efter",), ())
    changed = Preset.from_json(proposal.to_json()).model_copy(update={"cost": ("Kroner",)})
    assert costs(read_table(path, preset=changed)) == {"Bro": 90, "Vej": 10}


@pytest.mark.slow
def test_rows_are_not_compared_with_each_other(tmp_path: Path) -> None:
    rows = "".join(
        f'{row};Projekt {row};"1.000,50";{row - 1 if row % 10 else ""}\n' for row in range(1, 1_001)
    )
    found = table(tmp_path, f"Nr.;Projekt;Pris;Afhænger af\n{rows}")
    assert len(found.portfolio.initiatives) == 1_000
    assert found.portfolio.by_id["1000"].cost == 1000.5


# --- as people write ---------------------------------------------------------------------------------------------------


def test_ranges_are_read_as_their_middle_and_told(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Cost,Duration\nWeb,10-20,3–5 weeks\nApp,30,2 weeks\n")  # noqa: RUF001
    web = found.portfolio.by_id["Web"]
    assert (web.cost, web.duration, found.portfolio.calendar.unit) == (15, 4, "week")
    assert "column Cost: holds ranges such as '10-20'; read as the middle, 15" in told(found)
    assert "column Duration: holds ranges such as '3–5 weeks'; read as the middle" in told(found)  # noqa: RUF001


def test_a_sign_behind_and_brackets_say_less_than_0(tmp_path: Path) -> None:
    found = table(tmp_path, "Project;Cost\nWeb;500-\nApp;(1.200,50)\n")
    assert [one.cost for one in found.portfolio.initiatives] == [500, 1200.5]  # all below 0, so costs
    assert "holds amounts such as '500-', with the sign behind; read as less than 0" in told(found)
    assert faults(tmp_path, "Project;Cost\nWeb;500-\nApp;300\n")[0].endswith(
        "column Cost: is -500; give at least 0"
    )


def test_work_may_have_units_beside_its_column(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Effort\nWeb,8h\nApp,2d\nData,PT4H\nAds,1w 2d\n")
    assert [one.effort for one in found.portfolio.initiatives] == [
        {"team": hours} for hours in (8, 16, 4, 56)
    ]
    assert "counted with 8 hours in a day, 5 days in a week and 20 in a month" in told(found)
    days = table(tmp_path, "Project,Effort (days)\nWeb,8\nApp,16h\n").portfolio
    assert [one.effort for one in days.initiatives] == [{"team": 8}, {"team": 2}]


def test_a_column_of_currencies_is_that_of_each_row(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Cost,Currency\nWeb,100,EUR\nApp,200,USD\nAds,300,EUR\n").portfolio
    assert found.currency == "EUR"
    assert [(one.cost, one.costs) for one in found.initiatives] == [(100, {}), (0, {"USD": 200}), (300, {})]


@pytest.mark.parametrize(
    "header",
    ["Cost 2027,Cost 2028", "2027,2028", "Q1 2027,Q2 2027", "jan. 2027,feb. 2027", "Budget 2027,Budget 2028"],
)
def test_costs_of_several_periods_are_added_up(header: str, tmp_path: Path) -> None:
    found = table(tmp_path, f"Project,{header}\nWeb,100,50\nApp,,20\n").portfolio
    assert one_off(found) == [150, 20]


@pytest.mark.parametrize(
    "first",
    [
        "1/2-2027",
        "1/2 2027",
        "20270201",
        "d. 1. februar 2027",
        "Feb 1st, 2027",
        "1-feb-27",
        "2027-Feb-01",
        "primo feb. 27",
    ],
)
def test_days_are_read_as_people_write_them(first: str, tmp_path: Path) -> None:
    found = table(tmp_path, f"Project;Start;Slut\nWeb;{first};28-02-2027\nApp;01-03-2027;30-04-2027\n")
    assert str(found.portfolio.calendar.start) == "2027-02-01"
    assert "is no date" not in told(found)


@pytest.mark.parametrize(
    ("written", "last"),
    [("H1 2027", 6), ("1. halvår 2027", 6), ("Q2-27", 6), ("Mar-27", 3), ("ultimo maj 2027", 5)],
)
def test_a_deadline_may_be_a_part_of_a_year(written: str, last: int, tmp_path: Path) -> None:
    found = table(tmp_path, f"Project;Start;Finish;Deadline\nWeb;2027-01-01;2027-01-31;{written}\n").portfolio
    assert (found.calendar.unit, found.by_id["Web"].deadline) == ("month", last)


def test_numbers_in_titles_or_of_rows_are_what_is_required(tmp_path: Path) -> None:
    numbered = table(tmp_path, "Opgave;Forgænger\n1. Kartotek;\n2. Butik;1\n").portfolio
    assert numbered.by_id["2. Butik"].requires == ("1. Kartotek",)
    by_row = table(tmp_path, "Project,Depends on\nWeb,\nApp,1\nAds,#2\n").portfolio
    assert (by_row.by_id["App"].requires, by_row.by_id["Ads"].requires) == (("Web",), ())
    by_id = table(tmp_path, "No.,Project,Depends on\n7,Web,\n8,App,#7\n").portfolio
    assert by_id.by_id["8"].requires == ("7",)


def test_ideas_are_free_where_the_rest_must_be_done(tmp_path: Path) -> None:
    found = table(tmp_path, "Projekt;Pris;Status\nWeb;100;I gang\nApp;50;Planlagt\nAds;20;Idé\n")
    assert [one.decision for one in found.portfolio.initiatives] == ["must", "must", "free"]
    assert "Ads: is Idé; is free to be left out" in told(found)


def test_teams_that_only_work_names_have_no_limit(tmp_path: Path) -> None:
    found = table(tmp_path, "id,effort\nweb,IT=3\napp,IT=1; Data=2\n")
    assert found.portfolio.capacities == {"IT": None, "Data": None}
    assert "work: read as effort of IT, Data, without a limit" in told(found)


def test_rows_without_a_header_are_refused(tmp_path: Path) -> None:
    assert "no row has headers that are known" in faults(tmp_path, "Web,720,3\nApp,300,2\n")[0]


def test_blanks_around_cells_and_line_ends_of_old_spreadsheets_are_no_matter(tmp_path: Path) -> None:
    found = table(tmp_path, "  id , title ,cost \r web , Web shop , 720 \r")
    assert (found.portfolio.by_id["web"].title, found.portfolio.by_id["web"].cost) == ("Web shop", 720)


def test_a_folder_of_tables_as_people_make_them_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "projekter.csv").write_text(
        "Projekt;Pris;Afhænger af\nWeb;720;\nApp;300;Web\n", encoding="utf-8"
    )
    (folder / "horizon.csv").write_text("periods\n4\n", encoding="utf-8")
    reader = format_in(folder).read
    assert reader is not None
    found = reader(folder, None)
    assert isinstance(found, Imported)
    assert [one.cost for one in found.portfolio.initiatives] == [720, 300]
    assert (found.portfolio.by_id["App"].requires, found.portfolio.calendar.periods) == (("Web",), 4)


def test_far_too_many_months_become_longer_periods(tmp_path: Path) -> None:
    rows = "".join(
        f"P{number},{1990 + number % 60}-01-01,{1990 + number % 60}-12-31\n" for number in range(300)
    )
    found = table(tmp_path, f"Project,Start,End\n{rows}").portfolio
    assert found.calendar.unit == "quarter"  # 720 months times 300 are 216,000, quarters a third of that
    assert found.by_id["P0"].duration == 4


def links(found: Imported) -> list[tuple[str, str, str, int]]:
    return [
        (one.id, entry.of[0], entry.kind, entry.lag)
        for one in found.portfolio.initiatives
        for entry in one.requirements
    ]


def test_the_kind_and_the_lag_of_a_link_are_read_in_whole_periods(tmp_path: Path) -> None:
    found = table(tmp_path, "Nr.;Projekt;Forgænger\n1;Web;\n2;App;1AS+2 dage\n3;Ads;1SS\n4;Data;1-FS=P0D\n")
    fs, ss = "finish to start", "start to start"
    assert links(found) == [("2", "1", fs, 0), ("3", "1", ss, 0), ("4", "1", fs, 0)]
    # two days are not even half a quarter
    assert (
        "App (2): waits for Web (1) with a lag that is no whole number of periods of a quarter; read as 0"
        in told(found)
    )


@pytest.mark.parametrize(
    ("cell", "kind", "lag"),
    [
        ("1FS+10 days", "finish to start", 2),  # working days, five a week
        ("1SS-5d", "start to start", -1),
        ("1FF+50%", "finish to finish", 2),  # half of four weeks
        ("1AS+1,5 uger", "finish to start", 2),  # rounded up from one and a half
        ("1SA + 2u", "start to finish", 2),  # Danish
        ("1EA+5t", "finish to start", 1),  # German: t is a day
        ("1AE-1 Woche", "start to finish", -1),
        ("1DD+3 sem.", "start to start", 3),  # French
        ("1FC+10 días", "finish to start", 2),  # Spanish
        ("1CC", "start to start", 0),
        ("1CF-1 semana", "start to finish", -1),
        ("1FI+2 settimane", "finish to start", 2),  # Italian
        ("1FS+3 moons", "finish to start", None),
        ("1FS+14ed", "finish to start", 2),  # nights and weekends count
        ("1AA", "finish to start", None),  # finish to finish in Danish, start to start in German
        ("1FS=P7D", "finish to start", 1),
    ],
)
def test_links_are_read_as_project_programs_write_them(
    tmp_path: Path, cell: str, kind: str, lag: int | None
) -> None:
    found = table(tmp_path, f"ID;Project;Duration;Predecessors\n1;Web;4 weeks;\n2;App;2 weeks;{cell}\n")
    assert found.portfolio.calendar.unit == "week"
    assert links(found) == [("2", "1", kind, lag or 0)]
    assert ("the kind of link or the unit is not known" in told(found)) == (lag is None)


def test_links_of_dated_work_keep_it_where_the_file_has_it(tmp_path: Path) -> None:
    rows = (
        "1,Plan,2027-01-04,2027-01-15,\n2,Draw,2027-01-18,2027-03-12,1\n"
        "3,Build,2027-03-15,2027-06-11,2\n4,Test,2027-05-31,2027-06-30,3FF+2w\n"
    )
    found = table(tmp_path, f"ID,Project,Start,Finish,Predecessors\n{rows}")
    starts = prioritise(found.portfolio).starts
    # Plan and Draw begin in January, Build in March, when Draw ends, Test in May
    assert [starts[one.id] for one in found.portfolio.initiatives] == [1, 1, 3, 5]
    assert found.portfolio.periods == 6


def test_shares_may_have_commas_between_them(tmp_path: Path) -> None:
    crm = table(tmp_path, "id;title;advances\ncrm;Register;R2=60 %, D2=12,5 %\n").portfolio.by_id["crm"]
    assert crm.advances == {"R2": 0.6, "D2": 0.125}


def test_a_year_where_a_period_is_asked_for_is_a_year(tmp_path: Path) -> None:
    found = table(tmp_path, "id,title,earliest_start,deadline\nweb,Web,2027,2028\n").portfolio
    assert (str(found.calendar.start), found.calendar.unit) == ("2027-01-01", "quarter")
    assert (found.by_id["web"].earliest_start, found.by_id["web"].deadline) == (1, 8)


def test_a_table_out_of_a_text_is_read_without_its_lines(tmp_path: Path) -> None:
    found = table(tmp_path, "| id | title | cost |\n|----|:---|---:|\n| web | Web shop | 720 |\n")
    assert [(one.id, one.cost) for one in found.portfolio.initiatives] == [("web", 720)]
    assert "row 2: holds a line only; left out" in told(found)


# --- what a newcomer's list says and does not say ---------------------------------------------------------------


def test_a_table_without_dates_and_durations_says_what_follows_and_what_to_add(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Budget\nBridge,90\nRoad,10\n")
    assert "table: has no dates and no durations, so each takes one period of a quarter" in told(found)
    assert "no durations" not in told(table(tmp_path, "Project,Budget,Duration\nBridge,90,3\nRoad,10,1\n"))
    assert "no durations" not in told(table(tmp_path, "Project,Budget,Deadline\nBridge,90,2027-06-30\n"))


def test_what_is_assumed_says_so_in_the_plan(tmp_path: Path) -> None:
    begun = table(
        tmp_path, "Project,Status,Benefit\nBridge,In progress,90\nRoad,,10\n"
    ).portfolio.initiatives[0]
    assert begun.decision_reason == {
        "en": "assumed, as the file says In progress",
        "da": "antaget, da filen siger In progress",
    }
    (road,) = table(tmp_path, "Project,Budget\nRoad,10\n").portfolio.initiatives
    assert road.decision_reason == {
        "en": "assumed, as nothing says what anything brings",
        "da": "antaget, da intet siger, hvad noget giver",
    }
    plan = prioritise(Portfolio(horizon=1, initiatives=[road]))
    assert plan.schedule[0].reason == "Must be done (assumed, as nothing says what anything brings)."
    (told_so,) = table(tmp_path, "Project,Must,Budget\nRoad,yes,10\n").portfolio.initiatives
    assert (told_so.decision, told_so.decision_reason) == ("must", "")  # the file decides it


def test_what_is_left_of_work_is_assumed_to_be_done(tmp_path: Path) -> None:
    (road,) = table(tmp_path, "Project,Budget,% complete\nRoad,10,40 %\n").portfolio.initiatives
    assert road.decision_reason == {
        "en": "assumed, as it is 40 % complete",
        "da": "antaget, da 40 % er færdigt",
    }


def test_notes_call_rows_by_their_titles(tmp_path: Path) -> None:
    rows = "ID,Project,Status,Depends on,Budget\n1,Bridge,Done,,90\n2,Road,,1,10\n"
    found = table(tmp_path, rows)
    assert "Bridge (1): is Done; left out" in told(found)
    assert "Road (2): requires Bridge (1), which is Done; nothing is left to wait for" in told(found)


def test_work_that_should_have_ended_by_now_is_named(tmp_path: Path) -> None:
    """Today is 1 December 2026 in the tests."""
    rows = (
        "Project,Start,End,Status\nA,2026-01-01,2026-06-30,\nB,2026-02-01,2026-11-30,\nC,2026-02-01,2026-11-30,Running\n"
        "D,2026-12-01,2026-12-31,\n"
    )
    (note,) = [note for note in table(tmp_path, rows).notes if "should have ended before today" in str(note)]
    assert (note.where, note.others) == ("A", ("B",))
    assert "(2026-12-01), and nothing says that it is done; planned as open" in str(note)


def test_what_was_assumed_is_in_the_portfolio_in_each_language(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Budget,Weather\nBridge,kr. 90,wet\nRoad,10,dry\n").portfolio
    plan = prioritise(found)
    assert "columns: not read: Weather. read as: Project = title, Budget = cost" in " ".join(
        plan.summary().split()
    )
    danish = " ".join(plan.summary(language="da").split())
    assert "kolonner: ikke læst: Weather. læst som: Project = titel, Budget = omkostning" in danish
    assert Portfolio.from_json(found.to_json()) == found
    assert from_tables(to_tables(found)) == found


def test_a_table_without_a_name_has_that_of_its_file(tmp_path: Path) -> None:
    assert table(tmp_path, "Project,Budget\nBridge,90\n").portfolio.name == "table"


def test_where_nothing_costs_anything_no_total_is_told(tmp_path: Path) -> None:
    summary = prioritise(table(tmp_path, "Project,Duration\nBridge,2\n").portfolio).summary()
    assert "Complete at the end of period 2." in summary
    assert "over all funds" not in summary
    assert "over all funds" in prioritise(table(tmp_path, "Project,Budget\nBridge,2\n").portfolio).summary()


# --- headers of two rows ----------------------------------------------------------------------------------------


def test_a_header_may_have_a_row_above_for_several_columns(tmp_path: Path) -> None:
    rows = "Plan 2027-28,,,,\n,Budget,,Schedule,\nProject,2027,2028,Start,End\nBridge,90,10,2027-01-01,2027-12-31\n"
    (bridge,) = table(tmp_path, rows).portfolio.initiatives
    assert (bridge.id, bridge.cost) == ("Bridge", 100)  # 90 + 10
    found = table(tmp_path, "Who,,Money,\nProject,Owner,Budget,Yearly\nBridge,Ann,90,7\n")
    assert found.portfolio.initiatives[0].cost == 90


def test_a_row_of_units_below_the_header_belongs_to_it(tmp_path: Path) -> None:
    rows = "Project,Cost,Duration,Start\n,(kDKK),(months),(dd-mm-yyyy)\nBridge,90,3,01-02-2027\n"
    found = read_table(saved(tmp_path, rows), unit="month").portfolio
    (bridge,) = found.initiatives
    assert (bridge.cost, found.currency, bridge.duration) == (90, "kDKK", 3)


# --- nothing is left out in silence ----------------------------------------------------------------------------


def test_what_need_not_be_done_scores_by_its_level(tmp_path: Path) -> None:
    rows = "Feature,MoSCoW\nLogin,Must have\nSearch,Should have\nChat,Could have\nRobot,Won't have\n"
    found = table(tmp_path, rows)
    login, search, chat, robot = found.portfolio.initiatives
    assert [one.decision for one in (login, search, chat, robot)] == ["must", "free", "free", "never"]
    assert (search.scores, chat.scores) == ({"MoSCoW": 2.0}, {"MoSCoW": 1.0})  # medium and low
    assert prioritise(found.portfolio).starts.keys() == {"Login", "Search", "Chat"}


def test_what_brings_nothing_beside_what_is_decided_is_named(tmp_path: Path) -> None:
    found = table(tmp_path, "Project,Mandatory,Cost\nLaw,yes,10\nShop,no,20\nApp,no,30\n")
    assert "Shop: is not decided, and nothing says what it brings; a plan leaves it out" in told(found)
    assert "until a column says its benefit, a score or that it must be done (and so for App)" in told(found)


def test_a_list_of_names_without_a_header_is_refused(tmp_path: Path) -> None:
    assert "no row has headers that are known" in faults(tmp_path, "Register\nShop\nApp\n")[0]


def test_signs_behind_a_header_and_a_unit_of_each_year_are_known(tmp_path: Path) -> None:
    rows = "#,Initiative,Benefit (DKK/yr),Predecessor #,Duration (quarters)\n1,Register,400,,1\n2,Shop,800,#1,1\n"
    found = table(tmp_path, rows)
    register, shop = found.portfolio.initiatives
    assert (register.benefit, shop.benefit) == (100, 200)  # 400 and 800 a year, in quarters
    assert shop.requires == ("1",)


@pytest.mark.parametrize("cells", [("60 %", "0 %"), (0.6, 0)], ids=["text", "numbers"])
def test_a_column_called_complete_that_holds_shares_says_how_much_is_done(
    tmp_path: Path, cells: tuple[object, object]
) -> None:
    """`Færdig` is a date where dates are in it; 40 % of 100 is left to pay."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("Projekt", "Budget", "Færdig"), ("Bro", 100, cells[0]), ("Vej", 100, cells[1])):
        sheet.append([*row])
    book.save(tmp_path / "projekter.xlsx")
    read = read_table(tmp_path / "projekter.xlsx").portfolio
    assert [one.cost for one in read.initiatives] == [40, 100]
