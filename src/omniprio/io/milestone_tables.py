"""The tables about what must be reached by when, and what was: milestones, scenarios they can name, measurements."""

from __future__ import annotations

from omniprio.io.columns import named, words
from omniprio.io.table import Column, Table
from omniprio.portfolio.milestones import STEPS

__all__ = ["MEASURED", "MILESTONES", "SCENARIOS"]

MILESTONES = Table(
    name="milestones",
    at=("milestones",),
    listed=True,
    columns=(
        words("id"),
        named("title"),
        Column(name="by", kind="period"),
        Column(name="fields", kind="shares"),
        Column(name="levels", kind="shares"),
        words("scenario", refers="scenarios"),
        Column(name="distance", kind="number"),
        Column(name="complete", kind="names", refers="initiatives"),
        Column(name="channels", kind="text", choices=STEPS),
    ),
)
SCENARIOS = Table(
    name="scenarios",
    at=("scenarios",),
    listed=True,
    columns=(
        words("id"),
        named("title"),
        named("description"),
        Column(name="fields", kind="names", refers="fields"),
        words("provenance"),
    ),
)
MEASURED = Table(
    name="measured",
    at=("measured",),
    listed=True,
    columns=(
        words("field", refers="fields"),
        Column(name="share", kind="share"),
        Column(name="period", kind="whole"),
        Column(name="on", kind="date"),
        words("who"),
    ),
)
