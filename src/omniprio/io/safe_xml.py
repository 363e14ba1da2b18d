"""XML from outside, without entities, outside references or sizes that fill the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Never
from xml.etree.ElementTree import ParseError, TreeBuilder, XMLParser

from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence
from omniprio.outside import MOST_VALUES, must_be_short

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["must_be_plain", "parsed_xml"]

_DEEPEST = 100
_FEED = "rss"
"""As Jira exports a list of issues in XML."""
_CHUNK = 65_536  # the parser stops at the end of the part in which something is refused


class _Guarded(TreeBuilder):
    """Builds the tree without namespaces; refuses what no project file needs."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.depth += 1
        self.count += 1
        if self.depth > _DEEPEST or self.count > MOST_VALUES:
            raise _refused(sentence("faults.XML too deep"), sentence("remedies.smaller part"))
        return super().start(tag.rpartition("}")[2], attrs)

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag.rpartition("}")[2])

    def doctype(self, name: str, pubid: str | None, system: str | None, /) -> Never:  # noqa: ARG002  the parser's
        """Refuse a document type: it is where entities and outside references are declared."""
        raise _refused(
            sentence("faults.document type"),
            sentence("remedies.remove DOCTYPE"),
        )


def parsed_xml(document: str | bytes, *, root: str) -> Element:
    """Return the root of an XML document, tags without namespaces.

    Args:
        document: The text; at most 50 MB. As bytes, its encoding is the declared one.
        root: What the root element must be called.

    Raises:
        InvalidInputError: It is too long, no XML, has another root or declares a document type.

    >>> parsed_xml("<Project><Tasks/></Project>", root="Project")[0].tag
    'Tasks'
    """
    data = document.encode() if isinstance(document, str) else document
    must_be_short(data, "document")
    tree = _tree(data, "utf-8" if isinstance(document, str) else None)
    if tree.tag != root:
        remedy = "remedies.export CSV" if tree.tag == _FEED else "remedies.one project"
        raise _refused(sentence("faults.other root", tag=tree.tag, root=root), sentence(remedy))
    return tree


def must_be_plain(document: bytes) -> None:
    """Refuse XML that declares a document type, is no XML or too large; see `parsed_xml`.

    Raises:
        InvalidInputError: It is one of these.
    """
    must_be_short(document, "document")
    _tree(document, None)


def _tree(data: bytes, encoding: str | None) -> Element:
    parser = XMLParser(target=_Guarded(), encoding=encoding)  # noqa: S314  the target refuses document types
    try:
        for place in range(0, len(data), _CHUNK):
            parser.feed(data[place : place + _CHUNK])
        tree: Element = parser.close()
    except ParseError as error:
        raise _refused(
            sentence("faults.no XML", reason=str(error)), sentence("remedies.export again")
        ) from None
    except (LookupError, ValueError) as error:
        raise _refused(
            sentence("faults.undecodable", reason=str(error)), sentence("remedies.save as UTF-8")
        ) from None
    return tree


def _refused(problem: str, remedy: str) -> InvalidInputError:
    return InvalidInputError([Fault("document", problem, remedy)])
