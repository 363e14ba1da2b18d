"""Figures as SVG: the same text for the same figure, and safe to put into a page next to others."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from matplotlib.figure import Figure

import omniprio
from omniprio import Initiative, Portfolio, plan_of, plots

NAMES = re.compile(r'\bid="([^"]+)"')
USES = re.compile(r'(?:url\(#|href="#)([^")]+)')


def names(svg: str) -> set[str]:
    return set(NAMES.findall(svg))


@pytest.mark.slow
def test_the_same_plan_gives_the_same_text() -> None:
    plan = plan_of(omniprio.ten_portfolio(), {"identify": 1, "web-email": 1})
    for draw in (plots.disc, plots.gantt, plots.dependencies, plots.money):
        assert plots.as_svg(draw(plan)) == plots.as_svg(draw(plan))


def test_it_is_one_element_without_date_metadata_or_addresses_to_load() -> None:
    svg = plots.as_svg(plots.disc(omniprio.ten_portfolio()))
    assert svg.startswith("<svg ")
    assert svg.rstrip().endswith("</svg>")
    assert ET.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314  our own text
    for unwanted in ("<?xml", "<!DOCTYPE", "<!--", "metadata", "dc:date", "<image", "<script", "src="):
        assert unwanted not in svg
    # namespaces are names, nothing is loaded from them
    assert set(re.findall(r'(\S+)="https?://', svg)) <= {"xmlns", "xmlns:xlink"}


def test_what_is_written_in_a_figure_is_text_that_can_be_selected() -> None:
    svg = plots.as_svg(plots.gantt(plan_of(omniprio.ten_portfolio(), {"identify": 1})))
    texts = [part.text for part in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314  our own text
    assert "Identify your customers" in texts


def test_a_title_with_characters_that_xml_cannot_hold_leaves_it_xml() -> None:
    svg = plots.as_svg(Figure(), title="a\0b\x1bc\ufffed\te<")
    assert ET.fromstring(svg).get("aria-label") == "a\ufffdb\ufffdc\ufffdd e<"  # noqa: S314  our own text


@pytest.mark.slow
def test_two_figures_in_one_page_share_no_names() -> None:
    portfolio = omniprio.ten_portfolio()
    one, two = (
        plots.as_svg(plots.disc(portfolio)),
        plots.as_svg(plots.gantt(plan_of(portfolio, {"identify": 1}))),
    )
    assert not names(one) & names(two)
    for svg in (one, two):
        assert set(USES.findall(svg)) <= names(svg)


def test_the_title_is_escaped() -> None:
    svg = plots.as_svg(Figure(), title='"><script>alert(1)</script> & more')
    assert "<script" not in svg
    element = ET.fromstring(svg)  # noqa: S314  our own text
    assert element.get("aria-label") == '"><script>alert(1)</script> & more'
    assert element.get("role") == "img"


def test_a_figure_without_words_is_decoration() -> None:
    assert ET.fromstring(plots.as_svg(Figure())).get("aria-hidden") == "true"  # noqa: S314  our own text


def test_names_of_users_leave_no_markup() -> None:
    bad = Initiative(id='--><script x="url(#p)">', title='</svg><script id="a">')
    plan = plan_of(Portfolio(horizon=1, initiatives=[bad]), {bad.id: 1})
    for draw in (plots.gantt, plots.dependencies):
        svg = plots.as_svg(draw(plan))
        assert "<script" not in svg
        assert svg.count("</svg>") == 1


@pytest.mark.slow
def test_axes_stand_for_the_whole_figure_they_are_in() -> None:
    figure = Figure()
    left, _ = figure.subplots(1, 2)
    plots.road(plan_of(omniprio.ten_portfolio(), {"identify": 1}), ax=left)
    assert plots.as_svg(left) == plots.as_svg(figure)


def test_axes_without_a_figure_are_refused() -> None:
    ax = Figure().subplots()
    ax.remove()
    with pytest.raises(ValueError, match="belong to no figure"):
        plots.as_svg(ax)
