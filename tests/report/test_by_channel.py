"""The report of a portfolio with channels: how far each field is in each of them, worked out by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from omniprio import Initiative, Portfolio, plan_of
from omniprio.catalogue import ten_by_channel
from omniprio.disc import Channel, Disc, Discipline
from omniprio.language import Speaker
from omniprio.portfolio.names import Titles
from omniprio.report import report_html

if TYPE_CHECKING:
    from omniprio.language import Language
    from omniprio.plan import Plan

CHANNELS = (
    Channel(id="web", title={"en": "Web shop", "da": "Netbutik"}),
    Channel(id="shops"),
    Channel(id="post"),
)


def plan(disc: Disc) -> Plan:
    web = Initiative(id="site", advances={"R2@web": 0.6})
    both = Initiative(id="both", advances={"R2": 0.25})
    return plan_of(Portfolio(horizon=2, disc=disc, initiatives=[web, both]), {"site": 1, "both": 2})


def rows(page: str) -> list[list[str]]:
    """Return the cells of the table by channel, its heads first."""
    found = page.split("in each channel, at the start and at the end</caption>")[1].split(
        "</table>", maxsplit=1
    )[0]
    bare = found.replace("\N{NO-BREAK SPACE}", " ").replace(" %", "%")
    return [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in bare.split("</tr>")[:-1]]


def test_each_field_that_is_judged_by_channel_has_a_row() -> None:
    recognised = Discipline(id="R", levels=2, channels=("web", "shops"))
    whole = Discipline(id="O", levels=2, whole=True)
    page = report_html(plan(Disc(disciplines=[recognised, whole], channels=CHANNELS)))
    # the first level is there at the start; of the second the web has 0.6 + 0.25, the shops 0.25, the post no part
    heads, first, second = rows(page)
    assert heads == ["Field", "Web shop", "shops", "post"]
    assert [one.strip() for one in first] == ["R1", "100%", "100%", "\N{EN DASH}"]
    assert [one.strip() for one in second] == ["R2", "0% → 85%", "0% → 25%", "\N{EN DASH}"]


@pytest.mark.slow
def test_in_danish_and_without_channels() -> None:
    recognised = Discipline(id="R", levels=2)
    with_them = report_html(plan(Disc(disciplines=[recognised], channels=CHANNELS)), language="da")
    assert "Hvor meget af hvert felt der er opfyldt i hver kanal" in with_them
    assert "Netbutik" in with_them
    bare = Portfolio(
        horizon=2, disc=Disc(disciplines=[recognised]), initiatives=[Initiative(id="a", advances={"R2": 1})]
    )
    assert "in each channel" not in report_html(plan_of(bare, {"a": 1}))


@pytest.mark.parametrize(
    ("language", "called", "mentioned"),
    [
        ("en", "consent and volume (R2) in Web", "“consent and volume” (R2) in Web"),
        ("da", "samtykke og volumen (R2) i Web", "»samtykke og volumen« (R2) i Web"),
    ],
)
def test_a_channel_of_a_field_is_called_in_words(language: Language, called: str, mentioned: str) -> None:
    speaker = Speaker(language, Titles(ten_by_channel()))
    assert (speaker.called("field", "R2@web"), speaker.mentioned("field", "R2@web")) == (called, mentioned)
