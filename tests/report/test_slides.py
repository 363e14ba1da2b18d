"""The figures of the report as slides, read back as PowerPoint would. Needs the extra `slides`, which `.ci/run` brings."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from pages.every_answer import small_plan
from pages.logo import png
from pages.reading import read

from omniprio.answers import frontier, qualify_all
from omniprio.cli import Exit, main
from omniprio.language import catalogue
from omniprio.report import Brand, report_html, report_slides

if TYPE_CHECKING:
    from pathlib import Path

    from omniprio.language import Language

pptx = pytest.importorskip("pptx")


def slides_in(document: bytes) -> list[Any]:
    return list(pptx.Presentation(BytesIO(document)).slides)


def picture_on(slide: Any) -> Any:  # noqa: ANN401  the package is an extra
    (found,) = (
        shape for shape in slide.shapes if shape.shape_type == pptx.enum.shapes.MSO_SHAPE_TYPE.PICTURE
    )
    return found


@pytest.mark.parametrize(("language", "below"), [("en", "Plan and reasons"), ("da", "Plan og begrundelser")])
def test_each_figure_of_the_page_has_a_slide(language: Language, below: str) -> None:
    plan = small_plan()
    answers = [qualify_all(plan.portfolio, plan=plan)]
    brand = Brand(name="Nordbo", logo=png(), colour="#5b2a00")
    first, *others = slides_in(report_slides(plan, answers=answers, language=language, brand=brand))
    page = read(report_html(plan, answers=answers, language=language))
    assert first.placeholders[1].text_frame.text == f"Nordbo · {below}"
    assert picture_on(first).image.blob == png()
    assert [str(first.shapes.title.text_frame.paragraphs[0].font.color.rgb)] == ["5B2A00"]
    seen = [one.attributes["aria-label"] for one in page.all("svg") if "aria-label" in one.attributes]
    assert len(others) == len(seen) > 3
    for slide, said in zip(others, seen, strict=True):
        assert picture_on(slide).element.nvPicPr.cNvPr.get("descr") == said
        assert slide.notes_slide.notes_text_frame.text.startswith(said)


def test_pictures_keep_their_shape_and_stay_on_the_slide() -> None:
    deck = pptx.Presentation(BytesIO(report_slides(small_plan())))
    for slide in list(deck.slides)[1:]:
        shown = picture_on(slide)
        width, height = shown.image.size
        assert shown.width / shown.height == pytest.approx(width / height, rel=0.01)
        assert shown.image.dpi == (200, 200)
        for shape in slide.shapes:
            assert 0 <= shape.left <= shape.left + shape.width <= deck.slide_width
            assert 0 <= shape.top <= shape.top + shape.height <= deck.slide_height
        assert slide.shapes.title.text_frame.text


def test_the_command_line_writes_slides(tmp_path: Path) -> None:
    source, target = tmp_path / "plan.json", tmp_path / "plan.PPTX"
    source.write_text(small_plan().to_json(), encoding="utf-8")
    assert main(["report", str(source), "-o", str(target)]) == Exit.DONE
    assert len(slides_in(target.read_bytes())) == len(slides_in(report_slides(small_plan())))


def test_what_is_not_settled_is_said_on_the_slide() -> None:
    plan = small_plan()
    open_still = frontier(plan.portfolio, time_limit=1e-9, known=plan)
    assert not open_still.is_final
    shown = slides_in(report_slides(plan, answers=[open_still]))
    said = [shape.text_frame.text for slide in shown for shape in slide.shapes if shape.has_text_frame]
    assert sum(text == catalogue("en").words["report.not settled"] for text in said) == 1
