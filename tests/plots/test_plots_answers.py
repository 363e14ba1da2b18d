"""What the figures of answers are made of, with the numbers worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch, Rectangle

import omniprio
from omniprio import (
    Closest,
    Fastest,
    Initiative,
    LeastCost,
    MostValue,
    Plan,
    Portfolio,
    Soonest,
    plan_of,
    plots,
    prioritise,
)
from omniprio.answers.attribution import attribute
from omniprio.answers.frontiers import Frontier, FrontierPoint, TradeOff, TradeOffPoint, frontier
from omniprio.answers.replanning import Change, Replanned, replan, upheaval_curve
from omniprio.answers.robustness import (
    InitiativeOutlook,
    PeriodOutlook,
    Proportion,
    Robustness,
    Uncertainty,
    robust,
)
from omniprio.answers.standing import Scenario, coverage, scenario_periods, side_by_side
from omniprio.assessment import Agreement, Assessment, agreement, combine
from omniprio.errors import InvalidInputError
from omniprio.plots.palette import CLOSED, PAPER, PLAN, START
from omniprio.portfolio import Measurement

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D


def two() -> Portfolio:
    """D2 from two initiatives: 0.7 for 30, 0.4 for 20, and both complete it."""
    return Portfolio(
        horizon=1,
        initiatives=[
            Initiative(id="web", cost=30, advances={"D2": 0.7}),
            Initiative(id="app", cost=20, advances={"D2": 0.4}),
        ],
        budget=50,
        currency="kr",
    )


def words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def key_of(ax: Axes) -> list[str]:
    key = ax.get_legend()
    assert key is not None
    return [text.get_text() for text in key.get_texts()]


def at(line: Line2D) -> tuple[list[float], list[float]]:
    xs, ys = (np.asarray(part, dtype=float).tolist() for part in (line.get_xdata(), line.get_ydata()))
    return xs, ys


def bars(ax: Axes) -> dict[str, Rectangle]:
    return {str(bar.get_label()): bar for bar in ax.patches if isinstance(bar, Rectangle) and bar.get_label()}


def parts(ax: Axes) -> list[Axes]:
    figure = ax.get_figure()
    assert figure is not None
    return list(figure.axes)


def hollow(line: Line2D) -> bool:
    return to_hex(str(line.get_markerfacecolor())) == PAPER


class TestFrontier:
    def test_a_step_begins_where_a_better_plan_can_be_paid(self) -> None:
        # 12 of 18 rings are missing; app takes 0.4 off, web 0.7, both 1
        steps = plots.frontier(frontier(two())).lines[0]
        xs, ys = at(steps)
        assert xs == pytest.approx([0, 20, 30, 50, 52.5])
        assert ys == pytest.approx([12 / 18, 11.6 / 18, 11.3 / 18, 11 / 18, 11 / 18])
        assert steps.get_drawstyle() == "steps-post"

    def test_a_plan_that_drops_something_is_a_diamond_with_a_note(self) -> None:
        ax = plots.frontier(frontier(two()))
        dots = {at(dot)[0][0]: dot.get_marker() for dot in ax.lines[1:]}
        assert dots == {0: "o", 20: "o", 30: "D", 50: "o"}  # web in place of app, then both
        (number,) = ax.texts[:1]
        assert number.get_text() == "1"
        lower = parts(ax)[1]
        assert words(lower) == ["Dropped with more:", "1. from 30: app"]

    def test_the_area_of_a_bar_is_the_gain_of_the_step(self) -> None:
        lower = parts(plots.frontier(frontier(two())))[1]
        drawn = [bar for bar in lower.patches if isinstance(bar, Rectangle)]
        assert [(bar.get_x(), bar.get_width()) for bar in drawn] == [(0, 20), (20, 10), (30, 20)]
        # the greatest, 0.3 / 18 by 10 kr, is 0.0017 by krone, so it is shown by 10 kr
        by_ten = [0.4 / 18 / 2, 0.3 / 18, 0.3 / 18 / 2]
        assert [bar.get_height() for bar in drawn] == pytest.approx(by_ten)
        assert lower.get_ylabel() == "Gain per\n10 kr"

    def test_what_is_not_proven_is_hollow_and_what_is_not_settled_shaded(self) -> None:
        proven, by_hand = prioritise(two()), plan_of(two(), {"web": 1})
        points = (
            FrontierPoint(amount=Fraction(30), plan=by_hand, values=(Fraction(1, 2),)),
            FrontierPoint(amount=Fraction(50), plan=proven, values=(Fraction(1, 4),)),
        )
        found = Frontier(
            budget="money",
            goals=(Fastest(),),
            points=points,
            least=Fraction(0),
            most=None,
            open=((Fraction(30), Fraction(45)),),
            ended="time limit",
        )
        ax = plots.frontier(found, language="da")
        assert [hollow(dot) for dot in ax.lines[1:]] == [True, False]
        for part in parts(ax):
            shade = part.patches[0].get_extents().transformed(part.transData.inverted())
            assert (shade.x0, shade.x1) == pytest.approx((30, 45))
        assert "hul: ikke bevist bedst" in key_of(parts(ax)[1])
        assert any(text.startswith("Ikke fuldstændig") for text in words(ax))
        assert plots.describe_frontier(found, language="da").endswith("er åbent, hvor der er gråt.")

    def test_never_has_no_dot_but_a_word(self) -> None:
        plan = plan_of(two(), {})
        point = FrontierPoint(amount=Fraction(0), plan=plan, values=(None,))
        found = Frontier(budget="money", goals=(Soonest(),), points=(point,), least=Fraction(0), most=None)
        assert all(np.isnan(at(line)[1]).all() for line in plots.frontier(found).lines)
        assert plots.describe_frontier(found).endswith("from 0 with never to 0 with never.")

    def test_no_plan_at_all_is_said(self) -> None:
        found = Frontier(budget="it", goals=(Fastest(),), points=(), least=Fraction(0), most=Fraction(9))
        assert not plots.frontier(found).lines
        assert (
            plots.describe_frontier(found) == "The best plan for every budget, budget it: there is no plan."
        )

    def test_of_many_steps_that_drop_something_twelve_are_noted(self) -> None:
        plan = plan_of(two(), {"web": 1})
        points = tuple(
            FrontierPoint(
                amount=Fraction(100 * place), plan=plan, values=(Fraction(1, place),), dropped=("app",)
            )
            for place in range(1, 15)
        )
        found = Frontier(budget="money", goals=(Fastest(),), points=points, least=Fraction(0), most=None)
        notes = words(parts(plots.frontier(found))[1])
        assert notes[1] == "1. from 100: app"
        assert len(notes) == 14  # the title, 12 of 14, and how many more
        assert notes[-1] == "and 2 more, see the table"


class TestTradeOff:
    def found(self, **more: object) -> TradeOff:
        best = prioritise(two())
        cheap = plan_of(two(), {"app": 1})
        pairs = [(Fraction(1, 2), 50, best), (Fraction(11, 20), 40, best), (Fraction(3, 5), 20, cheap)]
        points = [TradeOffPoint(maturity=one, money=Fraction(money), plan=plan) for one, money, plan in pairs]
        given = {"maturity": Fastest(), "money": LeastCost(), "points": points, "ended": "finished"}
        return TradeOff.model_validate(given | more)

    def test_each_plan_is_a_dot_and_those_of_the_same_initiatives_are_joined(self) -> None:
        joined, *dots = plots.trade_off(self.found()).lines
        assert at(joined) == ([50, 40], [0.5, 0.55])
        assert [at(dot) for dot in dots] == [([50], [0.5]), ([40], [0.55]), ([20], [0.6])]

    def test_a_plan_that_is_not_proven_is_hollow(self) -> None:
        ax = plots.trade_off(self.found())
        assert [(hollow(dot), dot.get_marker()) for dot in ax.lines[1:]] == [
            (False, "o"),
            (False, "o"),
            (True, "s"),  # made by hand
        ]
        assert "not proven: another may beat it" in key_of(ax)

    def test_a_search_that_was_stopped_says_so(self) -> None:
        sentence = "Not complete: there may be more plans."
        for ended, said in (("finished", False), ("time limit", True)):
            found = self.found(ended=ended)
            assert (sentence in words(plots.trade_off(found))) is said
            assert plots.describe_trade_off(found).endswith(sentence) is said

    def test_better_is_where_money_is_left(self) -> None:
        def corner(ax: Axes) -> float:
            (written,) = [text for text in ax.texts if text.get_text() == "better"]
            return float(written.get_window_extent().x0 / ax.get_window_extent().width)

        cheaper = corner(plots.trade_off(self.found()))
        dearer = corner(plots.trade_off(self.found(money=MostValue())))
        assert cheaper < 0.5 < dearer


def sure(*counts: int) -> Robustness:
    """In 4 draws the best plan has `a`, `b`, … so often."""
    portfolio = Portfolio(
        horizon=2,
        initiatives=[Initiative(id=name, scores={"fun": 1}) for name in "abcde"[: len(counts)]],
    )
    found = robust(portfolio, Uncertainty(), draws=4)
    outlooks = tuple(
        InitiativeOutlook(id=name, title=name, chosen=Proportion(count=count, of=4), starts={1: count})
        for name, count in zip("abcde", counts, strict=False)
    )
    return found.model_copy(update={"initiatives": outlooks})


class TestCoreIndex:
    def test_core_comes_first_then_what_is_borderline_then_exterior(self) -> None:
        ax = plots.core_index(sure(0, 1, 4, 3))
        assert [(name, bar.get_width()) for name, bar in bars(ax).items()] == [
            ("c", 1.0),
            ("d", 0.75),
            ("b", 0.25),
            ("a", 0.0),
        ]
        fills = [to_hex(bar.get_facecolor()) for bar in bars(ax).values()]
        assert fills[:3] == [START.colour, PLAN.colour, PLAN.colour]
        heads = [text for text in words(ax) if ":" in text]
        assert [text.split(":")[0] for text in heads] == ["Core", "Borderline", "Exterior"]

    def test_the_line_is_the_interval_of_wilson(self) -> None:
        # z^2 = 3.8415. All 4 of 4: from 4 / (4 + z^2) to 1.
        # 3 of 4: (3 + z^2 / 2) / (4 + z^2) = 0.6275, give and take 1.96 sqrt(3 / 4 + z^2 / 4) / (4 + z^2) = 0.3269
        core, borderline = (at(line)[0] for line in plots.core_index(sure(3, 4)).lines)
        assert core == pytest.approx([4 / 7.8415, 1], abs=1e-4)
        assert borderline == pytest.approx([0.3006, 0.9544], abs=1e-3)
        assert "75% (30-96)" in words(plots.core_index(sure(3, 4)))

    def test_without_a_draw_that_has_a_plan_nothing_is_claimed(self) -> None:
        outlook = InitiativeOutlook(id="a", title="a", chosen=Proportion(count=0, of=0), starts={})
        none = sure(4).model_copy(update={"initiatives": (outlook,), "planned": 0})
        ax = plots.core_index(none)
        assert not ax.lines
        assert {"Not known: no draw has a plan", "not known"} <= set(words(ax))

    def test_a_study_that_was_stopped_says_so(self) -> None:
        stopped = sure(4).model_copy(update={"complete": False})
        assert any(
            text.startswith("Ikke fuldstændig") for text in words(plots.core_index(stopped, language="da"))
        )


class TestChanceOverTime:
    def found(self) -> Robustness:
        periods = (
            PeriodOutlook(period=1, label="1", reached=Proportion(count=0, of=4), distance=(0.25, 0.5, 0.75)),
            PeriodOutlook(period=2, label="2", reached=Proportion(count=3, of=4), distance=(0.0, 0.0, 0.5)),
        )
        budgets = {"money": Proportion(count=1, of=4)}
        return sure(4).model_copy(update={"periods": periods, "budgets": budgets})

    def test_the_distance_has_its_middle_and_its_range(self) -> None:
        upper = plots.chance_over_time(self.found())
        *ranges, middle = upper.lines
        assert [at(line) for line in ranges] == [([1, 1], [0.25, 0.75]), ([2, 2], [0.0, 0.5])]
        assert at(middle) == ([1, 2], [0.5, 0.0])

    def test_the_chance_has_its_sampling_error(self) -> None:
        chance = parts(plots.chance_over_time(self.found()))[2]
        none, three, course = (at(line) for line in chance.lines)
        assert course == ([1, 2], [0, 0.75])
        assert none[1] == pytest.approx([0, 3.8415 / 7.8415], abs=1e-4)
        assert three[1] == pytest.approx([0.3006, 0.9544], abs=1e-3)  # as above

    def test_budgets_and_rules_kept_stand_below(self) -> None:
        kept = parts(plots.chance_over_time(self.found(), language="da"))[1]
        widths = {name: bar.get_width() for name, bar in bars(kept).items()}
        assert widths == {"hovedbudget": 0.25, "alle regler": 1.0}

    def test_where_no_draw_was_judged_it_says_so(self) -> None:
        none = sure(4).model_copy(update={"periods": (), "budgets": {}, "kept": Proportion(count=0, of=0)})
        assert "No draw was judged." in words(parts(plots.chance_over_time(none))[2])
        assert plots.describe_chance_over_time(none).endswith("no draw was judged.")


def four(starts: dict[str, int], *, longer: int = 2) -> Plan:
    initiatives = [Initiative(id=name, duration=2) for name in "abd"] + [Initiative(id="c", duration=longer)]
    return plan_of(Portfolio(horizon=6, initiatives=initiatives), starts)


def changed() -> Replanned:
    """`a` is finished, `b` moves from 3 to 5, `c` takes 3 in place of 2 and is kept, `d` is dropped; 2 are over."""
    before, now = {"a": 1, "b": 3, "c": 4, "d": 3}, {"a": 1, "b": 5, "c": 4}
    changes = [
        Change(
            id=name,
            title={"en": name, "da": f"{name} på dansk"},
            before=start,
            now=now.get(name),
            begun="finished" if name == "a" else None,
        )
        for name, start in before.items()
    ]
    return Replanned(
        before=four(before),
        plan=four(now, longer=3),
        by=2,
        changes=tuple(changes),
        upheaval=Fraction(0),
        goal=Closest(),
        value=Fraction(1),
    )


class TestBeforeAfter:
    def test_old_and_new_bars_stand_on_each_other(self) -> None:
        drawn = {
            name: (bar.get_x(), bar.get_width()) for name, bar in bars(plots.before_after(changed())).items()
        }
        assert drawn == {  # period t lies between t - 1 and t
            "a before": (0, 2),
            "a now": (0, 2),
            "b before": (2, 2),
            "b now": (4, 2),
            "c before": (3, 2),
            "c now": (3, 3),
            "d before": (2, 2),
        }
        fills = {
            name: to_hex(bar.get_facecolor()) for name, bar in bars(plots.before_after(changed())).items()
        }
        assert (fills["a before"], fills["a now"], fills["b now"]) == (PAPER, START.colour, PLAN.colour)

    def test_an_arrow_leads_from_the_old_start_to_the_new(self) -> None:
        ax = plots.before_after(changed())
        (arrow,) = [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]
        plots.as_svg(ax)  # draws it, so that the arrow has its path
        points = ax.transData.inverted().transform(arrow.get_transform().transform(arrow.get_path().vertices))
        assert points[0][0] == pytest.approx(2, abs=0.02)
        assert max(point[0] for point in points) == pytest.approx(4, abs=0.05)

    def test_what_became_of_each_is_said_in_both_languages(self) -> None:
        assert {"finished", "moved 2 periods later", "kept", "dropped"} <= set(
            words(plots.before_after(changed()))
        )
        danish = plots.describe_before_after(changed(), language="da")
        assert danish == (
            "Planen før og nu, fra periode 3: a på dansk færdig; b på dansk flyttet 2 perioder senere; "
            "c på dansk fastholdt; d på dansk udgået."
        )

    def test_the_past_is_shaded_up_to_the_last_period_that_is_over(self) -> None:
        ax = plots.before_after(changed())
        past = ax.patches[0].get_extents().transformed(ax.transData.inverted())
        assert (past.x0, past.x1) == pytest.approx((0, 2))
        assert at(ax.lines[0])[0] == [2, 2]
        fresh = changed().model_copy(update={"by": 0})
        assert "the past" not in key_of(plots.before_after(fresh))


class TestSharesOfGain:
    def test_bars_are_the_shares_and_the_sum_is_said(self) -> None:
        # web alone 0.7 / 18, app alone 0.4 / 18, both 1 / 18: web (0.7 + 0.6) / 2, app (0.4 + 0.3) / 2
        ax = plots.shares_of_gain(attribute(plan_of(two(), {"web": 1, "app": 1})))
        widths = {name: bar.get_width() for name, bar in bars(ax).items()}
        assert widths == pytest.approx({"web": 0.65 / 18, "app": 0.35 / 18})
        assert {"0.036  65%", "0.019  35%", "In all", "0.056  100%"} <= set(words(ax))
        assert "Exact: the mean over all 2 orders." in words(ax)

    def test_estimates_have_two_standard_errors_each_way(self) -> None:
        found = attribute(plan_of(two(), {"web": 1, "app": 1}))
        part = found.parts[0].model_copy(update={"gain": Fraction(1, 2), "error": 0.125})
        drawn = found.model_copy(update={"parts": (part,), "exact": False, "orders": 9})
        ax = plots.shares_of_gain(drawn, language="da")
        assert at(ax.lines[0])[0] == [0.25, 0.75]
        assert "to standardfejl til hver side" in key_of(ax)
        assert "Anslået ud fra 9 trukne rækkefølger; summen er eksakt." in words(ax)

    def test_what_makes_it_worse_goes_to_the_left(self) -> None:
        ax = plots.shares_of_gain(attribute(plan_of(two(), {"web": 1}), goal=LeastCost()))
        (bar,) = bars(ax).values()
        assert bar.get_width() == -30
        assert to_hex(bar.get_facecolor()) == CLOSED.colour
        assert "makes it worse" in key_of(ax)
        assert "-30 kr  100%" in words(ax)


def test_an_empty_plan_has_no_shares() -> None:
    found = attribute(plan_of(omniprio.ten_portfolio(), {}))
    assert not bars(plots.shares_of_gain(found))
    assert plots.describe_shares_of_gain(found).startswith("Fall of the mean distance, 0.000 in all: none.")


def test_coverage_fills_who_touches_what_and_hatches_what_nobody_does() -> None:
    web, app = two().initiatives
    tagged = [
        web.model_copy(update={"tags": {"channel": ("web", "store")}, "title": "Web shop"}),
        app.model_copy(update={"tags": {"channel": ("web",)}}),
    ]
    found = coverage(two().model_copy(update={"initiatives": tagged}), "channel", wanted=["phone"])
    ax = plots.coverage(found)
    cells = [bar for bar in ax.patches if isinstance(bar, Rectangle) and not bar.get_hatch()]
    filled = [(bar.get_label(), round(bar.get_y() + bar.get_height() / 2)) for bar in cells]
    assert filled == [("web", 0), ("web", 1), ("store", 0)]  # rows: web, then app
    assert [bar.get_label() for bar in ax.patches if bar.get_hatch() == CLOSED.hatch] == ["phone"]
    assert {"Web shop", "app", "phone", "web", "store", "0", "2", "1"} <= set(words(ax))
    assert key_of(ax) == ["touched by the initiative", "touched by none"]
    assert key_of(plots.coverage(coverage(two().model_copy(update={"initiatives": tagged}), "channel"))) == [
        "touched by the initiative"
    ]
    said = plots.describe_coverage(found, language="da")
    assert (
        said
        == "Initiativer efter channel, hvor mange hver: phone 0, web 2, store 1. Berøres af ingen: phone."
    )


def test_scenarios_stand_where_they_begin_to_work() -> None:
    web = Initiative(id="web", duration=2, advances={"R2": 1})
    portfolio = Portfolio(horizon={"periods": 4, "start": "2027-01-01"}, initiatives=[web])
    asked = [
        Scenario(id="now", title="Now", fields=["R1"]),
        Scenario(id="soon", title={"en": "Soon", "da": "Snart"}, fields=["R2"]),
        Scenario(id="far", title="Far", fields=["R3"]),
    ]
    found = scenario_periods(plan_of(portfolio, {"web": 2}), asked)
    ax = plots.scenarios(found)
    assert {name: (bar.get_x(), bar.get_width()) for name, bar in bars(ax).items()} == {
        "now": (0, 4),
        "soon": (3, 1),  # it starts in 2 and takes 2: from the end of period 3 on
    }
    assert [at(line)[0] for line in ax.lines] == [[0.0], [3.0]]
    assert "never; in the way: R3" in words(ax)
    assert to_hex(bars(ax)["now"].get_facecolor()) == START.colour
    assert plots.describe_scenarios(found, language="da") == (
        "Fra hvornår scenarier virker: Now fra begyndelsen; Snart fra udgangen af 3. kvt. 2027; Far aldrig, i vejen: R3."
    )


def test_organisations_stand_below_each_other_at_their_levels() -> None:
    said = {"North": {"R": 1.5, "D": 2}, "South": {"R": 2}}
    found = side_by_side(
        {who: combine([Assessment(rater=who, ratings=given)]) for who, given in said.items()}
    )
    ax = plots.side_by_side(found)
    marks = [line for line in ax.lines if line.get_label() in said]
    assert [(line.get_label(), at(line)[0]) for line in marks] == [
        ("North", [1.5]),
        ("South", [2.0]),
        ("North", [2.0]),
    ]
    assert at(marks[0])[1][0] < 0 < at(marks[1])[1][0]  # neither hides the other
    assert words(ax).count("not rated") == 4  # of the six disciplines
    assert key_of(ax) == ["North", "South"]
    assert (
        plots.describe_side_by_side(found)
        == "Organisations side by side, in levels: North R 1.5, D 2; South R 2."
    )


def test_agreement_stands_beside_what_it_carries() -> None:
    bids = [Assessment(rater=who, ratings={"R": 1, "D": level}) for who, level in (("IT", 2), ("Shops", 3))]
    found = agreement(bids, scaled="interval")
    assert found.alpha == Fraction(8, 11)
    ax = plots.agreement({"now": found, "before": agreement(bids[:1])})
    limits = [at(line)[0][0] for line in ax.lines if line.get_linestyle() == "--"]
    assert limits == [0.667, 0.8]
    assert [at(line) for line in ax.lines if line.get_marker() == "D"] == [([8 / 11], [0.0])]
    assert {"now", "before", "nothing to compare", "0.727"} <= set(words(ax))
    sure = Agreement(**{**dict(found), "low": 0.2, "high": 0.9})
    assert ([0.2, 0.9], [0.0, 0.0]) in [at(line) for line in plots.agreement(sure).lines]
    assert plots.describe_agreement(sure, language="da") == (
        "Bedømmernes enighed (Krippendorffs alfa): alt, der er bedømt: 0,727, interval 0,200 til 0,900."
    )
    with pytest.raises(InvalidInputError, match="has no entries"):
        plots.agreement({})


def test_what_was_measured_stands_beside_what_was_planned() -> None:
    before = plan_of(two(), {"web": 1})
    now = replan(
        before,
        by=1,
        measured=[Measurement(field="D2", share=0.4, period=1), Measurement(field="R1", share=1, period=1)],
        goals=[Fastest()],
    )
    ax = plots.measured(now)
    by_marker = {
        marker: [at(line)[0][0] for line in ax.lines if line.get_marker() == marker] for marker in "s|D"
    }
    assert by_marker == {"s": [1.0, 0.7], "|": [1.0, 0.7], "D": [1.0, 0.4]}  # R1 comes first on the disc
    assert {"0 points", "\N{MINUS SIGN}30 points"} <= set(words(ax))
    assert key_of(ax) == ["planned", "expected of what is complete", "measured"]
    curve = upheaval_curve(before, by=1, measured=[Measurement(field="D2", share=0.9)], goals=[Fastest()])
    assert "+20 point" in words(plots.measured(curve, language="da"))
    assert plots.describe_measured(curve) == "Planned against measured: D2 expected 70%, found 90%."
    with pytest.raises(InvalidInputError, match="give at least one measurement"):
        plots.measured(replan(before, by=1, goals=[Fastest()]))
