"""The form in a real browser: filled in from a file with the keyboard alone, saved, and read back."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from omniprio.assessment import Answers, Question, Questionnaire, Scale
from omniprio.io import read_survey, to_form

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("there is no Chromium", allow_module_level=True)

ASKED = Questionnaire(
    id="own",
    title="Own",
    scale=Scale(lowest=1, highest=3),
    questions=[
        Question(id="a", text="A?", fields=["R2"]),
        Question(id="b, or c", text="B?", fields=["D2"]),
        Question(id="d", text="D?", fields=["A2"], scale=Scale(lowest=0, highest=100)),
    ],
)


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    (tmp_path / "form.html").write_text(to_form(ASKED, language="da"), encoding="utf-8")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        opened = browser.new_page(accept_downloads=True)
        complaints: list[str] = []
        opened.on("console", lambda message: complaints.append(message.text))
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.goto((tmp_path / "form.html").as_uri())
        yield opened
        assert complaints == []
        browser.close()


def test_what_is_filled_in_with_the_keyboard_is_read_back(page: Page, tmp_path: Path) -> None:
    keys = page.keyboard
    keys.press("Tab")
    keys.type("=Shop; =A")
    keys.press("Tab")
    keys.press("Tab")
    keys.type('Ann "Bo"')
    page.locator("input[type=date]").fill("2026-05-01")
    page.locator("input[type=radio]").nth(3).focus()  # no answer, which is chosen at first
    keys.press("ArrowUp")  # the one before: 3 of 1 to 3
    assert page.locator("[role=status]").text_content() == "1 af 3 besvaret."
    keys.press("Tab")
    keys.press("Tab")
    keys.type("12.5")
    saved = []
    for kind in ("json", "csv"):
        with page.expect_download() as download:
            keys.press("Tab")
            keys.press("Enter")
        saved.append(tmp_path / f"saved.{kind}")
        download.value.save_as(saved[-1])
    assert "Gemt som Shop_A-Ann_Bo_-2026-05-01.csv" in (page.locator("[role=status]").text_content() or "")
    wanted = Answers(
        questionnaire="own",
        organisation="=Shop; =A",
        respondent='Ann "Bo"',
        date=date(2026, 5, 1),
        answers={"a": 3, "b, or c": None, "d": 12.5},
    )
    assert read_survey([saved[0]], ASKED).answers == (wanted,)
    without = wanted.model_copy(
        update={"questionnaire": ""}
    )  # a table does not say which questionnaire it answers
    assert read_survey([saved[1]], ASKED, form="wide").answers == (without,)


def test_nothing_and_what_is_outside_of_the_scale_are_not_saved(page: Page) -> None:
    page.locator("button").first.click()
    assert (
        page.locator("[role=status]").text_content()
        == "Der er endnu intet at gemme: intet spørgsmål er besvaret."
    )
    page.locator("input[type=number]").fill("101")
    page.locator("button").first.click()
    assert page.locator("[role=status]").text_content() == "Dette tal ligger uden for skalaen: 3. D?"
