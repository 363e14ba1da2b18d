"""The report: one page that is whole, safe, accessible and the same every time."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from pages.reading import read, section, section_of

from omniprio import Initiative, Plan, Portfolio, plan_of, prioritise, ten_portfolio
from omniprio.errors import MissingExtraError
from omniprio.goals import Goal, MostValue
from omniprio.language import Language, catalogue, languages
from omniprio.marks import MARKS
from omniprio.plan.plan import Stopped
from omniprio.portfolio import Synergy
from omniprio.report import report_html, report_slides, write_report
from omniprio.report.palette import ON, PALETTE
from omniprio.report.sections import BASIS, SECTIONS
from omniprio.report.vector import compact

if TYPE_CHECKING:
    from collections.abc import Callable

LANGUAGES = languages()
PARTS = Path(__file__).parents[2] / "src" / "omniprio" / "report"
EVIL = "<script>alert('&\"$x$')</script>"


@cache
def ten() -> Plan:
    return prioritise(ten_portfolio(budget=2500))


@cache
def ten_html(language: Language = "en") -> str:
    return report_html(ten(), language=language)


def evil() -> Plan:
    """A plan in which every text that a user can write wants to break out."""
    portfolio = Portfolio(
        name=EVIL,
        currency=EVIL,
        horizon=2,
        capacities={EVIL: 2},
        initiatives=[
            Initiative(
                id=EVIL,
                title=EVIL,
                description=EVIL,
                owner=EVIL,
                cost=100,
                costs={EVIL: 10},
                effort={EVIL: 1},
                advances={"R2": 0.5},
                decision="must",
                decision_reason=EVIL,
                provenance={EVIL: EVIL},
            ),
            Initiative(id="after", requires=[EVIL], decision="never", decision_reason=EVIL),
        ],
        budgets={EVIL: 20},
        provenance={EVIL: EVIL},
    )
    return plan_of(portfolio, {EVIL: 1})


@cache
def evil_html() -> str:
    return report_html(evil())


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_well_formed_and_says_its_language(language: Language) -> None:
    page = read(ten_html(language))
    assert page.tags[0].name == "html"
    assert page.tags[0].attributes["lang"] == language
    assert all(one.text.strip() for one in page.all("title"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_come_in_order_with_one_first(language: Language) -> None:
    levels = [int(one.name[1]) for one in read(ten_html(language)).all("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_unique_and_every_link_leads_to_one(language: Language) -> None:
    page = read(ten_html(language))
    names = [one.attributes["id"] for one in page.tags if "id" in one.attributes]
    assert len(names) == len(set(names))
    links = {str(one.attributes[key])[1:] for one in page.tags for key in ("href",) if key in one.attributes}
    links |= set(re.findall(r"url\(#([^)]*)\)", ten_html(language)))
    links |= {
        str(one.attributes["aria-labelledby"]) for one in page.tags if "aria-labelledby" in one.attributes
    }
    assert links <= set(names)


@pytest.mark.slow
@pytest.mark.parametrize("drawn", [evil_html, ten_html], ids=["evil", "ten"])
def test_nothing_runs_and_nothing_is_loaded(drawn: Callable[[], str]) -> None:
    html = drawn()
    page = read(html)
    assert not page.all("script", "iframe", "link", "object", "embed", "img", "form", "foreignObject")
    for one in page.tags:
        for name, value in one.attributes.items():
            assert not name.startswith("on"), name
            assert name.startswith("xmlns") or "http" not in str(value) or name == "http-equiv", (name, value)
    assert "@import" not in html
    assert not re.search(r"url\((?!#)", html)


def test_every_text_of_a_user_is_shown_and_none_breaks_out() -> None:
    html = evil_html()
    assert "<script" not in html
    page = read(html)
    shown = " ".join(one.text for one in page.all("body"))
    # title, tile, table, budget, team, owner, decision, provenance: at least so many
    assert shown.count(EVIL) >= 15
    assert [one.text for one in page.all("h1")] == [EVIL]


def test_figures_tell_what_they_show() -> None:
    figures = read(ten_html()).all("svg")
    # the disc, the road, the schedule, by start and by owner, the dependencies, two budgets that something is spent of, and what it earns and
    # costs, and all its teams side by side
    assert len(figures) == 9
    assert all(one.attributes["role"] == "img" for one in figures)
    assert all(len(str(one.attributes["aria-label"])) > 40 for one in figures)


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_have_captions_and_heads_with_a_scope(language: Language) -> None:
    page = read(ten_html(language))
    tables = page.all("table")
    assert len(tables) == len(page.all("caption")) >= 6
    assert all(one.attributes.get("scope") for one in page.all("th"))
    assert all(one.text.strip() for one in page.all("caption", "th"))


def test_the_page_can_be_read_with_the_keyboard() -> None:
    page = read(ten_html())
    first = page.all("a")[0]
    assert first.attributes == {"class": "skip", "href": "#brief"}
    for table in page.all("table"):
        assert table.inside[-1] == "div"
    for figure in page.all("svg"):
        assert figure.inside[-2:] == ("figure", "div")
    wide = [one for one in page.all("div") if one.attributes.get("class") == "wide"]
    assert len(wide) == len(page.all("table", "svg"))
    assert all(one.attributes["tabindex"] == "0" and one.attributes["aria-label"] for one in wide)
    assert ":focus-visible" in ten_html()


@pytest.mark.parametrize(("letters", "ground"), ON)
def test_letters_stand_out(letters: str, ground: str) -> None:
    light, dark = sorted((luminance(PALETTE[letters]), luminance(PALETTE[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_luminance_is_that_of_the_standard() -> None:
    assert luminance("#ffffff") == pytest.approx(1)
    assert luminance("#000000") == 0


def test_the_style_names_no_colour_of_its_own() -> None:
    style = (PARTS / "templates" / "style.css.jinja").read_text(encoding="utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsl", style)
    used = set(re.findall(r"var\(--([a-z-]+)\)", style))
    assert used <= set(PALETTE)
    assert {colour for pair in ON for colour in pair} <= used


def test_the_first_page_says_what_is_done_and_what_is_not() -> None:
    text = section(ten_html(), "brief")
    # 720 + 10 periods x 15 running: 870 (the work ends in period 2 of 12)
    for words_shown in (
        "We carry out 5 of 10 initiatives, from period 1 to period 4.",
        "They bring us 52% of the way to the centre: the distance falls from 0.667 to 0.317",  # 0.35 / 0.667
        "distance 0.667 → 0.317, 0 is there",
        "870 kDKK",
        "Completes “consent and volume” (R2)",
        "unlocks “Identify the customer in the physical store”",
        "2,460 kDKK spent, 40 kDKK left",
        "Prepare the visit to the physical store: There is no money for it",
        "“the single customer” (A3) in Data analysis & AI: nothing that can be done advances it",
        "“partly across” (O2) in Organisation: at most 90% of it can be done",
        "It is proven that no plan is better.",
    ):
        assert words_shown in text, words_shown


def test_the_first_page_comes_in_danish_too() -> None:
    text = section(ten_html("da"), "brief")
    for words_shown in (
        "Vi gennemfører 5 af 10 initiativer, fra periode 1 til periode 4.",
        "De bringer os 52 % af vejen til centrum: afstanden falder fra 0,667 til 0,317",
        "afstand 0,667 → 0,317, 0 er helt fremme",
        "Opfylder »samtykke og volumen« (R2)",
        "3.440 kDKK",
        "»delvist på tværs« (O2) i Organisering: højst 90 % af det kan gøres",
    ):
        assert words_shown in text, words_shown


def test_what_is_inferred_judged_or_invented_says_so() -> None:
    html = ten_html()
    assert all(f'<span class="mark">{mark}</span>' in html for mark in MARKS)
    brief = html[html.index('id="brief"') : html.index('id="road"')]
    head = brief[brief.index("<thead>") : brief.index("</thead>")]
    assert "invented" in head.split("Cost", 1)[1].split("</th>")[0]
    assert "inferred" in head.split("Why", 1)[1]
    assert "judgement" in head.split("Why", 1)[1]


@pytest.mark.slow
def test_what_is_said_of_invented_earnings_is_marked() -> None:
    """Beside a reason that tells what is earned, of initiatives and synergies, and of what is left out for its loss."""
    earning = {"benefit": "invented"}
    initiatives = [
        Initiative(id="web", benefit=30, provenance=earning),
        Initiative(id="mail", cost=10, benefit=20),
        Initiative(id="dear", cost=90, benefit=5, provenance=earning),
    ]
    both = Synergy(id="both", of=["web", "mail"], benefit=4)
    pays = Portfolio(
        horizon=2, initiatives=initiatives, synergies=[both], provenance={"synergies": "invented"}
    )
    html = report_html(prioritise(pays, [MostValue()]))
    rows = html[html.index('<table class="sequence">') :].split("<tr>")[1:5]
    assert [("earns" in row, "invented" in row) for row in rows] == [
        (False, False),  # the head
        (True, True),
        (True, False),
        (True, True),  # the synergy
    ]
    left_out = html[html.index("What we do not do, and why") :].split("</dl>")[0]
    assert "it costs 80 more than it brings." in left_out  # 90 less twice 5
    assert "invented" in left_out


def test_real_numbers_carry_no_mark() -> None:
    own = Portfolio(
        horizon=2,
        start={"R": 1},
        initiatives=[Initiative(id="web", cost=300, provenance={"sizing": "our ledger of 2026"})],
    )
    text = section_of(plan_of(own, {"web": 1}), "schedule")
    assert not any(mark in text for mark in MARKS)


@pytest.mark.parametrize(
    ("provenance", "explained"), [({}, []), ({"sizing": "invented"}, ["invented"]), ({"sizing": "fact"}, [])]
)
def test_only_marks_that_stand_on_the_page_are_explained(
    provenance: dict[str, str], explained: list[str]
) -> None:
    own = Portfolio(horizon=1, initiatives=[Initiative(id="web", cost=3, benefit=9, provenance=provenance)])
    html = report_html(plan_of(own, {"web": 1}))
    legends = re.findall(r'<p class="legend">.*?</p>', html, re.DOTALL)
    assert [mark for one in legends for mark in re.findall(r'"mark">(\w+)<', one)] == explained
    assert len(legends) == (1 if explained else 0)


def test_a_mark_of_one_initiative_stands_next_to_its_own_numbers() -> None:
    mixed = Portfolio(
        horizon=2,
        initiatives=[
            Initiative(id="web", cost=300),
            Initiative(id="mail", cost=100, provenance={"sizing": "invented"}),
        ],
    )
    html = report_html(plan_of(mixed, {"web": 1, "mail": 1}))
    rows = html[html.index('<table class="sequence">') :].split("<tr>")
    assert "invented" not in rows[1]  # the head
    assert "invented" not in rows[2]
    assert ">mail<" in rows[3]
    assert "invented" in rows[3]


@pytest.mark.slow
def test_a_plan_made_by_hand_is_not_called_proven() -> None:
    html = report_html(plan_of(ten_portfolio(), {"web-email": 1}))
    assert "whether there is a better one was not computed" in section(html, "brief")
    assert "It is proven" not in html


@pytest.mark.slow
def test_a_stopped_search_is_not_called_proven() -> None:
    found = ten().goals[0]
    result = found.model_copy(update={"bound": (found.value or 0) / 2, "proven": False})
    plan = plan_of(ten_portfolio(), ten().starts, goals=[result], stopped="time limit", solver="HiGHS")
    text = section_of(plan, "quality")
    assert "It is not proven: there may be a better plan." in text
    assert "The search was stopped by the time limit." in text
    assert "50.00%" in text  # value v, bound v / 2: the gap is a half
    assert "It is proven" not in text


def test_a_bound_of_a_later_goal_is_of_plans_as_good_above() -> None:
    # nothing costs less than doing nothing: no plan is better than 3,440 kDKK only among those as fast
    assert "No plan as good above is better than" in section_of(ten(), "quality")
    alone = plan_of(ten_portfolio(), ten().starts, goals=ten().goals[:1])
    assert "No plan is better than" in section_of(alone, "quality")


@pytest.mark.slow
def test_nothing_done_is_a_page_too() -> None:
    text = section(report_html(plan_of(ten_portfolio(), {})), "brief")
    assert "None of the 10 initiatives is carried out." in text
    assert "Nothing is done." in text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("horizon", "language", "said"),
    [
        (1, "en", "1 period"),
        (2, "en", "2 periods"),
        ({"periods": 1, "unit": "quarter", "start": "2027-01-01"}, "en", "1 quarter"),
        ({"periods": 1, "unit": "month", "start": "2027-01-01"}, "da", "1 måned"),
    ],
)
def test_how_long_the_plan_is_agrees_with_its_number(horizon: object, language: Language, said: str) -> None:
    portfolio = Portfolio.model_validate(
        {"horizon": horizon, "initiatives": [{"id": "a", "decision": "must"}]}
    )
    text = report_html(plan_of(portfolio, {"a": 1}), language=language)
    assert re.search(rf">\s*{said}\s*<", text.replace("\N{NO-BREAK SPACE}", " "))


@pytest.mark.slow
def test_the_same_plan_gives_the_same_page() -> None:
    again = Plan.from_json(ten().to_json())
    assert report_html(again) == ten_html()


def test_the_page_is_small_enough_to_send() -> None:
    assert len(ten_html().encode()) < 600_000


def test_every_kind_of_goal_end_mark_and_section_has_words() -> None:
    kinds = [kind.model_fields["kind"].default for kind in get_args(get_args(Goal)[0])]
    wanted = {f"stopped {stop}" for stop in get_args(Stopped)}
    wanted |= {f"section {one.__name__}" for one in (*SECTIONS, *BASIS)}
    wanted |= {f"mark {mark}{suffix}" for mark in MARKS for suffix in ("", " means")}
    assert {f"report.{key}" for key in wanted} <= catalogue("en").words.keys()
    ways = ("name", "value", "aim", "measure", "scale", "gain")
    assert {f"goals.{way} {kind}" for way in ways for kind in kinds} <= catalogue("en").words.keys()


def test_every_word_is_used() -> None:
    code = "".join(
        file.read_text(encoding="utf-8") for file in [*PARTS.rglob("*.py"), *PARTS.rglob("*.jinja")]
    )
    derived = re.compile(
        r"(start of|section|mark|goal|measure|stopped|ended|part|credit|decision|verdict|word|proof"
        r"|became|moved|kind|group|role|waits|way|draws|at least|at most|least share|most share|column|why|alternatives"
        r"|caption why|essential|value of change|earner|certified by|chosen) |caption (essential|value of change|(cash|earners) in)$"
    )
    keys = [key.removeprefix("report.") for key in catalogue("en").words if key.startswith("report.")]
    unused = [key for key in keys if f'"{key}"' not in code and not derived.match(key)]
    assert unused == []


def test_a_section_is_a_function_and_a_template_of_its_name() -> None:
    templates = {file.name.split(".")[0] for file in (PARTS / "templates" / "sections").iterdir()}
    files = {file.stem for file in (PARTS / "sections").glob("*.py")} - {"__init__"}
    assert {one.__name__ for one in (*SECTIONS, *BASIS)} == templates == files


def test_a_small_figure_keeps_its_factors_and_its_links() -> None:
    svg = (
        '<svg><defs><path id="f123456789-a" d="M 1.23456 2"/></defs><g id="lonely">'
        '<use xlink:href="#f123456789-a" transform="translate(1.23456 0) scale(0.015625)"/></g></svg>'
    )
    assert compact(svg) == (
        '<svg><defs><path id="f123456-0" d="M 1.23 2"/></defs><g>'
        '<use href="#f123456-0" transform="translate(1.23 0) scale(0.015625)"/></g></svg>'
    )


def test_without_the_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "jinja2", None)
    with pytest.raises(MissingExtraError, match=r"omniprio\[report\]"):
        report_html(ten())
    monkeypatch.undo()
    monkeypatch.setitem(__import__("sys").modules, "pptx", None)
    with pytest.raises(MissingExtraError, match=r"omniprio\[slides\]"):
        report_slides(ten())


@pytest.mark.slow
def test_write_report_writes_what_report_html_returns(tmp_path: Path) -> None:
    write_report(ten(), str(tmp_path / "plan.html"), language="da")  # a text is a path, too
    assert (tmp_path / "plan.html").read_text(encoding="utf-8") == ten_html("da")


def test_a_plan_that_moves_nothing_does_not_claim_to_bring_us_closer() -> None:
    idle = Portfolio(horizon=1, initiatives=[Initiative(id="idle", cost=1)], ambition={"R": 3})
    text = section_of(plan_of(idle, {"idle": 1}), "brief")
    assert "They bring us no closer to the centre: the distance stays 0.667" in text


def test_what_is_not_ruled_out_is_said_and_no_more() -> None:
    # web gives R1 all of what it lacks; two of three weeks of IT give R2 the rest, and nothing more is known to stand in the way
    two = [
        Initiative(id="web", duration=1, advances={"R2": 1.0}),
        Initiative(id="app", duration=2, requires=["web"], advances={"R3": 1.0}),
    ]
    none = Portfolio(horizon=3, initiatives=two, ambition=dict.fromkeys("DMCAO", 1))
    said = section_of(plan_of(none, {"web": 1, "app": 2}), "brief")
    assert "The plan reaches every field of the ambition." in said
    said = section_of(plan_of(none, {"web": 1}), "brief")
    assert "No field of the ambition is ruled out" in said
    assert "Whether time and teams are as well is not looked at here." in said
    some = none.model_copy(update={"ambition": {**none.ambition, "D": 2}})  # nothing gives D2 anything
    said = section_of(plan_of(some, {"web": 1}), "brief")
    assert "The other fields that this plan leaves open are not ruled out" in said
    assert "are not ruled out" not in section_of(plan_of(some, {"web": 1, "app": 2}), "brief")


def test_what_could_be_reached_and_is_not_touched_is_said() -> None:
    # web gives 0.6 of D2; the app, left out, could complete R2; nothing gives any of the rest
    two = [Initiative(id="web", advances={"D2": 0.6}), Initiative(id="app", advances={"R2": 1.0})]
    text = section_of(plan_of(Portfolio(horizon=1, initiatives=two), {"web": 1}), "brief")
    assert "Stays as it is in this plan: “consent and volume” (R2)" in text


@pytest.mark.slow
def test_an_open_gap_is_said_on_the_first_page() -> None:
    found = ten().goals[0]
    result = found.model_copy(update={"bound": (found.value or 0) * 0.75, "proven": False})
    plan = plan_of(ten_portfolio(budget=2500), ten().starts, goals=[result], stopped="time limit")
    assert "no plan is better by more than 25% (mean distance)" in section_of(plan, "brief")


def test_a_source_that_says_no_more_than_its_mark_is_the_mark() -> None:
    own = Portfolio(horizon=1, initiatives=[Initiative(id="web", provenance={"everything": "invented"})])
    html = report_html(plan_of(own, {"web": 1}))
    assert '<td><span class="mark">invented</span></td>' in html.replace("<td> ", "<td>")


@pytest.mark.parametrize(
    ("language", "late", "means"),
    [
        ("en", "2027 Q4 (3 periods later)", "can still follow"),
        ("da", "4. kvt. 2027 (3 perioder senere)", "kan nås"),
    ],
)
def test_the_schedule_says_how_late_each_could_start(language: str, late: str, means: str) -> None:
    # web takes two of six periods: it starts in 5 at the latest, as planned, and crm before it in 4 instead of 1
    pair = [Initiative(id="crm"), Initiative(id="web", duration=2, requires=["crm"])]
    portfolio = Portfolio(horizon={"periods": 6, "start": "2027-01-01"}, initiatives=pair)
    text = section_of(plan_of(portfolio, {"crm": 1, "web": 5}), "schedule", language)
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    assert late in text
    assert text.count("3 per") == 1  # web is where it has to be
    assert means in text


@pytest.mark.slow
def test_the_time_line_by_owner_is_shown_where_there_are_several() -> None:
    web, app = (
        Initiative(id=name, advances={"D2": 0.5}, owner=owner)
        for name, owner in (("web", "Nord"), ("app", "Syd"))
    )
    alone = {"web": 1}
    for starts, is_shown in ((alone | {"app": 2}, True), (alone, False)):
        page = read(report_html(plan_of(Portfolio(horizon=2, initiatives=[web, app]), starts)))
        seen = [str(one.attributes["aria-label"]) for one in page.all("svg")]
        assert ("Time line of the plan by owner, 2 in all: Nord: web 1; Syd: app 2." in seen) is is_shown
