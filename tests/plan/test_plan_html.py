"""Plans and other results in a notebook: they hold what the results hold, and nothing breaks out of them."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from fractions import Fraction
from html.parser import HTMLParser

import pytest

import omniprio.answers
from omniprio.answer import Answer
from omniprio.answers.qualification import qualify
from omniprio.answers.standing import GapTable, SideBySide, gaps, side_by_side
from omniprio.assessment import Assessment, combine
from omniprio.disc import Disc, Discipline
from omniprio.goals import Closest
from omniprio.plan import Plan, goal_result, plan_of
from omniprio.portfolio import Initiative, Portfolio

DISC = Disc(disciplines=[Discipline(id="R", levels=2), Discipline(id="D", levels=1)], start_level=0)

PORTFOLIO = Portfolio(
    name="Shops",
    horizon=3,
    disc=DISC,
    initiatives=[
        Initiative(id="web", title="Web shop", cost=300, advances={"R1": 1.0}, effort={"IT": 2}),
        Initiative(id="mail", cost=250, advances={"R2": 0.5}),
    ],
    budget=500,
    capacities={"IT": 3},
    currency="kDKK",
)


class Page(HTMLParser):
    """The titles, sentences and tables of a page; every part opened must be closed in turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self.titles: list[str] = []
        self.sentences: list[str] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag in {"h3", "h4"}:
            self.titles.append("")
        elif tag in {"p", "pre"}:
            self.sentences.append("")
        elif tag == "table":
            self.tables[self.titles[-1]] = []
        elif tag == "tr":
            self.tables[self.titles[-1]].append([])
        elif tag in {"td", "th"}:
            self.tables[self.titles[-1]][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        within = self.open[-1]
        if within in {"h3", "h4"}:
            self.titles[-1] += data
        elif within in {"p", "pre"}:
            self.sentences[-1] += data
        elif within in {"td", "th"}:
            self.tables[self.titles[-1]][-1][-1] += data


def page_of(plan: Plan) -> Page:
    return Page(plan._repr_html_())


@pytest.fixture
def page() -> Page:
    return page_of(plan_of(PORTFOLIO, {"web": 2}))


def test_it_begins_with_what_the_plan_comes_to(page: Page) -> None:
    assert page.titles[0] == "Shops"
    # 2 + 1 levels, none done: 3/3 is missing; with R1 it is 2/3
    assert page.sentences[:2] == [
        "1 of 2 initiatives is chosen.",
        "33% of the way to the centre: distance 1.000 at the start, 0.667 at the end of period 3.",
    ]


def test_the_sequence_says_when_what_for_how_much_and_why(page: Page) -> None:
    assert page.tables["The sequence"] == [
        ["When", "Initiative", "Cost", "Why"],
        ["2", "Web shop", "300 kDKK", "Completes R1."],
    ]


def test_the_road_puts_equal_periods_into_one_row(page: Page) -> None:
    assert page.tables["The road to the centre (levels reached, the next one in part)"] == [
        ["", "distance", "R", "D"],
        ["start - 1", "1.000", "0.00", "0.00"],
        ["2 - 3", "0.667", "1.00", "0.00"],
    ]


def test_money_and_teams_have_what_is_left(page: Page) -> None:
    assert page.tables["Money (kDKK in each period)"] == [
        ["", "main spent", "main left"],
        ["1", "0", "500"],
        ["2", "300", "200"],  # 500 - 300
        ["3", "0", "200"],
        ["total", "300", ""],
    ]
    assert page.tables["Teams (in each period)"] == [
        ["", "IT taken", "IT free"],
        ["1", "0", "3"],
        ["2", "2", "1"],  # 3 - 2
        ["3", "0", "3"],
        ["total", "2", ""],
    ]


def test_what_is_not_in_the_plan_has_its_reason(page: Page) -> None:
    assert page.tables["Not in the plan"] == [
        ["Initiative", "Why"],
        [
            "mail",
            "There is no money for it: it would take at least 250 kDKK of the main budget, which has 200 kDKK left.",
        ],
    ]


def test_what_cannot_be_reached_is_told(page: Page) -> None:
    assert page.tables["Cannot be reached"] == [
        ["Field", "With these initiatives"],
        ["R2", "at most 0.5 of it can be done"],
        ["D1", "nothing that can be done advances it"],
    ]


def test_how_good_it_is_is_told(page: Page) -> None:
    assert page.sentences[-1].startswith("It was made by hand and not compared with others.")
    nothing = goal_result(Closest(), Fraction(1), None)  # nothing done, the whole way is left
    *_, goal, checked = page_of(plan_of(PORTFOLIO, {}, goals=[nothing], stopped="time limit")).sentences
    assert goal == (
        "Closest: distance 1.0000 at the end. Not proven: how much better a plan could be is not known."
    )
    assert checked.endswith("The search was stopped: time limit.")


def test_an_empty_plan_has_no_empty_tables() -> None:
    page = page_of(plan_of(Portfolio(horizon=1, disc=DISC, initiatives=[], ambition={"R": 2}), {}))
    assert "Nothing is done." in page.sentences
    assert list(page.tables) == [
        "The road to the centre (levels reached, the next one in part)",
        "Cannot be reached",
    ]


def test_names_are_text_whatever_they_hold() -> None:
    evil = "<script>alert(1)</script>&amp;\"'<b onclick=x>"
    portfolio = Portfolio(
        name=evil,
        horizon=1,
        disc=Disc(disciplines=[Discipline(id="R", title=evil, levels=1)], start_level=0),
        initiatives=[Initiative(id="<i>", title=evil), Initiative(id="out", title=evil)],
        currency="<u>",
    )
    page = page_of(plan_of(portfolio, {"<i>": 1}))
    assert page.titles[0] == evil
    assert page.tables["The sequence"][1][1] == f"{evil} [<i>]"
    assert page.tags <= {"div", "h3", "h4", "p", "table", "thead", "tbody", "tr", "td", "th"}


def test_it_loads_nothing_and_leaves_the_colours_to_the_notebook(page: Page) -> None:
    assert {name for name, _ in page.attributes} == {"class", "style"}
    styles = " ".join(value for name, value in page.attributes if name == "style")
    assert "url" not in styles
    assert not re.search(r"(^|[;\s])(color|background[a-z-]*): (?!inherit)", styles)


def test_jupyter_shows_it() -> None:
    formatters = pytest.importorskip("IPython.core.formatters")
    plan = plan_of(PORTFOLIO, {"web": 2})
    shown, _ = formatters.DisplayFormatter().format(plan)
    assert shown["text/html"] == plan._repr_html_()


def test_marimo_shows_it() -> None:
    formatting = pytest.importorskip("marimo._output.formatting")
    plan = plan_of(PORTFOLIO, {"web": 2})
    shown = formatting.try_format(plan)
    assert (shown.mimetype, shown.data) == ("text/html", plan._repr_html_())


# --- the results of the answers --------------------------------------------------------------------------------------


def results() -> list[type[Answer]]:
    """Return the class of each answer."""
    names = [found.name for found in pkgutil.walk_packages(omniprio.answers.__path__, "omniprio.answers.")]
    members = (member for name in names for _, member in inspect.getmembers(importlib.import_module(name)))
    classes = {member for member in members if inspect.isclass(member) and issubclass(member, Answer)}
    return sorted(classes - {Answer}, key=lambda one: one.__name__)


@pytest.mark.parametrize("result", results())
def test_no_answer_has_words_of_its_own_for_what_all_answers_have(result: type[Answer]) -> None:
    own = {"unsettled", "is_final", "summary", "table", "__str__", "_repr_html_", "settled", "complete"}
    assert set(vars(result)) & own == set()


def test_there_are_results() -> None:
    assert {"Frontier", "Robustness", "GapTable", "Why", "WhyNot"} <= {one.__name__ for one in results()}


def gap_table() -> GapTable:
    return gaps(PORTFOLIO)


def organisations(name: str) -> SideBySide:
    return side_by_side({name: combine([Assessment(rater="board", ratings={"R": 1})], disc=DISC)})


def test_a_result_is_its_summary_with_the_table_apart() -> None:
    found = gap_table()
    table, rest = Page(found._repr_html_()).sentences
    assert table == found.table()
    assert f"{table}\n{rest}" == found.summary()


def test_a_result_without_a_table_is_its_summary() -> None:
    found = qualify(PORTFOLIO, "web")
    assert Page(found._repr_html_()).sentences == [found.summary()]


def test_names_in_results_are_text_whatever_they_hold() -> None:
    evil = "<script>alert(1)</script>&amp;\"'<b onclick=x>"
    page = Page(organisations(evil)._repr_html_())
    assert page.tags == {"div", "pre"}
    assert evil in page.sentences[0]


def test_results_load_nothing_and_leave_the_colours_to_the_notebook() -> None:
    page = Page(gap_table()._repr_html_())
    assert {name for name, _ in page.attributes} == {"class", "style"}
    assert not re.search("url|color|background", " ".join(value for _, value in page.attributes))


def test_jupyter_shows_results() -> None:
    formatters = pytest.importorskip("IPython.core.formatters")
    found = gap_table()
    shown, _ = formatters.DisplayFormatter().format(found)
    assert shown["text/html"] == found._repr_html_()


def test_marimo_shows_results() -> None:
    formatting = pytest.importorskip("marimo._output.formatting")
    found = gap_table()
    shown = formatting.try_format(found)
    assert (shown.mimetype, shown.data) == ("text/html", found._repr_html_())
