"""Which encoding a text from outside is in, where it does not say so itself."""

from __future__ import annotations

import codecs
import re

from omniprio.io.imported import Note
from omniprio.language import sentence

__all__ = ["first_line", "in_unicode", "is_unicode"]

_WINDOWS = "windows-1252"
_LOOKED_AT = 400
"""How many bytes are looked at for zeros: most letters of our alphabet have one in UTF-16."""
_SAYS_NOTHING = re.compile(r'[\s,;|"]*|"?sep=."?[,;\s]*', re.IGNORECASE)
"""A line without words, or one that says what separates cells."""
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_unicode(document: bytes) -> bool:
    r"""Tell whether bytes are UTF-8, or UTF-16 with a byte-order mark.

    >>> is_unicode("æ".encode()), is_unicode(b"\xe6")
    (True, False)
    """
    if document.startswith(_WIDE):
        return True
    try:
        document.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def in_unicode(document: str | bytes, called: str) -> tuple[str | bytes, list[Note]]:
    r"""Return a document whose encoding is known, with a note where one is assumed: Windows-1252, or UTF-16.

    Args:
        document: The document; what no encoding holds is returned as it is, and whoever reads it refuses it.
        called: What it is called in the note.

    >>> found, (note,) = in_unicode(b"Bl\xe5", "table.csv")
    >>> found, str(note)
    ('Blå', 'table.csv: is not in Unicode; read as Windows-1252; another encoding can be asked for')
    """
    if isinstance(document, str):
        return document, []
    wide = _wide_without_mark(document)
    if not wide and is_unicode(document):
        return document, []
    try:
        text = document.decode(wide or _WINDOWS)
    except UnicodeDecodeError:
        return document, []
    where = sentence("where.table as called", table=called)
    return text, [
        Note(where=where, text=sentence("notes.read as UTF-16" if wide else "notes.read as Windows"))
    ]


def _wide_without_mark(document: bytes) -> str:
    """Return which UTF-16 a document is in where every other byte of its beginning is 0, empty where that is not so."""
    beginning = document[:_LOOKED_AT]
    if document.startswith(_WIDE) or not beginning:
        return ""
    half = len(beginning) // 4
    if beginning[1::2].count(0) > half:
        return "utf-16-le"
    return "utf-16-be" if beginning[0::2].count(0) > half else ""


def first_line(beginning: bytes) -> str:
    r"""Return the first line of a text of which the first bytes are given, without what stands above a header.

    >>> first_line(b"sep=;\r\n\r\nSchl\xfcssel;Titel\r\n1;a")
    'Schlüssel;Titel'
    """
    if wide := "utf-16" if beginning.startswith(_WIDE) else _wide_without_mark(beginning):
        lines = beginning.decode(wide, errors="ignore").splitlines()
    else:
        lines = [_decoded(line) for line in beginning.splitlines()]
    found = (line.strip() for line in lines if not _SAYS_NOTHING.fullmatch(line))
    return next(found, "")


def _decoded(line: bytes) -> str:
    encoding = "utf-8-sig" if is_unicode(line) else _WINDOWS
    return line.decode(encoding, errors="ignore")
