"""The form of a questionnaire: one file that loads nothing, in each language, whatever stands in the questionnaire."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from omniprio.assessment import Question, Questionnaire, Scale, shipped_questionnaire
from omniprio.io import to_form


class Page(HTMLParser):
    """What stands in a page: each element with its attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [has for name, has in self.found if name == tag and wanted.items() <= has.items()]


@pytest.mark.parametrize(("language", "says"), [("en", "Save as JSON"), ("da", "Gem som JSON")])
def test_the_form_has_every_question_with_every_answer(language: str, says: str) -> None:
    asked = shipped_questionnaire()
    page = Page(to_form(asked, language=language))
    assert page.all("html") == [{"lang": language}]
    assert says in page.words
    assert [one.get("data-question") for one in page.all("fieldset")] == [
        None,
        *(one.id for one in asked.questions),
    ]
    for number in range(1, len(asked.questions) + 1):
        values = [one["value"] for one in page.all("input", type="radio", name=f"question-{number}")]
        assert values == ["1", "2", "3", "4", "5", ""]  # the last is no answer, and is chosen at first
    assert len(page.all("input", checked="checked")) == len(asked.questions)
    assert page.words.count("3 – to some degree" if language == "en" else "3 – i nogen grad") == 6  # noqa: RUF001


def test_every_input_is_within_its_label_and_every_group_has_a_legend() -> None:
    page = to_form(shipped_questionnaire())
    assert len(re.findall(r"<label>[^<]*<input", page)) == page.count("<input")
    assert page.count("<fieldset") == page.count("<legend") == 7


def test_nothing_is_loaded_and_nothing_can_be_sent() -> None:
    page = to_form(shipped_questionnaire())
    assert "default-src 'none'" in page
    assert not re.search(r"https?:|\bsrc=|\bhref=|url\(|@import|fetch\(|XMLHttpRequest|\baction=", page)


def test_what_stands_in_a_questionnaire_stays_text() -> None:
    evil = '</script><script>alert("1")</script>'
    asked = Questionnaire(
        id=f'x" onload="{evil}',
        title=evil,
        provenance=evil,
        scale=Scale(lowest=0, highest=1, labels={1: evil}),
        questions=[Question(id=evil, text=evil, fields=["R2"], channel=evil)],
    )
    page = Page(to_form(asked))
    assert len(page.all("script")) == 1
    assert page.all("form")[0]["data-questionnaire"] == asked.id
    assert page.all("fieldset")[1]["data-question"] == evil
    assert not any("onload" in has for _, has in page.found)


@pytest.mark.parametrize(("lowest", "highest"), [(0, 100), (0, 0.5)])
def test_a_scale_without_a_few_whole_steps_is_a_number_to_write(lowest: float, highest: float) -> None:
    asked = Questionnaire(
        scale=Scale(lowest=lowest, highest=highest), questions=[Question(id="q", text="?", fields=["R2"])]
    )
    page = Page(to_form(asked))
    (number,) = page.all("input", type="number")
    assert (number["min"], number["max"], number["step"]) == ("0", f"{highest:g}", "any")
    assert page.all("input", type="radio") == []
