"""Every fact has a sentence in every language."""

from __future__ import annotations

from typing import get_args

import pytest

from omniprio.disc import Disc, Discipline
from omniprio.language import Language, languages
from omniprio.plan import Absence, Jointly, Merit, Shortfall, plan_of
from omniprio.plan.words import absence_sentence, amount, merit_sentence
from omniprio.portfolio import Initiative, Portfolio
from omniprio.report.voice import Voice

LANGUAGES = languages()
WHYS = get_args(Absence.model_fields["why"].annotation)
PORTFOLIO = Portfolio(horizon=1, initiatives=(), currency="kDKK")
SHORT = (Shortfall(budget="money", takes=60, left=40), Shortfall(budget="it", takes=1234.5, left=-3))


def absence(why: str) -> Absence:
    return Absence.model_validate(
        {
            "why": why,
            "missing": ("crm",),
            "rivals": ("crm",),
            "broken": ("capacity crew: 1 too much",),
            "short": SHORT if why == "money" else (),
        }
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("why", WHYS)
def test_every_absence_has_a_sentence(why: str, language: Language) -> None:
    sentence = absence_sentence(absence(why), PORTFOLIO, language)
    assert sentence[0].isupper() or sentence.startswith("crm")  # an id stays as it is
    assert sentence.endswith(".")
    assert not sentence.endswith("..")
    assert "{" not in sentence


@pytest.mark.parametrize("why", WHYS)
def test_danish_is_not_english(why: str) -> None:
    assert absence_sentence(absence(why), PORTFOLIO, "da") != absence_sentence(absence(why), PORTFOLIO)


@pytest.mark.parametrize(
    "field",
    [name for name in Merit.model_fields if name != "decision_reason"],  # a text of the user
)
def test_every_merit_has_words_in_danish(field: str) -> None:
    names = ("A1", "A2", "A3")
    jointly = (Jointly(fields=("R1",), others=names),)
    values = {"must": True, "earns": True, "completes_jointly": jointly}
    merit = Merit.model_validate({field: values.get(field, names)})
    english, danish = merit_sentence(merit), merit_sentence(merit, "da")
    assert english != danish
    assert ("A1, A2 and A3" in english) == ("A1, A2 og A3" in danish)


def test_danish_by_hand() -> None:
    assert absence_sentence(Absence(why="never", decision_reason="loven"), PORTFOLIO, "da") == (
        "Det er besluttet ikke at gøre det (loven)."
    )
    assert absence_sentence(Absence(why="rivals", rivals=("a", "b")), PORTFOLIO, "da") == (
        "a og b er valgt i stedet."
    )
    assert merit_sentence(Merit(), "da") == "Flytter intet på skiven."


def test_amounts_in_a_shortfall_are_rounded_and_never_below_nothing() -> None:
    sentence = absence_sentence(absence("money"), PORTFOLIO)
    assert "60 kDKK" in sentence
    assert "40 kDKK left" in sentence
    assert "1,234.50 kDKK" in sentence
    assert "0 kDKK left" in sentence
    assert "-3" not in sentence


def test_amounts() -> None:
    assert [amount(number) for number in (0, 999.999, 1e6, 12.5, -1234.0)] == [
        "0",
        "1,000",
        "1,000,000",
        "12.50",
        "-1,234",
    ]


def test_names_with_braces_are_taken_as_they_are() -> None:
    assert merit_sentence(Merit(unlocks=("{0}", "{web}"))) == "Unlocks {0} and {web}."


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("en", "Completes R1 together with The app."),
        ("da", "Fuldender R1 sammen med The app."),
    ],
)
def test_a_report_says_who_completes_a_field_together(language: Language, reason: str) -> None:
    disc = Disc(disciplines=(Discipline(id="R", levels=1),), start_level=0)
    web, app = (
        Initiative(id=name, title=f"The {name}", advances={"R1": share})
        for name, share in (("web", 0.6), ("app", 0.4))
    )
    plan = plan_of(Portfolio(horizon=1, disc=disc, initiatives=(web, app)), {"web": 1, "app": 1})
    assert Voice(plan, language).merit(plan.schedule[0].why) == reason
