"""Project files that only other programs understand, read with the `mpxj` package (extra `mpxj`, and Java)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from omniprio.errors import Fault, InvalidInputError, MissingExtraError, OmniprioError
from omniprio.io.msproject_read import from_msproject
from omniprio.language import sentence
from omniprio.outside import document_in
from omniprio.parameters import validated
from omniprio.spelling import listed

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path
    from types import ModuleType

    from omniprio.io.imported import Imported
    from omniprio.portfolio.horizon import Unit

__all__ = ["READERS", "from_project_file"]

READERS = {
    ".mpp": "org.mpxj.mpp.MPPReader",
    ".mpx": "org.mpxj.mpx.MPXReader",
    ".xer": "org.mpxj.primavera.PrimaveraXERFileReader",
}
"""What reads a file, by its ending; none of them is XML, which could refer to the outside."""

_JAVA_OPTIONS = (
    "-Xrs",  # leaves Ctrl-C to Python
    "-Dlog4j2.StatusLogger.level=OFF",  # prints nothing
    "--enable-native-access=ALL-UNNAMED",  # for the bridge, of which newer versions of Java warn; older ones have no such option
)


@validated
def from_project_file(
    path: Path, *, unit: Unit | None = None, start: date | None = None, periods: int | None = None
) -> Imported:
    """Return the portfolio of a Microsoft Project (.mpp, .mpx) or Primavera (.xer) file.

    The file is turned into Microsoft Project XML in memory and read as `from_msproject` reads it. Java is found by
    `JAVA_HOME` or where systems install it; a runtime needs the module `jdk.charsets`.

    Args:
        path: The file; at most 50 MB.
        unit: How long a period is.
        start: The first day of period 1; by default the file's first day.
        periods: T; by default what the tasks need one after the other as linked.

    Raises:
        MissingExtraError: The extra `mpxj` is not installed.
        OmniprioError: There is no Java.
        InvalidInputError: The file is refused; it says why.
        OSError: The file cannot be read.
    """
    if path.suffix.lower() not in READERS:
        problem = (
            sentence("faults.ends in", ending=path.suffix)
            if path.suffix
            else sentence("faults.without ending")
        )
        raise _refused(path, problem, sentence("remedies.readable project", endings=listed(READERS)))
    document = _as_msproject(path, document_in(path), _java())
    return from_msproject(document, unit=unit, start=start, periods=periods)


def _java() -> ModuleType:
    """Return the bridge to Java, with Java running."""
    try:
        bridge = import_module("jpype")
        import_module("mpxj")  # puts its classes where Java finds them
    except ModuleNotFoundError:
        raise MissingExtraError("Files of other project programs", "mpxj") from None
    if not bridge.isJVMStarted():
        try:
            bridge.startJVM(*_JAVA_OPTIONS, ignoreUnrecognized=True, convertStrings=False)
        except (bridge.JVMNotFoundException, OSError) as error:
            problem = sentence("errors.no Java", reason=str(error))
            raise OmniprioError(problem) from None
    return bridge


def _as_msproject(path: Path, data: bytes, bridge: ModuleType) -> bytes:
    """Return a file as Microsoft Project XML."""
    reader = bridge.JClass(READERS[path.suffix.lower()])()
    out = bridge.JClass("java.io.ByteArrayOutputStream")()
    try:
        project = reader.read(bridge.JClass("java.io.ByteArrayInputStream")(data))
        if project is None:
            raise _refused(path, sentence("faults.no project"), sentence("remedies.export again"))
        bridge.JClass("org.mpxj.mspdi.MSPDIWriter")().write(project, out)
    except bridge.JException as error:
        raise _refused(
            path, sentence("faults.unreadable", reason=str(error)[:200]), sentence("remedies.export again")
        ) from None
    return bytes(out.toByteArray())


def _refused(path: Path, problem: str, remedy: str) -> InvalidInputError:
    return InvalidInputError([Fault(path.name, problem, remedy)])
