"""Who may ask, and under which name: on this machine everybody, beyond it whoever has a token."""

from __future__ import annotations

from hmac import compare_digest
from http import HTTPStatus
from ipaddress import ip_address
from typing import TYPE_CHECKING

from fastapi import HTTPException
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection

from omniprio.language import sentence
from omniprio.service.failures import refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LOOPBACK", "Admission", "Hosts", "is_loopback"]

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""What this machine calls itself; a page of another site cannot reach the service under these names."""


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches an address.

    Args:
        host: An address, or a name.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0"), is_loopback("example.org")
    (True, True, False, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Admission:
    """Lets those in who have one of the tokens, and notes which; everybody where there are none."""

    def __init__(self, app: ASGIApp, tokens: Sequence[str]) -> None:
        """Stand before an application."""
        self._app = app
        self._tokens = [token.encode() for token in tokens]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http":
            caller = self._caller(scope)
            if caller is None:
                await _refuse(_STRANGER, scope, receive, send)
                return
            scope.setdefault("state", {})["caller"] = caller
        await self._app(scope, receive, send)

    def _caller(self, scope: Scope) -> str | None:
        """Return what tells a caller from others: the place of the token, or the address where none are asked for."""
        if not self._tokens:
            return str((scope.get("client") or ["somebody"])[0])
        scheme, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
        given = (
            token.strip().encode("latin-1") if scheme.lower() == "bearer" else b""
        )  # the bytes that were sent
        fits = [compare_digest(given, known) for known in self._tokens]  # all, so that time tells nothing
        return f"token {fits.index(True) + 1}" if any(fits) else None


class Hosts:
    """Lets those in who call the service by one of its names: a page of another site would use its own."""

    def __init__(self, app: ASGIApp, names: Sequence[str]) -> None:
        """Stand before an application; the name `*` is any."""
        self._app = app
        self._names = tuple(names)
        self._known = TrustedHostMiddleware(_is_known, self._names, www_redirect=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it; what the library would refuse it with is plain text."""
        asked = {**scope}
        await self._known(asked, receive, _unsent)
        if _KNOWN in asked:
            await self._app(scope, receive, send)
        else:
            said = sentence("service.another name", names=self._names)
            await _refuse(HTTPException(HTTPStatus.BAD_REQUEST, said), scope, receive, send)


_KNOWN = "omniprio.known"
"""Stands in a request that calls the service by one of its names."""


async def _is_known(scope: Scope, _receive: Receive, _send: Send) -> None:
    scope[_KNOWN] = True


async def _unsent(_: Message) -> None:
    """Take what is not sent."""


async def _refuse(error: HTTPException, scope: Scope, receive: Receive, send: Send) -> None:
    await refusal(HTTPConnection(scope), error)(scope, receive, send)


_STRANGER = HTTPException(
    HTTPStatus.UNAUTHORIZED, sentence("service.no token"), {"WWW-Authenticate": "Bearer"}
)
