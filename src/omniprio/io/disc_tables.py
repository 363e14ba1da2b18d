"""The tables about the disc: where we are, where we want to go, and a disc of one's own."""

from __future__ import annotations

from omniprio.disc import Disc, Discipline
from omniprio.io.columns import choice, named, words
from omniprio.io.table import Column, Table

__all__ = ["AMBITION", "CHANNELS", "DISC", "DISCIPLINES", "LEVELS", "LINKED", "START"]

START = Table(
    name="start",
    help="Where we are. A discipline without a row is where the disc says.",
    at=("start",),
    key="name",
    value="value",
    columns=(
        words("name", "A discipline, as R, a field, as R2, or one channel of it, as R2@web."),
        Column(
            name="value", kind="number", help="The level of the discipline, or how much of the field, 0 to 1."
        ),
    ),
)
AMBITION = Table(
    name="ambition",
    help="Where we want to go. A discipline without a row goes to the centre.",
    at=("ambition",),
    key="discipline",
    value="level",
    columns=(
        words("discipline", "A discipline, as R."),
        Column(name="level", kind="whole", help="The level it is to reach."),
    ),
)
DISC = Table(
    name="disc",
    help="One row about a disc of your own. Blank, and disciplines too: the customer-centricity disc.",
    at=("disc",),
    columns=(
        words("id", "A short name."),
        named("title", "What people call it."),
        Column(
            name="start_level", kind="whole", help="Where every discipline starts without a row in start."
        ),
        choice("over", "How a field is judged over its channels: as its weakest, or as their mean.", Disc),
        words("provenance", "Where it comes from."),
    ),
)
CHANNELS = Table(
    name="channels",
    help="The channels over which fields are judged. Without rows a field is judged as a whole.",
    at=("disc", "channels"),
    listed=True,
    columns=(
        words("id", "A short name, as web; the fields of R are R1@web and so on there."),
        named("title", "What people call it."),
        Column(name="weight", kind="number", help="How much it counts in the mean. Blank: 1."),
    ),
)
LINKED = Table(
    name="linked",
    help="Channels that are joined to one another already, one row for each joint.",
    at=("linked",),
    listed=True,
    value="channels",
    columns=(Column(name="channels", kind="names", help="Their ids, as web; store."),),
)
DISCIPLINES = Table(
    name="disciplines",
    help="The sectors of a disc of your own.",
    at=("disc", "disciplines"),
    listed=True,
    columns=(
        words("id", "A short name, as R; its fields are R1, R2 and so on."),
        named("title", "What people call it."),
        Column(
            name="levels", kind="whole", help="How many rings it has. Blank where the table levels has them."
        ),
        Column(name="weight", kind="number", help="How much it counts in the distance. Blank: 1."),
        choice(
            "order", "Whether a level counts once all outer ones are reached, or each by itself.", Discipline
        ),
        Column(name="aliases", kind="names", help="Other names, as a; b."),
        Column(name="channels", kind="names", help="The channels that are relevant to it. Blank: all."),
        Column(
            name="whole", kind="flag", help="Whether its fields are judged as a whole. Blank: by channel."
        ),
        words("provenance", "Where it comes from."),
    ),
)
LEVELS = Table(
    name="levels",
    help="The rings of a discipline of your own disc, from the outermost inward.",
    owner="disciplines",
    at=("levels",),
    listed=True,
    columns=(
        words("discipline", "The id of the discipline."),
        named("title", "A short label."),
        named("description", "What holds when the level is reached."),
        words("provenance", "Where it comes from."),
    ),
)
