"""Commands of console sessions without a start of their own: a process that has loaded the library forks for each of them.

`python -m omniprio` in a session is then a small program that hands its arguments, folder and streams to that process. Each
command still runs in a process of its own, with its own streams and exit code; only what all would load again is there already.
"""

from __future__ import annotations

import importlib
import os
import runpy
import select
import socket
import subprocess
import sys
import traceback
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CAN_FORK", "one_start"]

CAN_FORK = sys.platform == "linux"

_LOADED = (
    "omniprio.cli.command",
    "omniprio.optimise",
    "omniprio.documents.explaining",
    "pulp",
    "highspy",
    "matplotlib.figure",
)
"""What most commands load, or takes longest to load; matplotlib may not be there."""

_PYTHON = """#!{python} -IS
import os, socket, sys
if sys.argv[1:3] != ["-m", "omniprio"]:
    os.execv("{python}", ["{python}", *sys.argv[1:]])
with socket.socket(socket.AF_UNIX) as server:
    server.connect("{address}")
    sent = "\\0".join([os.getcwd(), *sys.argv[3:]]).encode(errors="surrogateescape")
    socket.send_fds(server, [len(sent).to_bytes(4)], [0, 1, 2])
    server.sendall(sent)
    os._exit(server.recv(1)[0])
"""


@contextmanager
def one_start() -> Iterator[Path]:
    """Run the process as long as the block lasts.

    Yields:
        The folder of the program that stands for `python`.
    """
    with TemporaryDirectory(prefix="omniprio-python-") as name, socket.socket(socket.AF_UNIX) as listening:
        folder = Path(name)
        address = folder / "socket"
        listening.bind(str(address))
        listening.listen()
        program = folder / "python"
        program.write_text(_PYTHON.format(python=sys.executable, address=address), encoding="utf-8")
        program.chmod(0o755)
        words = [sys.executable, __file__, str(listening.fileno())]
        with subprocess.Popen(words, stdin=subprocess.PIPE, pass_fds=[listening.fileno()]):
            yield folder  # then its standard input ends


def _serve(listening: socket.socket) -> None:
    """Fork for each command until standard input ends."""
    with suppress(ImportError):
        for name in _LOADED:
            importlib.import_module(name)
    while True:
        ready, _, _ = select.select([listening, sys.stdin], [], [])
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if sys.stdin in ready:
            return
        asking, _ = listening.accept()
        with asking:
            if not os.fork():
                _run(asking)


def _run(asking: socket.socket) -> NoReturn:
    """Run a command in this process, with the streams and in the folder of whoever asks, and tell how it ended."""
    ended = 1
    try:
        size, streams, _, _ = socket.recv_fds(asking, 4, 3)
        for stream, place in enumerate(streams):
            os.dup2(place, stream)
            os.close(place)
        sys.stdin, sys.stdout = open(0, closefd=False), open(1, "w", closefd=False)  # noqa: SIM115  for good
        sys.stderr = open(2, "w", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115
        sent = asking.recv(int.from_bytes(size), socket.MSG_WAITALL).decode(errors="surrogateescape")
        folder, *words = sent.split("\0")
        os.chdir(folder)
        sys.argv = ["", *words]
        runpy.run_module("omniprio", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        ended = end.code if isinstance(end.code, int) else bool(end.code)
    except BaseException:  # noqa: BLE001  as Python ends with it
        traceback.print_exc()
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
        asking.send(bytes([ended]))
        os._exit(0)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
