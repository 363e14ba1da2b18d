"""What each figure is made of: one wedge a field, one bar an initiative, with the figures worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle, Wedge

import omniprio
from omniprio import (
    Budget,
    Cost,
    Disc,
    Discipline,
    Fastest,
    Initiative,
    LeastCost,
    Plan,
    Portfolio,
    Requirement,
    plan_of,
    plots,
    shipped_disc,
)
from omniprio.answers.standing import gaps, group_standing
from omniprio.assessment import Answers, Assessment, Survey, combine, shipped_questionnaire
from omniprio.errors import InvalidInputError
from omniprio.goals import Closest, goal_value
from omniprio.language import text
from omniprio.plan import goal_result
from omniprio.plots.arrows import Arrow
from omniprio.plots.canvas import size_of
from omniprio.plots.dependencies import layers
from omniprio.plots.palette import CLOSED, PLAN, START
from omniprio.plots.sectors import CENTRE
from omniprio.portfolio import Milestone, Start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

RING = (1 - CENTRE) / 3
"""Width of a ring of the customer-centricity disc."""


def tangled() -> Plan:
    """Five in a row, each waiting for all before it, and six that begin with the first, all in one period."""
    chain = [
        Initiative(id=f"c{place}", requires=[f"c{before}" for before in range(place)]) for place in range(5)
    ]
    begun = Requirement(of=["c0"], kind="start to start")
    others = [Initiative(id=f"s{place}", requires=[begun], owner="IT") for place in range(6)]
    starts = {f"c{place}": 2 * place + 1 for place in range(5)} | {
        f"s{place}": place % 3 + 1 for place in range(6)
    }
    return plan_of(Portfolio(horizon=12, initiatives=[*chain, *others]), starts)


def corners_of(arrow: FancyArrowPatch) -> list[tuple[float, float]]:
    """Return where an arrow goes: periods to the right, inches downward."""
    path = vars(arrow)["_path_original"]  # what is drawn is shortened for the head
    return [(float(x), float(y)) for x, y in path.vertices]


def sides(corners: list[tuple[float, float]], wide: float) -> Iterator[tuple[bool, float, float, float]]:
    """Yield for each straight part whether it goes along, where it is, and from where to where, in inches."""
    for (x, y), (right, down) in pairwise([(x * wide, y) for x, y in corners]):
        along = abs(y - down) < 1e-9
        here, there = sorted((x, right) if along else (y, down))
        yield along, y if along else x, here, there


def small_disc(*rows: Discipline) -> Disc:
    return Disc(disciplines=list(rows), start_level=0)


def odd() -> Plan:
    """Three initiatives on a disc of unequal rows: `c` waits for `a` or `b`, `b` for the start of `a`."""
    first = Initiative(id="a", duration=3, cost=200.0, effort={"IT": (2.0, 3.0, 1.0)}, advances={"X1": 1.0})
    second = Initiative(
        id="b",
        duration=2,
        cost=Cost(amount=100, running=20),
        requires=[Requirement(of=["a"], kind="start to start", lag=1)],
        advances={"Z1": 0.5},
    )
    third = Initiative(id="c", duration=2, requires=[Requirement(of=["a", "b"], match="any")])
    spare = Initiative(id="spare")
    portfolio = Portfolio(
        horizon=8,
        initiatives=[first, second, third, spare],
        disc=small_disc(
            Discipline(id="X", levels=2),
            Discipline(id="Y", levels=5),
            Discipline(id="Z", levels=4, order="any"),
        ),
        ambition={"X": 1, "Y": 3, "Z": 2},
        start={"Y1": 0.4},
        capacities={"IT": (4.0, 5.0, None, 2.0, 2.0, 2.0, 2.0, 2.0)},
        budget=Budget(per_period=(150.0,) * 8, carry_over=False),
    )
    return plan_of(portfolio, {"a": 1, "b": 2, "c": 5})


def outlines(ax: Axes) -> dict[str, Wedge]:
    wedges = [patch for patch in ax.patches if isinstance(patch, Wedge)]
    return {str(wedge.get_label()): wedge for wedge in wedges if not wedge.get_fill()}


def filled(ax: Axes, colour: str) -> list[Wedge]:
    wedges = [patch for patch in ax.patches if isinstance(patch, Wedge)]
    return [wedge for wedge in wedges if wedge.get_fill() and to_hex(wedge.get_facecolor()) == colour]


def words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def key_of(ax: Axes) -> list[str]:
    key = ax.get_legend()
    assert key is not None
    return [text.get_text() for text in key.get_texts()]


def heights(line: Line2D) -> list[float]:
    levels: list[float] = np.asarray(line.get_ydata(), dtype=float).tolist()
    return levels


def depth(wedge: Wedge) -> float:
    assert wedge.width is not None
    return wedge.width


def bars(ax: Axes) -> list[Rectangle]:
    return [patch for patch in ax.patches if isinstance(patch, Rectangle)]


class TestDisc:
    def test_the_outermost_ring_is_outside_and_the_first_discipline_at_the_top(self) -> None:
        drawn = outlines(plots.disc(omniprio.ten_portfolio()))
        assert list(drawn) == list(shipped_disc().fields)
        assert drawn["R1"].r == 1
        assert drawn["R3"].r - depth(drawn["R3"]) == pytest.approx(CENTRE)
        assert (drawn["R1"].theta1 + drawn["R1"].theta2) / 2 == 90
        assert (drawn["D1"].theta1 + drawn["D1"].theta2) / 2 == 30  # clockwise, 360 / 6 further

    @pytest.mark.slow
    def test_a_field_is_filled_by_its_share_from_the_outside(self) -> None:
        # web-email gives C2 0.6, identify-in-store 0.1
        plan = plan_of(omniprio.ten_portfolio(), {"identify": 1, "web-email": 1, "identify-in-store": 3})
        ax = plots.disc(plan)
        place = outlines(ax)["C2"]
        (fill,) = [one for one in filled(ax, PLAN.colour) if (one.theta1, one.r) == (place.theta1, place.r)]
        assert fill.width == pytest.approx(0.7 * RING)
        assert any("70%" in text for text in words(ax))

    def test_what_held_at_the_start_is_told_from_what_the_plan_adds(self) -> None:
        # half of X1 held, the plan adds the other half
        portfolio = Portfolio(
            horizon=1,
            initiatives=[Initiative(id="a", advances={"X1": 0.5})],
            disc=small_disc(Discipline(id="X", levels=1)),
            start={"X1": 0.5},
        )
        ax = plots.disc(plan_of(portfolio, {"a": 1}))
        (before,), (added,) = filled(ax, START.colour), filled(ax, PLAN.colour)
        assert before.r == 1
        assert before.width == added.width == pytest.approx((1 - CENTRE) / 2)
        assert added.r == pytest.approx(1 - depth(before))
        assert START.hatch != PLAN.hatch

    def test_a_portfolio_shows_the_start_and_what_is_out_of_reach(self) -> None:
        ax = plots.disc(omniprio.ten_portfolio(budget=1_000_000))
        assert len(filled(ax, START.colour)) == 6  # level 1 everywhere
        assert not filled(ax, PLAN.colour)
        hatched = [patch for patch in ax.patches if patch.get_hatch() == CLOSED.hatch]
        assert len(hatched) == 4  # A3, M3, O2, O3
        assert "cannot be reached" in key_of(ax)

    def test_the_period_is_chosen(self) -> None:
        plan = plan_of(omniprio.ten_portfolio(), {"identify": 2})
        assert not filled(plots.disc(plan, period=2), PLAN.colour)
        assert len(filled(plots.disc(plan, period=3), PLAN.colour)) == 3  # R2, R3, D2
        for wrong in (-1, 13):
            with pytest.raises(InvalidInputError, match="from 0 \\(the start\\) to 12"):
                plots.disc(plan, period=wrong)

    @pytest.mark.parametrize(("rows", "levels"), [(1, 2), (2, 4), (5, 5), (15, 13)])
    def test_any_disc_is_drawn(self, rows: int, levels: int) -> None:
        disc = small_disc(*(Discipline(id=f"P{row}.", levels=levels) for row in range(rows)))
        drawn = outlines(plots.disc(Portfolio(horizon=1, initiatives=[], disc=disc)))
        assert list(drawn) == list(disc.fields)
        assert all(one.theta2 - one.theta1 == pytest.approx(360 / rows) for one in drawn.values())

    def test_rows_of_unequal_length_all_end_at_the_centre(self) -> None:
        drawn = outlines(plots.disc(odd()))
        for innermost in ("X2", "Y5", "Z4"):
            assert drawn[innermost].r - depth(drawn[innermost]) == pytest.approx(CENTRE)

    def test_a_checklist_has_dashed_rings_and_says_how_many_are_wanted(self) -> None:
        ax = plots.disc(odd())
        drawn = outlines(ax)
        assert drawn["Z1"].get_linestyle() not in {"-", "solid"}
        assert drawn["X1"].get_linestyle() in {"-", "solid"}
        assert any("(any 2 of 4)" in text.replace("\n", " ") for text in words(ax))

    def test_the_ambition_is_a_line_at_the_ring_wanted(self) -> None:
        ax = plots.disc(odd())
        (line,) = ax.lines
        radii = {
            round(float((x**2 + y**2) ** 0.5), 6)
            for x, y in np.asarray(line.get_xydata()).tolist()
            if x == x  # noqa: PLR0124  not a gap in the line
        }
        # X: level 1 of 2, half of the way in; Y: level 3 of 5
        assert radii == {round(1 - (1 - CENTRE) / 2, 6), round(1 - (1 - CENTRE) * 3 / 5, 6)}

    @pytest.mark.slow
    def test_the_key_names_only_what_occurs(self) -> None:
        start, plan = omniprio.ten_portfolio(), plan_of(omniprio.ten_portfolio(), {"web-email": 2})
        assert "reached by the plan" not in key_of(plots.disc(start))
        assert "reached by the plan" not in key_of(plots.disc(plan, period=1))
        assert "reached by the plan" in key_of(plots.disc(plan))

    @pytest.mark.slow
    def test_the_fields_are_labelled_in_one_size_and_so_are_the_disciplines(self) -> None:
        for shown in (omniprio.ten_portfolio(), plan_of(omniprio.ten_portfolio(), {"identify": 1})):
            for language in ("en", "da"):
                ax = plots.disc(shown, language=language)
                titles = [text(row.title, language) for row in shipped_disc().disciplines]
                names = [one for one in ax.texts if one.get_text().replace("\n", " ") in titles]
                rest = [
                    one
                    for one in ax.texts
                    if one not in names and one.get_text() not in {"The\ncustomer", "Kunden"}
                ]
                of_fields = [one for one in rest if one.get_zorder() == 5]
                assert len({one.get_fontsize() for one in names}) == 1
                assert len({one.get_fontsize() for one in of_fields}) == 1
                assert float(of_fields[0].get_fontsize()) >= 7

    def test_the_middle_is_the_customer_unless_told_otherwise(self) -> None:
        assert "Kunden" in words(plots.disc(omniprio.ten_portfolio(), language="da"))
        assert "Goal" in words(plots.disc(omniprio.ten_portfolio(), centre="Goal"))


class TestDiscByPeriod:
    def test_there_is_a_picture_for_the_start_and_each_change(self) -> None:
        # 12/18; web-email gives C2 0.6, D2 0.6, A2 0.1: 10.7/18; sign-up fills D2 by 0.4, R2 0.6, A2 0.1: 9.6/18
        plan = plan_of(omniprio.ten_portfolio(), {"web-email": 1, "sign-up": 3})
        titles = [ax.get_title() for ax in plots.disc_by_period(plan, language="da").axes]
        assert titles == ["Start: 0,667", "Udgangen af periode 1: 0,594", "Udgangen af periode 3: 0,533"]

    def test_of_many_changes_the_first_and_the_last_are_kept(self) -> None:
        starts = {"web-email": 1, "sign-up": 2, "social-listening": 3, "identify": 4, "attribution": 6}
        figure = plots.disc_by_period(plan_of(omniprio.ten_portfolio(), starts), most=3)
        titles = [ax.get_title() for ax in figure.axes]
        assert len(titles) == 3
        assert titles[0].startswith("Start")
        assert titles[-1].startswith("End of period 7")  # attribution takes 2

    def test_fewer_than_two_pictures_are_refused(self) -> None:
        with pytest.raises(InvalidInputError, match="most: is 1; give at least 2"):
            plots.disc_by_period(plan_of(omniprio.ten_portfolio(), {}), most=1)


class TestRoad:
    def test_the_ambition_reached_is_marked(self) -> None:
        one = Initiative(id="a", duration=2, advances={"X1": 1.0})
        portfolio = Portfolio(
            horizon=4, initiatives=[one], disc=small_disc(Discipline(id="X", levels=1)), currency="kr"
        )
        ax = plots.road(plan_of(portfolio, {"a": 2}))
        assert heights(ax.lines[0]) == [1, 1, 1, 0, 0]
        assert "ambition reached, period 3" in words(ax)

    def test_a_road_that_does_not_arrive_says_how_far_it_still_is(self) -> None:
        ax = plots.road(plan_of(omniprio.ten_portfolio(), {"web-email": 1}), language="da")
        assert "0,594 til sidst" in words(ax)  # (12 - 1.3) / 18

    def test_a_proven_mean_is_called_proven_and_a_bound_a_bound(self) -> None:
        portfolio, starts = omniprio.ten_portfolio(quarters=1), {"web-email": 1}
        for goal, which in ((Fastest(), "mean over the periods"), (Closest(), "distance at the end")):
            value = goal_value(goal, portfolio, starts)
            proven = goal_result(goal, value, value)
            ax = plots.road(plan_of(portfolio, starts, goals=[proven]))
            assert f"{which} 0.594: proven, none is lower" in key_of(ax)
            open_still = goal_result(goal, value, Fraction(1, 2))
            ax = plots.road(plan_of(portfolio, starts, goals=[open_still]))
            assert f"{which} 0.594: bound, none is below 0.500" in key_of(ax)
            assert heights(ax.lines[1]) == [0.5, 0.5]
            first = goal_result(
                LeastCost(), Fraction(300), Fraction(300)
            )  # with more money the distance can be less
            ax = plots.road(plan_of(portfolio, starts, goals=[first, proven]))
            assert f"{which} 0.594: proven, none as good at the goals before is lower" in key_of(ax)
            ax = plots.road(plan_of(portfolio, starts, goals=[first, open_still]))
            assert f"{which} 0.594: bound, none as good at the goals before is below 0.500" in key_of(ax)

    def test_several_plans_are_told_apart_by_dashes_and_markers(self) -> None:
        portfolio = omniprio.ten_portfolio(quarters=4)
        several = {name: plan_of(portfolio, {"web-email": at}) for at, name in enumerate("abc", start=1)}
        ax = plots.road(several)
        assert key_of(ax) == ["a", "b", "c"]
        assert len({line.get_marker() for line in ax.lines}) == 3

    def test_the_longest_plan_gives_the_time_line(self) -> None:
        short, long = (plan_of(omniprio.ten_portfolio(quarters=count), {}) for count in (2, 6))
        assert plots.road({"short": short, "long": long}).get_xlim() == (0, 6)


class TestGantt:
    def test_bars_are_where_the_schedule_puts_them(self) -> None:
        found = {bar.get_label(): (bar.get_x(), bar.get_width()) for bar in bars(plots.gantt(odd()))}
        assert found == {"a": (0, 3), "b": (1, 2), "c": (4, 2)}  # period t lies between t - 1 and t

    def test_arrows_follow_the_dependencies(self) -> None:
        drawn = [patch for patch in plots.gantt(odd()).patches if isinstance(patch, FancyArrowPatch)]
        styles = {str(one.get_label()): one.get_linestyle() for one in drawn}
        assert set(styles) == {"a → b", "a → c", "b → c"}
        assert styles["a → b"] in {"-", "solid"}
        assert styles["a → c"] == styles["b → c"] != styles["a → b"]

    def test_the_reason_stands_by_each_bar_in_the_language(self) -> None:
        # identify completes R2 in period 2; sign-up gave its share of it in period 1
        plan = plan_of(omniprio.ten_portfolio(), {"identify": 1, "sign-up": 1})
        said = " ".join(words(plots.gantt(plan, language="da")))
        assert "digital · Bidrager til »samtykke og volumen« (R2); bringer" in said

    def test_it_shows_how_late_each_could_start_and_in_which_mode(self) -> None:
        # web takes two of six periods, so it starts in 5 at the latest, and crm before it in 4
        ways = [
            {"id": "slow", "title": {"en": "in house", "da": "selv"}, "duration": 2},
            {"id": "fast", "duration": 1},
        ]
        pair = [Initiative(id="crm"), Initiative(id="web", requires=["crm"], modes=ways)]
        plan = plan_of(Portfolio(horizon=6, initiatives=pair), {"crm": 1, "web": Start(5, "slow")})
        ax = plots.gantt(plan)
        late = [line for line in ax.lines if line.get_marker() == ">"]
        assert [float(np.asarray(line.get_xdata())[-1]) for line in late] == [
            3
        ]  # the fourth period begins at 3
        assert "latest start" in key_of(ax)
        assert "web · in house" in words(ax)
        assert "web · selv" in words(plots.gantt(plan, language="da"))
        assert plots.describe_gantt(plan).endswith("Could start later by: crm 3 periods.")

    def test_an_empty_plan_is_an_empty_chart(self) -> None:
        ax = plots.gantt(plan_of(omniprio.ten_portfolio(), {}))
        assert not bars(ax)
        assert plots.describe_gantt(plan_of(omniprio.ten_portfolio(), {})).endswith("0 in all: none.")

    @pytest.mark.parametrize("draw", [plots.gantt, plots.owner_lanes])
    def test_no_two_arrows_lie_on_each_other(self, draw: Callable[[Plan], Axes]) -> None:
        ax = draw(tangled())
        wide = size_of(ax)[0] / 12
        drawn = [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]
        assert (
            len(drawn) == 16
        )  # 4 + 3 + 2 + 1 between finish and start, 6 that follow the start of the first
        parts = [list(sides(corners_of(one), wide)) for one in drawn]
        for one, two in combinations(parts, 2):
            for (way, at, begin, end), (other, beside, first, last) in product(one, two):
                assert way != other or abs(at - beside) > 0.009 or end <= first or last <= begin

    def test_what_has_to_be_done_and_by_when_is_marked(self) -> None:
        first = Initiative(id="a", decision="must", deadline=3, title="A")
        pair = [first, Initiative(id="b", due=2, advances={"R2": 1.0})]
        ax = plots.gantt(plan_of(Portfolio(horizon=4, initiatives=pair), {"a": 1, "b": 2}))
        edges = {str(bar.get_label()): bar.get_linewidth() for bar in bars(ax)}
        assert edges["a"] > 2 * edges["b"]
        strokes = {float(np.asarray(one.get_xdata())[0]): one for one in ax.lines if one.get_marker() == "|"}
        assert set(strokes) == {3, 2}
        assert strokes[3].get_markeredgewidth() > strokes[2].get_markeredgewidth()
        assert {"has to be done", "must be over by then", "should be over by then"} <= set(key_of(ax))
        assert not {"has to be done", "must be over by then"} & set(key_of(plots.gantt(odd())))


class TestOwnerLanes:
    def test_the_bars_of_an_owner_stand_together_by_start(self) -> None:
        # in the order of the portfolio IT comes first, what nobody owns last
        owned = [Initiative(id="it", owner="IT"), Initiative(id="none"), Initiative(id="shop", owner="Shops")]
        owned += [Initiative(id="soon", owner="IT"), Initiative(id="left", owner="Law")]
        plan = plan_of(Portfolio(horizon=4, initiatives=owned), {"it": 3, "none": 1, "shop": 1, "soon": 1})
        ax = plots.owner_lanes(plan)
        down = {str(bar.get_label()): bar.get_y() for bar in bars(ax) if bar.get_label() in plan.starts}
        assert sorted(down, key=down.__getitem__) == ["soon", "it", "shop", "none"]
        assert [one for one in words(ax) if one in {"IT", "Shops", "Law", "no owner"}] == [
            "IT",
            "Shops",
            "no owner",
        ]


class TestTeams:
    def test_each_team_has_a_picture_on_the_same_scales(self) -> None:
        pair = [Initiative(id="a", effort={"IT": (1.0, 4.0), "shops": 2.0}, duration=2)]
        teams = {"IT": 5.0, "shops": None, "law": None, "data": None}
        plan = plan_of(Portfolio(horizon=2, initiatives=pair, capacities=teams), {"a": 1})
        figure = plots.teams(plan)
        assert [ax.get_title(loc="left") for ax in figure.axes] == ["IT", "shops", "law", "data"]
        assert [[bar.get_height() for bar in bars(ax)] for ax in figure.axes[:2]] == [[1, 4], [2, 2]]
        assert len({(*ax.get_xlim(), *ax.get_ylim()) for ax in figure.axes}) == 1
        assert [len(ax.lines) for ax in figure.axes] == [1, 0, 0, 0]  # only IT has a limit

    def test_without_teams_it_says_so(self) -> None:
        plan = plan_of(Portfolio(horizon=1, initiatives=[]), {})
        assert not plots.teams(plan).axes
        assert plots.describe_teams(plan, language="da") == "Porteføljen har ingen teams."


class TestMilestones:
    def plan(self) -> Plan:
        web = Initiative(id="web", duration=2, advances={"X1": 1.0})
        soon = Milestone(id="soon", title="Soon enough", by=3, fields={"X1": 1.0})
        there = Milestone(id="there", by=3, distance=1.0)
        disc = small_disc(Discipline(id="X", levels=1))
        return plan_of(
            Portfolio(horizon=4, disc=disc, initiatives=[web], milestones=[soon, there]), {"web": 1}
        )

    def test_the_time_line_marks_when_they_are_due_and_met(self) -> None:
        ax = plots.gantt(self.plan())
        due, met = (line for line in ax.lines if line.get_marker() in {"D", "o"})
        assert [float(at) for at in np.asarray(due.get_xdata())] == [3, 3]
        assert [float(at) for at in np.asarray(met.get_xdata())] == [
            2,
            0,
        ]  # the distance is 1 from the start on
        assert {"Soon enough", "X1 at 1"} <= set(words(ax))
        assert {"milestone: due", "met by the plan"} <= set(key_of(ax))
        assert "Soon enough due by the end of period 3, met by period 2; there due by the end of" in (
            plots.describe_gantt(self.plan())
        )

    def test_the_road_marks_them_where_the_plan_is_then(self) -> None:
        ax = plots.road(self.plan(), language="da")
        (mark,) = (line for line in ax.lines if line.get_marker() == "D")
        assert (float(np.asarray(mark.get_xdata())[0]), heights(mark)) == (3, [0])
        assert "Soon enough, there" in words(ax)
        assert "Soon enough senest ved udgangen af periode 3, nået ved periode 2" in (
            plots.describe_road(self.plan(), language="da")
        )
        assert "Milepæle" not in plots.describe_road({"one": self.plan()}, language="da")


class TestMoney:
    def test_a_budget_that_is_not_carried_over_is_drawn_by_period(self) -> None:
        ax = plots.money(odd())
        spent = [bar.get_height() for bar in bars(ax)]
        # a: 200 / 3 in 1 to 3; b: 50 in 2 and 3, then 20
        assert spent == pytest.approx([200 / 3, 350 / 3, 350 / 3, 20, 20, 20, 20, 20])
        assert key_of(ax) == ["spent in the period", "budget of the period"]

    def test_a_budget_that_is_carried_over_is_drawn_as_a_sum(self) -> None:
        one = Initiative(id="a", duration=2, cost=100.0)
        budget = Budget(per_period=(80.0, 40.0, None))
        plan = plan_of(Portfolio(horizon=3, initiatives=[one], budget=budget, currency="kr"), {"a": 1})
        ax = plots.money(plan, language="da")
        so_far, allowed = (heights(line) for line in ax.lines)
        assert so_far == [50, 50, 100, 100, 100, 100]
        assert allowed[:4] == [80, 80, 120, 120]
        assert ax.get_ylabel() == "Beløb (kr)"

    def test_without_a_limit_only_spending_is_drawn(self) -> None:
        plan = plan_of(omniprio.ten_portfolio(), {"web-email": 1})
        assert key_of(plots.money(plan, "running")) == ["spent in the period", "spent so far"]

    def test_an_unknown_budget_is_refused(self) -> None:
        plan = plan_of(omniprio.ten_portfolio(), {})
        for draw in (plots.money, plots.describe_money):
            with pytest.raises(InvalidInputError, match=r"gold is no budget.*use one of money, running"):
                draw(plan, "gold")


class TestTeamLoad:
    def test_load_and_capacity_are_drawn_by_period(self) -> None:
        ax = plots.team_load(odd(), "IT")
        assert [bar.get_height() for bar in bars(ax)] == [2, 3, 1, 0, 0, 0, 0, 0]
        levels = heights(ax.lines[0])
        assert levels[:4] == [4, 4, 5, 5]
        assert all(level != level for level in levels[4:6])  # noqa: PLR0124  no limit in period 3
        assert plots.describe_team_load(odd(), "IT").endswith("at most 3; never less than 2 free.")

    def test_an_unknown_team_is_refused(self) -> None:
        with pytest.raises(InvalidInputError, match="law is no team of the portfolio; there is IT"):
            plots.team_load(odd(), "law")
        with pytest.raises(InvalidInputError, match="there is no team: give the portfolio capacities"):
            plots.team_load(plan_of(Portfolio(horizon=1, initiatives=[]), {}), "IT")


class TestDependencies:
    def test_what_is_chosen_is_filled_and_what_is_left_out_is_not(self) -> None:
        ax = plots.dependencies(odd())
        boxes = {str(p.get_label()): p for p in ax.patches if isinstance(p, FancyBboxPatch)}
        assert set(boxes) == {"a", "b", "c", "spare"}
        chosen = {name for name, box in boxes.items() if to_hex(box.get_facecolor()) == PLAN.colour}
        assert chosen == {"a", "b", "c"}

    def test_arrows_that_lead_back_are_drawn_back(self) -> None:
        pair = [Arrow("a", "b", "requires"), Arrow("b", "a", "requires"), Arrow("b", "c", "requires")]
        assert layers(["a", "b", "c"], pair) == ([["a"], ["b"], ["c"]], [])

    def test_layers_go_from_left_to_right_and_the_rest_stands_below(self) -> None:
        ax = plots.dependencies(odd())
        boxes = {str(p.get_label()): p for p in ax.patches if isinstance(p, FancyBboxPatch)}
        assert boxes["a"].get_x() < boxes["b"].get_x() < boxes["c"].get_x()
        assert boxes["spare"].get_y() > boxes["a"].get_y()  # downward
        assert "Without dependencies" in words(ax)

    def test_needs_that_go_round_in_a_circle_are_drawn_all_the_same(self) -> None:
        # b requires a; a needs R2, which b and c advance
        circle = [
            Initiative(id="a", needs={"R2": 0.5}),
            Initiative(id="b", requires=["a"], advances={"R2": 0.5}),
            Initiative(id="c", advances={"R2": 1.0}),
        ]
        ax = plots.dependencies(plan_of(Portfolio(horizon=3, initiatives=circle), {"c": 1, "a": 2}))
        drawn = {str(p.get_label()) for p in ax.patches if isinstance(p, FancyArrowPatch)}
        assert drawn == {"a → b", "b → a", "c → a"}

    def test_an_arrow_that_skips_a_layer_passes_between_the_boxes(self) -> None:
        # a before b before c, and a before c: the long arrow has a place of its own in the layer of b
        chain = [
            Initiative(id="a"),
            Initiative(id="b", requires=["a"]),
            Initiative(id="c", requires=["a", "b"]),
        ]
        ax = plots.dependencies(plan_of(Portfolio(horizon=3, initiatives=chain), {}))
        (box,) = [p for p in ax.patches if isinstance(p, FancyBboxPatch) and p.get_label() == "b"]
        (way,) = [p for p in ax.patches if isinstance(p, FancyArrowPatch) and p.get_label() == "a → c"]
        plots.as_svg(ax)  # draws it, so that the arrow has its path
        points = ax.transData.inverted().transform(way.get_transform().transform(way.get_path().vertices))
        beside = [y for x, y in points if box.get_x() <= x <= box.get_x() + box.get_width()]
        assert beside
        assert not any(box.get_y() <= y <= box.get_y() + box.get_height() for y in beside)


class TestCompare:
    def test_each_plan_has_a_cell_where_it_does_an_initiative(self) -> None:
        portfolio = omniprio.ten_portfolio(start=date(2027, 1, 1), quarters=4)
        small, large = {"web-email": 2}, {"web-email": 1, "sign-up": 3}
        figure = plots.compare({"small": plan_of(portfolio, small), "large": plan_of(portfolio, large)})
        table = figure.axes[1]
        assert [bar.get_label() for bar in bars(table)] == ["web-email", "web-email", "sign-up"]
        # small: 300 and 25 a quarter in Q3 and Q4; large: 300 + 3 * 25 + 180 and 15 in Q4
        assert {"350 kDKK", "570 kDKK", "2027 Q2", "0.594", "0.533"} <= set(words(table))

    def test_no_plan_is_refused(self) -> None:
        with pytest.raises(InvalidInputError, match="plans: has no entries"):
            plots.compare({})


def test_the_spread_shows_lowest_combined_and_highest() -> None:
    bids = {"IT": 0.1, "Shops": 0.6, "Web": 0.8}
    seen = combine([Assessment(rater=rater, ratings={"R2": rating}) for rater, rating in bids.items()])
    ax = plots.assessment_spread(seen)
    spread, single, median = (np.asarray(line.get_xdata(), dtype=float).tolist() for line in ax.lines[:3])
    assert (spread, single, median) == ([0.1, 0.8], [0.1, 0.6, 0.8], [0.6])
    assert words(ax).count("not rated") == 17  # all fields but R2


def test_a_group_is_drawn_with_its_middle_half_its_median_and_ones_own_place() -> None:
    levels = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 5}  # half a level each, from level 1
    answers = [Answers(organisation=name, answers={"recognise": said}) for name, said in levels.items()]
    asked = shipped_questionnaire()
    found = group_standing(Survey(questionnaire=asked, answers=answers, provenance="invented"), own="b")
    ax = plots.group_standing(found)
    half, median, own = (np.asarray(line.get_xdata(), dtype=float).tolist() for line in ax.lines)
    # 1 1.5 2 2.5 3 3: places 1.25 and 3.75 are 1.625 and 2.875, the middle is between 2 and 2.5
    assert (half, median, own) == ([1.625, 2.875], [2.25], [1.5])
    assert words(ax).count("too few to be shown") == 5  # all disciplines but R
    assert "The answers: invented" in words(ax)
    told = plots.describe_group_standing(found, language="da")
    assert "R median 2,25, midterste halvdel 1,62 til 2,88, egen 1,5." in told


def test_the_gap_table_adds_up_to_the_ambition() -> None:
    ax = plots.gap_table(gaps(omniprio.ten_portfolio()))
    parts = [bar.get_width() for bar in bars(ax) if bar.get_label() == "M"]
    # M: level 1 held; M2 can be completed, M3 to 0.1; so 1.1 can be closed and 0.9 cannot
    assert parts == pytest.approx([1, 1.1, 0.9])
