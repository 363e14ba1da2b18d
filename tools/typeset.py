"""Typesets the formulas of a page of the site that is built: what is written as code becomes MathML, which browsers draw by themselves.

The page stays readable in a clone, where the formulas are plain text; `tools/derived_pages.py site` calls this.
"""
# ruff: noqa: INP001  a script of the documentation, no package

from __future__ import annotations

import re
from html import escape, unescape

__all__ = ["mathml", "typeset"]

_MINUS = "\u2212"
_TIMES = "\u00d7"
_SIGNS = f"=+·{_MINUS}{_TIMES}≤≥"
_PIECES = re.compile(
    r"(?P<left><(?P<tag>pre|script|style|title|nav|svg|math)\b.*?</(?P=tag)>)|<code>(?P<code>[^<]*)</code>|(?P<mark><[^>]*>)|(?P<text>[^<]+)",
    re.DOTALL,
)
_IS_FORMULA = re.compile(rf" [{_SIGNS}] |Σ|^[A-Za-z]_[a-z]{{1,2}}$|\w\([A-Za-z]\)$")
_SYMBOL = re.compile(rf"(?<![\w.])[A-Za-z]_[a-z]{{1,2}}(?![\w])(?:\([\w +{_MINUS}]*\))?")
_PARTS = re.compile(
    rf"""(?:Σ|\bsum)\ over\ (?P<over>.+?)\ of\ | (?:Σ|\bsum)\ (?:of\ )?
    | (?P<name>[A-Za-z]+)_(?P<sub>[A-Za-z]+(?:,[a-z]{_MINUS}\d)?)
    | (?P<word>[A-Za-z]{{2,}}(?:\ [A-Za-z]{{2,}})*)
    | (?P<letter>[A-Za-z])
    | (?P<number>\d+)
    | (?P<sign>[{_SIGNS}(),])
    | (?P<other>\S)
    """,
    re.VERBOSE,
)
_LONGEST_SUBSCRIPT = 2
"""Letters; what is longer is the name of a setting, as `at_least`."""


def typeset(page: str) -> str:
    """Return a page in HTML, its formulas typeset.

    Args:
        page: The page. Formulas are those of its code that stand in a line and hold a sign of mathematics; symbols such as x_i(t)
            are typeset in its text too.
    """

    def drawn(piece: re.Match[str]) -> str:
        if piece["text"]:
            return _SYMBOL.sub(lambda symbol: mathml(symbol[0]), piece["text"])
        code = unescape(piece["code"] or "")
        return mathml(code) if _IS_FORMULA.search(code) else piece[0]

    return _PIECES.sub(drawn, page)


def mathml(formula: str) -> str:
    """Return a formula as MathML, with itself as its text.

    Args:
        formula: The formula, as the page has it.
    """
    parts = "".join(_part(found) for found in _PARTS.finditer(formula))
    return f'<math alttext="{escape(formula)}">{parts}</math>'


def _part(found: re.Match[str]) -> str:
    kind, written = found.lastgroup, escape(found[0].strip())
    if found["name"]:
        return _named(found["name"], found["sub"])
    if kind == "over":
        return f"<munder><mo>∑</mo><mtext>{escape(found['over'].replace(' and ', ', '))}</mtext></munder>"
    if kind is None:
        return "<mo>∑</mo>"
    if kind == "word":
        return f"<mtext>\u00a0{written}\u00a0</mtext>"
    if written in {"(", ")"}:  # they would grow with what stands between them
        return f'<mo stretchy="false">{written}</mo>'
    tag = {"letter": "mi", "number": "mn"}.get(kind, "mo")
    return f"<{tag}>{written}</{tag}>"


def _named(name: str, below: str) -> str:
    """Return a name with what stands below it, or the name of a setting."""
    if len(below.partition(",")[0]) > _LONGEST_SUBSCRIPT:
        return f"<mtext>{name} {below}</mtext>"
    tag = "mi" if len(name) == 1 else "mtext"
    letters = "".join(f"<mo>{one}</mo>" if one in f",{_MINUS}" else f"<mi>{one}</mi>" for one in below)
    return f"<msub><{tag}>{name}</{tag}><mrow>{letters}</mrow></msub>"
