"""The tables about what must be reached by when, and what was: milestones, scenarios they can name, measurements."""

from __future__ import annotations

from omniprio.io.columns import named, words
from omniprio.io.table import Column, Table
from omniprio.portfolio.milestones import STEPS

__all__ = ["MEASURED", "MILESTONES", "SCENARIOS"]

MILESTONES = Table(
    name="milestones",
    help="What every plan must have reached by the end of a period; all that stands in a row.",
    at=("milestones",),
    listed=True,
    columns=(
        words("id", "A name of its own."),
        named("title", "What people call it."),
        Column(
            name="by",
            kind="period",
            help="The period at whose end it must hold, 1 is the first; or a day, or its name, as 2027 Q3.",
        ),
        Column(name="fields", kind="shares", help="How far fields must be, as R2=1; D2=0.6."),
        Column(name="levels", kind="shares", help="The levels disciplines must have reached, as R=2; D=2."),
        words("scenario", "A customer scenario that must work, by its id."),
        Column(name="distance", kind="number", help="The greatest distance from the ambition, 0 to 1."),
        Column(name="complete", kind="names", help="The ids of initiatives that must be complete, as a; b."),
        Column(
            name="channels",
            kind="text",
            help="The step of the ladder of channels that must be reached.",
            choices=STEPS,
        ),
    ),
)
SCENARIOS = Table(
    name="scenarios",
    help="Customer scenarios of your own, which milestones can name.",
    at=("scenarios",),
    listed=True,
    columns=(
        words("id", "A name of its own."),
        named("title", "What people call it."),
        named("description", "What the customer experiences."),
        Column(name="fields", kind="names", help="The fields that must be reached for it, as R3; D3."),
        words("provenance", "What is fact and what is judgement."),
    ),
)
MEASURED = Table(
    name="measured",
    help="How far fields were found to be since the start; each is counted from there on.",
    at=("measured",),
    listed=True,
    columns=(
        words("field", "The field, as R2, or one channel of it, as R2@web."),
        Column(name="share", kind="share", help="Its fulfilment, 0 to 1."),
        Column(name="period", kind="whole", help="The period at whose end it was so; 0 is the start."),
        Column(name="on", kind="date", help="The day of the measurement."),
        words("who", "Who measured it, or how."),
    ),
)
