"""Whatever shows a text or a number that is inferred or invented says so, and says nothing where all is the user's own.

What shows something is not listed here but looked up: the formats, the figures, the answers. A new one is in these tests
by being there, and red until it is marked.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from omniprio import plan_of, plots, prioritise
from omniprio.answer import Answer
from omniprio.answers import (
    Uncertainty,
    alternatives,
    attribute,
    by_then,
    coverage,
    essential_steps,
    frontier,
    gaps,
    group_standing,
    nested,
    phased_better,
    plan_by_rater,
    programme,
    programme_within,
    qualify_all,
    replan,
    robust,
    scenario_periods,
    side_by_side,
    silos,
    start_from_raters,
    suggested_shares,
    trade_off,
    upheaval_curve,
    value_of_change,
    why,
    why_not,
)
from omniprio.answers.comparison import compared
from omniprio.assessment import (
    Answers,
    Assessment,
    Bids,
    ChannelAssessment,
    Questionnaire,
    Survey,
    agreement,
    agreement_of_respondents,
    bids_of_respondents,
    combine,
    over_channels,
    profile_of,
    starting_from,
)
from omniprio.disc import Disc, Discipline, Level
from omniprio.documents.explaining import Explanation
from omniprio.documents.told import verdict_on
from omniprio.goals import Fastest
from omniprio.infeasibility import explain_infeasible
from omniprio.io import to_dot, to_ical, to_jira, to_mermaid_gantt, to_mermaid_graph, to_msproject
from omniprio.io.formats import FORMATS
from omniprio.portfolio import Initiative, Measurement, Milestone, Portfolio, Scenario
from omniprio.report import report_html

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.axes import Axes

    from omniprio.io.formats import Format
    from omniprio.plan import Plan

LANGUAGES = {"en": "Not facts: ", "da": "Ikke fakta: "}
MARKED = [True, False]
INVENTED = re.compile(r"\binvented\b(?<!`invented)")
"""The mark; not where the head of a column says in general what it may hold."""


@dataclass(frozen=True)
class Data:
    """A portfolio, a plan of it and what a survey says on its disc, all of it made up or all of it the user's own."""

    marked: bool

    @property
    def disc(self) -> Disc:
        source = "inferred" if self.marked else "our board"
        known = Level(title={"en": "known", "da": "kendt"}, provenance=source)
        return Disc(disciplines=[Discipline(id=row, title=row, levels=[known] * 3) for row in "RDACMO"])

    def portfolio(self, **other: object) -> Portfolio:
        web = {
            "id": "web",
            "cost": 300,
            "owner": "A",
            "advances": {"D2": 0.6},
            "benefit": 900,
            "effort": {"IT": 1},
        }
        app = {
            "id": "app",
            "cost": 200,
            "owner": "B",
            "advances": {"D2": 0.4, "R2": 0.1},
            "requires": ["web"],
        }
        given = {
            "horizon": {"periods": 2, "start": date(2027, 1, 1)},
            "disc": self.disc,
            "initiatives": [web | {"tags": {"channel": ["x"]}}, app | {"description": "an app"}],
            "budget": 400,
            "capacities": {"IT": 3},
            "provenance": {"everything": "invented" if self.marked else "our ledger"},
        }
        return Portfolio.model_validate(given | other)

    @property
    def plan(self) -> Plan:
        return best(self)

    @property
    def bids(self) -> list[Assessment]:
        said = {"IT": 0.2, "Shops": 0.8}
        return [
            Assessment(rater=who, ratings={"R2": share}, provenance=self.source)
            for who, share in said.items()
        ]

    @property
    def source(self) -> str:
        """Return what is stated of answers, bids and questions."""
        return "invented" if self.marked else "our shops"

    @property
    def questionnaire(self) -> Questionnaire:
        asked = {"id": "recognise", "text": "Do you know them?", "fields": ["R2"], "provenance": self.source}
        return Questionnaire.model_validate({"questions": [asked]})

    @property
    def survey(self) -> Survey:
        told = [Answers(organisation=f"Shop {n}", answers={"recognise": n}) for n in (1, 2, 3, 4, 5)]
        return Survey(questionnaire=self.questionnaire, answers=told, provenance=self.source)


@cache
def best(data: Data) -> Plan:
    """Return the best plan: web alone, as both would cost 500."""
    return prioritise(data.portfolio())


# Answers, by the name of their kind

UNSURE = Uncertainty(initiatives={"web": {"cost": (200, 300, 500)}})

ANSWERS: dict[str, Callable[[Data], Answer]] = {
    "Agreement": lambda data: agreement(data.bids, disc=data.disc),
    "Alternatives": lambda data: alternatives(data.portfolio(), loss=1),
    "Attribution": lambda data: attribute(data.plan),
    "ByThen": lambda data: by_then(data.plan, Milestone(id="m", by=1, fields={"D2": 0.6})),
    "CombinedProfile": lambda data: combine(data.bids, disc=data.disc),
    "Comparison": lambda data: compared(data.plan, plan_of(data.portfolio(), {"web": 2}), [Fastest()]),
    "Conflict": lambda data: explain_infeasible(
        data.portfolio(budget=100, milestones=[{"id": "m", "by": 1, "fields": {"D2": 0.6}}])
    ),
    "Coverage": lambda data: coverage(data.portfolio(), "channel"),
    "EssentialSteps": lambda data: essential_steps(data.plan),
    "Explanation": lambda data: Explanation(plan=data.plan),
    "Frontier": lambda data: frontier(data.portfolio()),
    "GapTable": lambda data: gaps(data.portfolio()),
    "GroupStanding": lambda data: group_standing(data.survey, disc=data.disc),
    "Nested": lambda data: nested(data.portfolio(), [300, 500]),
    "Phasing": lambda data: phased_better(data.portfolio()),
    "Programme": lambda data: programme({"Nord": data.portfolio()}),
    "ProgrammeWithin": lambda data: programme_within({"Nord": data.portfolio()}, 400),
    "Qualification": lambda data: qualify_all(data.portfolio()).by_id["app"],
    "Qualifications": lambda data: qualify_all(data.portfolio()),
    "RaterPlans": lambda data: plan_by_rater(data.portfolio(), data.bids),
    "Replanned": lambda data: replan(data.plan, data.portfolio(budget=600), by=0),
    "Robustness": lambda data: robust(data.portfolio(), UNSURE, plan=data.plan, draws=3),
    "ScenarioPeriods": lambda data: scenario_periods(data.plan, [Scenario(id="s", fields=["R2"])]),
    "SideBySide": lambda data: side_by_side({"us": combine(data.bids, disc=data.disc)}),
    "SiloReport": lambda data: silos(data.portfolio()),
    "SuggestedShares": lambda data: suggested_shares([], data.portfolio()),
    "TradeOff": lambda data: trade_off(data.portfolio()),
    "UpheavalCurve": lambda data: upheaval_curve(data.plan, by=0),
    "ValuesOfChanges": lambda data: value_of_change(data.plan),
    "Verdict": lambda data: verdict_on(data.portfolio(), {"web": 1}),
    "Why": lambda data: why(data.plan, "web"),
    "WhyNot": lambda data: why_not(data.plan, "app"),
}


@cache
def answer(name: str, data: Data) -> Any:  # noqa: ANN401  a figure takes the kind that it is of
    """Return an answer, found once for all tests."""
    return ANSWERS[name](data)


# Files


@pytest.mark.parametrize("marked", MARKED)
@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)
def test_every_file_that_is_written_says_what_is_invented(kind: Format, marked: bool, tmp_path: Path) -> None:
    data, path = Data(marked), tmp_path / f"file{kind.endings[0]}"
    if kind.write_portfolio is not None:
        kind.write_portfolio(data.portfolio(), path)
        assert (INVENTED.search(read(path)) is not None) == marked
    path = tmp_path / f"plan{kind.endings[0]}"
    if kind.write_plan is not None:
        kind.write_plan(data.plan, path)
        assert (INVENTED.search(read(path)) is not None) == marked


def read(path: Path) -> str:
    """Return all that is written in a file, or in the files of a folder."""
    if path.is_dir():
        return "".join(map(read, path.iterdir()))
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    return path.read_text(encoding="utf-8").replace("\n ", "")  # a calendar breaks its lines


@pytest.mark.parametrize("marked", MARKED)
@pytest.mark.parametrize(
    "write", [to_dot, to_ical, to_jira, to_mermaid_gantt, to_mermaid_graph, to_msproject]
)
def test_a_file_in_danish_says_it_in_danish(write: Callable[..., str | bytes], marked: bool) -> None:
    document = write(Data(marked).plan, language="da")
    words = document if isinstance(document, str) else document.decode()
    assert ("opdigtet" in words) == marked
    assert "Not facts" not in words


# Figures

FIGURES: dict[str, Callable[[Data, str], Axes | Figure]] = {
    "assessment_spread": lambda data, to: plots.assessment_spread(
        combine(data.bids, disc=data.disc), language=to
    ),
    "before_after": lambda data, to: plots.before_after(answer("Replanned", data), language=to),
    "chance_over_time": lambda data, to: plots.chance_over_time(answer("Robustness", data), language=to),
    "compare": lambda data, to: plots.compare({"A": data.plan}, language=to),
    "core_index": lambda data, to: plots.core_index(answer("Robustness", data), language=to),
    "dependencies": lambda data, to: plots.dependencies(data.plan, language=to),
    "disc": lambda data, to: plots.disc(data.plan, language=to),
    "disc_by_period": lambda data, to: plots.disc_by_period(data.plan, language=to),
    "frontier": lambda data, to: plots.frontier(answer("Frontier", data), language=to),
    "impact_effort": lambda data, to: plots.impact_effort(answer("Qualifications", data), language=to),
    "upheaval": lambda data, to: plots.upheaval(answer("UpheavalCurve", data), language=to),
    "gantt": lambda data, to: plots.gantt(data.plan, language=to),
    "agreement": lambda data, to: plots.agreement(answer("Agreement", data), language=to),
    "coverage": lambda data, to: plots.coverage(answer("Coverage", data), language=to),
    "measured": lambda data, to: plots.measured(
        replan(data.plan, by=1, measured=[Measurement(field="D2", share=0.5)]), language=to
    ),
    "scenarios": lambda data, to: plots.scenarios(answer("ScenarioPeriods", data), language=to),
    "programme": lambda data, to: plots.programme(answer("Programme", data), language=to),
    "side_by_side": lambda data, to: plots.side_by_side(answer("SideBySide", data), language=to),
    "gap_table": lambda data, to: plots.gap_table(answer("GapTable", data), language=to),
    "group_standing": lambda data, to: plots.group_standing(answer("GroupStanding", data), language=to),
    "money": lambda data, to: plots.money(data.plan, language=to),
    "cash": lambda data, to: plots.cash(data.plan, language=to),
    "road": lambda data, to: plots.road(data.plan, language=to),
    "shares_of_gain": lambda data, to: plots.shares_of_gain(answer("Attribution", data), language=to),
    "owner_lanes": lambda data, to: plots.owner_lanes(data.plan, language=to),
    "team_load": lambda data, to: plots.team_load(data.plan, "IT", language=to),
    "teams": lambda data, to: plots.teams(data.plan, language=to),
    "trade_off": lambda data, to: plots.trade_off(answer("TradeOff", data), language=to),
}


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("marked", MARKED)
@pytest.mark.parametrize("name", [name for name in plots.__all__ if f"describe_{name}" in plots.__all__])
def test_every_figure_says_what_is_not_a_fact(name: str, marked: bool, language: str) -> None:
    drawn = FIGURES[name](Data(marked), language)
    figure = drawn if isinstance(drawn, Figure) else drawn.figure
    words = [text.get_text() for text in figure.findobj(Text)]
    assert any(LANGUAGES[language] in word for word in words) == marked


# Answers

OF_THE_SAME_BASE = {"Marked", "Profile", "AnyProfile", "ChannelProfile", "AnsweredProfile", "WhatIf"}
"""What others are made of, or what says the same as one of these by the same words."""


def kinds(of: type[Answer]) -> set[type[Answer]]:
    """Return all kinds of answers that there are."""
    return {kind for one in of.__subclasses__() for kind in {one, *kinds(one)}}


def test_no_kind_of_answer_is_forgotten() -> None:
    there_are = {kind.__name__ for kind in kinds(Answer) if kind.__module__.startswith("omniprio")}  # type: ignore[type-abstract]
    assert there_are - OF_THE_SAME_BASE == set(ANSWERS)


@pytest.mark.parametrize("marked", MARKED)
@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_says_what_is_not_a_fact_in_text_and_notebook(name: str, marked: bool) -> None:
    found = answer(name, Data(marked))
    for language, words in LANGUAGES.items():
        assert (words in found.summary(language)) == marked
    assert ("Not facts: " in found._repr_html_()) == marked


# Assessments: what is made up in one place alone is marked in all that rests on it


def own_disc() -> Disc:
    return Disc(disciplines=[Discipline(id="R", levels=3)])


def asked(source: str = "") -> Questionnaire:
    question = {"id": "q", "text": "?", "fields": ["R2"]}
    return Questionnaire.model_validate({"questions": [question], "provenance": source})


def survey_of(source: str, *, of_one: str = "", of_questions: str = "") -> Survey:
    told = [Answers(organisation="Us", respondent=who, answers={"q": 2}, provenance=of_one) for who in "AB"]
    return Survey(questionnaire=asked(of_questions), answers=told, provenance=source)


def bid(source: str) -> Assessment:
    return Assessment(rater="IT", ratings={"R2": 0.4}, provenance=source)


def channel(source: str) -> ChannelAssessment:
    return ChannelAssessment(channel="web", ratings={"R2": 0.4}, provenance=source)


MADE_UP: dict[str, Callable[[str], Any]] = {
    "bid": lambda source: combine([bid(source)], disc=own_disc()),
    "document of bids": lambda source: combine(
        Bids(assessments=[bid("")], provenance=source).marked, disc=own_disc()
    ),
    "channel": lambda source: over_channels([channel(source)], disc=own_disc()),
    "answers": lambda source: profile_of(
        asked(), Answers(answers={"q": 2}, provenance=source), disc=own_disc()
    ),
    "questions": lambda source: profile_of(asked(source), Answers(answers={"q": 2}), disc=own_disc()),
    "survey": lambda source: combine(
        bids_of_respondents(survey_of(source), "Us", disc=own_disc()), disc=own_disc()
    ),
    "answers in a survey": lambda source: combine(
        bids_of_respondents(survey_of("", of_one=source), "Us", disc=own_disc()), disc=own_disc()
    ),
    "questions of a survey": lambda source: combine(
        bids_of_respondents(survey_of("", of_questions=source), "Us", disc=own_disc()), disc=own_disc()
    ),
}


@pytest.mark.parametrize(("source", "marks"), [("invented", ("invented",)), ("our shops", ()), ("", ())])
@pytest.mark.parametrize("name", MADE_UP)
def test_what_is_made_up_of_an_assessment_is_marked_up_to_the_plan(
    name: str, source: str, marks: tuple[str, ...]
) -> None:
    profile = MADE_UP[name](source)
    assert profile.not_facts == marks
    web = Initiative(id="web", advances={"R2": 0.6})
    own = Portfolio(horizon=1, initiatives=[web], disc=own_disc(), provenance={"start": "2015 review"})
    started = starting_from(own, profile)
    assert float(started.start_fulfilment["R2"]) == profile.start["R2"]
    assert started.not_facts == marks
    plan = plan_of(started, {"web": 1})
    shown = [plan.summary(), plan._repr_html_(), gaps(started).summary()]
    assert [("invented" in words) for words in shown] == [bool(marks)] * len(shown)


def test_agreement_carries_the_mark_of_bids_and_of_a_survey() -> None:
    both = [bid("invented"), Assessment(rater="Shops", ratings={"R2": 0.8})]
    assert agreement(both, disc=own_disc()).not_facts == ("invented",)
    assert agreement(both[1:], disc=own_disc()).not_facts == ()
    assert agreement_of_respondents(survey_of("judgement"), "Us").not_facts == ("judgement",)
    assert agreement_of_respondents(survey_of(""), "Us").not_facts == ()


def test_a_plan_under_each_rater_is_marked_where_only_the_bids_are_made_up() -> None:
    web = Initiative(id="web", advances={"R2": 0.6})
    own = Portfolio(horizon=1, initiatives=[web], disc=own_disc())
    assert plan_by_rater(own, [bid("invented")]).not_facts == ("invented",)
    assert plan_by_rater(own, [bid("")]).not_facts == ()


@pytest.mark.parametrize(("source", "marks"), [("invented", ("invented",)), ("our shops", ()), ("", ())])
def test_a_study_of_a_start_that_raters_disagree_on_is_marked_as_their_bids_are(
    source: str, marks: tuple[str, ...]
) -> None:
    seen = combine([bid(source), Assessment(rater="Shops", ratings={"R2": 0.8})], disc=own_disc())
    own = Portfolio(horizon=1, disc=own_disc(), initiatives=[Initiative(id="web", advances={"R2": 0.2})])
    unsure = Uncertainty(start=start_from_raters(seen))
    assert robust(own, unsure, draws=1).not_facts == marks
    assert robust(own, Uncertainty.model_validate(unsure.model_dump()), draws=1).not_facts == marks


# Plans and portfolios


@pytest.mark.slow
@pytest.mark.parametrize("marked", MARKED)
def test_a_plan_and_a_portfolio_say_it_in_text_notebook_and_report(marked: bool) -> None:
    data = Data(marked)
    shown = [
        data.plan.summary(),
        data.plan._repr_html_(),
        str(data.portfolio()),
        data.portfolio()._repr_html_(),
    ]
    assert [("invented" in words) for words in shown] == [marked] * len(shown)
    page = report_html(data.plan, answers=[answer("WhyNot", data)], language="da")
    assert ("Ikke fakta: opdigtet" in page) == marked
