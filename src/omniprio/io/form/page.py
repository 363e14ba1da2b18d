"""A questionnaire as one HTML file: it works without a network, and saves the answers as JSON or CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from omniprio.io.form.head import add_head, file_of
from omniprio.language import Speaker, text
from omniprio.numbers import written
from omniprio.parameters import validated

if TYPE_CHECKING:
    from omniprio.assessment import Questionnaire
    from omniprio.assessment.survey import Question, Scale
    from omniprio.language import Language

__all__ = ["to_form"]

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
"""Nothing is loaded and nothing is sent, whatever stands in the questionnaire."""

_MOST_CHOICES = 12
"""A scale with more steps is a number to be written."""

_TOLD = {"how-many": "how many", "nothing-yet": "nothing yet", "saved": "saved", "outside": "outside"}
"""What the page says while it is filled in: the names of its data, and the words."""


@validated
def to_form(questionnaire: Questionnaire, *, language: Language = "en") -> str:
    """Return a questionnaire as an HTML page to be filled in.

    The page loads nothing and sends nothing. It can be filled in with the keyboard alone and opened from a file. What
    it saves, `read_survey` reads: JSON, or CSV in the wide form.

    Args:
        questionnaire: What is asked.
        language: The language of the page; texts of the questionnaire come in it where they are there in it.

    >>> from omniprio.assessment import shipped_questionnaire
    >>> page = to_form(shipped_questionnaire(), language="da")
    >>> page.count("<fieldset"), "https://" in page
    (7, False)
    """
    speaker = Speaker(language)
    page = ET.Element("html", lang=language)
    title = text(questionnaire.title, language) or questionnaire.id
    add_head(page, title, _POLICY)
    main = ET.SubElement(ET.SubElement(page, "body"), "main")
    ET.SubElement(main, "h1").text = title
    ET.SubElement(main, "p").text = speaker.words("form.intro")
    ET.SubElement(ET.SubElement(main, "noscript"), "p").text = speaker.words("form.needs script")
    main.append(_form(questionnaire, speaker))
    if questionnaire.provenance:
        known = speaker.known("provenance", questionnaire.provenance, questionnaire.provenance)
        note = ET.SubElement(main, "p", {"class": "note"})
        note.text = speaker.words("form.provenance", provenance=known)
    ET.SubElement(main, "script").text = file_of("form.js")
    return f"<!doctype html>\n{ET.tostring(page, encoding='unicode', method='html')}\n"


def _form(questionnaire: Questionnaire, speaker: Speaker) -> ET.Element:
    told = {f"data-{name}": speaker.catalogue.text(f"form.{words}") for name, words in _TOLD.items()}
    form = ET.Element("form", {"data-questionnaire": questionnaire.id, "autocomplete": "off", **told})
    _who(form, speaker)
    for number, question in enumerate(questionnaire.questions, start=1):
        _question(form, number, question, questionnaire.scale_of(question), speaker)
    saving = ET.SubElement(form, "p")
    for kind in ("json", "csv"):
        button = ET.SubElement(saving, "button", {"type": "button", "data-kind": kind})
        button.text = speaker.words(f"form.save {kind}")
    ET.SubElement(form, "p", {"role": "status", "aria-live": "polite"})
    return form


def _who(form: ET.Element, speaker: Speaker) -> None:
    part = ET.SubElement(form, "fieldset")
    ET.SubElement(part, "legend").text = speaker.words("form.about you")
    ET.SubElement(part, "p", {"class": "note"}).text = speaker.words("form.may be blank")
    for name in ("organisation", "group", "respondent", "date"):
        label = ET.SubElement(part, "label")
        label.text = speaker.words(f"form.{name}")
        ET.SubElement(label, "input", {"type": "date" if name == "date" else "text", "name": name})


def _question(form: ET.Element, number: int, question: Question, scale: Scale, speaker: Speaker) -> None:
    part = ET.SubElement(form, "fieldset", {"data-question": question.id})
    ET.SubElement(part, "legend").text = f"{number}. {text(question.text, speaker.catalogue.language)}"
    if question.channel:
        ET.SubElement(part, "p", {"class": "note"}).text = question.channel
    name = f"question-{number}"
    steps = _steps(scale)
    if not steps:
        label = ET.SubElement(part, "label")
        label.text = speaker.words("form.from to", lowest=scale.lowest, highest=scale.highest)
        limits = {"min": written(scale.lowest), "max": written(scale.highest), "step": "any"}
        ET.SubElement(label, "input", {"type": "number", "name": name, **limits})
        return
    for step in steps:
        _choice(part, name, str(step), _said(step, scale, speaker))
    _choice(part, name, "", speaker.words("form.no answer"))


def _steps(scale: Scale) -> list[int]:
    """Return the whole numbers of a scale; none where they do not make it up, or are too many to choose from."""
    lowest, highest = scale.lowest, scale.highest
    whole = float(lowest).is_integer() and float(highest).is_integer()
    return list(range(int(lowest), int(highest) + 1)) if whole and highest - lowest < _MOST_CHOICES else []


def _said(step: int, scale: Scale, speaker: Speaker) -> str:
    words = text(scale.labels.get(step, ""), speaker.catalogue.language)
    return f"{speaker.number(step)} – {words}" if words else speaker.number(step)  # noqa: RUF001  a dash between words


def _choice(part: ET.Element, name: str, value: str, words: str) -> None:
    label = ET.SubElement(part, "label")
    choice = ET.SubElement(label, "input", {"type": "radio", "name": name, "value": value})
    if not value:
        choice.set("checked", "checked")
    choice.tail = f" {words}"
