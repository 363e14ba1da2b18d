"""The pages in a real browser, served by the command that a reader types."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from omniprio import Initiative, Plan, Portfolio
from omniprio.assessment import Assessment, Bids

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, BrowserType, Page

pytest.importorskip("marimo")
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
)
PATIENCE = 120_000
"""Milliseconds, for machines that do much else."""

PORTFOLIO = Portfolio(
    horizon=3,
    initiatives=[
        Initiative(id="web", title={"en": "Web shop", "da": "Netbutik"}, cost=30, advances={"D2": 0.6}),
        Initiative(id="app", title={"en": "App", "da": "App"}, cost=20, advances={"D2": 0.3}),
    ],
    budget=40,
    currency="kDKK",
)
"""There is money for the web shop or the app: the web shop."""

BIDS = Bids(
    assessments=[
        Assessment(rater="IT", ratings={"D2": 0.2, "R2": 0.5}),
        Assessment(rater="Shops", ratings={"D2": 0.8, "R2": 0.5}),
    ]
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as playwright:
        kind: BrowserType = playwright.chromium
        chromium = kind.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()


@contextmanager
def opened(browser: Browser, words: Sequence[str], language: str, width: int) -> Iterator[Page]:
    """Serve a page, look at it, and see it end with Ctrl-C, without a word that was not asked for."""
    serving = subprocess.Popen(
        [sys.executable, "-m", "omniprio", "--language", language, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "BROWSER": "true"},  # a browser that opens nothing
    )
    assert serving.stdout is not None
    address = serving.stdout.readline().strip()
    page = browser.new_page(viewport={"width": width, "height": 900}, locale=language)
    page.set_default_timeout(PATIENCE)
    errors: list[str] = []
    elsewhere: list[str] = []
    origin = address.partition("?")[0]
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "request", lambda request: elsewhere.append(request.url) if is_outside(request.url, origin) else None
    )
    try:
        page.goto(address)
        yield page
        assert (errors, elsewhere) == ([], [])
    finally:
        if folder_of_pictures := os.environ.get("OMNIPRIO_PICTURES"):
            page.screenshot(
                path=Path(folder_of_pictures) / f"{words[0]}-{language}-{width}.png", full_page=True
            )
        page.close()
        serving.send_signal(signal.SIGINT)
        out, error = serving.communicate(timeout=60)
    assert (out, error, serving.returncode) == ("", "", 0)


def portfolio_in(folder: Path) -> str:
    file = folder / "portfolio.json"
    file.write_text(PORTFOLIO.to_json(), encoding="utf-8")
    return str(file)


def is_outside(url: str, origin: str) -> bool:
    return not url.startswith((origin, origin.replace("http", "ws"), "data:", "blob:"))


def saved(page: Page, label: str) -> str:
    with page.expect_download() as download:
        page.locator("marimo-download").get_by_text(label, exact=True).click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def test_on_a_phone_money_moves_the_plan_and_what_is_there_can_be_saved(
    browser: Browser, tmp_path: Path
) -> None:
    with opened(browser, ["what-if", portfolio_in(tmp_path)], "da", 390) as page:
        page.get_by_text("Bevist: ingen plan er bedre.").wait_for()
        page.locator(".what-if-changes").wait_for()
        assert page.locator("figure svg").count() == 5  # road, disc, schedule, money; compared
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert ends(page, ".what-if svg, p") <= 390
        title = page.get_by_role("heading", name="Hvad nu hvis?").bounding_box()
        menu = page.get_by_role("button").first.bounding_box()
        assert title is not None
        assert menu is not None
        assert title["y"] >= menu["y"] + menu["height"]

        page.get_by_role("button").first.click()
        money = page.get_by_role("dialog").get_by_role("region", name="Penge")
        money.get_by_text("Hovedbudget", exact=True).wait_for()
        money.get_by_role("textbox").first.fill("20")
        page.keyboard.press("Enter")
        page.get_by_text("Hovedbudget: 20 kDKK i stedet for 40 kDKK.").wait_for(state="attached")
        page.get_by_text("Ude: »Netbutik«.").wait_for(state="attached")
        page.get_by_text("Med: »App«.").wait_for(state="attached")
        page.keyboard.press("Escape")

        assert Portfolio.from_json(saved(page, "Portefølje")).limits["money"].total == 20
        plan = Plan.from_json(saved(page, "Plan"))
        assert (plan.starts, plan.proven) == ({"app": 1}, True)
        assert saved(page, "Rapport").lower().startswith("<!doctype html>")


def test_a_workshop_hears_phones_agrees_and_plans_from_there(browser: Browser, tmp_path: Path) -> None:
    bids = tmp_path / "bids.json"
    bids.write_text(BIDS.model_dump_json(), encoding="utf-8")
    words = ["workshop", portfolio_in(tmp_path), "--bids", str(bids), "--host", "0.0.0.0"]  # noqa: S104  what is tried
    with opened(browser, words, "en", 1280) as page:
        address = page.locator(".what-if-invitation a").get_attribute("href")
        assert address is not None
        page.get_by_text("60% apart: IT 20%, Shops 80%.").wait_for()
        with browser.new_page(viewport={"width": 390, "height": 844}) as phone:
            phone.goto(address)
            phone.get_by_role("textbox").fill("HR & Pay")
            phone.get_by_role("button").click()
            phone.get_by_label("(D2)").select_option("0.9")
            phone.get_by_role("button").click()
            phone.get_by_role("status").wait_for()
            assert phone.evaluate("document.documentElement.scrollWidth") == 390
        page.get_by_text("70% apart: IT 20%, Shops 80%, HR & Pay 90%.").wait_for()
        page.locator(".what-if-changes").last.wait_for()
        page.locator(".what-if-row select").select_option("100%")
        page.get_by_text("Out: “Web shop”.").wait_for()
        assert Portfolio.from_json(saved(page, "Portfolio")).start["D2"] == 1
        heard = Assessment(rater="HR & Pay", ratings={"D2": 0.9})
        assert Bids.from_json(saved(page, "Bids")).assessments == (*BIDS.assessments, heard)


def ends(page: Page, what: str) -> float:
    """Return how far to the right anything ends."""
    found: list[float] = page.evaluate(
        "what => [...document.querySelectorAll(what)].map(one => one.getBoundingClientRect().right)", what
    )
    return max(found)
