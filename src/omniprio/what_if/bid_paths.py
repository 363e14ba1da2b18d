"""Where departments send what they say, from devices of their own, to the room that the page of the workshop shows."""

from __future__ import annotations

from hmac import compare_digest
from http import HTTPStatus
from math import isfinite
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from omniprio.io.extras import needed
from omniprio.language import Speaker
from omniprio.store import StoreError
from omniprio.what_if.bid_page import BEFORE, LONGEST_NAME, SAID, BidPage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from omniprio.what_if.room import Room

__all__ = ["MOST_DEPARTMENTS", "BidPaths"]

MOST_DEPARTMENTS = 100
"""So many may have a name; more are refused, so that nobody fills the page of the others."""
_MOST_BYTES = 200_000
"""Of what a page sends."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class BidPaths:
    """Answers whoever has the token of the departments: the page of a department, and what is sent from it."""

    def __init__(self, page: BidPage, room: Room) -> None:
        """Hear what is sent into a room."""
        self._page, self._room = page, room
        self._speaker = Speaker(page.language)

    async def answer(self, request: Request) -> Response:
        """Return the page that is asked for, or where the page is of what was sent.

        Args:
            request: What is asked, or sent.
        """
        if not compare_digest(request.query_params.get("token", "").encode(), self._page.token.encode()):
            return self._refused(HTTPStatus.UNAUTHORIZED, "not let in")
        department = " ".join(request.query_params.get("department", "").split())
        if not department:
            return _html(self._page.who(self._room.departments))
        if len(department) > LONGEST_NAME or "," in department:
            return self._refused(HTTPStatus.UNPROCESSABLE_ENTITY, "short name", most=LONGEST_NAME)
        if request.method == "POST":
            return await self._heard(request, department)
        said = self._room.bidding.said.get(department, {})
        return _html(self._page.bids(department, said, sent=bool(request.query_params.get("sent"))))

    def ask(self, *, wrong: bool) -> Response:
        """Return the page that asks for what opens the workshop itself.

        Args:
            wrong: Whether something else has just been given.
        """
        return _html(self._page.token_asked(wrong=wrong))

    async def _heard(self, request: Request, department: str) -> Response:
        """Write down what was sent."""
        present = self._room.departments
        if department not in present and len(present) >= MOST_DEPARTMENTS:
            return self._refused(HTTPStatus.CONFLICT, "many departments", most=MOST_DEPARTMENTS)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MOST_BYTES:
                return self._refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "not understood")
        try:
            said = self._changed(dict(parse_qsl(body.decode(), keep_blank_values=True)))
        except ValueError:
            return self._refused(HTTPStatus.UNPROCESSABLE_ENTITY, "not understood")
        try:
            self._room.say(department, said)
        except StoreError as error:
            return _made(self._page.refused(error.said(self._page.language)), HTTPStatus.SERVICE_UNAVAILABLE)
        place = {"Location": self._page.address(department, sent=True)}
        return _made("", HTTPStatus.SEE_OTHER, place)

    def _changed(self, sent: Mapping[str, str]) -> dict[str, float | None]:
        """Return what is said otherwise than the page showed it."""
        shares = {part: _share(sent.get(f"{SAID}{part}", "")) for part in self._page.portfolio.disc.parts}
        before = {part: _share(sent.get(f"{BEFORE}{part}", "")) for part in shares}
        return {part: share for part, share in shares.items() if share != before[part]}

    def _refused(self, status: HTTPStatus, key: str, **values: object) -> Response:
        return _made(self._page.refused(self._speaker.words(f"what_if.{key}", **values)), status)


def _share(text: str) -> float | None:
    """Return a share; none where nothing is said.

    Raises:
        ValueError: It is none.
    """
    if not text:
        return None
    share = float(text)
    if not (isfinite(share) and 0 <= share <= 1):
        raise ValueError(text)
    return share


def _html(page: str) -> Response:
    return _made(page, HTTPStatus.OK)


def _made(page: str, status: HTTPStatus, headers: Mapping[str, str] | None = None) -> Response:
    response: Response = needed("starlette.responses", "what-if").HTMLResponse(
        page, status, {**_HEADERS, **(headers or {})}
    )
    return response
