"""The formulas of the rules are typeset: what is drawn is what is written, and nothing else is touched."""

from __future__ import annotations

import re
import runpy
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from omniprio.formulation.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
MODULE = runpy.run_path(str(ROOT / "tools" / "typeset.py"))
mathml: Callable[[str], str] = MODULE["mathml"]
typeset: Callable[[str], str] = MODULE["typeset"]


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        (
            "x_i(T) = 1",
            '<msub><mi>x</mi><mrow><mi>i</mi></mrow></msub><mo stretchy="false">(</mo><mi>T</mi><mo stretchy="false">)</mo><mo>=</mo><mn>1</mn>',
        ),
        (
            "Σ over i and s of u_c",
            "<munder><mo>∑</mo><mtext>i, s</mtext></munder><msub><mi>u</mi><mrow><mi>c</mi></mrow></msub>",
        ),
        ("M ≤ at_most", "<mi>M</mi><mo>≤</mo><mtext>at most</mtext>"),
    ],
)
def test_a_formula_is_drawn_as_it_is_written(written: str, drawn: str) -> None:
    assert mathml(written) == f'<math alttext="{written}">{drawn}</math>'


def test_only_formulas_are_drawn() -> None:
    for left in (
        "<code>started</code>",
        "<code>ties=&quot;late&quot;</code>",
        "<pre><code>x_i(t) ≤ 1</code></pre>",
        '<a href="x_i">at_least</a>',
    ):
        assert typeset(left) == left
    assert typeset("<p>c_i(t) is</p>") == f"<p>{mathml('c_i(t)')} is</p>"
    assert typeset("<code>P_f(t) ≤ 1</code>") == mathml("P_f(t) ≤ 1")


def test_every_rule_has_a_formula_and_every_letter_of_it_is_drawn() -> None:
    page = (ROOT / "docs" / "explanation" / "formulation.md").read_text(encoding="utf-8")
    rules = page.partition("## The rules")[2].partition("\n## ")[0]
    sections = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^### |\Z)", rules, re.MULTILINE | re.DOTALL))
    assert set(sections) >= {rule.__name__ for rule in RULES}
    for name, text in sections.items():
        drawn = typeset(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", text.replace("<", "&lt;")))
        formulas = re.findall(r"<math.*?</math>", drawn)
        assert formulas, name
        for formula in formulas:
            root = ET.fromstring(formula)  # noqa: S314  made here
            assert letters("".join(root.itertext())) == letters(root.attrib["alttext"]), formula


def letters(text: str) -> str:
    """Return the letters and digits of a formula without the words that a sign of a sum stands for."""
    words = re.findall(r"[A-Za-z0-9]+", text)
    return "".join(word for word in words if word not in {"sum", "over", "of", "and"})
