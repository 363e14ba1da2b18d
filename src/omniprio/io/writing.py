"""Files and folders written as a whole: what was there before stays until all that is new is on the disk.

A file is written under a name of its own in the same folder, flushed to the disk and renamed over the old one. So a full
disk, a kill or a second writer leaves the old file or a new one, never part of one. After a kill a file
`.omniprio-….tmp` can be left over.

A new folder is written the same way. A folder that is there keeps what else it holds; its new files are written into a
folder inside it, `.omniprio-….tmp`. That one is renamed to `.omniprio-new`, which decides that the new files count, and
they are moved into place one by one. A kill while they are moved leaves `.omniprio-new`: `files_in` takes its files for
those they replace, and the next `write_folder` moves the rest. Until then another program can see some files old and
some new. Writers and readers of one folder wait for each other where the system has `flock`; Windows has not.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from omniprio.language import sentence
from omniprio.outside import must_be_a_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["files_in", "locked", "must_be_writable", "write_file", "write_folder"]

_NEW = ".omniprio-new"
"""The folder with files that count in place of those beside it."""

_STREAMS = (1, 2)
"""Standard output and standard error, as the system numbers them."""


def write_file(path: Path | str, document: bytes) -> None:
    """Write a file as a whole, with the mode and the owner of the one it replaces.

    A link stays, and what it points to is replaced. A pipe, a device or a standard stream is written to directly.

    Args:
        path: The file.
        document: What it is to hold.

    Raises:
        OSError: It cannot be written; what was there before still is.
    """
    path = Path(path)
    must_be_writable(path)
    stream = _stream_at(path)
    old = _status(path)
    if stream is not None:
        with os.fdopen(os.dup(stream), "wb") as file:
            file.write(document)
    elif old is not None and not stat.S_ISREG(old.st_mode):
        with path.open("wb") as file:
            file.write(document)
    else:
        _replace(Path(os.path.realpath(path)), document, old)


def must_be_writable(path: Path) -> None:
    """Refuse a file that could not be written, before long work for it begins.

    Args:
        path: The file.

    Raises:
        OSError: There is no such folder, it is a folder itself, or it may not be written.
    """
    if _stream_at(path) is not None:
        return
    old = _status(path)
    if old is not None and stat.S_ISDIR(old.st_mode):
        raise IsADirectoryError(errno.EISDIR, sentence("system.folder"), str(path))
    if old is not None and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, sentence("system.no permission"), str(path))
    if old is not None and not stat.S_ISREG(old.st_mode):
        return
    folder = Path(os.path.realpath(path)).parent
    if not folder.is_dir():
        raise FileNotFoundError(errno.ENOENT, sentence("system.no folder", folder=str(folder)), str(path))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(
            errno.EACCES, sentence("system.no permission in", folder=str(folder)), str(path)
        )


def write_folder(folder: Path, documents: Mapping[str, bytes], *, fits: Callable[[Path], None]) -> None:
    """Write files into a folder as a whole; other files in it are left alone.

    Args:
        folder: The folder; it is made if it is not there. A link stays, and the folder it points to is written.
        documents: What each file is to hold, by its name.
        fits: Called with a folder that is there, while nobody else writes to it; it raises what speaks against it.

    Raises:
        OSError: The files cannot be written; what was there before still is.
    """
    _status(folder)
    target = Path(os.path.realpath(folder))
    if not target.is_dir() and _is_made(target, documents):
        return
    with locked(target):
        _move_into_place(target)
        fits(target)
        with _staged(target, documents, like=target) as staged:
            staged.rename(target / _NEW)
        _flush_folder(target)
        _move_into_place(target)


def _is_made(target: Path, documents: Mapping[str, bytes]) -> bool:
    """Write files into a new folder; tell whether it was new, or another writer has made it meanwhile."""
    with _staged(target.parent, documents, like=target) as staged:
        try:
            staged.rename(target)
        except OSError:
            if target.is_dir():
                return False
            raise
    _flush_folder(target.parent)
    return True


def files_in(folder: Path) -> list[Path]:
    """Return what is in a folder by name, with files of a write that was cut off in place of those they replace.

    Args:
        folder: The folder.

    Raises:
        OSError: There is no such folder, or it cannot be read.
    """
    _status(folder)
    found = {path.name: path for path in folder.iterdir()}
    if (folder / _NEW).is_dir():
        found |= {path.name: path for path in (folder / _NEW).iterdir()}
    return [found[name] for name in sorted(found)]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let nobody else write to a folder or read from it through this module; without `flock` it does nothing.

    Args:
        folder: A folder that is there.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415  Windows has none

    _status(folder)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)  # nobody waits for a pipe
    try:
        with suppress(OSError):  # some network drives have no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _status(path: Path) -> os.stat_result | None:
    """Return what the system knows of a file, None if it is not there."""
    must_be_a_name(path)
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _stream_at(path: Path) -> int | None:
    """Return the standard stream that a path leads to, as /dev/stdout does: it may be a file that others add to."""
    found = _status(path)
    if found is None:
        return None
    for stream in _STREAMS:
        with suppress(OSError):  # the stream is closed
            if os.path.samestat(os.fstat(stream), found):
                return stream
    return None


def _replace(target: Path, document: bytes, old: os.stat_result | None) -> None:
    """Write a file beside another and rename it over it."""
    new = _name_in(target.parent)
    try:
        _write_new(new, document, old)
        new.replace(target)
    finally:
        with suppress(OSError):  # it has been renamed, or cannot even be removed
            new.unlink()
    _flush_folder(target.parent)


def _name_in(folder: Path) -> Path:
    """Return a path in a folder at which nobody else writes."""
    return folder / f".omniprio-{secrets.token_hex(8)}.tmp"


def _write_new(path: Path, document: bytes, old: os.stat_result | None) -> None:
    """Write a file that is not there to the disk, for nobody to read who may not read the old one."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    mode = 0o666 if old is None else stat.S_IMODE(old.st_mode)
    with os.fdopen(os.open(path, flags, mode), "wb") as file:
        if old is not None:
            _give_to_owner(path, old)
            path.chmod(mode)
        file.write(document)
        file.flush()
        os.fsync(file.fileno())


def _give_to_owner(path: Path, old: os.stat_result) -> None:
    """Give a file the owner and the group of the old one, as far as this user may."""
    if sys.platform != "win32":
        for owner, group in ((-1, old.st_gid), (old.st_uid, -1)):
            with suppress(OSError):
                os.chown(path, owner, group)


def _flush_folder(folder: Path) -> None:
    """Write to the disk what a folder holds; the files themselves are there already."""
    if sys.platform == "win32":  # it cannot flush folders
        return
    with suppress(OSError):  # some network drives cannot either
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _staged(parent: Path, documents: Mapping[str, bytes], *, like: Path) -> Iterator[Path]:
    """Write files into a new folder to be renamed, each with the mode of the file of its name in another folder."""
    staged = _name_in(parent)
    staged.mkdir()
    try:
        for name, document in documents.items():
            _write_new(staged / name, document, _status(like / name))
        _flush_folder(staged)
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _move_into_place(folder: Path) -> None:
    """Move the files that count to where they belong, if a write has got that far."""
    new = folder / _NEW
    if not new.is_dir():
        return
    for path in sorted(new.iterdir()):
        path.replace(folder / path.name)
    _flush_folder(folder)
    new.rmdir()
