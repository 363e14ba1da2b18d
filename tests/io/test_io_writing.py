"""Files and folders are written as a whole: a kill, a full disk or a second writer leaves what was there or all of it."""

from __future__ import annotations

import ast
import errno
import os
import stat
import subprocess
import sys
import textwrap
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from judge.seeds import slow_after

import omniprio
from omniprio import Initiative, Plan, Portfolio, plan_of
from omniprio.errors import InvalidInputError
from omniprio.io import (
    read_csv,
    read_csv_file,
    read_excel,
    read_json,
    write_csv,
    write_excel,
    write_json,
    write_plan_excel,
    write_template,
)
from omniprio.io.tool_files import (
    read_jira,
    write_dot,
    write_jira,
    write_mermaid_graph,
    write_plan_ical,
    write_plan_mermaid,
    write_plan_msproject,
)
from omniprio.io.writing import must_be_writable, write_file, write_folder
from omniprio.report import write_report

if TYPE_CHECKING:
    from collections.abc import Callable

posix = pytest.mark.skipif(os.name != "posix", reason="it takes signals, links and modes")

OLD = Portfolio(
    horizon=2,
    name="old",
    initiatives=[Initiative(id="web", advances={"D2": 0.5})],
    budget=5,
    capacities={"it": 2},
)
NEW = Portfolio(
    horizon={"periods": 3, "unit": "month", "start": "2027-01-01"},
    name="new",
    initiatives=[Initiative(id="web", advances={"D2": 0.6}), Initiative(id="crm", advances={"R2": 0.1})],
    budget=7,
    capacities={"it": 3},
)
PLAN = plan_of(NEW, {"web": 1})

WRITERS: dict[str, Callable[[Path], None]] = {
    "json": lambda path: write_json(NEW, path),
    "excel": lambda path: write_excel(NEW, path),
    "excel of a plan": lambda path: write_plan_excel(PLAN, path),
    "template": write_template,
    "jira": lambda path: write_jira(NEW, path),
    "dot": lambda path: write_dot(NEW, path),
    "mermaid": lambda path: write_mermaid_graph(NEW, path),
    "mermaid of a plan": lambda path: write_plan_mermaid(PLAN, path),
    "msproject": lambda path: write_plan_msproject(PLAN, path),
    "ical": lambda path: write_plan_ical(PLAN, path),
    "report": lambda path: write_report(PLAN, path),
}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- a kill --------------------------------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from omniprio import Portfolio
from omniprio.io import read_csv, read_json, write_csv, write_json

STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.listdir", "os.scandir"}
old, new = map(Portfolio.from_json, sys.argv[2:])
before, flush = {}, os.fsync

def killed_at(step, write):
    '''Write in another process, which is killed before its step of that number; tell whether it was.'''
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    count = 0
    def counted(name, arguments=()):
        nonlocal count
        if name in STEPS:
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)
    os.fsync = lambda descriptor: (counted("open"), flush(descriptor))
    sys.addaudithook(counted)
    write()
    os._exit(0)
"""


def steps_survived(script: str, folder: Path) -> int:
    """Return at how many steps a script has killed a write; it fails itself if anything is lost."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED + textwrap.dedent(script), folder, OLD.to_json(), NEW.to_json()],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.slow
@posix
def test_a_killed_writer_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    script = """
        target = Path(sys.argv[1]) / "portfolio.json"
        write_json(old, target)
        step = 1
        while killed_at(step, lambda: write_json(new, target)):
            assert read_json(target) in (old, new), step
            write_json(old, target)
            step += 1
        assert read_json(target) == new
        print(step - 1)
    """
    # it opens, flushes and renames the file and flushes its folder at the least
    assert steps_survived(script, tmp_path) >= 4


@pytest.mark.slow
@posix
def test_a_killed_writer_leaves_no_part_of_a_new_folder(tmp_path: Path) -> None:
    script = """
        folder = Path(sys.argv[1]) / "tables"
        step = 1
        while killed_at(step, lambda: write_csv(new, folder)):
            if folder.exists():
                assert read_csv(folder) == new, step
                for path in folder.iterdir():
                    path.unlink()
                folder.rmdir()
            step += 1
        assert read_csv(folder) == new
        print(step - 1)
    """
    # each of at least four files is opened and flushed
    assert steps_survived(script, tmp_path) >= 8


@pytest.mark.slow
@posix
def test_a_killed_writer_leaves_the_old_tables_or_the_new_ones_and_the_next_one_clears_up(
    tmp_path: Path,
) -> None:
    script = """
        folder = Path(sys.argv[1]) / "tables"
        write_csv(old, folder)
        (folder / "notes.txt").write_text("mine")
        step, found = 1, []
        while killed_at(step, lambda: write_csv(new, folder)):
            found.append(read_csv(folder))
            assert found[-1] in (old, new), step
            if found[-1] == new:
                write_csv(new, folder)
                assert not (folder / ".omniprio-new").exists()
                assert read_csv(folder) == new
            for path in folder.glob("*.csv"):
                path.unlink()
            write_csv(old, folder)
            assert read_csv(folder) == old
            step += 1
        assert read_csv(folder) == new
        assert (folder / "notes.txt").read_text() == "mine"
        assert old in found and new in found
        print(step - 1)
    """
    # each of at least four files is opened, flushed and moved
    assert steps_survived(script, tmp_path) >= 12


# --- a full disk ---------------------------------------------------------------------------------------------


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing get to the disk."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)


@pytest.mark.parametrize("writer", slow_after(3, WRITERS))
@pytest.mark.usefixtures("full_disk")
def test_on_a_full_disk_every_writer_leaves_what_was_there(writer: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    for target in (path, tmp_path / "other"):
        with pytest.raises(OSError, match="No space left on device"):
            WRITERS[writer](target)
    assert (names(tmp_path), path.read_bytes()) == (["file"], b"old")


def test_on_a_full_disk_folders_stay_as_they_were(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    write_csv(OLD, tmp_path / "tables")
    before = names(tmp_path / "tables")
    request.getfixturevalue("full_disk")
    for name in ("tables", "new"):
        with pytest.raises(OSError, match="No space left on device"):
            write_csv(NEW, tmp_path / name)
    assert (names(tmp_path), names(tmp_path / "tables")) == (["tables"], before)
    assert read_csv(tmp_path / "tables") == OLD


@pytest.mark.slow
@posix
def test_a_disk_that_is_full_in_the_middle_of_a_file_leaves_the_old_one(tmp_path: Path) -> None:
    """A limit on the size of files stops the write itself, after its first part."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    script = """
        import resource, sys
        from pathlib import Path
        from omniprio.io.writing import write_file
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            write_file(Path(sys.argv[1]), bytes(100_000))
        except OSError as error:
            print(error.strerror)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), path], capture_output=True, check=True, text=True
    )
    assert done.stdout == "File too large\n"
    assert (names(tmp_path), path.read_bytes()) == (["file"], b"old")


@pytest.mark.usefixtures("full_disk")
def test_a_plan_that_cannot_be_written_is_still_there(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left on device"):
        write_json(PLAN, tmp_path / "plan.json")
    assert PLAN.starts == {"web": 1}


# --- two writers ---------------------------------------------------------------------------------------------


@posix
def test_two_writers_of_one_folder_leave_the_tables_of_one(tmp_path: Path) -> None:
    """What the other has written is one of the two portfolios whole, or is refused as tables of another one."""
    fewer = Portfolio(horizon=2, initiatives=[Initiative(id="web")])
    found: list[Portfolio] = []

    def write(portfolio: Portfolio) -> None:
        for _ in range(10):
            try:
                write_csv(portfolio, tmp_path)
            except InvalidInputError as error:
                assert "which would be read with what is written" in str(error)  # noqa: PT017
            found.append(read_csv(tmp_path))

    threads = [threading.Thread(target=write, args=[portfolio]) for portfolio in (OLD, fewer)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert all(portfolio in {OLD.to_json(), fewer.to_json()} for portfolio in map(Portfolio.to_json, found))


@posix
def test_a_folder_that_another_makes_meanwhile_is_written_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(staged: Path, target: Path) -> Path:
        monkeypatch.undo()
        write_csv(OLD, target)
        return staged.rename(target)

    monkeypatch.setattr(Path, "rename", meanwhile)
    write_csv(NEW, tmp_path / "tables")
    assert read_csv(tmp_path / "tables") == NEW
    assert names(tmp_path) == ["tables"]


# --- what is there -------------------------------------------------------------------------------------------


@posix
def test_the_mode_of_a_file_stays_and_a_new_one_has_that_of_the_user(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        for mode in (0o600, 0o666, 0o640):
            path = tmp_path / f"{mode:o}"
            path.touch()
            path.chmod(mode)
            write_file(path, b"new")
            assert stat.S_IMODE(path.stat().st_mode) == mode
        write_file(tmp_path / "new", b"new")
        write_folder(tmp_path / "folder", {"one": b"1"}, fits=lambda _: None)
    finally:
        os.umask(before)
    # 666 and 777 without 027
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "folder" / "one").stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "folder").stat().st_mode) == 0o750

    (tmp_path / "folder" / "one").chmod(0o604)
    write_folder(tmp_path / "folder", {"one": b"2", "two": b"2"}, fits=lambda _: None)
    assert stat.S_IMODE((tmp_path / "folder" / "one").stat().st_mode) == 0o604


@posix
def test_a_link_stays_and_what_it_points_to_is_replaced(tmp_path: Path) -> None:
    for name in ("there", "here"):
        (tmp_path / name).mkdir()
    (tmp_path / "there" / "file").write_bytes(b"old")
    (tmp_path / "here" / "link").symlink_to("../there/file")
    (tmp_path / "here" / "dangling").symlink_to("../there/new")
    (tmp_path / "here" / "folder").symlink_to("../there")

    write_file(tmp_path / "here" / "link", b"1")
    write_file(tmp_path / "here" / "dangling", b"2")
    write_folder(tmp_path / "here" / "folder", {"three": b"3"}, fits=lambda _: None)

    assert {path.name: path.read_bytes() for path in (tmp_path / "there").iterdir()} == {
        "file": b"1",
        "new": b"2",
        "three": b"3",
    }
    assert names(tmp_path / "here") == ["dangling", "folder", "link"]
    assert all(path.is_symlink() for path in (tmp_path / "here").iterdir())


@posix
def test_a_pipe_is_written_to_directly(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_file(pipe, b"new")
    assert os.read(reader, 10) == b"new"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="it takes a path of standard output")
def test_standard_output_by_its_path_is_added_to(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"first\n")
    script = (
        "from pathlib import Path; from omniprio.io.writing import *; write_file(Path('/dev/stdout'), b'2')"
    )
    with log.open("ab") as file:
        subprocess.run([sys.executable, "-c", script], stdout=file, check=True)
    assert (names(tmp_path), log.read_bytes()) == (["log"], b"first\n2")


def test_what_cannot_be_written_is_refused_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    for path, problem in [
        (tmp_path, "it is a folder"),
        (tmp_path / "no" / "file", "there is no folder"),
        (tmp_path / "file" / "file", "Not a directory"),
        (tmp_path / ("a" * 300), "File name too long"),
        (tmp_path / "a\0b", "no file can be called that"),
        (tmp_path / "a\ud800b", "no file can be called that"),
    ]:
        with pytest.raises(OSError, match=problem):
            must_be_writable(path)
    monkeypatch.setattr(os, "access", lambda *_: False)  # the superuser may write everything
    for path in (tmp_path / "file", tmp_path / "new"):
        with pytest.raises(PermissionError, match="permission denied"):
            write_file(path, b"new")
    assert (tmp_path / "file").read_bytes() == b""


@posix
def test_tables_that_are_links_or_pipes_are_refused(tmp_path: Path) -> None:
    write_csv(OLD, tmp_path)
    os.mkfifo(tmp_path / "teams.csv")
    for act in (lambda: write_csv(OLD, tmp_path), lambda: read_csv(tmp_path)):
        with pytest.raises(InvalidInputError, match=r"holds teams\.csv, which is no file"):
            act()
    (tmp_path / "teams.csv").unlink()
    (tmp_path / "initiatives.csv").rename(tmp_path / "elsewhere")
    (tmp_path / "initiatives.csv").symlink_to("elsewhere")
    with pytest.raises(InvalidInputError, match=r"holds initiatives\.csv, which leads elsewhere"):
        write_csv(OLD, tmp_path)
    assert read_csv(tmp_path) == OLD


@pytest.mark.parametrize("name", ["a\0b", "a\ud800b"])
@pytest.mark.parametrize(
    "read", [read_csv, read_csv_file, read_json, read_excel, read_jira, Portfolio.from_file, Plan.from_file]
)
def test_a_name_that_no_file_can_have_is_told_as_that(read: Callable[[Path], object], name: str) -> None:
    given = partial(read, horizon=4) if read is read_jira else read
    with pytest.raises(OSError, match="no file can be called that"):
        given(Path(name))


# --- one room ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_nothing_else_in_the_library_writes_to_files() -> None:
    writes = {
        "write_bytes",
        "write_text",
        "mkdir",
        "makedirs",
        "replace_file",
        "NamedTemporaryFile",
        "mkstemp",
    }
    root = Path(omniprio.__file__).parent
    found = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Attribute) and node.func.attr in writes)
            or (
                isinstance(node.func, ast.Name | ast.Attribute)
                and getattr(node.func, "attr", getattr(node.func, "id", "")) == "open"
                and any(
                    isinstance(given, ast.Constant) and set("wax+") & set(str(given.value))
                    for given in node.args
                )
            )
        )
    }
    assert found == {"io/writing.py"}


@pytest.mark.slow
def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    for writer, write in WRITERS.items():
        write(tmp_path / "file")
        assert (tmp_path / "file").stat().st_size > 0, writer
    write_json(NEW, tmp_path / "file")
    assert read_json(tmp_path / "file") == NEW
    assert names(tmp_path) == ["file"]
