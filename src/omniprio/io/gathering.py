"""From tables as they were given to the data in them, and where everything stood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from omniprio.errors import Key
from omniprio.io.cells import BadCellError, read_cell
from omniprio.io.headers import folded, header_of, title_of, word_of
from omniprio.io.places import Place, Places
from omniprio.io.sheet import blank, recognised, slots_of
from omniprio.language import fact, languages, sentence
from omniprio.spelling import hints, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.errors import Steps
    from omniprio.io.cells import Given
    from omniprio.io.sheet import Sheet, Slot
    from omniprio.io.table import Table
    from omniprio.language import Language

__all__ = ["Gathered", "gathered"]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read.

    Attributes:
        data: The data, as of a portfolio.
        places: Where they stood, and what is wrong with single cells.
    """

    data: dict[str, Any] = field(default_factory=dict)
    places: Places = field(default_factory=Places)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: its table, where it stands, what its cells say, and the language in which tables are called."""

    table: Table
    place: Place
    values: Mapping[Slot, object]
    language: Language

    def given(self, name: str) -> str:
        """Return the text in a column, empty where it is blank."""
        return next((str(value) for slot, value in self.values.items() if slot.column.name == name), "")

    def at(self, column: str) -> Place:
        """Return the place of a cell."""
        headers = {slot.column.name: slot.header for slot in self.values}
        return self.place.at(self.place.row, headers.get(column, column))


def gathered(sheets: Sequence[Sheet], tables: Sequence[Table]) -> Gathered:
    """Return the data in some sheets; whatever is wrong with these is noted.

    Args:
        sheets: The sheets, in any order.
        tables: The tables that there are; one comes after the one its rows belong to.
    """
    found = Gathered()
    by_name = {table.name: table for table in tables}
    for sheet in recognised(sheets, found.places, tables):
        table = by_name[sheet.table]
        if table.listed and len(table.at) == 1 and not table.owner:
            found.data[table.at[0]] = []
        rows = list(_rows(sheet, table, found.places))
        if table.at and not rows:
            found.places.note(table.at, sheet.place)
        owners = _owners(table, by_name.get(table.owner), rows, found)
        for row in rows:
            name = row.given(table.owner_column) if table.owner else ""
            if name in owners:
                _put(row, owners[name], found)
    return found


def _rows(sheet: Sheet, table: Table, places: Places) -> Iterator[_Row]:
    """Yield the rows in which something stands, if it can be known what they belong to."""
    slots = slots_of(sheet, table, places)
    present = {slot.column.name for slot in slots if slot}
    filled = [place for place, row in enumerate(sheet.rows) if not all(map(blank, row))]
    lacking = [name for name in table.needed if name not in present]
    if lacking and filled:
        places.blame(
            sheet.place,
            sentence("faults.no column called", name=header_of(table.name, lacking[0], sheet.language)),
            sentence("remedies.add it"),
        )
    for place in () if lacking else filled:
        at = sheet.place.at(sheet.first_row + place)
        if table.single and place != filled[0]:
            places.blame(
                at,
                sentence("faults.second row"),
                sentence("remedies.one row", table=title_of(table.name, sheet.language)),
            )
            continue
        cells = zip(slots, sheet.rows[place], strict=False)
        values = {
            slot: _value(cell, slot, at, sheet, places) for slot, cell in cells if slot and not blank(cell)
        }
        yield _Row(table, at, values, sheet.language)


def _value(cell: Given, slot: Slot, row: Place, sheet: Sheet, places: Places) -> object:
    """Return what a cell says; where it is wrong, the cell itself, which no portfolio takes."""
    if isinstance(cell, str) and (word := slot.words.get(folded(cell))):
        return word
    if slot.words and isinstance(cell, str):
        known = [word_of(choice, sheet.language) for choice in slot.column.choices]
        *others, last = map(repr, known)
        expected = fact("kinds.one of", others=", ".join(others), last=last) if others else last
        remedy = sentence("remedies.expected", expected=expected, hint=hints([cell], known)[cell])
        places.blame(row.at(row.row, slot.header), sentence("faults.is", value=shown(cell.strip())), remedy)
        return cell
    try:
        return read_cell(cell, slot.column.kind, sheet.decimals)
    except BadCellError as error:
        places.blame(row.at(row.row, slot.header), error.problem, error.remedy)
        return cell


def _owners(table: Table, of: Table | None, rows: Sequence[_Row], found: Gathered) -> dict[str, Steps]:
    """Return the steps to what rows can belong to, by its id; note which rows belong to nothing."""
    if of is None:
        return {"": ()}
    owners = _by_key(of, rows, found.data) if of.key else _by_id(of, found.data)
    lost = [row for row in rows if row.given(table.owner_column) not in owners]
    hint = hints((row.given(table.owner_column) for row in lost), owners)
    for row in lost:
        name = row.given(table.owner_column)
        owner = title_of(of.name, row.language)
        if name and not owners:
            problem, remedy = (
                sentence("faults.no row in", table=owner),
                sentence("remedies.rows in", table=owner),
            )
            found.places.blame(row.place.at(column=row.at(table.owner_column).column), problem, remedy)
            continue
        problem = (
            sentence("faults.no id in", value=repr(name), table=owner) if name else sentence("faults.blank")
        )
        remedy = sentence("remedies.id from", table=owner, hint=hint[name])
        found.places.blame(row.at(table.owner_column), problem, remedy)
    return owners


def _by_id(table: Table, data: Any) -> dict[str, Steps]:  # noqa: ANN401  data may hold anything
    """Return the steps to each entry of a list, by its id."""
    owners: dict[str, Steps] = {}
    for place, entry in enumerate(_followed(data, table.at) or []):
        owners.setdefault(str(entry.get("id", "")), (*table.at, place))
    owners.pop("", None)
    return owners


def _by_key(table: Table, rows: Sequence[_Row], data: Any) -> dict[str, Steps]:  # noqa: ANN401  data may hold anything
    """Return the steps to each entry under a key; a plain value that rows belong to is written out."""
    owners: dict[str, Steps] = {name: (*table.at, name) for name in _followed(data, table.at) or {}}
    owners |= {"": (table.without_key,)} if table.without_key in data else {}
    for name in {row.given(row.table.owner_column) for row in rows} & owners.keys():
        *above, last = owners[name]
        holder = _followed(data, tuple(above))
        if not isinstance(holder[last], dict):
            holder[last] = {} if holder[last] is None else {table.plain: holder[last]}
    return owners


def _put(row: _Row, owner: Steps, found: Gathered) -> None:
    """Put a row where it belongs in the data, or note why that cannot be."""
    contents = _contents(row, found.places)
    steps = _appended(row, owner, contents, found) if row.table.listed else _set(row, owner, contents, found)
    if steps is not None:
        _note(row, steps, contents, found.places)


def _followed(data: Any, steps: Steps) -> Any:  # noqa: ANN401  data may hold anything
    """Return what the steps lead to; None if there is nothing."""
    for step in steps:
        data = data.get(step) if isinstance(data, dict) else data[step]
        if data is None:
            return None
    return data


def _contents(row: _Row, places: Places) -> object:
    """Return what a row describes: a value, or an object."""
    contents: dict[str, object] = {}
    for slot, value in row.values.items():
        if slot.column not in row.table.contents:
            continue
        name = slot.column.name
        if slot.word is not None:
            texts = contents.setdefault(name, {})
            if isinstance(texts, dict):
                _keep(texts, slot, value)
                continue
        if name in contents:
            places.blame(
                row.place.at(row.place.row, slot.header),
                sentence("faults.second value", name=name),
                sentence("remedies.with or without language"),
            )
        contents[name] = value
    return _alone(row.table, contents)


def _keep(texts: dict[str, object], slot: Slot, value: object) -> None:
    """Keep a text by what it is for, and where the header says so by its language."""
    word = slot.word or ""
    part, _, language = word.rpartition(".")
    if slot.column.of_each == "part" and part and language in languages():
        spoken = texts.setdefault(part, {})
        if isinstance(spoken, dict):
            spoken[language] = value
            return
    texts[word] = value


def _alone(table: Table, contents: dict[str, object]) -> object:
    """Return the value that stands for an object, where nothing else is given."""
    if table.value:
        return contents.get(table.value)
    if not table.plain or contents.keys() - {table.plain}:
        return contents
    value = contents.get(table.plain)
    if isinstance(value, list) and table.listed:
        return value[0] if len(value) == 1 else contents
    return value


def _appended(row: _Row, owner: Steps, contents: object, found: Gathered) -> Steps | None:
    """Add a row to its list and return the steps to it; None if something else is given instead of a list."""
    *above, name = row.table.at
    holder = _holder(found.data, (*owner, *above))
    entries = holder.setdefault(name, [])
    if not isinstance(entries, list):
        found.places.blame(
            row.place,
            sentence("faults.given elsewhere", name=name, table=title_of(row.table.owner, row.language)),
            sentence("remedies.keep one of two"),
        )
        return None
    entries.append(contents)
    return (*owner, *row.table.at, len(entries) - 1)


def _set(row: _Row, owner: Steps, contents: object, found: Gathered) -> Steps | None:
    """Put a row under its key and return the steps to it; None if there is no key or it is taken."""
    table = row.table
    steps = (*owner, *table.at)
    if table.key:
        key = row.given(table.key)
        if not key and not table.without_key:
            found.places.blame(row.at(table.key), sentence("faults.blank"), sentence("remedies.give a name"))
            return None
        steps = (*steps, key) if key else (*owner, table.without_key)
    if not steps:
        found.data.update(contents if isinstance(contents, dict) else {})
        return steps
    holder = _holder(found.data, steps[:-1])
    if steps[-1] in holder:
        found.places.blame(
            row.place, sentence("faults.second time", name=steps[-1]), sentence("remedies.give once")
        )
        return None
    holder[steps[-1]] = contents
    return steps


def _holder(data: Any, steps: Steps) -> Any:  # noqa: ANN401  data may hold anything
    """Return the object that the steps lead to, made where there is none."""
    for step in steps:
        data = data.setdefault(step, {}) if isinstance(data, dict) else data[step]
    return data


def _note(row: _Row, steps: Steps, contents: object, places: Places) -> None:
    """Note where a row, its key and each of its values stand."""
    whole = row.at(row.table.key) if row.table.key else row.place
    if row.table.key:
        places.note((*steps[:-1], Key(steps[-1])), whole)
    cells = {
        slot: row.place.at(row.place.row, slot.header)
        for slot in row.values
        if slot.column in row.table.contents
    }
    if isinstance(contents, dict) or not cells:
        places.note(steps, whole)
    for slot, place in cells.items():
        word = () if slot.word is None else (slot.word,)
        inner = (slot.column.name, *word) if isinstance(contents, dict) else ()
        places.note((*steps, *inner), place)
        if row.table.listed and slot.column.name == row.table.plain:
            places.note(steps[:-1], place)
