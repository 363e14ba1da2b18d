"""The report in a real browser: rendered without a complaint, without a request, printed on A4."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from pages.every_answer import every_answer, small_plan

from omniprio import ten_portfolio
from omniprio.language import Language, languages
from omniprio.optimise import prioritise
from omniprio.report import write_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserType

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("there is no Chromium", allow_module_level=True)

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LANGUAGES = languages()
A4 = (595, 842)
"""Points."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as playwright:
        kind: BrowserType = playwright.chromium
        chromium = kind.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Path]:
    folder = tmp_path_factory.mktemp("report")
    plan = prioritise(ten_portfolio(budget=2500))
    files: dict[Language, Path] = {language: folder / f"{language}.html" for language in LANGUAGES}
    for language, file in files.items():
        write_report(plan, file, language=language)
    return files


@pytest.fixture(scope="module")
def with_answers(tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Path]:
    folder = tmp_path_factory.mktemp("answers")
    files: dict[Language, Path] = {language: folder / f"{language}.html" for language in LANGUAGES}
    for language, file in files.items():
        write_report(small_plan(), file, answers=list(every_answer().values()), language=language)
    return files


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [1200, 360])
def test_it_is_shown_without_a_complaint_or_a_request(
    browser: Browser, pages: dict[Language, Path], language: Language, width: int
) -> None:
    look(browser, pages[language], width, figures=9)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [1200, 360])
def test_so_it_is_with_all_answers(
    browser: Browser, with_answers: dict[Language, Path], language: Language, width: int
) -> None:
    # disc, road, schedule, money; frontier, trade-off, two of robustness, before and after, worth of changes, shares, impact against effort, bids,
    # the group, gaps, a programme
    look(browser, with_answers[language], width, figures=21)


def look(browser: Browser, file: Path, width: int, *, figures: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    address = file.as_uri()
    page.goto(address, wait_until="networkidle")
    assert complaints == []
    assert requests == [address]
    # the page itself never scrolls sideways; wide tables do so on their own, where they are no cards
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator("figure svg").count() == figures
    for figure in page.locator("figure").all():
        frame, drawn = figure.locator(".wide").bounding_box(), figure.locator("svg").bounding_box()
        assert frame is not None
        assert drawn is not None
        assert frame["x"] >= 0
        assert frame["x"] + frame["width"] <= width
        assert drawn["width"] >= min(
            570, frame["width"]
        )  # letters of 7 points can be read, or all is seen at once
        assert drawn["height"] > 40
    page.close()


def test_the_skip_link_is_the_first_stop_and_can_be_seen(
    browser: Browser, pages: dict[Language, Path]
) -> None:
    page = browser.new_page()
    page.goto(pages["en"].as_uri())
    page.keyboard.press("Tab")
    link = page.locator("a.skip")
    assert link.evaluate("link => link === document.activeElement")
    box = link.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "brief"
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_a_few_sheets_of_a4_the_first_of_which_is_the_brief(
    browser: Browser, pages: dict[Language, Path], language: Language
) -> None:
    page = browser.new_page()
    page.goto(pages[language].as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    sheets = re.findall(rb"/Type\s*/Page\b", printed)
    sizes = {
        tuple(round(float(number)) for number in box.split())
        for box in re.findall(rb"/MediaBox\s*\[0 0 ([\d. ]+)\]", printed)
    }
    assert sizes == {A4}
    assert 4 <= len(sheets) <= 9
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})  # 180 mm at 96 dots an inch
    bottom = page.locator("#brief").bounding_box()
    assert bottom is not None
    assert bottom["y"] + bottom["height"] <= (297 - 13 - 14) / 25.4 * 96  # mm between the margins
    page.close()


def test_everything_that_scrolls_can_be_reached_and_seen_with_the_keyboard(
    browser: Browser, with_answers: dict[Language, Path]
) -> None:
    page = browser.new_page(viewport={"width": 660, "height": 800})
    page.goto(with_answers["en"].as_uri())
    scrolling = page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter(one =>
            one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === "auto"
        ).map(one => [one.tabIndex, one.getAttribute("role"), one.getAttribute("aria-label")])"""
    )
    assert scrolling
    assert all(stop == 0 and role == "region" and label for stop, role, label in scrolling)
    label = scrolling[0][2]
    table = page.get_by_role("region", name=label, exact=True).first
    table.focus()
    assert table.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "label => document.querySelector(`.wide[aria-label='${label}']`).scrollLeft > 0", arg=label
    )
    page.close()


@pytest.mark.parametrize("width", [360, 390])
def test_on_a_phone_nothing_is_off_the_screen_and_each_number_says_what_it_is(
    browser: Browser, with_answers: dict[Language, Path], width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(with_answers["da"].as_uri())
    ends = page.evaluate(
        """() => [...document.querySelectorAll("main svg, main th, main td, main p, main dd")].map(
            one => one.getBoundingClientRect().right)"""
    )
    assert max(ends) <= width
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll("main td.number, main .figures td")].filter(
            one => one.textContent && !getComputedStyle(one, "::before").content.includes(":")).length"""
    )
    assert unnamed == 0
    figure = page.locator("figure .wide").first
    figure.click()  # a figure whose letters are too small is enlarged, and is dragged within the screen
    assert page.evaluate("one => one.scrollWidth / one.clientWidth", figure.element_handle()) == 2.5
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_the_list_of_contents_leads_to_every_answer(
    browser: Browser, with_answers: dict[Language, Path]
) -> None:
    page = browser.new_page()
    page.goto(with_answers["da"].as_uri())
    for name in every_answer():
        page.locator(f'nav a[href="#{name}"]').click()
        assert page.locator(f"#{name} h2").is_visible()
        assert page.evaluate("location.hash") == f"#{name}"
    page.close()


def test_no_letters_are_cut_off_on_paper(browser: Browser, with_answers: dict[Language, Path]) -> None:
    page = browser.new_page(viewport={"width": 680, "height": 1000})  # 180 mm at 96 dots an inch
    page.goto(with_answers["da"].as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") == 680
    wide = page.evaluate(
        "() => [...document.querySelectorAll('table, figure svg')].map(one => one.getBoundingClientRect().right)"
    )
    assert max(wide) <= 681
    page.close()
