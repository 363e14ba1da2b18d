"""Sections about answers: each says its result, with numbers worked out by hand, in both languages."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from pages.every_answer import SMALL, every_answer, small_plan
from pages.reading import read, section

from omniprio import Initiative, Portfolio, plan_of, prioritise
from omniprio.answers.changes import value_of_change
from omniprio.answers.frontiers import frontier, trade_off
from omniprio.answers.near_best import alternatives
from omniprio.answers.ownership import silos
from omniprio.answers.qualification import Qualifications, qualify_all
from omniprio.answers.reasons import why
from omniprio.answers.replanning import replan
from omniprio.answers.robustness import Uncertainty, robust
from omniprio.answers.standing import group_standing
from omniprio.assessment import Answers, ChannelAssessment, Questionnaire, Survey, over_channels
from omniprio.language import Language, languages
from omniprio.plan.quality import GoalResult
from omniprio.report import report_html
from omniprio.report.answers import ANSWERS, answered
from omniprio.report.sections.brief import brief
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from omniprio.report.answers import Answer, Answered

LANGUAGES = languages()
NAMES = tuple(one.__name__.replace("_", "-") for one in ANSWERS)


@cache
def page(language: Language) -> str:
    return report_html(small_plan(), answers=list(every_answer().values()), language=language)


def shown(found: Answer, language: Language = "en") -> Answered:
    return answered(found, Voice(small_plan(), language))


def told(found: Answer, language: Language = "en") -> str:
    """Return all that a section says, its tables row by row."""
    it = shown(found, language)
    rows = [" | ".join(row) for one in it.tables for row in one.rows]
    return (
        "\n".join([it.title, *it.says, *rows, *it.sure])
        .replace("\N{NO-BREAK SPACE}", " ")
        .replace("\N{EN DASH}", "-")
    )


@pytest.mark.slow
def test_there_is_a_result_of_every_kind() -> None:
    assert set(every_answer()) == set(NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_section_asks_answers_and_says_how_sure_it_is(name: str, language: Language) -> None:
    it = shown(every_answer()[name], language)
    assert it.title.endswith("?")
    assert it.says
    assert it.says[0].endswith((".", "!"))
    assert it.tables
    assert it.sure
    for one in it.tables:
        assert {len(row) for row in one.rows} == {len(one.heads)}
        assert all(cell for row in one.rows for cell in row)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_with_all_answers(language: Language) -> None:
    html = page(language)
    found = read(html)
    ids = [one.attributes["id"] for one in found.all("section")]
    assert ids[:1] == ["brief"]
    assert ids[-2:] == ["sources", "quality"]
    assert [name for name in ids if name in NAMES] == list(every_answer())
    levels = [int(one.name[1]) for one in found.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(found.all("table")) == len(found.all("caption"))
    assert all(one.attributes.get("scope") for one in found.all("th"))
    assert not found.all("script", "img", "link")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_and_figure_is_named_and_a_wide_table_can_be_reached(language: Language) -> None:
    found = read(page(language))
    figures = found.all("svg")
    # disc, road, schedule, money; frontier, trade-off, two of robustness, before and after, upheaval, shares,
    # impact against effort, assessment, group, gaps, coverage, scenarios, organisations, agreement,
    # programme
    assert len(figures) == 4 + 17
    assert all(len(str(one.attributes["aria-label"])) > 40 for one in figures)
    wide = [one for one in found.all("div") if one.attributes.get("class") == "wide"]
    assert len(wide) == len(found.all("table", "svg"))
    assert all((one.attributes["tabindex"], one.attributes["role"]) == ("0", "region") for one in wide)
    assert all(one.attributes["aria-label"] for one in wide)


def test_names_are_escaped_in_answers() -> None:
    assert "Web <shop>" not in page("en")
    assert page("en").count("Web &lt;shop&gt;") > 20
    assert "Net<butik>" not in page("da")


ENGLISH = {"the", "and", "is", "of", "with", "not", "are", "this", "none", "than", "plans", "period", "cost"}


def test_the_danish_page_has_no_english_in_it() -> None:
    html = re.sub(r"<style>.*?</style>", "", page("da"), flags=re.DOTALL)
    labels = " ".join(re.findall(r'aria-label="([^"]*)"', html))
    words = set(re.findall(r"[a-zæøå]+", f"{re.sub('<[^>]*>', ' ', html)} {labels}".lower()))
    assert words & ENGLISH == set()
    assert "the app" in page("en").lower()


@pytest.mark.slow
def test_several_answers_of_a_kind_are_numbered() -> None:
    found = every_answer()["why-not"]
    ids = [
        one.attributes["id"]
        for one in read(report_html(small_plan(), answers=[found] * 3)).all("section")
        if str(one.attributes["id"]).startswith("why")
    ]
    assert ids == ["why-not", "why-not-2", "why-not-3"]


def test_what_is_no_answer_is_refused() -> None:
    with pytest.raises(
        TypeError, match=r"no section for str; give results of Agreement, Alternatives, .*WhyNot"
    ):
        report_html(small_plan(), answers=["why"])  # type: ignore[list-item]  # as a user might


@pytest.mark.parametrize("name", ["why", "why-not", "value-of-change"])
def test_an_answer_about_another_plan_is_refused(name: str) -> None:
    other = plan_of(SMALL, {"app": 1})
    with pytest.raises(ValueError, match="about another plan"):
        report_html(other, answers=[every_answer()[name]])


def test_the_frontier_has_its_steps() -> None:
    # 12/18, 11.6/18, 11.4/18, 11/18; 300 to 500 gains 0.4/18 = 0.0222, so 0.0111 for each 100
    text = told(every_answer()["frontier"])
    assert (
        "Main budget: amounts at which the best plan changes: 4. The first needs 0 kDKK; the last needs 500 kDKK."
        in text
    )
    assert "With the 400 kDKK of this page, 100 kDKK more would allow a better plan." in text
    assert "300 kDKK | 0.6333 | 300 kDKK | 0.0111 | 0.0111 | Web <shop> | The app" in text
    assert "500 kDKK | 0.6111 | 500 kDKK | 0.0222 | 0.0111 | The app | -" in text
    assert "Proven: these are all amounts" in text
    assert (
        "With more, something drops out that was in with less, because something else is then better: from 300 kDKK."
        in text
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "head", "words"),
    [
        ("en", "Gain: mean distance", "Only this budget varies; the others stay as they are"),
        ("da", "Gevinst: middelafstand", "Kun dette budget ændres; de andre er, som de er"),
    ],
)
def test_a_frontier_says_what_is_gained_and_that_other_budgets_count(
    language: Language, head: str, words: str
) -> None:
    assert words not in told(frontier(SMALL), language)  # it has no other
    found = frontier(SMALL.model_copy(update={"budgets": {"it": 5.0}}))
    assert head in [one.words for table in shown(found, language).tables for one in table.heads]
    assert words in told(found, language)


@pytest.mark.slow
def test_one_plan_is_not_called_plans() -> None:
    found = robust(SMALL, Uncertainty(initiatives={"web": {"cost": (200, 600)}}), draws=4, candidates=1)
    assert "One plan was looked at in 4 draws; " in told(found)
    assert "Én plan er set på i 4 trækninger; " in told(found, "da")


def test_work_within_one_period_is_said_to_be_in_it() -> None:
    alone = plan_of(SMALL, {"web": 1})
    assert alone.schedule[0].finish == 1
    assert "We carry out 1 of 2 initiatives, in period 1." in brief(alone, Voice(alone, "en")).lead[
        0
    ].replace("\N{NO-BREAK SPACE}", " ")
    assert (
        "Vi gennemfører 1 af 2\N{NO-BREAK SPACE}initiativer, i periode"
        in brief(alone, Voice(alone, "da")).lead[0]
    )


def test_a_frontier_that_was_stopped_says_what_is_open() -> None:
    text = told(frontier(SMALL, max_points=1))
    assert "The search was stopped before its end (enough plans)." in text
    assert "Not settled which plan is best: from " in text
    assert "Proven" not in text
    assert "would pay for" not in text


def test_a_budget_that_is_large_enough_says_so() -> None:
    rich = prioritise(SMALL.model_copy(update={"budget": 500}))
    it = answered(frontier(rich.portfolio), Voice(rich, "en"))
    assert (
        it.says[-1] == "With the 500\N{NO-BREAK SPACE}kDKK of this page, more would not make the plan better."
    )


def test_the_trade_off_has_its_plans() -> None:
    text = told(every_answer()["trade-off"])
    assert (
        "Plans that none beats at both goals: 3, from mean distance 0.6333 with net present value (counted to the end of "
        "period 2) -300 kDKK" in text
    )
    assert "0.6444 | -200 kDKK | 1 | The app | Web <shop>" in text
    assert "Proven: these are all" in text
    assert "There may be more." in told(trade_off(SMALL, max_points=1))


def test_why_names_what_would_be_lost() -> None:
    text = told(every_answer()["why"])
    assert "Why “Web <shop>”?" in text
    assert "Without it, mean distance: 0.6333 becomes 0.6444, worse." in text
    assert "Out goes: “Web <shop>”.\nIn comes: “The app”." in text
    assert "least cost (over all budgets) | 300 kDKK | 200 kDKK | better" in text
    assert "It can be complete in period 1 at the earliest, also in a plan as good as the best." in text
    assert "Proven" in text


def test_why_says_what_cannot_hold_together() -> None:
    after = Initiative(id="after", title="After", requires=["web"], cost=1, advances={"R2": 1.0})
    whole = Portfolio(horizon=2, initiatives=[SMALL.by_id["web"], after])
    plan = prioritise(whole)
    it = answered(why(plan, "after"), Voice(plan, "da"))
    text = " ".join(it.says).replace("\N{NO-BREAK SPACE}", " ")
    assert "Det kan ikke starte tidligere. Ingen plan kan have det. Dette kan ikke gælde samtidig: " in text
    assert "»After« skal gøres" in text
    assert "»After« forudsætter »Net<butik>«" in text
    assert "»After« starter senest i periode 1" in text


def test_why_not_names_what_would_bring_it_in() -> None:
    text = told(every_answer()["why-not"])
    assert (
        "There is no money for it: it would take at least 200 kDKK of the main budget, which has 100 kDKK left."
        in text
    )
    assert "In the best plan that has it, mean distance: 0.6333 becomes 0.6444, worse." in text
    assert "More money | Main budget: 100 kDKK more, in period 1 at the latest." in text
    # 0.6 - 0.4 of D2; at half the cost both can be paid: 300 + 100
    assert "Larger effect | 20% of the field more, for each field that it advances." in text
    assert "Lower cost | All its costs lower by 50%." in text
    assert "Effect and cost were tried in steps of 1%." in text


def test_what_was_not_settled_is_not_called_proven() -> None:
    stopped = every_answer()["why-not"].model_copy(
        update={"money": None, "comparison": None, "with_it": None, "open": ("with it", "money")}
    )
    text = told(stopped)
    assert "No plan with it was found in time." in text
    assert "More money | Not settled in time." in text
    assert "Not all of this is proven." in text
    assert "Proven" not in text


def test_answers_to_a_plan_within_a_gap_are_not_called_proven() -> None:
    plan = small_plan()
    loose = [
        GoalResult(goal=one.goal, value=one.value, bound=(one.value or 0) * 0.9, asked=0.2, proven=True)
        for one in plan.goals
    ]
    within = plan_of(SMALL, plan.starts, goals=loose, stopped="finished")
    for name in ("why", "why-not", "value-of-change"):
        found = every_answer()[name].model_copy(update={"plan": within})
        it = answered(found, Voice(within, "en"))
        assert not any(sentence.startswith("Proven") for sentence in it.sure), name


def test_what_would_help_is_said_first() -> None:
    text = told(every_answer()["value-of-change"])
    assert "What helps most: main budget: 100 kDKK more. Mean distance: from 0.6333 to 0.6111." in text
    assert "One more period | 0.6333 | 0.6333 | 300 kDKK | 300 kDKK | proven" in text
    danish = told(every_answer()["value-of-change"], "da")
    assert "Ambitionen for Dataopsamling: niveau 2, ikke 3" in danish
    nothing = value_of_change(small_plan(), kinds=["capacity"])
    assert told(nothing).startswith("What would help?\nThere is nothing of this kind to change.")


def test_robustness_says_how_often() -> None:
    found = every_answer()["robustness"]
    text = told(found)
    assert (
        "Of 2 initiatives, in the best plan whatever was drawn: 0; those for which the estimates decide: 2; in none: 0."
        in text
    )
    assert "The plan looked at is that of this page." in text
    assert "Web <shop> | borderline | 62% (30-87) | period 1: 5" in text
    assert "An estimate from a sample: with a plan 8 of 8 draws" in text


def test_robustness_of_another_plan_says_which() -> None:
    unsure = Uncertainty(initiatives={"web": {"cost": (500, 600)}})
    text = told(robust(SMALL, unsure, plan=plan_of(SMALL, {"app": 2}), draws=3))
    assert "The plan looked at is another one, with the least regret: “The app” in period 2." in text


def test_alternatives_name_the_choices() -> None:
    text = told(every_answer()["alternatives"])
    # the app instead of web loses 0.2/18 = 0.0111
    assert "2 plans are worse than the best by at most 0.0200 (mean distance)." in text
    assert "The real choices are: “Web <shop>” and “The app”." in text
    assert "Plan 2 | 0.0111 | 200 kDKK | initiatives that only one has: 2" in text
    assert "Proven: no other plan within the loss differs from these." in text
    alone = told(alternatives(SMALL, loss=0.001, starts=False))
    assert "No other plan was found that is worse by at most 0.0010" in alone


def test_a_new_plan_says_what_became_of_each() -> None:
    text = told(every_answer()["replanning"])
    assert "At the end of period 1, against the earlier plan: finished: 1; new: 1." in text
    assert "The app | - | period 2 | new" in text
    # 11.4/18 and 11/18 in the mean: 22.4/36
    assert "The new plan comes to: mean distance 0.6222." in text
    later = replan(plan_of(SMALL, {"web": 1}), by=0, goals=[one.goal for one in small_plan().goals])
    assert "Before anything has begun, against the earlier plan: kept: 1." in told(later)


@pytest.mark.slow
def test_a_plan_from_the_past_says_so_in_danish() -> None:
    found = replan(small_plan(), SMALL.model_copy(update={"budget": 600}), by=1)
    html = report_html(found.plan, language="da")
    assert "skal gøres (begyndt i periode 1)" in section(html, "brief")
    assert "begun in" not in html


def test_attribution_adds_up() -> None:
    text = told(every_answer()["attribution"])
    assert (
        "Mean distance: the plan gains 0.0333 in all; the largest share, 100%, is that of Web <shop>." in text
    )
    assert "Exact: only 1 order is possible." in text


def test_qualification_leads_with_what_there_was_no_time_for() -> None:
    found = every_answer()["qualification"]
    assert isinstance(found, Qualifications)
    rows, rest = found.rows[:1], (found.rows[1].id,)
    part = shown(found.model_copy(update={"rows": rows, "open": rest}))
    assert (
        part.says[0]
        == "Not finished in time: looked at 1 of 2\N{NO-BREAK SPACE}initiatives, and ranks are among these."
    )
    assert "Not finished" not in told(found)


def test_qualification_ranks() -> None:
    text = told(every_answer()["qualification"])
    # both bring 0.6/18 for 300 and 0.4/18 for 200, the same for the money: the greater gain is first
    assert "Web <shop> | 1 | 0.0333 | 0.0333 | 0.0000 | 300 kDKK | quick win" in text
    assert "systematic collection (D2) | Web <shop> and The app" in text  # 0.6 + 0.4
    assert "The app | 2 | 0.0222 | 0.0222 | 0.0000 | 200 kDKK | -" in text


def test_the_plans_under_each_rater_say_which_disagreement_matters() -> None:
    text = told(every_answer()["raters"])
    # with D2 at 0.7 both leave 11 of 18 levels, 0.6111, and the app costs 200 instead of 300
    assert "Settle where you stand in Data collection first: it would change the plan." in text
    assert "This depends on who is right: “Web <shop>” and “The app”." in text
    assert "Syd | 0.6111 | 0.6111 | 300 kDKK | 200 kDKK | The app | Web <shop> | yes" in text
    assert "IT | 0.6333 | 0.6333 | 300 kDKK | 300 kDKK | - | - | no" in text
    assert "Enighed (Krippendorffs alfa" in told(every_answer()["raters"], "da")


def test_phasing_says_what_all_money_at_once_allows_and_by_when_that_needs_how_much() -> None:
    """With 200 in each of two periods the app can begin at once and web in the second; at once web begins first."""
    text = told(every_answer()["phasing"])
    assert "With all of the money there from the first period on, another plan is better." in text
    assert "period 1 | 200 | 300" in text
    assert "period 2 | 400 | 300" in text
    assert "Proven: no plan is better, with either phasing." in text


def test_agreement_says_its_verdict_first_and_its_interval_in_a_table() -> None:
    it = shown(every_answer()["agreement"])
    assert it.says[-1] == "That is too little to build on (below 0.667): talk about the differences first."
    assert len(it.tables[0].rows[0]) == len(it.tables[0].heads)


def test_silos_say_what_they_cost() -> None:
    text = told(every_answer()["silos"])
    # 300 / 500 of 400 is 240, less than 300; 200 / 500 of 400 is 160, less than 200: nobody can do anything
    assert "the result is worse: mean distance 0.6333 becomes 0.6667." in text
    assert "Only jointly: “Web <shop>”." in text
    assert "Nord | 60% | 240 kDKK | 0 kDKK | nothing" in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "There is nothing to compare: no initiative has an owner."),
        ("da", "Der er intet at sammenligne: intet initiativ har en ejer."),
    ],
)
def test_silos_of_nobody_say_that_there_is_nothing_to_compare(language: Language, words: str) -> None:
    alone = [one.model_copy(update={"owner": ""}) for one in SMALL.initiatives]
    assert words in told(silos(SMALL.model_copy(update={"initiatives": alone})), language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Without a plan, so that nothing of theirs is counted: Nord."),
        ("da", "Uden en plan, så intet af deres tæller med: Nord."),
    ],
)
def test_silos_name_an_owner_without_a_plan(language: Language, words: str) -> None:
    initiatives = [
        one.model_copy(update={"decision": "must"}) if one.owner == "Nord" else one
        for one in SMALL.initiatives
    ]
    others = {one.owner: 1.0 for one in SMALL.initiatives if one.owner != "Nord"}
    found = silos(SMALL.model_copy(update={"initiatives": initiatives}), split=others)
    assert words in told(found, language)


@pytest.mark.parametrize(("language", "words"), [("en", "decided against"), ("da", "fravalgt")])
def test_what_was_decided_against_is_not_called_impossible(language: Language, words: str) -> None:
    never = [one.model_copy(update={"decision": "never"}) for one in SMALL.initiatives]
    text = told(qualify_all(SMALL.model_copy(update={"initiatives": never})), language)
    assert words in text
    assert "cannot be done" not in text
    assert "kan ikke gøres" not in text


def test_silos_that_get_in_each_others_way_say_so_in_the_language() -> None:
    busy = [
        one.model_copy(update={"effort": {"it": 2.0}, "earliest_start": 1, "latest_start": 1})
        for one in SMALL.initiatives
    ]
    both = SMALL.model_copy(update={"initiatives": busy, "capacities": {"it": 3}, "budget": 1000})
    text = told(silos(both), "da")
    assert (
        "bryder ejernes planer en regel: it: 4 brugt i periode 1, men kun 3 til rådighed: 1 for meget."
        in text
    )


# --- where we are --------------------------------------------------------------------------------------------


def test_what_is_said_of_where_we_are_names_raters_and_what_is_missing() -> None:
    says = told(every_answer()["assessment"])
    assert "Fields spoken about: 1 of 18." in says
    assert "D2 systematic collection | 0% | 0% | 70% | 3 of 3" in says  # 0, 0 and 0.7
    assert "They disagree on D2 by 0.70: IT 0.00, Nord 0.00, Syd 0.70" in says
    assert "R2 consent and volume | - | - | - | 0 of 3" in says
    channels = [ChannelAssessment(channel="web", ratings={"R2": 0.5}), ChannelAssessment(channel="store")]
    by_channel = shown(over_channels(channels))
    assert [head.words for head in by_channel.tables[0].heads] == ["Field", "Fulfilment", "web", "store"]
    assert "R2 consent and volume | 50% | 50% | -" in told(over_channels(channels))


def test_the_place_in_a_group_is_shown_and_a_small_group_is_not() -> None:
    says = told(every_answer()["standing"])
    # 1, 1.5, 2, 2, 2.5, 3, 3: a quarter of the way from the first to the last is 1.75, the middle 2, three quarters 2.75
    assert "R Customer recognition & permission | 7 | 1.75 | 2.00 | 2.75 | 2.00 | 4-5 of 7" in says
    assert "D Data collection | too few" in says
    assert "Group: toys. Too few to be shown." in says
    assert "Group: food. Hidden, since a smaller group could be counted back from it." in says
    assert [one.caption for one in shown(every_answer()["standing"]).tables] == ["All together"]
    danish = told(every_answer()["standing"], "da")
    assert "4-5 af 7" in danish


def test_a_group_that_is_too_small_has_no_number() -> None:
    asked = Questionnaire.model_validate({"questions": [{"id": "q", "text": "?", "fields": ["R2"]}]})
    few = Survey(questionnaire=asked, answers=[Answers(organisation="A", answers={"q": 3})])
    it = shown(group_standing(few))
    assert it.says == ["Too few to be shown."]
    assert it.tables == []


def test_the_gaps_of_the_disciplines() -> None:
    says = told(every_answer()["gaps"])
    assert "Most can be closed in: D." in says
    # D: 2 of 3 levels are missing; the web gives D2 0.6 for 300, and the app, which would give the rest for 200, is more than the
    # 400 there are; 2 of 18 levels are 0.111 of the distance
    assert "D Data collection | 1.00 | 3 | 2.00 | 0.60 | 1.40 | 0.111" in says
    assert "What can be closed is a bound" in says


def test_what_is_touched_and_from_when_it_works() -> None:
    says = told(every_answer()["coverage"])
    assert "Not covered: store." in says
    assert "mobile | 1 | The app" in says
    assert "store | 0 | -" in says
    says = told(every_answer()["scenarios"])
    assert "Scenarios that work within the plan: 1 of 2." in says
    assert "Near | start | -" in says
    assert "far | never | systematic collection (D2)" in says


@pytest.mark.slow
def test_profiles_stand_side_by_side() -> None:
    says = told(every_answer()["side-by-side"])
    assert "Profiles on the same disc: 2." in says
    assert "D Data collection | 1.00 | 1.70" in says  # nothing of D2 by the median; 0.7 by Syd alone
    assert "D2 systematic collection | 0% | 70%" in says


def test_a_programme_and_what_its_members_do_with_one_budget() -> None:
    says = told(every_answer()["programme"])
    # web gives Nord 0.6 of a level of 18 for 300, and Syd, where 0.6 of it is there, 0.4; the app 0.4 and 0.4 for 200 each
    assert "The most gain for the money: The app." in says
    assert "The app | 1 | 2 of 2 | 0.0444 | 0.0222 | 400 kDKK" in says
    assert "Web <shop> | 2 | 2 of 2 | 0.0556 | 0.0222 | 600 kDKK" in says
    says = told(every_answer()["programme-within"])
    # for 500: Nord web for 300 and Syd the app for 200, (0.6 + 0.4) / 18
    assert "Together they come 0.0556 closer for 500 kDKK of 500 kDKK." in says
    assert "Nord | 0.0333 | 300 kDKK | Web <shop>" in says
    assert "Syd | 0.0222 | 200 kDKK | The app" in says
    assert "The app | 1 | Syd" in says
    assert "Proven: with this budget" in says
    assert "Bevist: med dette budget" in told(every_answer()["programme-within"], "da")
