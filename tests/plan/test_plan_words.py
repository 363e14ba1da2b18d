"""Every fact has a sentence in every language."""

from __future__ import annotations

from typing import get_args

import pytest

from omniprio.disc import Disc, Discipline
from omniprio.errors import InvalidArgumentError
from omniprio.language import Language, Speaker, languages
from omniprio.plan import Absence, Jointly, Merit, Shortfall, plan_of
from omniprio.plan.words import absence_sentence, merit_sentence
from omniprio.portfolio import Horizon, Initiative, Portfolio
from omniprio.portfolio.names import Ids
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
    sentence = absence_sentence(absence(why), Speaker(language, Ids(PORTFOLIO)))
    assert sentence[0].isupper() or sentence.startswith("crm")  # an id stays as it is
    assert sentence.endswith(".")
    assert not sentence.endswith("..")
    assert "{" not in sentence


@pytest.mark.parametrize("why", WHYS)
def test_danish_is_not_english(why: str) -> None:
    assert absence_sentence(absence(why), Speaker("da", Ids(PORTFOLIO))) != absence_sentence(
        absence(why), Speaker(names=Ids(PORTFOLIO))
    )


@pytest.mark.parametrize(
    "field",
    [name for name in Merit.model_fields if name != "decision_reason"],  # a text of the user
)
def test_every_merit_has_words_in_danish(field: str) -> None:
    names = ("A1", "A2", "A3")
    jointly = (Jointly(fields=("R1",), others=names),)
    values = {
        "must": True,
        "earns": True,
        "earned": 5.0,
        "step": "omni",
        "completes_jointly": jointly,
        "mode": "fast",
        "runs_over": 2,
    }
    merit = Merit.model_validate({field: values.get(field, names)})
    english, danish = merit_sentence(merit), merit_sentence(merit, Speaker("da"))
    assert english != danish
    assert ("A1, A2 and A3" in english) == ("A1, A2 og A3" in danish)


def test_danish_by_hand() -> None:
    assert absence_sentence(Absence(why="never", decision_reason="loven"), Speaker("da", Ids(PORTFOLIO))) == (
        "Det er besluttet ikke at gøre det (loven)."
    )
    assert absence_sentence(Absence(why="rivals", rivals=("a", "b")), Speaker("da", Ids(PORTFOLIO))) == (
        "a og b er valgt i stedet."
    )
    assert merit_sentence(Merit(), Speaker("da")) == "Bringer intet i sig selv."


def test_a_plan_is_read_in_danish() -> None:
    dated = Horizon(periods=5, start="2027-01-01")
    web, app = (Initiative(id=name, duration=2, cost=1000, advances={"R2": 0.5}) for name in ("web", "app"))
    plan = plan_of(Portfolio(horizon=dated, initiatives=(web, app), currency="kDKK"), {"web": 1, "app": 4})
    text = plan.summary("da")
    assert "2 af 2 initiativer er valgt." in text
    assert "  1.\N{EN DASH}2. kvt. 2027" in text  # web, one after another in a year
    assert "  4. kvt. 2027 - 1. kvt. 2028  app" in text
    assert "Opfylder »samtykke og volumen« (R2)." in text  # 0.5 + 0.5
    assert "2.000 kDKK" in text  # 1000 + 1000
    assert "Lavet i hånden; om der er en bedre plan, er ikke beregnet." in text
    assert "Opfylder »samtykke og volumen« (R2)." in plan.html("da")
    assert plan.html() == plan._repr_html_()


@pytest.mark.parametrize("way", ["summary", "html"])
def test_a_language_that_is_not_there_is_refused(way: str) -> None:
    plan = plan_of(PORTFOLIO, {})
    with pytest.raises(InvalidArgumentError, match="language is 'sv'; give 'en' or 'da'"):
        getattr(plan, way)("sv")


def test_amounts_in_a_shortfall_are_rounded_and_never_below_nothing() -> None:
    sentence = absence_sentence(absence("money"), Speaker(names=Ids(PORTFOLIO)))
    assert "60 kDKK" in sentence
    assert "40 kDKK left" in sentence
    assert "1,234 kDKK" in sentence
    assert "0 kDKK left" in sentence
    assert "-3" not in sentence


def test_amounts() -> None:
    assert [Speaker().amount(number) for number in (0, 999.999, 1e6, 12.5, -1234.0)] == [
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
        ("en", "Completes R1 together with “The app”."),
        ("da", "Opfylder R1 sammen med »The app«."),
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
