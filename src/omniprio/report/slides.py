"""The figures of the page as slides of PowerPoint: a title, then one figure a slide with a sentence."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from omniprio.io.extras import needed
from omniprio.report.page import sections_of
from omniprio.report.palette import PALETTE
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from omniprio.language import Language
    from omniprio.plan import Plan
    from omniprio.report.answers import Answer
    from omniprio.report.brand import Brand
    from omniprio.report.page import Section
    from omniprio.report.vector import Picture

__all__ = ["slides"]

_WIDE, _HIGH = 13.333, 7.5
"""Inches of a slide, 16 to 9."""
_EDGE = 0.6
_TITLE_ONLY, _TITLE = 5, 0
"""Places of layouts in the empty file that python-pptx brings."""
_LOGO = 2.2, 0.9
"""The most inches of a logo."""
_LONGEST = 200
"""Letters of a sentence on a slide; of a longer one the slide has what stands before its list."""


def slides(
    plan: Plan, answers: Sequence[Answer], others: Mapping[str, Plan], language: Language, brand: Brand
) -> bytes:
    """Return the file.

    Args:
        plan: The plan.
        answers: Results whose figures come too.
        others: Other plans to show beside it, by name.
        language: The language of the slides.
        brand: Whose they are.
    """
    deck = _Deck(brand)
    voice = Voice(plan, language)
    sections = sections_of(voice, answers, others)
    deck.title(voice.title, voice.say("kicker"))
    for section in sections:
        for one in getattr(section.it, "pictures", ()):
            deck.figure(section, one)
    return deck.document(voice.title)


def _sentence(says: str) -> str:
    if len(says) <= _LONGEST:
        return says
    return says.partition(":")[0].removesuffix(".") + "."


class _Deck:
    """Slides one after the other."""

    def __init__(self, brand: Brand) -> None:
        self._brand = brand
        self._file: Any = needed("pptx", "slides").Presentation()
        units = needed("pptx.util", "slides")
        self._inches, self._points = units.Inches, units.Pt
        colour = needed("pptx.dml.color", "slides").RGBColor
        self._accent = colour.from_string((brand.colour or PALETTE["accent"]).removeprefix("#").upper())
        self._ink = colour.from_string(PALETTE["ink"].removeprefix("#").upper())
        self._file.slide_width, self._file.slide_height = self._inches(_WIDE), self._inches(_HIGH)

    def title(self, words: str, below: str) -> None:
        """Add the first slide."""
        slide = self._slide(_TITLE)
        self._write(slide.shapes.title, words, (_EDGE, 2.4, _WIDE - 2 * _EDGE, 1.6), size=40, heading=True)
        under = " \u00b7 ".join(filter(None, (self._brand.name, below)))
        self._write(slide.placeholders[1], under, (_EDGE, 4.1, _WIDE - 2 * _EDGE, 0.8), size=20)
        if self._brand.is_png:
            self._put(slide, self._brand.logo, (_WIDE - _EDGE - _LOGO[0], _EDGE, *_LOGO), self._brand.name)

    def figure(self, section: Section, shown: Picture) -> None:
        """Add a slide with a figure."""
        slide = self._slide(_TITLE_ONLY)
        width = _WIDE - 2 * _EDGE
        self._write(slide.shapes.title, section.title, (_EDGE, 0.3, width, 0.7), size=28, heading=True)
        box = (_EDGE, 6.45, width, 0.75)
        text = slide.shapes.add_textbox(*map(self._inches, box))
        answer: list[str] = getattr(section.it, "says", [])  # it begins with what is not settled
        self._write(text, _sentence(next(iter(answer), shown.says)), box, size=16)
        self._put(slide, shown.png, (_EDGE, 1.1, width, 5.25), shown.says)
        slide.notes_slide.notes_text_frame.text = "\n".join(
            filter(None, (shown.says, shown.reading, *answer))
        )

    def document(self, title: str) -> bytes:
        """Return all slides as a file."""
        about = self._file.core_properties
        about.title, about.author, about.last_modified_by = title, self._brand.name, ""
        file = BytesIO()
        self._file.save(file)
        return file.getvalue()

    def _slide(self, layout: int) -> Any:  # noqa: ANN401  the package is an extra
        return self._file.slides.add_slide(self._file.slide_layouts[layout])

    def _write(
        self,
        shape: Any,  # noqa: ANN401  the package is an extra
        words: str,
        box: tuple[float, float, float, float],
        *,
        size: int,
        heading: bool = False,
    ) -> None:
        """Write words into a shape, at the left, in a box of inches from the upper left corner."""
        shape.left, shape.top, shape.width, shape.height = map(self._inches, box)
        frame = shape.text_frame
        frame.word_wrap, frame.text = True, words
        paragraph = frame.paragraphs[0]
        paragraph.alignment = needed("pptx.enum.text", "slides").PP_ALIGN.LEFT
        paragraph.font.size, paragraph.font.bold = self._points(size), heading
        paragraph.font.color.rgb = self._accent if heading else self._ink

    def _put(
        self,
        slide: Any,  # noqa: ANN401  the package is an extra
        png: bytes,
        box: tuple[float, float, float, float],
        says: str,
    ) -> None:
        """Put a picture into the middle of a box, as large as fits."""
        left, top, width, height = map(self._inches, box)
        put = slide.shapes.add_picture(BytesIO(png), left, top)
        scale = min(width / put.width, height / put.height)
        put.width, put.height = int(put.width * scale), int(put.height * scale)
        put.left, put.top = left + (width - put.width) // 2, top + (height - put.height) // 2
        put.element.nvPicPr.cNvPr.set("descr", says)
