"""Facts and the languages that say them: every fact has words, the same places for values in each language."""

from __future__ import annotations

import json
import pickle
import re
import shutil
from importlib import resources
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from judge.everything import EVERYTHING
from judge.rule_cases import CASES
from pages.reading import section_of

from omniprio import Initiative, Portfolio, check, plan_of, prioritise, ten_portfolio
from omniprio.answers.frontiers import frontier
from omniprio.catalogue import long_portfolio, sizing
from omniprio.disc import Disc, Discipline
from omniprio.errors import InvalidInputError, NoPlanFoundError
from omniprio.infeasibility.demand import demands
from omniprio.infeasibility.kinds import KINDS
from omniprio.infeasibility.words import demand_fact
from omniprio.io import read_csv_file
from omniprio.language import Speaker, catalogue, fact, languages, sentence, speaker
from omniprio.language import catalogue as words_of
from omniprio.language import text as text_in
from omniprio.language.catalogues import FOLDERS
from omniprio.plots import as_svg, describe_frontier
from omniprio.plots import frontier as frontier_figure
from omniprio.portfolio import Group, Milestone, Requirement, Scenario
from omniprio.portfolio.names import Titles
from omniprio.report import report_html
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping
    from pathlib import Path

    from omniprio.infeasibility.kinds import Kind, KindOfDemand
    from omniprio.language import Fact

ENGLISH = re.compile(
    r"\b(the|and|is|of|with|starts|completes|requires|needs|spent|available|chosen|period|in|up to)\b"
)


def said(fact: Fact, portfolio: Portfolio) -> str:
    return Speaker("da", Titles(portfolio)).say(fact)


@pytest.mark.parametrize("name", CASES)
def test_every_message_of_the_checker_is_said_in_danish(name: str) -> None:
    case = CASES[name]
    (rule,) = (rule for rule in check(case.portfolio, case.forbidden).broken if rule.message == case.says)
    assert rule.said is not None
    words = said(rule.said, case.portfolio)
    assert words != case.says
    written = re.sub(r"\(the board, in May\)|first steps", "", words)  # texts of the user
    assert not ENGLISH.search(written), words


def test_a_message_keeps_its_figures_and_gets_titles() -> None:
    web = Initiative(id="web", title={"da": "Netbutik", "en": "Web shop"}, cost=2620.5)
    portfolio = Portfolio(horizon=4, initiatives=[web], budget=2500)
    (rule,) = check(portfolio, {"web": 4}).broken
    assert rule.said is not None
    assert (
        said(rule.said, portfolio)  # 2620.5 - 2500 = 120.5
        == "hovedbudget: 2.620,5 brugt indtil periode 4, men kun 2.500 til rådighed: 120,5 for meget"
    )
    assert said(fact("rules.never.breach", initiative="web", reason=""), portfolio).startswith(
        "»Netbutik« er med"
    )


def test_ids_that_look_like_sentences_are_told_apart() -> None:
    names = ("a", "a, b", "a requires b", "b")
    portfolio = Portfolio(horizon=2, initiatives=[Initiative(id=name, title=f"<{name}>") for name in names])
    requires = fact("rules.requires.demand", initiative="a requires b", others="b", how="")
    assert said(requires, portfolio) == "»<a requires b>« forudsætter »<b>«"
    one_of = fact(
        "rules.requires.demand",
        initiative="b",
        others=fact("rules.requires.one of", of=("a, b", "a")),
        how="",
    )
    assert said(one_of, portfolio) == "»<b>« forudsætter et af »<a, b>«, »<a>«"


def test_a_text_of_the_user_stays_as_it_was_written() -> None:
    portfolio = ten_portfolio()
    voice = Voice(plan_of(portfolio, {}), "da")
    for text in ("our ledger of 2026", "judgement of the team", "budget moneybags: 3", "", "{x}"):
        assert voice.fact(text) == voice.known("provenance", text) == text
    assert voice.known("provenance", "judgement") == "skøn"
    own = Portfolio(horizon=1, initiatives=[Initiative(id="own", owner="stores")])
    assert Voice(plan_of(own, {}), "da").owner("stores") == "stores"
    assert voice.owner("stores") == "butikker"


def _demanding() -> Portfolio:
    """Return a portfolio with demands of every kind."""
    return Portfolio(
        horizon=4,
        disc=Disc(disciplines=(Discipline(id="A", levels=2),), start_level=0),
        initiatives=[
            Initiative(id="a", decision="never", advances={"A1": 0.5}),
            Initiative(id="b", earliest_start=1, latest_start=3, deadline=4, cost=3, effort={"crew": 1}),
            Initiative(id="c", fixed_start=4, requires=[Requirement(of=("b",), lag=1)]),
            Initiative(
                id="d",
                requires=[Requirement(of=("b", "c"), match="any", kind="start to start", lag=2)],
                needs={"A1": 0.25},
            ),
            Initiative(id="e", decision="must", decision_reason="the board", requires=["b"]),
        ],
        groups=[
            Group(id="g", members=("b", "c"), at_least=1, at_most=2),
            Group(id="h", members=("b", "e"), all_or_none=True),
            Group(id="i", members=("b", "c"), apart=0),
            Group(id="j", members=("b", "c"), apart=2),
            Group(id="k", members=("b",), fund="money", at_least=1, at_most=9, least_share=0.1, most_share=1),
        ],
        budget={"per_period": [1, 2, 3, 4]},
        budgets={
            "own": {"per_period": 5, "carry_over": False},
            "whole": 12.5,
            "halves": {
                "windows": [{"periods": 3, "amount": 5}, {"periods": 1, "at_least": 2}],
                "carry_over": 0.1,
                "at_least": 3,
            },
            "lapsing": {"windows": [{"periods": 4, "amount": 5}], "carry_over": False},
            "kept": {"windows": [{"periods": 4, "amount": 5}]},
        },
        capacities={"crew": {"amount": (2, None, 1, 1.5), "at_least": 1}},
        milestones=[
            Milestone(
                id="all",
                by=3,
                fields={"A2": 0.5},
                levels={"A": 1},
                scenario="s",
                distance=0.4,
                complete=("b",),
            ),
            Milestone(id="two", by=4, complete=("b", "e")),
        ],
        scenarios=[Scenario(id="s", fields=("A1",))],
        currency="kDKK",
    )


DEMANDS: list[tuple[Kind, tuple[str, ...], int | None]] = [
    ("must", ("e",), None),
    ("never", ("a",), None),
    ("earliest_start", ("b",), None),
    ("latest_start", ("b",), None),
    ("deadline", ("b",), None),
    ("fixed_start", ("c",), None),
    ("requires", ("c", "b"), None),
    ("requires", ("d", "b", "c"), None),
    ("requires", ("e", "b"), None),
    ("needs", ("d", "A1"), None),
    ("at_least", ("g",), None),
    ("at_most", ("g",), None),
    ("all_or_none", ("h",), None),
    ("apart", ("i",), None),
    ("apart", ("j",), None),
    ("at_least", ("k",), None),
    ("at_most", ("k",), None),
    ("least_share", ("k",), None),
    ("most_share", ("k",), None),
    ("budget", ("whole",), None),
    ("budget", ("money",), None),
    ("budget", ("money",), 1),
    ("budget", ("money",), 3),
    ("budget", ("own",), 2),
    ("budget", ("halves",), None),
    ("budget", ("lapsing",), None),
    ("budget", ("kept",), None),
    ("least_spending", ("halves",), None),
    ("least_spending", ("halves",), 4),
    ("capacity", ("crew",), 4),
    ("extra", ("crew",), 4),
    ("extra", ("crew",), None),
    ("least_load", ("crew",), 4),
    ("least_load", ("crew",), None),
    ("capacity", ("crew",), None),
    ("milestone", ("all",), None),
    ("milestone", ("two",), None),
]


def test_what_the_cases_of_the_rules_demand_is_of_every_kind_and_said_in_danish() -> None:
    demanded = [(one, case.portfolio) for case in CASES.values() for one in demands(case.portfolio)]
    assert {one.kind for one, _ in demanded} == KINDS.keys()
    for one, portfolio in demanded:
        assert one.said is not None
        words = said(one.said, portfolio)
        assert words != one.sentence
        assert not ENGLISH.search(words.replace("the board, in May", "")), words


@pytest.mark.parametrize("row", KINDS.values(), ids=KINDS)
def test_all_that_is_done_with_a_kind_of_demand_has_words(row: KindOfDemand) -> None:
    own = {key.split(".")[2] for key in catalogue("en").words if key.startswith(f"rules.{row.kind}.")}
    wanted = {"demand"}
    if row.unit != "dropped":
        wanted.add("name" if row.family == "dates" else "repair")
    if row.part == "group":
        wanted |= {"change", "heading"}
    assert wanted <= {one.partition(" ")[0] for one in own}


@pytest.mark.parametrize(("kind", "subject", "period"), DEMANDS)
def test_every_demand_of_a_conflict_is_said_in_danish(
    kind: Kind, subject: tuple[str, ...], period: int | None
) -> None:
    portfolio = _demanding()
    demand = demand_fact(kind, subject, period, portfolio)
    words = said(demand, portfolio)
    assert words != str(demand)
    assert not ENGLISH.search(words.replace("the board", "")), words


def provenances() -> Iterator[str]:
    """Yield every statement of provenance that can be in a portfolio of the catalogue."""
    for portfolio in (ten_portfolio(), long_portfolio()):
        yield from map(text_in, portfolio.provenance.values())
        yield from (row.provenance for row in portfolio.disc.disciplines)
        yield from (field.level.provenance for field in portfolio.disc)
        for one in portfolio.initiatives:
            yield from one.provenance.values()
    for folder in resources.files("omniprio").joinpath("catalogue").iterdir():
        for file in folder.iterdir() if folder.is_dir() and folder.name != "__pycache__" else ():
            yield from re.findall(r'"provenance": "([^"]*)"', file.read_text(encoding="utf-8"))


def test_all_that_the_catalogue_says_of_its_sources_is_said_in_danish() -> None:
    known = catalogue("da").words
    assert {f"provenance.{source}" for source in provenances() if source} <= known.keys()
    assert {f"owners.{size.lead}" for size in sizing().sizes.values()} <= known.keys()
    tags = [(kind, *tags) for one in long_portfolio().initiatives for kind, tags in one.tags.items()]
    assert {f"tags.{tag}" for some in tags for tag in some} <= known.keys()


@pytest.mark.parametrize("language", languages())
def test_every_language_says_the_same_with_the_same_values(language: str) -> None:
    english, other = catalogue("en").words, catalogue(language).words
    assert english.keys() == other.keys()
    for key, words in english.items():
        for one in _forms(words):
            for same in _forms(other[key]):
                assert places(same) == places(one), key


@pytest.mark.parametrize("language", languages())
def test_every_place_is_written_in_a_way_that_there_is(language: str) -> None:
    speaker = Speaker(language)
    ways = {*speaker._called, *speaker._written, "count"}  # noqa: SLF001  they are listed nowhere else
    for key, words in catalogue(language).words.items():
        for one in _forms(words):
            used = {
                spec.partition("/")[0].partition(" ")[0] for _, _, spec, _ in Formatter().parse(one) if spec
            }
            assert used <= ways, key


def _forms(words: str | Mapping[str, str]) -> list[str]:
    return [words] if isinstance(words, str) else [*words.values()]


def places(words: str) -> list[str]:
    """Return the names of the places for values; those without a name have their numbers, from 0."""
    names = [name for _, name, _, _ in Formatter().parse(words) if name is not None]
    return sorted({name for name in names if name} | {str(place) for place in range(names.count(""))})


def test_a_sentence_knows_its_fact_wherever_it_goes() -> None:
    late = sentence("errors.missing extra", what="Figures", extra="plots")
    assert pickle.loads(pickle.dumps(late)).fact == late.fact  # noqa: S301  our own
    assert late.startswith("Figures need packages")
    assert Speaker("da").say(late).startswith("Figures kræver pakker")
    error = NoPlanFoundError("cancelled")
    assert str(error) == error.said()
    assert error.said("da").startswith("Kørslen blev afbrudt")


@pytest.fixture
def swedish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """A third language: one folder, and no line of code."""
    folder = tmp_path / "sv"
    shutil.copytree(str(resources.files("omniprio.language").joinpath("en")), folder)
    style = json.loads((folder / "style.json").read_text("utf-8"))
    style |= {"name": "svenska", "decimal": ",", "thousands": " ", "both": "och"}
    (folder / "style.json").write_text(json.dumps(style), "utf-8")
    rules = json.loads((folder / "rules.json").read_text("utf-8"))
    rules["requires"]["left out"] = "{initiative:initiative} (utelämnad)"
    (folder / "rules.json").write_text(json.dumps(rules), "utf-8")
    monkeypatch.setattr("omniprio.language.catalogues.FOLDERS", [*FOLDERS, tmp_path])
    words_of.cache_clear()
    yield
    words_of.cache_clear()


@pytest.mark.slow
@pytest.mark.usefixtures("swedish")
def test_a_third_language_is_one_folder() -> None:
    assert languages() == ("en", "da", "sv")
    speaker = Speaker("sv")
    assert speaker.say(fact("rules.requires.left out", initiative="web")) == "web (utelämnad)"
    assert (speaker.number(1440.5), speaker.listed(["a", "b", "c"])) == ("1 440,5", "a, b och c")
    plan = plan_of(ten_portfolio(), {"web-email": 1, "identify": 2})  # 300 and 720 of the main budget
    assert "1 020 kDKK" in plan.summary("sv")
    assert "1 020 kDKK" in plan.html("sv")
    assert "1 430 kDKK" in report_html(plan, language="sv").replace(
        "\N{NO-BREAK SPACE}", " "
    )  # and 410 of the running costs


def test_what_does_not_fit_in_is_explained_in_danish() -> None:
    busy = [
        Initiative(id=name, title={"en": title, "da": dansk}, advances={"D2": share}, effort={"crew": 1})
        for name, title, dansk, share in (("a", "First", "Første", 0.6), ("b", "Second", "Anden", 0.3))
    ]
    plan = prioritise(Portfolio(horizon=1, initiatives=busy, capacities={"crew": 1}))
    text = section_of(plan, "brief", "da")
    assert (
        "Anden: Det er der ikke plads til, når det ville hjælpe: crew: 2 brugt i periode 1, men kun 1 til rådighed: 1 for meget."
        in text
    )


@pytest.mark.slow
def test_everything_at_once_is_said_in_danish() -> None:
    data = json.loads(EVERYTHING.to_json())
    data["budget"]["per_period"][3] = 10
    plan = prioritise(Portfolio.model_validate(data))
    text = section_of(plan, "sources", "da")
    assert "skal gøres: the board, 1 June" in text  # a text of the user


def test_words_are_taken_apart_once_however_often_they_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    taken_apart: list[str] = []
    parse = Formatter.parse

    def counted(self: Formatter, words: str) -> object:
        taken_apart.append(words)
        return parse(self, words)

    monkeypatch.setattr(Formatter, "parse", counted)
    speaker._parted.cache_clear()  # noqa: SLF001  as if nothing had been said before
    said = {str(sentence("faults.contradicts start", value=0.5, discipline="R", level=n)) for n in range(50)}
    assert len(said) == 50
    assert len(taken_apart) == 1


def test_places_without_a_name_take_their_values_in_order_or_by_number() -> None:
    assert speaker._parted("{} of {who:owner/or}, {:number}.") == (  # noqa: SLF001  what is taken apart
        "",
        ((0, "", "", " of "), ("who", "owner", "or", ", "), (1, "number", "", ".")),
    )
    assert speaker._parted("in {1} draws") == ("in ", ((1, "", "", " draws"),))  # noqa: SLF001


@pytest.mark.parametrize(("language", "quoted"), [("en", "“{}”"), ("da", "»{}«")])
def test_titles_stand_between_quotation_marks_in_sentences_alone(language: str, quoted: str) -> None:
    web = Initiative(id="web", title="Web shop", cost=30, advances={"O2": 1})
    app = Initiative(id="app", requires=["web"])
    portfolio = Portfolio(horizon=2, initiatives=[web, app])
    speaker = Speaker(language, Titles(portfolio))
    label = speaker.called("field", "O2").removesuffix(" (O2)")
    told = speaker.say(fact("plan.completes", fields=("O2",)))
    assert f" {quoted.format(label)} (O2)" in told
    assert quoted.format("Web shop") in speaker.say(fact("plan.unlocks", others=("web", "app")))
    assert quoted.format("app") not in speaker.say(fact("plan.unlocks", others=("web", "app")))  # an id
    assert speaker.called("initiative", "web") == "Web shop"
    assert speaker.say(fact("places.duration", initiative="web")).startswith("Web shop: ")


def test_no_sentence_ends_with_two_full_stops() -> None:
    portfolio = Portfolio(horizon=1, initiatives=[Initiative(id="web", cost=30)], budget=20, currency="kr.")
    names = Titles(portfolio)
    more = fact("answers.money", extra=10.0, budget=fact("names.the main budget"), latest=None)
    assert Speaker("da", names).say(more) == "10 kr. mere i hovedbudgettet."
    assert Speaker("da", names).words("plan.one goal", goals="300 kr.") == "Mål: 300 kr."
    assert Speaker().words("plan.one goal", goals="and so on...") == "Goal: and so on...."


def test_tables_call_the_funds_by_words_of_the_language() -> None:
    plan = plan_of(ten_portfolio(budget=2500), {"identify": 1})
    said = plan.summary("da")
    assert said.startswith("De ti konkrete omnichannel-initiativer\n")
    assert "hovedbudget brugt" in said
    assert "720 kDKK + 150 drift" in said  # running costs of 15 in each of the 10 periods after the first two
    assert "running" not in said
    assert "running spent" in plan.summary("en")


def test_large_amounts_have_no_decimals_and_still_add_up() -> None:
    # 100 over three periods is 33.33... in each: shown as 34, 33 and 33
    one = Initiative(id="web", cost={"amount": 100, "spread": "even"}, duration=3)
    plan = plan_of(Portfolio(horizon=3, initiatives=[one]), {"web": 1})
    rows = plan.summary("da").partition("Penge (i hver periode)\n")[2].splitlines()[1:4]
    assert [row.split() for row in rows] == [["1", "34"], ["2", "-", "3", "33"], ["i", "alt", "100"]]


def test_where_a_fault_sits_is_said_in_the_language_of_the_rest(tmp_path: Path) -> None:
    table = tmp_path / "wishes.csv"
    table.write_text("id,cost\nweb,much\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as refused:
        read_csv_file(table, 1)
    assert (
        refused.value.said("en")
        .splitlines()[-1]
        .startswith("- file wishes.csv, row 2, column cost: is 'much'")
    )
    assert (
        refused.value.said("da")
        .splitlines()[-1]
        .startswith("- filen wishes.csv, række 2, kolonne cost: er 'much'")
    )


@pytest.mark.parametrize(
    ("said", "english", "danish"),
    [
        (fact("faults.group", wanted=2, size=1), "2 of 1 member", "2 af 1 medlem"),
        (fact("faults.numbers for horizon", given=1, periods=2), "has 1 number for 2 periods", "har 1 tal til 2 perioder"),
        (fact("notes.issues undated", issues=1, unit="", periods="3"), "1 issue is read", "1 sag er læst"),
        (fact("notes.issues undated", issues=2, unit="", periods="3"), "2 issues are read", "2 sager er læst"),
        (fact("answers.same members", since="2027-01-15"), "up to 2027-01-15", "til og med 15. januar 2027"),
    ],
)  # fmt: skip
def test_one_is_said_in_the_singular_and_days_as_they_are_written(
    said: Fact, english: str, danish: str
) -> None:
    assert english in Speaker().say(said)
    assert danish in Speaker("da").say(said)


def test_the_mean_over_one_order_is_that_order() -> None:
    said = [Speaker(language).words("answers.counted", 1) for language in ("en", "da")]
    assert said == ["those of 1 order, the only one", "fra 1 rækkefølge, den eneste"]
    assert Speaker().words("answers.counted", 2) == "the mean over all 2 orders"


def test_verbs_agree_with_one_and_with_several() -> None:
    # what may be one or several has words for both, or its sentence no verb; `number` alone is a share or an amount
    counted = r"\{\w*:count [^}]*\}|\{(?:\w*:)?number\} of \{[^}]*:count [^}]*\}|\{\} of \{:count [^}]*\}"
    several = r"\{(?:names|rivals|fields|others|members)\b[^}]*\}"
    disagrees = re.compile(
        rf"(?<!None of the )(?<!what is chosen of )(?:{counted}|{several}),? (?:is|are|was|were|has|have|does|do)\b"
    )
    left = {
        key: found[0]
        for key, words in catalogue("en").words.items()
        if isinstance(words, str) and (found := disagrees.search(words))
    }
    assert left.keys() == {"notes.currencies"}  # its subject comes before it: amounts


@pytest.mark.parametrize(
    ("chosen", "english"),
    [(0, "0 of 2 initiatives are"), (1, "1 of 2 initiatives is"), (2, "2 of 2 initiatives are")],
)
def test_one_of_many_is_chosen(chosen: int, english: str) -> None:
    portfolio = Portfolio(
        horizon=1, initiatives=[Initiative(id="web"), Initiative(id="app", advances={"R2": 1})]
    )
    plan = plan_of(portfolio, dict.fromkeys(["web", "app"][:chosen], 1))
    assert f"{english} chosen.\n" in plan.summary()
    assert f"{chosen} af 2 initiativer er valgt.\n" in plan.summary("da")


def test_no_number_stands_before_a_plural_that_may_be_one() -> None:
    # what is counted has its forms in `nouns`; where it is not, the number is large or no whole one
    plurals = {
        words["other"].removeprefix("{} ")
        for key, words in catalogue("en").words.items()
        if key.startswith("nouns.") and not isinstance(words, str)
    }
    bare = re.compile(rf"\{{(?!number|most)(\w*)(:number)?\}} (?:{'|'.join(plurals)})\b")
    left = {
        key: found[0]
        for key, words in catalogue("en").words.items()
        if not key.startswith("nouns.") and isinstance(words, str) and (found := bare.search(words))
    }
    assert left.keys() == {"faults.too large a table", "faults.too many points", "report.so many periods"}


@pytest.mark.parametrize("language", languages())
def test_a_team_is_called_in_the_language_wherever_answers_speak_of_it(language: str) -> None:
    """What is told of a file stays as it stands there: faults, notes and what is to be done about them."""
    of_files = {"faults", "notes", "remedies"}
    raw = re.compile(r"\{teams?\}|team \{(?!:team)\w*\}")
    words = catalogue(language).words
    found = [key for key, forms in words.items() if any(map(raw.search, _forms(forms)))]
    assert [key for key in found if key.partition(".")[0] not in of_files] == []


def test_a_frontier_of_a_team_calls_it_in_the_language() -> None:
    stores = {"stores": 1.0}
    shipped = {"sizing": "invented for a fictional mid-size Danish retailer"}
    web = Initiative(id="web", effort=stores, advances={"D2": 0.6}, provenance=shipped)
    found = frontier(Portfolio(horizon=1, initiatives=[web], capacities=stores), team="stores")
    assert describe_frontier(found, language="da").startswith(
        "Den bedste plan for hver kapacitet af butikker,"
    )
    assert "kapaciteten af butikker" in found.summary("da")
    assert "stores" not in as_svg(frontier_figure(found, language="da"))
