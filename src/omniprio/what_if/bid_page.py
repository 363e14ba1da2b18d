"""The page on which a department says how far each part of the disc is: plain HTML, which any phone shows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from omniprio.io.form.head import add_head
from omniprio.language import Speaker
from omniprio.portfolio.names import Titles, title_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from omniprio.disc import DiscField
    from omniprio.language import Language
    from omniprio.portfolio import Portfolio

__all__ = ["BEFORE", "LONGEST_NAME", "SAID", "BidPage", "options"]

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'"
"""Nothing is loaded, no script runs, and what is filled in goes to where the page came from."""

SAID = "said:"
"""Before a part in the name of what is said of it."""
BEFORE = "before:"
"""Before a part in the name of what the page showed: who changes nothing of it takes nothing back from others."""
LONGEST_NAME = 100
"""Letters of the name of a department, at most."""

_STEP = 10
"""Per cent between two answers."""


class BidPage(NamedTuple):
    """Makes the pages of a workshop that departments open."""

    portfolio: Portfolio
    language: Language
    token: str
    """What lets them in; it stands in each address."""

    def who(self, departments: Sequence[str]) -> str:
        """Return the page that asks which department it is.

        Args:
            departments: Those that are named.
        """
        page, main = self._begun()
        ET.SubElement(main, "p").text = self._say("which department")
        if departments:
            known = ET.SubElement(main, "ul")
            for name in departments:
                link = ET.SubElement(ET.SubElement(known, "li"), "a", href=self.address(name))
                link.text = name
        form = ET.SubElement(main, "form", method="get", autocomplete="off")
        ET.SubElement(form, "input", type="hidden", name="token", value=self.token)
        label = ET.SubElement(form, "label")
        label.text = self._say("another department" if departments else "your department")
        typed = {"type": "text", "name": "department", "required": "", "maxlength": str(LONGEST_NAME)}
        ET.SubElement(label, "input", typed)
        ET.SubElement(ET.SubElement(form, "p"), "button").text = self._say("go on")
        return _written(page)

    def bids(self, department: str, said: Mapping[str, float | None], *, sent: bool) -> str:
        """Return the page on which a department says how far each part is.

        Args:
            department: Which.
            said: What it has said already, by part.
            sent: Whether it has just been sent.
        """
        page, main = self._begun()
        ET.SubElement(main, "h2").text = department
        if sent:
            count = sum(share is not None for share in said.values())
            ET.SubElement(main, "p", role="status").text = self._say("heard", count=count)
        ET.SubElement(main, "p").text = self._say("how far")
        form = ET.SubElement(main, "form", method="post", action=self.address(department), autocomplete="off")
        for row, parts in self._by_discipline().items():
            group = ET.SubElement(form, "fieldset")
            ET.SubElement(group, "legend").text = self._speaker.called("discipline", row)
            for part in parts:
                self._choice(group, part, said.get(part.id))
        ET.SubElement(ET.SubElement(form, "p"), "button").text = self._say("send")
        other = ET.SubElement(ET.SubElement(main, "p"), "a", href=self.address())
        other.text = self._say("for another department")
        return _written(page)

    def token_asked(self, *, wrong: bool) -> str:
        """Return the page that asks for what opens the workshop itself.

        Args:
            wrong: Whether something else has just been given.
        """
        page, main = self._begun()
        if wrong:
            ET.SubElement(main, "p", role="alert").text = self._say("another token")
        form = ET.SubElement(main, "form", method="post")  # to where it stands, with where to go then
        label = ET.SubElement(form, "label")
        label.text = self._say("token of workshop")
        ET.SubElement(label, "input", {"type": "password", "name": "password", "required": ""})
        ET.SubElement(ET.SubElement(form, "p"), "button").text = self._say("go on")
        return _written(page)

    def refused(self, said: str) -> str:
        """Return the page of what is refused.

        Args:
            said: Why, and what to do.
        """
        page, main = self._begun()
        ET.SubElement(main, "p", role="alert").text = said
        return _written(page)

    def address(self, department: str = "", *, sent: bool = False) -> str:
        """Return where a page is, from where the pages are.

        Args:
            department: Whose page; blank for the one that asks which.
            sent: Whether its bids have just been sent.
        """
        asked = {"token": self.token, "department": department, "sent": "1" if sent else ""}
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"

    @property
    def _speaker(self) -> Speaker:
        return Speaker(self.language, Titles(self.portfolio))

    def _say(self, key: str, **values: object) -> str:
        return self._speaker.words(f"what_if.{key}", **values)

    def _begun(self) -> tuple[ET.Element, ET.Element]:
        """Return a page with its title, and the element that the rest goes into."""
        page = ET.Element("html", lang=self.language)
        add_head(page, self._say("workshop"), _POLICY)
        main = ET.SubElement(ET.SubElement(page, "body"), "main")
        ET.SubElement(main, "h1").text = self._say("workshop")
        ET.SubElement(main, "p").text = title_in(self.portfolio, self.language)
        return page, main

    def _by_discipline(self) -> dict[str, list[DiscField]]:
        rows: dict[str, list[DiscField]] = {}
        for part in self.portfolio.disc.parts.values():
            rows.setdefault(part.discipline.id, []).append(part)
        return rows

    def _choice(self, group: ET.Element, part: DiscField, given: float | None) -> None:
        label = ET.SubElement(group, "label")
        label.text = f"{part.title(self.language)} ({part.id}) "
        choice = ET.SubElement(label, "select", name=f"{SAID}{part.id}")
        for words, share in options(given, self._speaker).items():
            one = ET.SubElement(choice, "option", value=_as_value(share))
            one.text = words
            if share == given:
                one.set("selected", "selected")
        ET.SubElement(group, "input", type="hidden", name=f"{BEFORE}{part.id}", value=_as_value(given))


def options(given: float | None, speaker: Speaker) -> dict[str, float | None]:
    """Return how far a part can be said to be, by its words: in steps; what was given before is among them.

    Args:
        given: What was given before; None where nothing was said.
        speaker: In which words.
    """
    shares = {step / 100 for step in range(0, 100 + _STEP, _STEP)} | ({given} if given is not None else set())
    said: dict[str, float | None] = {speaker.words("what_if.not said"): None}
    return said | {speaker.percent(share): share for share in sorted(shares)}


def _as_value(share: float | None) -> str:
    return "" if share is None else repr(float(share))


def _written(page: ET.Element) -> str:
    return f"<!doctype html>\n{ET.tostring(page, encoding='unicode', method='html')}\n"
