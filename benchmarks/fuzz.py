"""Damaged input for every reader, document and verb: what comes out is a result or an error of ours, soon and small.

Valid documents and files are damaged at random and read in this process's children, a thousand at a time. Reported is
every error that is none of ours, everything over ten seconds of work, and everything that takes over a gigabyte. The same seed
gives the same inputs, and what is reported can be done again with `--seed SEED --only TARGET --count 1`.

    uv run python benchmarks/fuzz.py [--count INPUTS] [--seconds SECONDS] [--seed SEED] [--only TARGET ...]
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import io
import json
import mmap
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from decimal import Decimal
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from omniprio import prioritise, ten_portfolio
from omniprio.answers.replanning import Actuals
from omniprio.answers.robustness import Uncertainty
from omniprio.assessment import Answers, Questionnaire, shipped_questionnaire
from omniprio.cli import main as command
from omniprio.cli.files import validated
from omniprio.documents import Schedule
from omniprio.errors import OmniprioError
from omniprio.io import (
    from_bids_csv,
    from_survey_csv,
    from_task_table,
    preset_for,
    read_actuals,
    read_bids,
    read_excel,
    read_table,
    read_uncertainty,
    write_excel,
    write_template,
)
from omniprio.io.csv_files import read_csv, read_csv_file, write_csv
from omniprio.io.jira import from_jira
from omniprio.io.jira_write import to_jira
from omniprio.io.msproject_read import from_msproject
from omniprio.io.msproject_write import to_msproject
from omniprio.io.preset import Preset, shipped_preset
from omniprio.io.tables import from_tables, to_tables
from omniprio.plan import Plan
from omniprio.portfolio import Portfolio
from omniprio.portfolio.reading import parsed

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from judge.rich import RICH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Target = Callable[[random.Random], object]

LONGEST = 10  # seconds
MOST_MEMORY = 1_000_000_000
CHUNK = 1_000
MANY = 20_000  # after so many it says how far it is
EDGES: tuple[object, ...] = (
    None, True, 0, -1, 1, 10**400, 1e308, float("nan"), float("-inf"), 5e-324, 0.1, "", " ", "\0", "\ud800", "\x85",
    "é" * 300, "=1+1", "9999-12-31", "0001-01-01", "1e9", [], {}, [[]], {"": {}}, [None] * 50, {"id": "web"},
)  # fmt: skip
BYTES = (
    b"",
    b"\0",
    b"\xff",
    b"\xff\xfe",
    b'"',
    b"<",
    b"&x;",
    b"]]>",
    b"\r",
    b"\n",
    b";",
    b",",
    b"\t",
    b"9" * 400,
)
WORDS = (
    "plan", "check", "explain", "frontier", "qualify", "robust", "replan", "upheaval", "report", "convert", "catalogue", "schema",
    "portfolio.json", "plan.json", "broken.json", "none.json", "initiatives.csv", "tasks.xml", "book.xlsx", "-", "--",
    "--output", "out.json", "--format", "json", "text", "--errors", "--goals", "fastest", "least-cost", "--time-limit",
    "0.1", "nan", "-1", "1e999", "--horizon", "4", "--from", "--to", "--initiatives", "web", "\0", "\ud800", "é", "", "x" * 300,
)  # fmt: skip

_BOARD = """{"id": "b", "name": "Events", "lists": [{"id": "l1", "name": "To do"}, {"id": "l2", "name": "Old", "closed": true}],
 "members": [{"id": "m", "fullName": "Mia Bo"}], "cards": [{"id": "1", "name": "Book venue", "idList": "l1", "desc": "For 200",
 "start": "2027-01-04T08:00:00.000Z", "due": "2027-02-26T08:00:00.000Z", "idMembers": ["m"], "labels": [{"name": "Venue"}]},
 {"id": "2", "name": "Older", "idList": "l2"}, {"id": "3", "name": "Ready", "idList": "l1", "dueComplete": true}]}"""


class Hang(BaseException):
    """An input took longer than any may."""


# --- damage --------------------------------------------------------------------------------------------------


def places(value: object, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the steps to every value inside data."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, entry in inner:
        yield (*steps, step)
        yield from places(entry, (*steps, step))


def damaged_data(rng: random.Random, text: str) -> object:
    """Return the data of a JSON text with one to three values dropped, replaced, repeated or given another name."""
    data = json.loads(text)
    for _ in range(rng.randint(1, 3)):
        every = list(places(data))
        if not every:
            break
        *above, last = rng.choice(every)
        holder = data
        for step in above:
            holder = holder[step]
        match rng.randrange(5):
            case 0:
                del holder[last]
            case 1 | 2:
                holder[last] = copy.deepcopy(rng.choice(EDGES))
            case 3:
                holder[last] = [holder[last]] * rng.choice((2, 2, 40))
            case _ if isinstance(holder, dict):
                holder[str(rng.choice(EDGES))] = holder.pop(last)
    return data


def damaged_bytes(rng: random.Random, document: bytes) -> bytes:
    """Return a document with one to four parts cut, repeated, changed or put in."""
    for _ in range(rng.randint(1, 4)):
        start = rng.randrange(len(document) + 1)
        end = min(len(document), start + rng.choice((0, 1, 1, 5, 40)))
        middle = rng.choice(
            (b"", document[start:end] * rng.randint(2, 50), rng.choice(BYTES), rng.randbytes(3))
        )
        document = document[:start] + middle + document[end:]
    return document


def damaged_json(rng: random.Random, text: str) -> bytes:
    """Return a JSON document that is damaged in its data or in its text."""
    if rng.random() < 0.3:
        return damaged_bytes(rng, text.encode())
    return json.dumps(damaged_data(rng, text), ensure_ascii=rng.random() < 0.5).encode(errors="surrogatepass")


# --- targets -------------------------------------------------------------------------------------------------


def targets(folder: Path) -> dict[str, Target]:
    """Return everything that is tried, by name; files are made in a folder, which is the current one."""
    ten = ten_portfolio(budget=2500)
    dated = ten.model_copy(update={"horizon": {"periods": 12, "unit": "month", "start": date(2027, 1, 1)}})
    with ProcessPoolExecutor(
        1, get_context("spawn")
    ) as elsewhere:  # a process that has solved must not be forked
        plan, dated_plan = elsewhere.map(prioritise, [ten, dated])
    rich = json.dumps(RICH)
    documents: dict[str, tuple[Callable[[bytes], object], list[str]]] = {
        "portfolio": (Portfolio.from_json, [rich, ten.to_json()]),
        "plan": (Plan.from_json, [plan.to_json()]),
        "schedule": (_document(Schedule), ['{"starts": {"web": 1, "shop": 3}}']),
        "actuals": (
            _document(Actuals),
            ['{"actual": {"web": {"start": 2, "cost": 340}, "shop": {"start": 1}}}'],
        ),
        "uncertainty": (
            _document(Uncertainty),
            [
                '{"initiatives": {"web": {"cost": [25, 30, 45], "duration": [1, 2, 4]}}, "budgets": [{"name": "cut", "budget": 40}]}'
            ],
        ),
        "preset": (Preset.from_json, [shipped_preset(name).model_dump_json() for name in ("jira", "linear")]),
        "questionnaire": (Questionnaire.from_json, [shipped_questionnaire().model_dump_json()]),
        "answers": (Answers.from_json, ['{"respondent": "a", "answers": {"recognise": 3, "collect": null}}']),
    }
    found: dict[str, Target] = {name: _reading(*entry) for name, entry in documents.items()}
    return (
        found
        | _files(folder, plan, dated_plan)
        | _tables_of_people(folder)
        | {"command": _commanding(folder, rich, plan)}
    )


def _document(kind: type[Schedule | Actuals | Uncertainty]) -> Callable[[bytes], object]:
    return lambda document: validated(kind, parsed(document))


def _reading(read: Callable[[bytes], object], valid: list[str]) -> Target:
    return lambda rng: read(damaged_json(rng, rng.choice(valid)))


def _files(folder: Path, plan: Plan, dated: Plan) -> dict[str, Target]:
    """Return the readers of files and tables."""
    ten = plan.portfolio
    write_csv(ten, folder / "tables")
    tables = {path.name: path.read_bytes() for path in (folder / "tables").iterdir()}
    write_excel(ten, folder / "book.xlsx")
    book = (folder / "book.xlsx").read_bytes()
    initiatives = b"id;title;cost;requires;advances\nweb;Web;1,5;;R2=0,6\nshop;Shop;2;web;\n"
    project = to_msproject(dated)
    issues = to_jira(plan).encode()
    rows_of_ten = to_tables(ten)

    def csv_file(rng: random.Random) -> object:
        path = folder / "damaged.csv"
        path.write_bytes(damaged_bytes(rng, initiatives))
        return read_csv_file(path, rng.choice((None, 4)))

    def csv_folder(rng: random.Random) -> object:
        name = rng.choice(sorted(tables))
        path = folder / "tables" / name
        path.write_bytes(damaged_bytes(rng, tables[name]))
        try:
            return read_csv(folder / "tables")
        finally:
            path.write_bytes(tables[name])

    def excel(rng: random.Random) -> object:
        path = folder / "damaged.xlsx"
        path.write_bytes(damaged_bytes(rng, book) if rng.random() < 0.2 else _damaged_archive(rng, book))
        return read_excel(path, rng.choice((None, 4)))

    def board(rng: random.Random) -> object:
        return from_jira(damaged_json(rng, _BOARD), horizon=8)

    def jira(rng: random.Random) -> object:
        preset = shipped_preset(rng.choice(("jira", "linear")))
        return from_jira(damaged_bytes(rng, issues), horizon=8, preset=preset)

    def records(rng: random.Random) -> object:
        given = {name: [dict(row) for row in rows] for name, rows in rows_of_ten.items()}
        for _ in range(rng.randint(1, 3)):
            rows = given[rng.choice(sorted(given))]
            if rows:
                row = rng.choice(rows)
                row[rng.choice([*row, "id", "x"])] = rng.choice(
                    (*EDGES, Decimal("NaN"), Decimal("sNaN"), date.max, b"x")
                )  # type: ignore[assignment]  # any value
        return from_tables(given)

    return {
        "csv": csv_file,
        "csv folder": csv_folder,
        "excel": excel,
        "board": board,
        "jira": jira,
        "msproject": lambda rng: from_msproject(damaged_bytes(rng, project)),
        "tables": records,
    }


def _tables_of_people(folder: Path) -> dict[str, Target]:
    """Return the readers of tables that people fill in or have from elsewhere."""
    bids = b"rater,channel,R,D,A2\nIT,web,1,2,0.2\nMarketing,web,2,1.5,60 %\nShops,store,1,,0.3\n"
    answers = b"respondent;organisation;date;recognise;collect\na;Shop A;2027-01-01;3,5;\nb;Shop B;;1;2\n"
    tasks = b"ID,Task Name,Duration,Start,Finish,Predecessors\n1,Web,5 days,2027-01-04,2027-01-08,\n2,Shop,3 days,2027-01-12,2027-01-14,1FS+1d\n"
    projects = (
        b"Portef\xc3\xb8lje 2027\n\nProjekt;Budget;Slut;Point;Status\nWeb;1.440,50;31-12-2027;8;I gang\nKasse;1,2 mio. kr.;;5;Ide\nI alt;;;;\n",
        b"Name,Cost,Effort,Priority,Depends on\nWeb,$1440.50,3 days,High,\nShop,500,2-4 h,Low,Web\n",
        b"Name\tAufwand\tEnde\nNetz\t1.000,5\t31.12.2027\nLaden\t60 %\tQ3 2027\n",
    )
    uncertain = b"initiative;part;low;likely;high\nweb;cost;0,8;1;1,5\nshop;cost;0,9;1;2\n"
    actual = b"initiative;start;cost\nweb;2;340\nshop;1;\n"
    write_template(folder / "template.xlsx")
    template = (folder / "template.xlsx").read_bytes()
    questionnaire = shipped_questionnaire()

    def reading(
        read: Callable[[Path], object], name: str, *tables: bytes, within: str = ""
    ) -> Callable[[random.Random], object]:
        """Return a target that reads a damaged table, as a file or in a folder."""
        place = folder / within
        place.mkdir(exist_ok=True)

        def run(rng: random.Random) -> object:
            (place / name).write_bytes(damaged_bytes(rng, rng.choice(tables)))
            return read(place if within else place / name)

        return run

    def any_workbook(rng: random.Random) -> object:
        path = folder / "filled.xlsx"
        path.write_bytes(_damaged_archive(rng, template))
        return rng.choice((read_table, read_bids, read_uncertainty, read_actuals))(path)

    return {
        "bids": lambda rng: from_bids_csv(damaged_bytes(rng, bids)),
        "survey": lambda rng: from_survey_csv(
            damaged_bytes(rng, answers), questionnaire, form=rng.choice(("wide", "long"))
        ),
        "tasks": lambda rng: from_task_table(damaged_bytes(rng, tasks)),
        "any table": reading(read_table, "projects.csv", *projects),
        "preset for": reading(preset_for, "these.csv", *projects),
        "uncertain table": reading(read_uncertainty, "uncertain.csv", uncertain, within="doubts"),
        "actual table": reading(read_actuals, "actual.csv", actual),
        "any workbook": any_workbook,
    }


def _damaged_archive(rng: random.Random, book: bytes) -> bytes:
    """Return a workbook in which one part is damaged or missing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        chosen = rng.choice(old.namelist())
        for name in old.namelist():
            if name != chosen:
                new.writestr(name, old.read(name))
            elif rng.random() < 0.9:
                new.writestr(name, damaged_bytes(rng, old.read(name)))
    return out.getvalue()


def _commanding(folder: Path, rich: str, plan: Plan) -> Target:
    """Return the command line with damaged words and, now and then, a damaged document."""
    (folder / "portfolio.json").write_text(rich)
    (folder / "plan.json").write_text(plan.to_json())
    (folder / "broken.json").write_bytes(b'{"horizon": "x"')
    lines = (
        "check portfolio.json plan.json", "catalogue ten", "schema plan", "qualify portfolio.json --format json",
        "convert portfolio.json out.csv", "convert portfolio.json out.mmd", "convert book.xlsx out.json", "report plan.json -o out.html",
        "plan broken.json --errors json",
    )  # fmt: skip

    def run(rng: random.Random) -> object:
        words = rng.choice(lines).split()
        for _ in range(rng.randint(1, 3)):
            place = rng.randrange(len(words) + 1)
            words[place : place + rng.randint(0, 1)] = [rng.choice(WORDS)]
        given = io.TextIOWrapper(io.BytesIO(damaged_json(rng, rich)))
        shown = io.TextIOWrapper(io.BytesIO(), errors="backslashreplace")
        before, sys.stdin = sys.stdin, given
        try:
            with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(io.StringIO()):
                return command(words)
        finally:
            sys.stdin = before

    return run


# --- running -------------------------------------------------------------------------------------------------


def tried(name: str, target: Target, seed: str) -> str:
    """Return what is wrong with what one input leads to; nothing if it is a result or an error of ours."""
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    signal.alarm(LONGEST * LONGEST)  # what waits does not work
    try:
        target(random.Random(seed))  # noqa: S311  repeatable draws, no secrets
    except OmniprioError:
        return ""
    except Hang:
        return f"{name} {seed}: took over {LONGEST} s"
    except BaseException as error:  # noqa: BLE001  whatever comes out is what is looked for
        at = traceback.extract_tb(error.__traceback__)[-1]
        return f"{name} {seed}: {type(error).__name__}: {str(error)[:200]} at {Path(at.filename).name}:{at.lineno}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
    return ""


def _hang(*_: object) -> NoReturn:
    raise Hang


def _chunk(jobs: list[tuple[str, Target, str]], at: mmap.mmap, out: int) -> None:
    """Try some inputs in this process, a child, whose memory is limited."""
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[0])
    most = pages * resource.getpagesize() + MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    signal.signal(signal.SIGALRM, _hang)
    signal.signal(signal.SIGPROF, _hang)
    for number, job in enumerate(jobs):
        at[:8] = number.to_bytes(8, "big")
        if found := tried(*job):
            os.write(out, f"{found}\n".encode(errors="backslashreplace"))


def run_chunk(jobs: list[tuple[str, Target, str]]) -> tuple[int, list[str]]:
    """Try some inputs in a child; return how many were tried and what was found."""
    at = mmap.mmap(-1, 8)
    with tempfile.TemporaryFile() as out:
        child = os.fork()
        if child == 0:
            try:
                _chunk(jobs, at, out.fileno())
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        out.seek(0)
        found = out.read().decode().splitlines()
    done = int.from_bytes(at[:8], "big") + 1
    if status:
        name, _, seed = jobs[done - 1]
        found.append(f"{name} {seed}: the process died with status {status}")
    return done, found


def main() -> None:
    """Damage and read until so many inputs or seconds have passed."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--count", type=int, default=10_000)
    asked.add_argument("--seconds", type=float, default=600)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", nargs="*", default=[])
    given = asked.parse_args()
    end = time.monotonic() + given.seconds
    tally: Counter[str] = Counter()
    with (
        contextlib.suppress(KeyboardInterrupt),
        tempfile.TemporaryDirectory() as name,
        contextlib.chdir(name),
    ):
        known = targets(Path(name))
        slow = ("any workbook", "excel", "command", "plan", "csv folder")
        jobs = (
            (kind, known[kind], str(seed))
            for seed, kind in enumerate(
                cycle(given.only or [*(sorted(known.keys() - {*slow}) * 8), *slow]), given.seed
            )
        )
        while (left := given.count - tally.total()) > 0 and time.monotonic() < end:
            chunk = list(islice(jobs, min(left, CHUNK)))
            done, found = run_chunk(chunk)
            tally.update(kind for kind, _, _ in chunk[:done])
            print(*found, sep="\n", end="\n" if found else "", flush=True)
            if tally.total() // MANY > (tally.total() - done) // MANY:
                print(f"{tally.total():,} inputs so far", file=sys.stderr, flush=True)
    print(f"{tally.total():,} inputs:", ", ".join(f"{kind} {number:,}" for kind, number in tally.items()))


if __name__ == "__main__":
    main()
