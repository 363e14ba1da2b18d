"""Every version is kept for good: nothing that was told to be kept is lost, whenever the process is killed."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from omniprio import Initiative, Plan, Portfolio, prioritise
from omniprio.errors import InvalidInputError
from omniprio.store import NotKeptError, Store, StoreError, differences
from omniprio.store.store import VERSION

if TYPE_CHECKING:
    from pathlib import Path

TWO = Portfolio(
    horizon=3,
    initiatives=[
        Initiative(id="web", title="New web", cost=300, duration=2, advances={"D2": 0.6}),
        Initiative(id="mail", title={"en": "Mail", "da": "Post"}, cost=40, advances={"D2": 0.4}),
    ],
    budget=350,
)
DOCUMENT = TWO.to_json().encode()
_LONG = (
    TWO.model_copy(update={"name": "x" * 30_000}).to_json().encode()
)  # more than pages that are there hold


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "office.sqlite"


@pytest.fixture
def store(path: Path) -> Store:
    return Store(path)


def test_versions_are_numbered_and_kept_as_they_were_sent(store: Store, path: Path) -> None:
    first = store.keep("portfolio", "office", DOCUMENT, by="Ann")
    dearer = TWO.model_copy(update={"budget": 400})
    second = store.keep("portfolio", "office", dearer.to_json().encode())
    other = store.keep("portfolio", "shops", DOCUMENT)
    assert [one.handle for one in (first, second, other)] == [
        "portfolio/office/1",
        "portfolio/office/2",
        "portfolio/shops/1",
    ]
    again = Store(path)  # as another process would
    assert again.history() == (first, second, other)
    assert again.history("portfolio", "office") == (first, second)
    assert first.kept_by == "Ann"
    assert Portfolio.model_validate(again.document("portfolio", "office", 1)) == TWO
    assert Portfolio.model_validate(again.document("portfolio", "office")) == dearer


def test_what_is_no_such_document_is_refused_and_not_kept(store: Store) -> None:
    for kind, name, document, place in (
        ("portfolio", "office", b'{"horizon": 0, "initiatives": []}', "horizon"),
        ("bids", "office", b'{"assessments": 3}', "assessments"),
        ("schedule", "office", b"{}", "kind"),
        ("portfolio", "a/b", DOCUMENT, "name"),
        ("portfolio", "office", b"{", "line 1, column 2"),
    ):
        with pytest.raises(InvalidInputError) as told:
            store.keep(kind, name, document)
        assert [fault.path for fault in told.value.faults] == [place]
    assert store.history() == ()


def test_what_is_not_kept_is_told(store: Store) -> None:
    for number in (1, 2):
        assert store.keep("portfolio", "office", DOCUMENT).number == number
    two = r"portfolio/office/1, portfolio/office/2 \(did you mean portfolio/office/[12]\?\)$"
    with pytest.raises(NotKeptError, match=f"^portfolio/offise/2 is not kept; use one of {two}"):
        store.document("portfolio", "offise", 2)
    with pytest.raises(
        NotKeptError, match=r"use one of portfolio/office \(did you mean portfolio/office\?\)$"
    ):
        store.document("portfolios", "office")  # no such kind: all that is kept is named
    with pytest.raises(NotKeptError, match=r"^plan/office/3 is not kept; there is none yet"):
        store.document("plan", "office", 3)


def test_what_is_no_store_is_refused(path: Path) -> None:
    path.write_bytes(b"something else, which is long enough to be looked at" * 20)
    with pytest.raises(InvalidInputError, match="cannot be opened as a store"):
        Store(path)


@pytest.mark.parametrize("number", [0, 1])
def test_the_database_of_another_program_is_refused_and_left_as_it_is(number: int, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE version (other TEXT)")
        connection.execute(f"PRAGMA user_version = {number}")
    before = path.read_bytes()
    with pytest.raises(InvalidInputError, match="is a database of another program"):
        Store(path)
    assert path.read_bytes() == before


def test_what_cannot_be_written_is_told_and_leaves_what_is_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that may grow no more stands for a disk that is full."""
    kept = store.keep("portfolio", "office", DOCUMENT)
    connect = sqlite3.connect

    def full(*args: Any, **options: Any) -> sqlite3.Connection:  # noqa: ANN401  as of sqlite3
        connection: sqlite3.Connection = connect(*args, **options)
        connection.execute("PRAGMA max_page_count = 1")  # it is never less than there are
        return connection

    with monkeypatch.context() as context:
        context.setattr(sqlite3, "connect", full)
        with pytest.raises(StoreError, match="cannot be used now: database or disk is full"):
            store.keep("portfolio", "office", _LONG)
    assert store.history() == (kept,)


def test_a_store_that_another_writes_to_for_long_is_told(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("omniprio.store.store._PATIENCE", 0)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as told:
            store.keep("portfolio", "office", DOCUMENT)
    assert told.value.said("da") == "Lageret kan ikke bruges nu: database is locked."


@pytest.mark.parametrize("name", ["a\nb", "a\x00", ".", "..", "a/b", " a", "a ", "", "\ud800", "x" * 201])
def test_names_that_no_address_holds_are_refused(name: str, store: Store) -> None:
    with pytest.raises(InvalidInputError, match="without slashes"):
        store.keep("portfolio", name, DOCUMENT)
    assert store.history() == ()


def test_what_sqlite_cannot_hold_is_not_kept(store: Store) -> None:
    store.keep("portfolio", "office", DOCUMENT)
    for name, number in (("office", 2**63), ("office", -(10**30)), ("\ud800", None)):
        with pytest.raises(NotKeptError):
            store.document("portfolio", name, number)
    assert store.history("portfolio", "\ud800") == ()
    with pytest.raises(NotKeptError, match="portfolio/office/0 is not kept"):
        store.document("portfolio", "office", 0)


def test_a_store_of_a_newer_omniprio_is_refused(store: Store, path: Path) -> None:
    assert store.history() == ()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(InvalidInputError, match="was written by a newer omniprio"):
        Store(path)


def test_two_versions_are_compared_by_what_differs() -> None:
    before, after = (json.loads(TWO.to_json()) for _ in range(2))
    after["budget"] = 400
    after["initiatives"][0]["cost"] = 310
    after["initiatives"].append({"id": "app"})
    del after["initiatives"][1]["title"]["da"]
    found = {one.path: (one.before, one.after) for one in differences(before, after)}
    assert found == {
        "initiatives[web].cost": (300, 310),
        "initiatives[mail].title.da": ("Post", None),
        "initiatives[app]": (None, {"id": "app"}),
        "budget": (350, 400),
    }


def test_other_programs_read_flat_views(store: Store, path: Path) -> None:
    """With 350 there is money for both: 300 in periods 1 and 2, and 40."""
    plan = prioritise(TWO)
    for _ in range(2):
        store.keep("plan", "office", plan.to_json().encode())
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        rows, periods, (spent,) = (
            connection.execute(asked).fetchall()
            for asked in (
                "SELECT number, is_latest, initiative, title, start, cost FROM chosen ORDER BY 1, 3",
                "SELECT period, distance FROM period WHERE is_latest ORDER BY 1",
                "SELECT sum(spent) FROM money WHERE is_latest",
            )
        )
    assert rows == [
        (number, number == 2, name, title, plan.starts[name], cost)
        for number in (1, 2)
        for name, title, cost in (("mail", "Mail", 40), ("web", "New web", 300))
    ]
    assert spent == (340,)  # 300 + 40
    assert periods == [(one.period, one.distance) for one in plan.periods]


KILLED = """
import os, signal, sqlite3, sys
from pathlib import Path
from omniprio.store import store as module

before, document = sys.argv[2], sys.stdin.buffer.read()
store = module.Store(Path(sys.argv[1]))
for _ in range(2):
    store.keep("portfolio", "office", document)

def watch(statement):
    if statement.startswith(before):
        os.kill(os.getpid(), signal.SIGKILL)

class Watched(sqlite3.Connection):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.set_trace_callback(watch)

connect = sqlite3.connect
module.sqlite3.connect = lambda *args, **kwargs: connect(*args, factory=Watched, **kwargs)
store.keep("portfolio", "office", document)
"""
"""Keeps two versions, and is killed while it writes the third."""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="it takes SIGKILL")
@pytest.mark.parametrize("before", ["INSERT", "COMMIT"])
def test_nothing_is_lost_where_the_process_is_killed_in_a_write(before: str, path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), before], input=DOCUMENT, check=False)
    assert done.returncode == -9
    store = Store(path)
    assert [one.number for one in store.history()] == [1, 2]
    assert Portfolio.model_validate(store.document("portfolio", "office")) == TWO
    assert store.keep("portfolio", "office", DOCUMENT).number == 3  # it holds nobody up
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


WRITING = """
import sys
from pathlib import Path
from omniprio.store import Store

store, document = Store(Path(sys.argv[1])), sys.stdin.buffer.read()
while True:
    print(store.keep("portfolio", "office", document).number, flush=True)
"""


@pytest.mark.slow
def test_all_that_was_told_to_be_kept_is_there_after_a_kill(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITING, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(DOCUMENT)
        process.stdin.close()
        for _ in range(20):
            process.stdout.readline()
        process.kill()
        told = 20 + len(process.stdout.readlines())
    kept = [one.number for one in Store(path).history()]
    assert kept == list(range(1, len(kept) + 1))
    assert len(kept) in {told, told + 1}  # the last may be kept and not have been told


def test_a_plan_is_read_back_as_a_plan(store: Store) -> None:
    plan = prioritise(TWO)
    store.keep("plan", "office", plan.to_json().encode())
    assert Plan.model_validate(store.document("plan", "office")).to_json() == plan.to_json()
