"""Every figure: what it is made of, in both languages, without overlaps, and without pyplot."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from functools import cache
from importlib import import_module
from itertools import combinations, pairwise
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import matplotlib.style
import pytest
from judge.seeds import slow_after
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure

import omniprio
from omniprio import Closest, Fastest, Initiative, LeastCost, Plan, Portfolio, plan_of, plots
from omniprio.answers.attribution import attribute
from omniprio.answers.frontiers import frontier, trade_off
from omniprio.answers.programmes import programme
from omniprio.answers.qualification import qualify_all
from omniprio.answers.replanning import replan, upheaval_curve
from omniprio.answers.robustness import Uncertain, Uncertainty, robust
from omniprio.answers.standing import (
    coverage,
    example_scenarios,
    gaps,
    group_standing,
    scenario_periods,
    side_by_side,
)
from omniprio.assessment import Answers, Assessment, Survey, agreement, combine, shipped_questionnaire
from omniprio.catalogue import long_portfolio
from omniprio.plots.palette import FILLS, INK, LINES, OPEN, PAPER, PLAN, START
from omniprio.portfolio import Measurement

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from matplotlib.text import Text

    from omniprio.answers.replanning import Replanned
    from omniprio.answers.robustness import Robustness
    from omniprio.answers.standing import GroupStanding
    from omniprio.language import Language

FIRST_DAY = date(2027, 1, 1)

ALL_TEN = {
    "identify": 1,
    "web-email": 1,
    "store-visit": 1,
    "in-store-mobile": 1,
    "personalise": 3,
    "identify-in-store": 3,
    "social-listening": 1,
    "service-profile": 6,
    "sign-up": 1,
    "attribution": 1,
}
"""service-profile needs D3 >= 0.6: personalise completes in period 5 with 0.6."""


@cache
def ten() -> Plan:
    return plan_of(omniprio.ten_portfolio(budget=6000, start=FIRST_DAY), ALL_TEN)


@cache
def long() -> Plan:
    quarters = [
        (1, "identify web-email social-listening sign-up attribution consent shared-targets"),
        (2, "segments customer-teams"),
        (3, "personalise identify-in-store"),
        (6, "service-profile predict customer-value"),
        (7, "customer-bonus"),
        (8, "expected-effects"),
    ]
    starts = {name: start for start, names in quarters for name in names.split()}
    return plan_of(long_portfolio(start=FIRST_DAY), starts)


@cache
def busy() -> Plan:
    one = Initiative(id="one", effort={"IT": 2.0}, duration=2)
    return plan_of(Portfolio(horizon=3, initiatives=[one], capacities={"IT": 3.0}), {"one": 1})


MEASURED = Measurement(field="D2", share=0.4)


def bids() -> list[Assessment]:
    said = {"IT": {"R": 1.2, "A2": 0.2}, "Shops": {"R": 2.0, "A2": 0.7, "C2": 0.5}}
    return [Assessment(rater=rater, ratings=given) for rater, given in said.items()]


@cache
def rated() -> omniprio.assessment.CombinedProfile:
    return combine(bids())


@cache
def standing() -> GroupStanding:
    """Return where six shops stand: in recognition now and before, in data collection too few to be shown."""
    answers = [
        Answers(
            organisation=f"Shop {shop}",
            date=date(2026 + later, 1, 1),
            answers={"recognise": 1 + (shop + later) % 5, "collect": 2 if shop < 4 else None},
        )
        for later in (0, 1)
        for shop in range(6)
    ]
    asked = shipped_questionnaire()
    survey = Survey(questionnaire=asked, answers=answers, provenance="invented")
    return group_standing(survey, own="Shop 2", since=date(2026, 6, 30))


@cache
def unsure() -> Robustness:
    estimates = {"sign-up": Uncertain(cost=(100, 400)), "identify": Uncertain(duration=(2, 4))}
    portfolio = omniprio.ten_portfolio(quarters=3, budget=1000, start=FIRST_DAY)
    return robust(portfolio, Uncertainty(initiatives=estimates), draws=5)


@cache
def replanned() -> Replanned:
    portfolio = omniprio.ten_portfolio(quarters=6, budget=2500, start=FIRST_DAY)
    before = plan_of(portfolio, {"identify": 1, "web-email": 4, "store-visit": 3})
    return replan(before, by=1, goals=[Closest(), Fastest()])


def started() -> Portfolio:
    """Return the ten for one that has some of it already."""
    return ten().portfolio.model_copy(update={"start": {"R2": 1, "D2": 0.5}})


ANSWERS: dict[str, Callable[[], object]] = {
    "frontier": cache(lambda: frontier(omniprio.ten_portfolio(quarters=2))),
    "trade_off": cache(lambda: trade_off(omniprio.ten_portfolio(quarters=2), money=LeastCost())),
    "core_index": unsure,
    "chance_over_time": unsure,
    "before_after": replanned,
    "impact_effort": cache(lambda: qualify_all(ten().portfolio)),
    "upheaval": cache(lambda: upheaval_curve(replanned().before, by=1, goals=[Closest()])),
    "shares_of_gain": cache(lambda: attribute(ten(), most_sets=4, samples=9)),
    "programme": cache(lambda: programme({"North": ten().portfolio, "South": started()})),
    "coverage": cache(lambda: coverage(ten().portfolio, "channel", wanted=["telephone"])),
    "scenarios": cache(lambda: scenario_periods(ten(), example_scenarios())),
    "side_by_side": cache(lambda: side_by_side({bid.rater: combine([bid]) for bid in bids()})),
    "agreement": cache(lambda: agreement(bids(), scaled="interval")),
    "measured": cache(lambda: replan(replanned().before, by=1, measured=[MEASURED], goals=[Closest()])),
}
"""What the figures of answers show."""


def drawn_from(name: str) -> Callable[[Language], Axes | Figure]:
    return lambda language: getattr(plots, name)(ANSWERS[name](), language=language)


def described_from(name: str) -> Callable[[Language], str]:
    return lambda language: getattr(plots, f"describe_{name}")(ANSWERS[name](), language=language)


FIGURES: dict[str, Callable[[Language], Axes | Figure]] = {
    "disc": lambda language: plots.disc(ten(), language=language),
    "disc_by_period": lambda language: plots.disc_by_period(ten(), language=language),
    "road": lambda language: plots.road(ten(), language=language),
    "gantt": lambda language: plots.gantt(ten(), language=language),
    "money": lambda language: plots.money(ten(), language=language),
    "cash": lambda language: plots.cash(ten(), language=language),
    "owner_lanes": lambda language: plots.owner_lanes(ten(), language=language),
    "team_load": lambda language: plots.team_load(busy(), "IT", language=language),
    "teams": lambda language: plots.teams(ten(), language=language),
    "dependencies": lambda language: plots.dependencies(ten(), language=language),
    "compare": lambda language: plots.compare({"A": ten(), "B": ten()}, language=language),
    "assessment_spread": lambda language: plots.assessment_spread(rated(), language=language),
    "gap_table": lambda language: plots.gap_table(gaps(ten().portfolio), language=language),
    "group_standing": lambda language: plots.group_standing(standing(), language=language),
    **{name: drawn_from(name) for name in ANSWERS},
}

DESCRIBED: dict[str, Callable[[Language], str]] = {
    "disc": lambda language: plots.describe_disc(ten(), language=language),
    "disc_by_period": lambda language: plots.describe_disc_by_period(ten(), language=language),
    "road": lambda language: plots.describe_road(ten(), language=language),
    "gantt": lambda language: plots.describe_gantt(ten(), language=language),
    "money": lambda language: plots.describe_money(ten(), language=language),
    "cash": lambda language: plots.describe_cash(ten(), language=language),
    "owner_lanes": lambda language: plots.describe_owner_lanes(ten(), language=language),
    "team_load": lambda language: plots.describe_team_load(busy(), "IT", language=language),
    "teams": lambda language: plots.describe_teams(ten(), language=language),
    "dependencies": lambda language: plots.describe_dependencies(ten(), language=language),
    "compare": lambda language: plots.describe_compare({"A": ten()}, language=language),
    "assessment_spread": lambda language: plots.describe_assessment_spread(rated(), language=language),
    "gap_table": lambda language: plots.describe_gap_table(gaps(ten().portfolio), language=language),
    "group_standing": lambda language: plots.describe_group_standing(standing(), language=language),
    **{name: described_from(name) for name in ANSWERS},
}

TITLES = {
    "disc": ("The disc at the end of 2029 Q4", "Skiven ved udgangen af 4. kvt. 2029"),
    "disc_by_period": ("The disc, period by period", "Skiven, periode for periode"),
    "road": ("The road to the ambition", "Vejen mod ambitionen"),
    "gantt": ("What is done when, and why", "Hvad der gøres hvornår, og hvorfor"),
    "money": ("Spending: main budget", "Forbrug: hovedbudget"),
    "cash": ("Income and costs", "Indtægter og omkostninger"),
    "owner_lanes": ("Who does what when", "Hvem der gør hvad hvornår"),
    "team_load": ("Load: IT", "Belastning: IT"),
    "teams": ("What is taken of each team", "Hvad der tages af hvert team"),
    "dependencies": ("What depends on what", "Hvad der afhænger af hvad"),
    "compare": ("The plans compared", "Planerne sammenlignet"),
    "assessment_spread": ("Where the raters agree", "Hvor bedømmerne er enige"),
    "gap_table": ("How far we are", "Hvor langt vi er"),
    "group_standing": ("Where the group stands", "Hvor gruppen står"),
    "frontier": ("The best plan for every budget", "Den bedste plan for hvert budget"),
    "trade_off": ("Maturity against money", "Modenhed mod penge"),
    "core_index": ("How often each initiative is in", "Hvor ofte hvert initiativ er med"),
    "chance_over_time": ("Where the plan may stand", "Hvor planen kan stå"),
    "impact_effort": ("Impact against effort", "Virkning mod indsats"),
    "before_after": ("The plan before and now", "Planen før og nu"),
    "upheaval": ("What more changes bring", "Hvad flere ændringer giver"),
    "shares_of_gain": ("Who earned it", "Hvem har æren"),
    "programme": ("Furthest for the money", "Længst for pengene"),
    "coverage": ("What the initiatives touch: channel", "Hvad initiativerne berører: kanal"),
    "scenarios": ("From when it works for the customer", "Fra hvornår det virker for kunden"),
    "side_by_side": ("How far these are beside each other", "Hvor langt de er ved siden af hinanden"),
    "agreement": ("How far the raters agree", "Hvor enige bedømmerne er"),
    "measured": ("Planned against measured", "Planlagt mod målt"),
}


def figure_of(drawn: Axes | Figure) -> Figure:
    figure = drawn if isinstance(drawn, Figure) else drawn.get_figure(root=True)
    assert figure is not None
    return figure


@cache
def shown(name: str, language: Language) -> Figure:
    """Return a figure, drawn once for all that is looked at in it."""
    return laid_out(FIGURES[name](language))


def laid_out(drawn: Axes | Figure) -> Figure:
    """Return a figure in which everything has its place, as in a file."""
    figure = figure_of(drawn)
    figure.draw_without_rendering()
    return figure


def texts_of(figure: Figure) -> list[Text]:
    """Return every text that is seen, ticks and keys included."""
    found = list(figure.texts)
    for ax in figure.axes:
        found += [*ax.texts, ax.title, ax.xaxis.label, ax.yaxis.label]
        for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            ticks = axis.get_major_ticks()
            found += [tick.label1 for tick in ticks if min(limits) <= tick.get_loc() <= max(limits)]
        key = ax.get_legend()
        found += key.get_texts() if key else []
    return [text for text in found if text.get_text().strip() and text.get_visible()]


def assert_readable(figure: Figure) -> None:
    """No text lies on another or beyond the edge of the figure that is laid out; measured as drawn, to a pixel."""
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts_of(figure)]
    width, height = figure.bbox.size
    for words, box in boxes:
        assert box.x0 >= -1, words
        assert box.y0 >= -1, words
        assert box.x1 <= width + 1, words
        assert box.y1 <= height + 1, words
    for (one, a), (two, b) in combinations(boxes, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        up = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= 1 or up <= 1, f"{one!r} lies on {two!r}"


def grey(colour: str) -> float:
    """Return the lightness L* of CIE 1976, 0 to 100: what is left of a colour in grey."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)
    )
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return float(116 * light ** (1 / 3) - 16) if light > 0.008856 else float(903.3 * light)


def test_every_figure_module_is_exported_with_its_description() -> None:
    modules = [import_module(f"omniprio.plots.{found.name}") for found in iter_modules(plots.__path__)]
    figures = [name for module in modules if hasattr(module, name := module.__name__.rpartition(".")[2])]
    figures = [name for name in figures if f"describe_{name}" in dir(plots)]
    assert sorted(figures) == sorted(FIGURES) == sorted(DESCRIBED) == sorted(TITLES)
    assert sorted(plots.__all__) == sorted([*figures, *(f"describe_{name}" for name in figures), "as_svg"])


@pytest.mark.slow
@pytest.mark.parametrize("name", FIGURES)
def test_titles_are_in_both_languages(name: str) -> None:
    languages: tuple[Language, Language] = ("en", "da")
    for language, title in zip(languages, TITLES[name], strict=True):
        words = [text.get_text().replace("\n", " ") for text in texts_of(shown(name, language))]
        assert any(title in text for text in words), words


@pytest.mark.parametrize("language", slow_after(1, ["da", "en"]))  # Danish words are longer
@pytest.mark.parametrize("name", FIGURES)
def test_no_text_overlaps_or_is_clipped(name: str, language: Language) -> None:
    assert_readable(shown(name, language))


@pytest.mark.parametrize("name", FIGURES)
def test_a_file_holds_all_that_is_drawn_and_a_notebook_shows_it(name: str) -> None:
    figure = shown(name, "da")
    all_of_it, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    assert min(all_of_it.x0, all_of_it.y0) >= 0
    assert (all_of_it.x1 <= width, all_of_it.y1 <= height) == (True, True)
    drawn = FIGURES[name]("da") if name in {"disc", "compare"} else figure
    assert hasattr(drawn, "_repr_svg_")


@pytest.mark.parametrize("name", ["compare", "disc", "disc_by_period", "teams"])
def test_a_dark_style_leaves_paper_under_what_is_drawn(name: str) -> None:
    with matplotlib.style.context("dark_background"):
        figure = figure_of(FIGURES[name]("en"))
        grounds = [figure.get_facecolor(), *(ax.get_facecolor() for ax in figure.axes)]
        assert {to_hex(ground) for ground in grounds} == {to_hex(PAPER)}


@pytest.mark.slow
@pytest.mark.parametrize(
    "draw", [plots.disc, plots.gantt, plots.owner_lanes, plots.dependencies, plots.disc_by_period]
)
def test_the_long_portfolio_is_readable(draw: Callable[..., Axes | Figure]) -> None:
    assert_readable(laid_out(draw(long())))


@pytest.mark.slow
def test_the_names_of_many_dots_lie_on_nothing() -> None:
    assert_readable(laid_out(plots.impact_effort(qualify_all(long().portfolio))))


@pytest.mark.parametrize("name", DESCRIBED)
def test_descriptions_are_sentences_in_both_languages(name: str) -> None:
    english, danish = DESCRIBED[name]("en"), DESCRIBED[name]("da")
    assert english != danish
    for sentence in (english, danish):
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert "\n" not in sentence


@pytest.mark.parametrize("name", sorted(set(FIGURES) - {"disc_by_period", "compare", "teams"}))
def test_figures_draw_on_given_axes(name: str) -> None:
    ax = Figure(figsize=(12, 8)).subplots()
    draw: Callable[..., Axes] = getattr(plots, name)
    others = {
        "team_load": busy(),
        "assessment_spread": rated(),
        "gap_table": gaps(ten().portfolio),
        "group_standing": standing(),
    }
    more = ["IT"] if name == "team_load" else []
    answer = ANSWERS[name]() if name in ANSWERS else others.get(name, ten())
    assert draw(answer, *more, ax=ax) is ax


def test_names_are_shown_as_they_are() -> None:
    owned = Initiative(id="a_b", title="From $5 to $7 & x^2", cost=3.0, owner="R\\&D", advances={"R2": 1.0})
    plan = plan_of(Portfolio(horizon=2, initiatives=[owned], currency="$k", budget=5.0), {"a_b": 1})
    for drawn in (
        plots.gantt(plan),
        plots.dependencies(plan),
        plots.money(plan),
        plots.compare({"$a$": plan}),
    ):
        figure = figure_of(drawn)
        figure.draw_without_rendering()  # a formula that cannot be read would raise
        assert not any(text.get_text().replace(r"\$", "").count("$") for text in texts_of(figure))


def test_neighbouring_fills_differ_in_grey() -> None:
    ramp = [grey(fill.colour) for fill in (START, PLAN, OPEN)]
    assert all(later - earlier > 15 for earlier, later in pairwise(ramp)), ramp


def test_what_is_equal_in_grey_differs_in_hatch() -> None:
    for one, two in combinations(FILLS, 2):
        assert abs(grey(one.colour) - grey(two.colour)) > 15 or one.hatch != two.hatch


def test_text_on_every_fill_has_contrast() -> None:
    def light(colour: str) -> float:
        return float(((grey(colour) + 16) / 116) ** 3) if grey(colour) > 8 else grey(colour) / 903.3

    for fill in FILLS:
        # WCAG 2: the lighter plus 0.05 over the darker plus 0.05, at least 4.5 for small text
        assert (light(fill.colour) + 0.05) / (light(INK) + 0.05) >= 4.5, fill


def test_lines_differ_without_colour() -> None:
    assert len({line.dashes for line in LINES}) == len(LINES)
    assert len({line.marker for line in LINES}) == len(LINES)


def run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_without_matplotlib_the_import_works_and_figures_name_the_extra() -> None:
    done = run("import sys; sys.modules['matplotlib'] = None; import omniprio; import omniprio.plots")
    assert "MissingExtraError: Figures need" in done.stderr
    assert 'pip install "omniprio[plots]"' in done.stderr


@pytest.mark.slow
def test_the_library_does_not_load_matplotlib_and_figures_do_not_load_pyplot() -> None:
    done = run(
        "import sys, omniprio\n"
        "assert 'matplotlib' not in sys.modules\n"
        "from omniprio import plots\n"
        "plots.as_svg(plots.disc(omniprio.ten_portfolio()))\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    assert done.returncode == 0, done.stderr
