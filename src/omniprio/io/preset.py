"""Which columns of another tool's list of issues hold what: a preset is data, so another tool is another file.

Where the names of the columns come from:

- Jira: exports ("CSV, all fields") as public tools read them, several hundred of them real ones; the importer as the
  Source of `to_jira` says.
- Linear: the header of its export of 34 columns, the one with links, as the public importers of other trackers test
  with it: one column for each kind of link, several values with commas between them, dates in ISO 8601.
"""

from __future__ import annotations

import json
import re
import warnings
from datetime import date, datetime
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, ValidationError, field_validator

from omniprio.base import WHOLE, Amount, Model, Name, Words
from omniprio.errors import Fault, InvalidInputError, UnfitError
from omniprio.language import sentence
from omniprio.parameters import validated
from omniprio.portfolio.reading import faults_of, parsed
from omniprio.spelling import one_of

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Points", "Preset", "own_name", "preset_of", "shipped_preset"]

_Columns = tuple[Words, ...]
_SOME_DAY = date(2027, 10, 9)
_OF_PARTS = "Σ "
"""What stands before the name of a column that counts the parts of an issue, too."""


class Points(Model):
    """How story points are read: as what a team gets through in a period.

    An initiative of 25 points of a team that gets through 10 a period takes three periods and 10, 10 and 5 points
    of the team, which has 10 in each period.

    >>> Points(per_period=10).team
    'team'
    """

    per_period: Annotated[Amount, Field(gt=0)]
    """What a team gets through in a period, in points."""
    team: Name = "team"
    """What the team is called where the file names none."""


class Preset(Model):
    """The columns of a tool's CSV files: each may have several names, of which the first is written.

    >>> shipped_preset("jira").title
    ('Summary', 'Title')
    """

    name: Words
    """The tool."""
    known_by: _Columns = ()
    """The columns by which a file is known to be the tool's; where there are none, it is never taken for that."""
    other_words: dict[Words, tuple[Words, ...]] = {}
    """What columns are called in other languages, by their name here. Of what stands before a bracket, as in
    `Custom field (Team)`, a part that tells it from others will do. Those of the shipped presets are in part from
    memory: few such exports were seen."""
    id: Annotated[_Columns, Field(min_length=1)]
    """What issues are called; links may use any of several names."""
    number: Words = ""
    """Written only: numbers issues from 1, and links are written with the numbers instead of the ids."""
    title: _Columns = ()
    type: _Columns = ()
    status: _Columns = ()
    resolution: _Columns = ()
    """What holds something other than `unresolved` where an issue is done."""
    parent: _Columns = ()
    """The issue that this one is part of."""
    description: _Columns = ()
    owner: _Columns = ()
    team: _Columns = ()
    points: _Columns = ()
    estimates: _Columns = ()
    """Work, what is left of it before what it was: such as `3w 2d`, or a number of seconds, or of what `units` says."""
    begin: _Columns = ()
    """The first day of the work."""
    due: _Columns = ()
    """The last day of the work."""
    span: _Columns = ()
    """The first and the last day of the work, both in one cell, as `Jan-Mar 2027`. Of tables only."""
    deadline: _Columns = ()
    """The last day on which it may be complete; of tables only, as all that follows down to `comments`."""
    duration: _Columns = ()
    """How long the work takes: a number of periods, or with a unit, as `3 months`."""
    cost: _Columns = ()
    """What it costs, in all; several columns are added up, but for lists of issues, in which the first that holds it counts."""
    spending: _Columns = ()
    """What of the cost is spent in the year, quarter or month that the name of a column says, and so when the work is done."""
    currency: _Columns = ()
    """The currency of the amounts in a row."""
    benefit_once: _Columns = ()
    """What it earns in all; read as earned once, on completion."""
    benefit_yearly: _Columns = ()
    """What it earns in a year from completion on."""
    effort: _Columns = ()
    """The work, as people all the time (`fte`) or in hours, days or months of one."""
    scores: _Columns = ()
    """Scores, each by the name of its column. In lists of issues the first that says anything, where none has points."""
    ranks: _Columns = ()
    """A rank, of which 1 is the best, or a level such as high or low. In lists of issues only what orders them, and only
    where none has points."""
    decision: _Columns = ()
    """What says that it must be done."""
    done: _Columns = ()
    """How much of it is done: in per cent, as yes or no, or the day on which all was; what is done in full is left out."""
    level: _Columns = ()
    """How deep it stands in an outline, from 1: it is part of the nearest row above that is less deep."""
    active: _Columns = ()
    """Whether it is to be done at all, as yes or no."""
    comments: _Columns = ()
    """What is passed over."""
    units: dict[Words, Words] = {}
    """What a column is counted in, by its name: `kDKK`, `mio. kr.`, `months`, `weeks`, `fte`, `hours`."""
    sheet: Words = ""
    """The sheet of a workbook that holds the table; blank for the one that looks most like it."""
    header_row: Annotated[int, Field(ge=0, le=100_000, strict=True), WHOLE] = 0
    """The row with the names of the columns, as the user sees it; 0 for the first that looks like it."""
    encoding: Words = ""
    """What a CSV file is encoded in; blank for Unicode, else Windows-1252."""
    decimals: Literal["", ".", ","] = ""
    """The sign before decimals in numbers that are text; blank for the one that the numbers tell of."""
    language: Words = ""
    """The language of the headers that were proposed, of several the first; blank where no language has them all."""
    made: _Columns = ()
    """When an issue was made or changed: the file is no older."""
    labels: _Columns = ()
    required: _Columns = ()
    """The ids of issues that must come before this one."""
    requiring: _Columns = ()
    """The ids of issues that this one must come before."""
    separator: Words = ""
    """What stands between several values in one cell; blank where each has a column of its own, of the same name."""
    finished: tuple[Words, ...] = ()
    """The statuses of issues that are done, in capitals or not."""
    unresolved: tuple[Words, ...] = ()
    """What a resolution says of an issue that is not done."""
    under_way: tuple[Words, ...] = ()
    """The statuses of issues that have begun: these must be done."""
    ideas: tuple[Words, ...] = ()
    """The statuses of what is not decided: free to be left out where the rest must be done."""
    cancelled: tuple[Words, ...] = ()
    """The statuses of what is not done; left out. Of tables only."""
    promised: tuple[Words, ...] = ()
    """The statuses and decisions of what must be done. Of tables only."""
    left_out_types: tuple[Words, ...] = ()
    """The types of issues that are no initiatives of their own."""
    written_type: Words = ""
    """The type that initiatives are written as."""
    date_formats: Annotated[tuple[Words, ...], Field(min_length=1)] = ("%Y-%m-%d",)
    """How dates are written, in the codes of `datetime.strptime`; the first is written."""

    @cached_property
    def own_names(self) -> dict[str, str]:
        """What columns are called here, by their names in other languages, in small letters."""
        return {word.casefold(): own for own, words in self.other_words.items() for word in words}

    @cached_property
    def before_brackets(self) -> dict[str, str]:
        """What stands before a bracket here, by parts of it in other languages, in small letters."""
        columns = [name for _, names in self if isinstance(names, tuple) for name in names]
        begins = {name.partition(" (")[0] for name in columns if isinstance(name, str) and " (" in name}
        return {word: own for word, own in self.own_names.items() if own in begins}

    @field_validator("date_formats")
    @classmethod
    def _hold_a_day(cls, forms: tuple[str, ...]) -> tuple[str, ...]:
        for form in forms:
            if not _holds_a_day(form):
                raise UnfitError(
                    sentence("faults.no date form", form=repr(form)), sentence("remedies.form of date")
                )
        return forms

    @classmethod
    @validated
    def from_json(cls, document: str | bytes) -> Self:
        """Read a preset from JSON text.

        Raises:
            InvalidInputError: The text is no preset; it lists every fault.
        """
        data = parsed(document)
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise InvalidInputError(faults_of(error, data, cls)) from None

    def to_json(self) -> str:
        """Return the preset as JSON text, which `from_json` reads back to an equal preset."""
        data = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(data, indent=2, ensure_ascii=False)


def _holds_a_day(form: str) -> bool:
    """Return whether a day written in a form can be read back."""
    try:
        with warnings.catch_warnings(action="error"):  # Python warns of a form without a year
            read = datetime.strptime(_SOME_DAY.strftime(form), form)  # noqa: DTZ007  only the day is used
    except (ValueError, re.error, DeprecationWarning):
        return False
    return read.date() == _SOME_DAY


def preset_of(header: Iterable[str]) -> Preset | None:
    """Return the preset of the tool that a file is of, None where none is known by these columns.

    Args:
        header: The names of the file's columns, in any language that the preset has.

    >>> found = preset_of(["Zusammenfassung", "Vorgangsschlüssel"])
    >>> found and found.name
    'Jira'
    """
    names = [name.strip() for name in header]
    for preset in map(shipped_preset, _shipped()):
        own = {own_name(preset, name).casefold() for name in names}
        if preset.known_by and own >= {name.casefold() for name in preset.known_by}:
            return preset
    return None


def shipped_preset(name: str) -> Preset:
    """Return a preset that comes with the library.

    Args:
        name: The name of its file, without the ending.

    Raises:
        InvalidInputError: There is none of that name.

    >>> shipped_preset("linear").required
    ('Blocked by',)
    """
    known = _shipped()
    if name not in known:
        raise InvalidInputError(
            [
                Fault(
                    "preset",
                    sentence("faults.none called", name=repr(name)),
                    one_of(known, name),
                )
            ]
        )
    return _read(name)


@cache
def _shipped() -> tuple[str, ...]:
    """Return the names of the presets that come with the library."""
    folder = resources.files("omniprio.io") / "presets"
    return tuple(sorted(entry.name.removesuffix(".json") for entry in folder.iterdir()))


@cache
def _read(name: str) -> Preset:
    folder = resources.files("omniprio.io") / "presets"
    return Preset.from_json((folder / f"{name}.json").read_bytes())


def own_name(preset: Preset, column: str) -> str:
    """Return what a preset calls a column, whatever language its name is in.

    >>> own_name(shipped_preset("jira"), "Benutzerdefiniertes Feld (Team)")
    'Custom field (Team)'
    >>> own_name(shipped_preset("jira"), "Vínculo de incidencia saliente (Blocks)")
    'Outward issue link (Blocks)'
    """
    begins, bracket, inside = column.partition(" (")
    if bracket:
        said = begins.casefold()
        own = next((own for word, own in preset.before_brackets.items() if word in said), begins)
        return f"{own}{bracket}{inside}" if own != begins else preset.own_names.get(column.casefold(), column)
    sign = _OF_PARTS if column.startswith(_OF_PARTS) else ""
    own = column.removeprefix(sign)
    return sign + preset.own_names.get(own.casefold(), own)
