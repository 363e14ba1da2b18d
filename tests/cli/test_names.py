"""Initiatives are named on the command line by their ids or their titles, in any language and with any letters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from omniprio import Initiative, Portfolio
from omniprio.cli import Exit, main
from omniprio.cli.names import ids_of
from omniprio.errors import InvalidInputError

if TYPE_CHECKING:
    from pathlib import Path

NAMED = Portfolio(
    horizon=1,
    initiatives=[
        Initiative(id="a", title={"da": "Måling, “det hele”", "en": "Measuring"}),
        Initiative(id="b", title="Web shop"),
        Initiative(id="c", title="web shop"),
        Initiative(id="Measuring-2", title="a"),  # an id goes before a title
        Initiative(id="d"),
    ],
)


@pytest.mark.parametrize(
    ("named", "meant"),
    [("måling, “DET hele”", "a"), ("measuring", "a"), ("a", "a"), ("Measuring-2", "Measuring-2"), ("d", "d")],
)
def test_an_initiative_is_named_by_its_id_or_a_title(named: str, meant: str) -> None:
    assert ids_of([named], NAMED) == [meant]


@pytest.mark.parametrize("named", ["Web shop", "", "nothing"])
def test_what_two_are_called_or_none_is_refused(named: str) -> None:
    with pytest.raises(InvalidInputError, match="use one of"):
        ids_of([named], NAMED)


def test_a_title_in_quotes_is_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "portfolio.json"
    file.write_text(NAMED.to_json(), encoding="utf-8")
    assert main(["qualify", str(file), "Måling, “det hele”", "--language", "da"]) is Exit.DONE
    assert [row["id"] for row in json.loads(capsys.readouterr().out)["rows"]] == ["a"]
