"""A store: a file of SQLite in which every version of a document is kept for good, and the tables and views in it."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from omniprio.base import Model, Name
from omniprio.documents.kinds import read_as
from omniprio.errors import Fault, InvalidInputError, OmniprioError, UnknownNameError
from omniprio.language import fact, sentence
from omniprio.parameters import unknown_name, validated
from omniprio.portfolio.reading import parsed
from omniprio.spelling import one_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = [
    "KEPT",
    "OWNER",
    "TABLES",
    "VERSION",
    "NotKeptError",
    "Store",
    "StoreError",
    "Version",
    "Versions",
]

VERSION = 1
"""Of the tables; a file with a higher one was written by a newer omniprio."""
OWNER = int.from_bytes(b"omni")
"""Marks a file of SQLite as a store of ours; others have other numbers, or none."""

_TITLE = """
    CASE json_type(one.value, '$.title')
        WHEN 'object' THEN coalesce(json_extract(one.value, '$.title.en'), json_extract(one.value, '$.title.da'))
        ELSE json_extract(one.value, '$.title')
    END"""

TABLES = """
CREATE TABLE version (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    number INTEGER NOT NULL,
    kept_at TEXT NOT NULL,
    kept_by TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (kind, name, number)
);

CREATE VIEW kept AS
SELECT
    kind, name, number, kept_at, kept_by,
    number = max(number) OVER (PARTITION BY kind, name) AS is_latest
FROM version;

CREATE VIEW chosen AS
SELECT
    kept.name AS plan, kept.number, kept.kept_at, is_latest,
    json_extract(one.value, '$.id') AS initiative,
    TITLE AS title,
    json_extract(one.value, '$.start') AS start,
    json_extract(one.value, '$.start_label') AS start_label,
    json_extract(one.value, '$.finish') AS finish,
    json_extract(one.value, '$.mode') AS mode,
    json_extract(one.value, '$.cost') AS cost,
    json_extract(one.value, '$.reason') AS reason
FROM kept JOIN version USING (kind, name, number), json_each(document, '$.schedule') AS one
WHERE kept.kind = 'plan';

CREATE VIEW period AS
SELECT
    kept.name AS plan, kept.number, kept.kept_at, is_latest,
    json_extract(one.value, '$.period') AS period,
    json_extract(one.value, '$.label') AS label,
    json_extract(one.value, '$.distance') AS distance
FROM kept JOIN version USING (kind, name, number), json_each(document, '$.periods') AS one
WHERE kept.kind = 'plan';

CREATE VIEW money AS
SELECT
    kept.name AS plan, kept.number, kept.kept_at, is_latest,
    json_extract(one.value, '$.period') AS period,
    json_extract(one.value, '$.label') AS label,
    budget.key AS budget,
    budget.value AS spent,
    (SELECT value FROM json_each(one.value, '$.income') WHERE key = budget.key) AS income,
    (SELECT value FROM json_each(one.value, '$.left') WHERE key = budget.key) AS remains
FROM
    kept JOIN version USING (kind, name, number),
    json_each(document, '$.periods') AS one,
    json_each(one.value, '$.spending') AS budget
WHERE kept.kind = 'plan';
""".replace("TITLE", _TITLE)
"""`version` holds every document whole; the views show the plans among them, with a row for each initiative, period, budget."""


KEPT = (
    "portfolio",
    "plan",
    "actuals",
    "uncertainty",
    "scenarios",
    "bids",
    "channels",
    "answers",
    "combined-profile",
    "channel-profile",
    "answered-profile",
)
"""The documents that can be kept."""

_PATIENCE = 10.0
"""Seconds to wait for another process that writes."""
_NAME = re.compile(r"(?!\.{1,2}$)(?=\S)[^/\x00-\x1f\x7f\ud800-\udfff]{1,200}(?<=\S)")
"""What stands in an address as one part of it, whatever reads the address."""


class NotKeptError(UnknownNameError):
    """A document is asked for that is not kept."""


class StoreError(OmniprioError):
    """A store cannot be used now: the disk is full, another process writes for long, the file is gone.

    Attributes:
        reason: What SQLite says.
    """

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        self.reason = reason
        super().__init__(sentence("errors.store", reason=reason))


class Version(Model):
    """A version of a document that is kept."""

    kind: str
    """The document, one of `KEPT`."""
    name: Name
    """What it is called."""
    number: Annotated[int, Field(ge=1)]
    """From 1, in the order in which they were kept."""
    kept_at: str
    """When, in UTC, as `2026-03-01T12:00:00+00:00`."""
    kept_by: str
    """By whom; blank where nobody said it."""

    @property
    def handle(self) -> str:
        """What stands for it in a request: kind, name and number."""
        return f"{self.kind}/{self.name}/{self.number}"


class Versions(Model):
    """What is kept, in the order in which it was."""

    versions: tuple[Version, ...]


class Store:
    """A file in which versions of documents are kept; several threads and processes may use it at once.

    Each write is one transaction, which is on the disk when the method returns. A process that is killed loses what
    it had not been told was kept, and nothing else. Each method raises `StoreError` where the file cannot be used now.

    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> with TemporaryDirectory() as folder:
    ...     store = Store(Path(folder, "office.sqlite"))
    ...     kept = store.keep("portfolio", "office", b'{"horizon": 2, "initiatives": [{"id": "web"}]}')
    ...     kept.handle, store.document("portfolio", "office")["horizon"]
    ('portfolio/office/1', 2)
    """

    def __init__(self, path: Path | str) -> None:
        """Open a store; a file that is not there is made.

        Args:
            path: The file.

        Raises:
            InvalidInputError: It cannot be opened, is no store, or one of a newer omniprio.
        """
        self._path = Path(path).absolute()
        try:
            with self._connected() as connection:
                connection.execute("BEGIN IMMEDIATE")  # another process may be making it, too
                _made_or_known(connection)
                connection.execute("COMMIT")
                connection.execute("PRAGMA journal_mode = WAL")
        except StoreError as error:
            problem = sentence("faults.no store", reason=error.reason)
            raise _refused("store", problem, sentence("remedies.another store")) from None

    @validated
    def keep(self, kind: str, name: str, document: bytes, by: str = "") -> Version:
        """Keep a new version of a document.

        Args:
            kind: The document, one of `KEPT`.
            name: What it is called; each name of a kind has versions of its own.
            document: The document, JSON.
            by: Who keeps it.

        Raises:
            InvalidInputError: It is no such document; it lists every fault.
        """
        data = _checked(kind, name, document)
        with self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            (last,) = connection.execute(
                "SELECT coalesce(max(number), 0) FROM version WHERE kind = ? AND name = ?", (kind, name)
            ).fetchone()
            now = datetime.now(UTC).isoformat(timespec="seconds")
            version = Version(kind=kind, name=name, number=last + 1, kept_at=now, kept_by=by)
            text = json.dumps(data, ensure_ascii=False)
            connection.execute(
                "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?)", (*version.model_dump().values(), text)
            )
            connection.execute("COMMIT")
        return version

    @validated
    def history(self, kind: str | None = None, name: str | None = None) -> tuple[Version, ...]:
        """Return what is kept, in the order in which it was.

        Args:
            kind: Of this document; None for all.
            name: Of this name; None for all.
        """
        rows = []
        with self._connected() as connection, _what_sqlite_holds():
            rows = connection.execute(
                "SELECT kind, name, number, kept_at, kept_by FROM version"
                " WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR name = ?2) ORDER BY rowid",
                (kind, name),
            ).fetchall()
        return tuple(Version(**dict(zip(Version.model_fields, row, strict=True))) for row in rows)

    @validated
    def document(self, kind: str, name: str, number: int | None = None) -> dict[str, Any]:
        """Return the data of a document.

        Args:
            kind: The document.
            name: What it is called.
            number: Which version; None for the last.

        Raises:
            NotKeptError: There is none.
        """
        row = None
        with self._connected() as connection, _what_sqlite_holds():
            row = connection.execute(
                "SELECT document FROM version WHERE kind = ?1 AND name = ?2 AND (?3 IS NULL OR number = ?3)"
                " ORDER BY number DESC LIMIT 1",
                (kind, name, number),
            ).fetchone()
        if row is None:
            raise self.not_kept("/".join(str(part) for part in (kind, name, number) if part is not None))
        found: dict[str, Any] = json.loads(row[0])
        return found

    def not_kept(self, handle: str) -> NotKeptError:
        """Return the error of asking for a document that is not kept: it says what is, of that kind where there is one.

        Args:
            handle: What stood for it, as `plan/office` or `plan/office/2`.
        """
        kind, *rest = handle.split("/")
        versions = self.history(kind if kind in KEPT else None)
        known = dict.fromkeys(one.handle if len(rest) > 1 else f"{one.kind}/{one.name}" for one in versions)
        return NotKeptError([Fault(handle, sentence("faults.is not kept"), one_of(known, handle))])

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """Connect; what is begun and not committed is rolled back."""
        try:
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)) as connection:
                connection.execute(
                    "PRAGMA synchronous = FULL"
                )  # kept is on the disk, also where the power goes
                yield connection
        except sqlite3.Error as error:
            raise StoreError(str(error)) from error


def _made_or_known(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty file; refuse what is no store of ours before anything in it changes."""
    (owner,), (found,), (tables,) = (
        connection.execute(asked).fetchone()
        for asked in (
            "PRAGMA application_id",
            "PRAGMA user_version",
            "SELECT count(*) FROM sqlite_schema",
        )
    )
    if not (owner or found or tables):
        for statement in TABLES.split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute(f"PRAGMA application_id = {OWNER}")
    elif owner != OWNER:
        raise _refused("store", sentence("faults.of another program"), sentence("remedies.another store"))
    elif found > VERSION:
        raise _refused(
            "store", sentence("faults.of a newer omniprio"), sentence("remedies.the newer omniprio")
        )


def _what_sqlite_holds() -> suppress:
    """Pass over numbers and letters that SQLite cannot hold: nothing of that kind is kept."""
    return suppress(OverflowError, UnicodeEncodeError)


def _checked(kind: str, name: str, document: bytes) -> dict[str, object]:
    """Return the data of a document, or refuse it with all its faults."""
    if kind not in KEPT:
        raise unknown_name("kind", kind, KEPT, fact("kinds.document"))
    if not _NAME.fullmatch(name):
        problem = sentence("faults.is", value=shown(name))
        raise _refused("name", problem, sentence("remedies.no slash"))
    return read_as(kind, parsed(document))


def _refused(path: str, problem: str, remedy: str) -> InvalidInputError:
    return InvalidInputError([Fault(path, problem, remedy)])
