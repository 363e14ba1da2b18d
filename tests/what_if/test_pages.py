"""The pages run in Python, without a browser: what their elements say, and what they show."""

from __future__ import annotations

import html
import re
import threading
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from omniprio import Budget, Initiative, MostValue, Portfolio, Window, plan_of, ten_portfolio
from omniprio.assessment import Assessment, Bids
from omniprio.optimise import prioritise
from omniprio.what_if import Trial, changed, controls_of, trial
from omniprio.what_if.asked import Asked
from omniprio.what_if.bidding import Bidding, bidding_of, starting_there

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio import Plan
    from omniprio.goals import Goal

pytest.importorskip("marimo")

import marimo as mo

from omniprio.what_if import drawn
from omniprio.what_if.pages._what_if import app
from omniprio.what_if.pages._workshop import app as workshop
from omniprio.what_if.pages.bids import BidsPanel
from omniprio.what_if.pages.labels import plain
from omniprio.what_if.pages.panel import Panel
from omniprio.what_if.pages.result import Result
from omniprio.what_if.serving import room_of, served

SMALL = Portfolio(
    horizon=3,
    initiatives=[
        Initiative(id="web", title={"en": "Web shop", "da": "Netbutik"}, cost=30, advances={"D2": 0.6}),
        Initiative(id="app", title={"en": "App", "da": "App"}, cost=20, advances={"D2": 0.3}),
    ],
    budget=40,
    currency="kDKK",
)
"""There is money for the web shop or the app: the web shop."""

RICH = Portfolio(
    horizon={"periods": 4, "start": "2027-01-01"},
    initiatives=[
        Initiative(id="web", cost=30, advances={"D2": 0.6}, decision="must", deadline=3, benefit=5),
        Initiative(id="app", cost=20, advances={"D2": 0.3}, decision="never", earliest_start=2),
    ],
    budgets={
        "running": Budget(per_period=[5, 5, None, 5]),
        "IT": Budget(windows=[Window(periods=2, amount=9.5), Window(periods=2)]),
        "HQ": 70,
    },
    ambition={"D": 2},
)


BIDS = Bids(
    assessments=[
        Assessment(rater="IT", ratings={"D2": 0.2, "R2": 0.5}),
        Assessment(rater="Shops", ratings={"D2": 0.8, "R2": 0.5}),
    ]
)


def shown(outputs: tuple[Any, ...]) -> str:
    """Return the HTML of all cells."""
    return "".join(str(getattr(output, "text", output)) for output in outputs if output is not None)


@pytest.mark.parametrize("portfolio", [SMALL, RICH, ten_portfolio(budget=2500)])
@pytest.mark.parametrize("goals", [None, (MostValue(slack=1.0),)])
def test_elements_that_nobody_has_moved_say_what_the_portfolio_says(
    portfolio: Portfolio, goals: Sequence[Goal] | None
) -> None:
    panel = Panel(Asked(portfolio=portfolio, goals=goals, language="da"))
    said = panel.controls(panel.elements().value)
    assert said == controls_of(portfolio, goals)
    assert changed(portfolio, said) == portfolio


def moved(**said: object) -> Portfolio:
    """Return the rich portfolio after elements of a budget were moved, each by its place and what it says then."""
    panel = Panel(Asked(portfolio=RICH))
    value = panel.elements().value
    for name, own in said.items():
        value["money"][name].update(own)
    return changed(RICH, panel.controls(value))


def test_sliders_and_switches_move_budgets() -> None:
    assert moved(running={"given": [5, 4, 9, 5]}).limits["running"].per_period == (5, 4, 9, 5)
    assert moved(running={"limited": False}).limits["running"].per_period == (None,) * 4
    each = {"by period": True, "each": [70 / 4, 70 / 4, 70 / 4, 10]}
    assert moved(HQ=each).limits["HQ"].per_period == (17.5, 17.5, 17.5, 10)
    assert [one.amount for one in moved(IT={"given": [3, 20]}).limits["IT"].windows] == [3, 20]


def test_a_page_shows_plan_figures_and_what_can_be_saved() -> None:
    outputs, made = app.run(defs={"asked": Asked(portfolio=SMALL, language="da")})
    html = shown(outputs)
    assert made["first"].plan.starts == {"web": 1}
    assert "Bevist: ingen plan er bedre." in html
    assert html.count("<svg") == 5  # road, disc, schedule, money; the two plans compared
    for word in ("Portefølje", "Plan", "Rapport"):
        assert re.search(rf">{word}<|003e{word}", html)


def test_a_quick_plan_is_marked_until_the_proof_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    may_end = threading.Event()
    late = plan_of(SMALL, {"web": 3})

    def slowly(portfolio: Portfolio, goals: Sequence[Goal], *, cancel: object = None, **_: object) -> Plan:
        if cancel is None:
            return late
        assert may_end.wait(20)
        return prioritise(portfolio, goals)

    monkeypatch.setattr(trial, "prioritise", slowly)
    monkeypatch.setattr(drawn, "the_plan", lambda *_: [])
    monkeypatch.setattr(drawn, "side_by_side", lambda *_: "")
    outputs, made = app.run(defs={"asked": Asked(portfolio=SMALL)})
    html = shown(outputs)
    assert "what-if-quick" in html
    assert "Quick plan, not proven: a better one may come." in html
    assert "marimo-refresh" in html  # asks again
    may_end.set()
    for thread in threading.enumerate():
        if thread.name == "what if":
            thread.join(20)
    now = made["trial"].look()
    told = str(made["result"].headline(now, made["tick"]).text)
    assert "Proven: no plan is better." in told
    assert "marimo-refresh" not in told
    assert made["trial"].kept.starts == {"web": 1}


def test_what_cannot_hold_together_is_told_by_titles() -> None:
    result, at = Result(SMALL, "da"), Trial()
    both = controls_of(SMALL)
    must = {name: one.model_copy(update={"decision": "must"}) for name, one in both.choices.items()}
    said = both.model_copy(update={"choices": must})
    standing = result.ask(at, lambda: changed(SMALL, said), said.goals)
    told = str(result.headline(standing, None).text)
    assert "Der er ingen plan." in told
    assert "Netbutik" in told
    assert "web" not in told.replace("what-if", "")
    assert result.changes(at, standing) is None
    assert len(result.save(at, standing)) == 1  # the portfolio alone


def test_what_contradicts_itself_is_told_and_ends_the_search() -> None:
    result, at = Result(SMALL, "en"), Trial()
    wrong = controls_of(SMALL).model_copy(update={"ambition": {"D": 9}})
    standing = result.ask(at, lambda: changed(SMALL, wrong), wrong.goals)
    assert standing.state == "refused"
    assert "ambition.D" in str(result.headline(standing, None).text)
    assert at.look().plan is None


def test_a_workshop_shows_bids_disagreements_and_the_plan_from_there() -> None:
    asked = Asked(portfolio=SMALL, language="da", bidding=bidding_of([BIDS], SMALL.disc))
    opened = {"asked": asked.model_dump_json(), "bids": "http://192.0.2.7/bids?token=x", "room": ""}
    outputs, made = workshop.run(defs={"opened": opened})
    html = shown(outputs)
    assert "http://192.0.2.7/bids?token=x" in html
    assert "segno" in html  # the class of the code for cameras
    assert "Workshop: hvor er vi?" in html
    alone = panel_of(Bidding(said={})).invitation("")  # on this machine alone there is nobody to invite
    assert "None" not in mo.vstack([alone]).text
    assert "60 % fra hinanden: IT 20 %, Shops 80 %." in html
    assert list(made["settled"].elements) == ["D2"]  # they agree on R2
    plan = made["first"].plan
    assert plan.portfolio.start_fulfilment["D2"] == Fraction(1, 2)
    assert plan.portfolio.start_fulfilment["R2"] == Fraction(1, 2)
    assert (
        html.count("<svg") == 7
    )  # the code; what is said; road, disc, schedule, money; the two plans compared


def panel_of(bidding: Bidding, language: str = "en") -> BidsPanel:
    """Return what a page of a workshop is made with."""
    asked = Asked(portfolio=SMALL, language=language, bidding=bidding)
    return BidsPanel(asked, room_of(asked))


def test_pages_of_a_workshop_show_what_is_said_and_agreed_on_the_others() -> None:
    asked = Asked(portfolio=SMALL, bidding=bidding_of([BIDS], SMALL.disc))
    room = room_of(asked)
    one, other = BidsPanel(asked, room), BidsPanel(asked, room)
    names = one.departments().value
    shown = {name: dict(own) for name, own in one.said(names).value.items()}
    one.remember(shown | {"IT": shown["IT"] | {"D2": 0.4}})
    assert not one.others_spoke()  # it knows what it has written itself
    assert other.others_spoke()

    room.say("IT", {"R2": 0.9})  # from a phone
    assert one.others_spoke()
    other.remember(other.said(other.departments().value).value)  # nothing was changed on it
    assert room.bidding.said["IT"] == {"D2": 0.4, "R2": 0.9}
    assert not other.others_spoke()

    found = other.remember(other.said(names).value)
    other.agreed(other.settled(found).value | {"D2": 0.6})
    assert room.bidding.agreed == {"D2": 0.6}
    room.say("Shops", {"D2": 0.4})  # now they say the same, and nothing has to be agreed on
    other.agreed({})
    assert room.bidding.agreed == {}


def test_a_department_that_came_meanwhile_is_not_lost_by_typing_another() -> None:
    asked = Asked(portfolio=SMALL, bidding=bidding_of([BIDS], SMALL.disc))
    room = room_of(asked)
    panel = BidsPanel(asked, room)
    panel.departments()
    room.say("HR", {"D2": 0.1})
    panel.said("IT, Marketing")
    assert room.departments == ("IT", "HR", "Marketing")
    assert panel.others_spoke()


def test_what_is_agreed_on_counts_and_what_was_said_is_remembered() -> None:
    panel = panel_of(bidding_of([BIDS], SMALL.disc))
    panel.departments()
    [first, _] = panel.remember(panel.said("IT, Shops").value)
    assert (first.part, first.spread) == ("D2", Fraction(3, 5))
    assert starting_there(SMALL, panel.agreed({"D2": 0.3})).start["D2"] == 0.3
    assert panel.settled([first])["D2"].value == 0.3

    alone = panel.said("IT").value
    assert [one.spread for one in panel.remember(alone)] == [0, 0]
    again = panel.said("IT, Shops, HQ").value
    assert again["Shops"]["D2"] == 0.8
    assert set(again["HQ"].values()) == {None}


def test_nobody_has_to_have_said_anything() -> None:
    panel = panel_of(Bidding(said={}), "da")
    found = panel.remember(panel.said(panel.departments().value).value)
    assert found == []
    assert starting_there(SMALL, panel.agreed({})) == SMALL
    assert "Ingen har sagt noget endnu." in panel.disagreements(found, panel.settled(found)).text
    assert list(panel.save()) == ["bids.json"]


@pytest.mark.parametrize("sign", ["<script>x</script>", "[x](javascript:x)", "![x](y)", "_x_", "`x`", "&lt;"])
def test_labels_show_what_is_typed_as_it_is(sign: str) -> None:
    """A name of a department, or of a discipline, is no Markdown and no HTML."""
    told = mo.md(plain(sign)).text
    shown = html.unescape(re.sub(r"<[^>]*>", "", told)).strip()
    assert shown == sign
    assert set(re.findall(r"<(\w+)", told)) == {"span"}  # marimo's own


def test_a_department_is_called_on_its_tab_as_it_is_typed() -> None:
    panel = panel_of(Bidding(said={}))
    departments = panel.departments()
    laid_out = panel.laid_out(departments, panel.said("[IT](javascript:x)")).text
    assert "href" not in laid_out


def test_an_address_holds_no_secret_that_is_given() -> None:
    asked = Asked(portfolio=SMALL, bidding=bidding_of([], SMALL.disc))
    with served("workshop", asked, tokens=["opens-the-workshop", "of-the-departments"]) as ready:
        assert ready.address.endswith("/")
    with served("workshop", asked) as ready:
        assert "/?access_token=" in ready.address
