"""The tables about the disc: where we are, where we want to go, and a disc of one's own."""

from __future__ import annotations

from omniprio.disc import Disc, Discipline
from omniprio.io.columns import choice, named, words
from omniprio.io.table import Column, Table

__all__ = ["AMBITION", "CHANNELS", "DISC", "DISCIPLINES", "LEVELS", "LINKED", "START"]

START = Table(
    name="start",
    at=("start",),
    key="name",
    value="value",
    columns=(
        words("name"),
        Column(name="value", kind="number"),
    ),
)
AMBITION = Table(
    name="ambition",
    at=("ambition",),
    key="discipline",
    value="level",
    columns=(
        words("discipline"),
        Column(name="level", kind="whole"),
    ),
)
DISC = Table(
    name="disc",
    at=("disc",),
    columns=(
        words("id"),
        named("title"),
        Column(name="start_level", kind="whole"),
        choice("over", Disc),
        words("provenance"),
    ),
)
CHANNELS = Table(
    name="channels",
    at=("disc", "channels"),
    listed=True,
    columns=(
        words("id"),
        named("title"),
        Column(name="weight", kind="number"),
    ),
)
LINKED = Table(
    name="linked",
    at=("linked",),
    listed=True,
    value="channels",
    columns=(Column(name="channels", kind="names"),),
)
DISCIPLINES = Table(
    name="disciplines",
    at=("disc", "disciplines"),
    listed=True,
    columns=(
        words("id"),
        named("title"),
        Column(name="levels", kind="whole"),
        Column(name="weight", kind="number"),
        choice("order", Discipline),
        Column(name="aliases", kind="names"),
        Column(name="channels", kind="names"),
        Column(name="whole", kind="flag"),
        words("provenance"),
    ),
)
LEVELS = Table(
    name="levels",
    owner="disciplines",
    at=("levels",),
    listed=True,
    columns=(
        words("discipline"),
        named("title"),
        named("description"),
        words("provenance"),
    ),
)
