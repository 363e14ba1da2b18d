"""The colours of the page; figures have their own in `omniprio.plots.palette`."""

from __future__ import annotations

from omniprio.plots.palette import FAINT, INK, PAPER, RULE
from omniprio.report.brand import WASH

__all__ = ["ON", "PALETTE"]

PALETTE = {
    "ink": INK,
    "faint": FAINT,
    "paper": PAPER,
    "rule": RULE,
    "wash": WASH,
    "accent": "#0a4f7a",
    "mark": "#5b3a00",
    "mark-wash": "#fdf3dc",
}
"""By name; the style sheet uses no others."""

ON = (
    ("ink", "paper"),
    ("ink", "wash"),
    ("faint", "paper"),
    ("faint", "wash"),
    ("accent", "paper"),
    ("accent", "wash"),
    ("paper", "accent"),
    ("mark", "mark-wash"),
)
"""Each colour of letters with one it stands on."""
