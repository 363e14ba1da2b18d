"""Opens a page: a server of its own on this machine alone, which ends with Ctrl-C."""

from __future__ import annotations

import secrets
import socket
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from omniprio.io.extras import needed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping

    from starlette.applications import Starlette

    from omniprio.what_if.asked import Asked

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

__all__ = ["EXTRA", "HOST", "Page", "Served", "must_be_installed", "served"]

EXTRA = "what-if"
"""What brings the packages that pages need."""

HOST = "127.0.0.1"
"""No other machine can reach it."""

Page = Literal["what_if", "workshop"]
"""Which page is opened."""


@dataclass(frozen=True, slots=True)
class Served:
    """A page that is ready to be opened.

    Attributes:
        address: What a browser opens; it holds a secret, so that no other program or user of this machine can.
        run: Serves the page until Ctrl-C or SIGTERM.
    """

    address: str
    run: Callable[[], None]


def must_be_installed() -> None:
    """Refuse to begin where a package is missing.

    Raises:
        MissingExtraError: The extra is not installed.
    """
    for name in ("marimo", "uvicorn", "matplotlib", "jinja2"):
        needed(name, EXTRA)


@contextmanager
def served(page: Page, asked: Asked) -> Iterator[Served]:
    """Make a page ready; from then on a browser can be sent to its address.

    Args:
        page: Which page.
        asked: What it is opened with.

    Raises:
        MissingExtraError: The extra is not installed.
    """
    must_be_installed()
    token, root = secrets.token_urlsafe(16), Path(__file__).parent / "pages" / f"_{page}.py"
    app = (
        needed("marimo", EXTRA)
        .create_asgi_app(quiet=True, token=token)
        .with_app(path="", root=str(root))
        .build()
    )
    uvicorn = needed("uvicorn", EXTRA)
    handing = _handing_over(app, asked.model_dump_json())
    server = uvicorn.Server(uvicorn.Config(handing, log_level="error", timeout_graceful_shutdown=1))
    with socket.create_server((HOST, 0)) as listening:
        at = listening.getsockname()[1]
        address = f"http://{HOST}:{at}/?access_token={token}"
        try:
            yield Served(address, lambda: server.run(sockets=[listening]))
        finally:
            _end_sessions(app)


def _handing_over(app: Asgi, asked: str) -> Asgi:
    """Return a program that hands each page what it is opened with, where marimo lets pages look for it."""

    async def handed(scope: Scope, receive: Receive, send: Send) -> None:
        scope["meta"] = {"asked": asked}
        await app(scope, receive, send)

    return handed


def _end_sessions(app: Starlette) -> None:
    """End what runs for each open page, which marimo does only where it serves by itself: Python would wait for it."""
    routes: Iterable[Any] = app.routes
    for mounted in routes:
        mounted.app.state.session_manager.close_all_sessions()
