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

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as playwright:
        kind: BrowserType = playwright.chromium
        chromium = kind.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()


@contextmanager
def opened(browser: Browser, verb: str, language: str, width: int, folder: Path) -> Iterator[Page]:
    """Serve a page, look at it, and see it end with Ctrl-C, without a word that was not asked for."""
    file = folder / "portfolio.json"
    file.write_text(PORTFOLIO.to_json(), encoding="utf-8")
    serving = subprocess.Popen(
        [sys.executable, "-m", "omniprio", "--language", language, verb, str(file)],
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
            page.screenshot(path=Path(folder_of_pictures) / f"{verb}-{language}-{width}.png", full_page=True)
        page.close()
        serving.send_signal(signal.SIGINT)
        out, error = serving.communicate(timeout=60)
    assert (out, error, serving.returncode) == ("", "", 0)


def is_outside(url: str, origin: str) -> bool:
    return not url.startswith((origin, origin.replace("http", "ws"), "data:", "blob:"))


def saved(page: Page, label: str) -> str:
    with page.expect_download() as download:
        page.locator("marimo-download").get_by_text(label, exact=True).click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def test_money_moves_the_plan_and_what_is_there_can_be_saved(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, "what-if", "en", 1280, tmp_path) as page:
        page.get_by_text("Proven: no plan is better.").wait_for()
        page.locator(".what-if-changes").wait_for()
        assert page.locator("figure svg").count() == 5  # road, disc, schedule, money; compared

        page.get_by_role("textbox").first.fill("20")
        page.keyboard.press("Enter")
        page.get_by_text("Main budget: 20 kDKK in place of 40 kDKK.").wait_for()
        page.get_by_text("Out: “Web shop”.").wait_for()
        page.get_by_text("In: “App”.").wait_for()

        page.get_by_role("button", name="Keep this plan aside").click()
        page.get_by_text("Nothing has been moved.").wait_for()

        portfolio = Portfolio.from_json(saved(page, "Portfolio"))
        assert portfolio.limits["money"].total == 20
        plan = Plan.from_json(saved(page, "Plan"))
        assert (plan.starts, plan.proven) == ({"app": 1}, True)
        assert saved(page, "Report").lower().startswith("<!doctype html>")


def test_on_a_phone_all_is_on_the_screen_in_danish(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, "what-if", "da", 390, tmp_path) as page:
        page.get_by_text("Bevist: ingen plan er bedre.").wait_for()
        page.locator(".what-if-changes").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        ends = page.evaluate(
            "[...document.querySelectorAll('.what-if svg')].map(one => one.getBoundingClientRect().right)"
        )
        assert max(ends) <= 390
        title = page.get_by_role("heading", name="Hvad nu hvis?").bounding_box()
        menu = page.get_by_role("button").first.bounding_box()
        assert title is not None
        assert menu is not None
        assert title["y"] >= menu["y"] + menu["height"]
        page.get_by_role("button").first.click()
        page.get_by_role("region", name="Penge").get_by_text("Hovedbudget", exact=True).wait_for()
