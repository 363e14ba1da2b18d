"""How fields are told of that are moved in several channels: by title, once, with the channels they are moved in."""

from __future__ import annotations

import pytest

from omniprio.catalogue import ten_by_channel
from omniprio.language import Speaker
from omniprio.portfolio.names import Ids, Titles

PORTFOLIO = ten_by_channel()
FIELDS = ("R2@web", "M2", "R2@store", "R2")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "completes “consent and volume” (R2) in Web and Store, “channels and campaigns” (M2) and “consent and volume” (R2)",
        ),
        (
            "da",
            "opfylder »samtykke og volumen« (R2) i Web og Butik, »kanaler og kampagner« (M2) og »samtykke og volumen« (R2)",
        ),
    ],
)
def test_several_channels_of_a_field_are_told_together(language: str, said: str) -> None:
    assert Speaker(language, Titles(PORTFOLIO)).words("plan.completes", fields=FIELDS) == said


def test_one_channel_of_a_field_is_told_by_its_title() -> None:
    said = Speaker("en", Titles(PORTFOLIO)).words(
        "rules.milestone.wanted field", field="R2@e-mail", share=1.0
    )
    assert said.startswith("“consent and volume” (R2) in E-mail")


def test_who_goes_by_ids_gets_ids() -> None:
    said = Speaker("en", Ids(PORTFOLIO)).words("plan.completes", fields=FIELDS)
    assert said == "completes R2@web, M2, R2@store and R2"
