"""Whose page it is: a name, a logo and a colour, and what is refused."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest
from pages.every_answer import small_plan
from pages.logo import png
from pages.reading import read

from omniprio.cli import Exit, main
from omniprio.errors import InvalidArgumentError
from omniprio.report import Brand, report_html
from omniprio.report.palette import PALETTE

if TYPE_CHECKING:
    from pathlib import Path

    from omniprio.language import Language

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"><rect width="40" height="10"/></svg>'


@pytest.mark.slow
@pytest.mark.parametrize(("logo", "kind"), [(SVG, "svg+xml"), (png(), "png")], ids=["svg", "png"])
@pytest.mark.parametrize(("language", "kicker"), [("en", "Plan and reasons"), ("da", "Plan og begrundelser")])
def test_the_page_shows_whose_it_is(logo: bytes, kind: str, language: Language, kicker: str) -> None:
    brand = Brand(name="Nord & Bo", logo=logo, colour="#5B2A00")
    text = report_html(small_plan(), language=language, brand=brand)
    page = read(text)
    (picture,) = page.all("img")
    assert picture.attributes["src"] == f"data:image/{kind};base64,{b64encode(logo).decode()}"
    assert f'<p class="kicker">Nord &amp; Bo · {kicker}</p>' in text
    assert f"Nord &amp; Bo \N{EN DASH} {kicker}</title>" in text
    assert "--accent: #5B2A00;" in text
    assert PALETTE["accent"] not in text
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:\"" in text


@pytest.mark.slow
def test_a_page_of_nobody_allows_no_pictures() -> None:
    text = report_html(small_plan(), brand=Brand())
    assert text == report_html(small_plan())
    assert "<img" not in text
    assert "img-src" not in text


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"name": "n" * 201}, "name is no short text; give text of at most 200 letters"),
        ({"name": 1}, "name is no short text"),
        ({"logo": "logo.png"}, "logo is no whole picture in PNG or SVG"),
        ({"logo": b"GIF89a"}, "logo is no whole picture in PNG or SVG"),
        ({"logo": png()[:-1]}, "logo is no whole picture in PNG or SVG"),
        ({"logo": SVG[:-1]}, "logo is no whole picture in PNG or SVG"),
        ({"logo": b"<svg/>"}, "logo is no whole picture in PNG or SVG"),
        ({"logo": b"<!DOCTYPE svg>" + SVG}, "logo is no whole picture in PNG or SVG"),
        ({"logo": SVG + b" " * 1_000_000}, "logo is over 1,000,000 bytes"),
        ({"logo": png(4_001, 1)}, "logo is 4,001 by 1 pixels; give one of at most 4,000 pixels a side"),
        ({"colour": "red"}, "colour is 'red', which is no colour; give six digits after #"),
        ({"colour": "#0a4f7a;}"}, "colour is '#0a4f7a;}', which is no colour"),
        # 0.2126 + 0.7152 = 0.9278 bright beside 0.9213 of the ground #f3f6f8: (0.9213 + 0.05) / (0.9278 + 0.05) = 0.99
        ({"colour": "#ffff00"}, "colour is '#ffff00', which is hard to read (1 to 1)"),
    ],
)
def test_what_cannot_be_shown_is_refused(given: dict[str, Any], says: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        Brand(**given)
    assert says in str(caught.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        Brand(logo=b"x", colour="x")
    assert [fault.path for fault in caught.value.faults] == ["logo", "colour"]


@pytest.mark.slow
def test_the_command_line_takes_it_from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.json").write_text(small_plan().to_json(), encoding="utf-8")
    (tmp_path / "logo.svg").write_bytes(SVG)
    asked = ["report", "plan.json", "-o", "page.html", "--brand", "Nordbo", "--colour"]
    assert main([*asked, "#5b2a00", "--logo", "logo.svg"]) == Exit.DONE
    expected = report_html(small_plan(), brand=Brand(name="Nordbo", logo=SVG, colour="#5b2a00"))
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == expected
    assert main([*asked, "#ffd400"]) == Exit.BAD_INPUT
    assert main([*asked, "#5b2a00", "--logo", "plan.json"]) == Exit.BAD_INPUT
    assert main([*asked, "#5b2a00", "--logo", "missing.png"]) == Exit.FILE
