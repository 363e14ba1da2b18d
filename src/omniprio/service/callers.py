"""Who may ask: on this machine everybody, beyond it whoever has a token."""

from __future__ import annotations

from hmac import compare_digest
from http import HTTPStatus
from ipaddress import ip_address
from typing import TYPE_CHECKING

from fastapi.responses import JSONResponse
from starlette.datastructures import Headers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["LOOPBACK", "SHORTEST_TOKEN", "Admission", "is_loopback"]

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""What this machine calls itself; a page of another site cannot reach the service under these names."""
SHORTEST_TOKEN = 16
"""Letters of a token, at least: shorter ones can be found by trying."""


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
                await _STRANGER(scope, receive, send)
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


_STRANGER = JSONResponse(
    {"error": "Unauthorized", "message": "Send one of the service's tokens: `Authorization: Bearer TOKEN`."},
    HTTPStatus.UNAUTHORIZED,
    {"WWW-Authenticate": "Bearer"},
)
