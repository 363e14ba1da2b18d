"""What people write into a workbook that is nearly right: words of its own language, and titles where ids are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from omniprio import Portfolio
from omniprio.errors import InvalidInputError
from omniprio.io import read_csv
from omniprio.io.template import example_portfolio

if TYPE_CHECKING:
    from pathlib import Path


def test_a_word_that_is_none_of_those_asked_for_is_told_in_the_language_of_the_table(tmp_path: Path) -> None:
    text = "id;titel;beslutning;løfter\nweb;Webshop;nej;R2=0,5\napp;App;skal;R2=0,2\n"
    (tmp_path / "initiativer.csv").write_text(text, encoding="utf-8")
    (tmp_path / "horisont.csv").write_text("perioder\n2\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_csv(tmp_path)
    (fault,) = caught.value.faults
    assert (str(fault.problem), str(fault.remedy)) == ("is 'nej'", "give 'fri', 'skal' or 'aldrig'")


def test_a_title_where_an_id_is_asked_for_says_whose_it_is() -> None:
    web = {"id": "p1", "title": {"da": "Netbutik", "en": "Web shop"}, "advances": {"R2": 0.5}}
    app = {"id": "p2", "title": "App", "requires": ["web SHOP"], "advances": {"R2": 0.2}}
    with pytest.raises(InvalidInputError) as caught:
        Portfolio.model_validate({"horizon": 2, "initiatives": [web, app]})
    (fault,) = caught.value.faults
    assert str(fault.remedy) == "correct the id or add the initiative (did you mean p1?)"


def test_the_template_calls_teams_in_its_language() -> None:
    danish = example_portfolio("da")
    assert danish.by_id["store-visit"].owner == "e-handel"
    assert danish.by_id["store-visit"].effort.keys() == {"e-handel", "butikker", "IT"}
    assert danish.by_id["store-visit"].tags["team"] == ("e-handel", "butikker", "IT")
    assert danish.capacities.keys() > {"e-handel", "butikker", "IT"}
    assert example_portfolio("en").by_id["store-visit"].owner == "e-commerce"
