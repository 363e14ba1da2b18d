"""Opens a page: a server of its own, on this machine alone unless it is told otherwise, which ends with Ctrl-C."""

from __future__ import annotations

import secrets
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

from omniprio.io.extras import needed
from omniprio.language import Speaker
from omniprio.what_if.bid_page import BidPage
from omniprio.what_if.bid_paths import BidPaths
from omniprio.what_if.bidding import keeping
from omniprio.what_if.room import Room
from omniprio.what_if.trial import end_searches

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence

    from starlette.applications import Starlette

    from omniprio.store import Store
    from omniprio.what_if.asked import Asked

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

__all__ = ["BIDS", "EXTRA", "HOST", "Page", "Served", "must_be_installed", "room_of", "served"]

EXTRA = "what-if"
"""What brings the packages that pages need."""

HOST = "127.0.0.1"
"""No other machine can reach it."""

BIDS = "/bids"
"""Where departments say how far they are, from devices of their own."""

_ASKS = "/auth/login"
"""Where marimo asks for what opens a page, in English."""

Page = Literal["what_if", "workshop"]
"""Which page is opened."""


_LAST_SECONDS = 10.0
"""At most, for what is still drawn or searched when the server ends."""
_ROOMS: dict[str, Room] = {}
"""What is said in each workshop that is served, by the secret of its departments: pages run in threads of this process."""


@dataclass(frozen=True, slots=True)
class Served:
    """A page that is ready to be opened.

    Attributes:
        address: What a browser opens; it holds a secret, so that no other program or user can, or the page asks for one.
        run: Serves the page until Ctrl-C or SIGTERM.
    """

    address: str
    run: Callable[[], None]


def must_be_installed() -> None:
    """Refuse to begin where a package is missing.

    Raises:
        MissingExtraError: The extra is not installed.
    """
    for name in ("marimo", "uvicorn", "matplotlib", "jinja2", "segno"):
        needed(name, EXTRA)


def room_of(asked: Asked, secret: str = "", store: Store | None = None) -> Room:
    """Return what is said in a workshop, which all its pages share.

    Args:
        asked: What the workshop is opened with.
        secret: That of its departments; blank for a room that is not served.
        store: Where what is said is kept at once; None where it is not.
    """
    if secret in _ROOMS:
        return _ROOMS[secret]
    some = Speaker(asked.language).words("what_if.some departments").split(", ")
    return (
        Room(asked.bidding, some)
        if store is None
        else Room(asked.bidding, some, keeping(store, asked.portfolio.disc))
    )


@contextmanager
def served(
    page: Page,
    asked: Asked,
    listening: socket.socket | None = None,
    store: Store | None = None,
    tokens: Sequence[str] | None = None,
) -> Iterator[Served]:
    """Make a page ready; from then on a browser can be sent to its address.

    Args:
        page: Which page.
        asked: What it is opened with.
        listening: Where it can be reached; None for this machine alone.
        store: Where what is said in a workshop is kept at once; None where it is not.
        tokens: What opens the page, for which it then asks, and what lets departments in; None for new secrets, which stand
            in the addresses.

    Raises:
        MissingExtraError: The extra is not installed.
    """
    must_be_installed()
    before = set(threading.enumerate())
    token, secret, *_ = tokens or (secrets.token_urlsafe(16), secrets.token_urlsafe(12))
    app = (
        needed("marimo", EXTRA)
        .create_asgi_app(quiet=True, token=token)
        .with_app(path="", root=str(Path(__file__).parent / "pages" / f"_{page}.py"))
        .build()
    )
    with listening or socket.create_server((HOST, 0)) as at:
        origin = _origin(at)
        bids = (
            f"{origin}{BIDS}?{urlencode({'token': secret})}"
            if page == "workshop" and not _is_alone(at)
            else ""
        )
        handing = _handing_over(app, {"asked": asked.model_dump_json(), "bids": bids, "room": secret})
        if page == "workshop":
            _ROOMS[secret] = room_of(asked, store=store)
            handing = _with_bids(
                handing, BidPaths(BidPage(asked.portfolio, asked.language, secret), _ROOMS[secret])
            )
        uvicorn = needed("uvicorn", EXTRA)
        server = uvicorn.Server(uvicorn.Config(handing, log_level="error", timeout_graceful_shutdown=1))
        try:
            yield Served(
                f"{origin}/" if tokens else f"{origin}/?access_token={token}",
                lambda: server.run(sockets=[at]),
            )
        finally:
            end_searches()
            _end_sessions(app)
            _wait_for(set(threading.enumerate()) - before)
            _ROOMS.pop(secret, None)


def _is_alone(listening: socket.socket) -> bool:
    """Return whether no other machine reaches a socket."""
    return ip_address(listening.getsockname()[0]).is_loopback


def _origin(listening: socket.socket) -> str:
    """Return the beginning of the addresses under which others reach a socket."""
    host, port = listening.getsockname()[:2]
    if ip_address(host).is_unspecified:
        host = _own_address(listening.family, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _own_address(family: int, otherwise: str) -> str:
    """Return the address of this machine in its network, where it is in one; nothing is sent to find it."""
    elsewhere = "2001:db8::1" if family == socket.AF_INET6 else "192.0.2.1"  # for documentation: nobody's
    with socket.socket(family, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect((elsewhere, 9))
        except OSError:
            return otherwise
        return str(asking.getsockname()[0])


def _handing_over(app: Asgi, meta: Mapping[str, str]) -> Asgi:
    """Return a program that hands each page what it is opened with, where marimo lets pages look for it."""

    async def handed(scope: Scope, receive: Receive, send: Send) -> None:
        scope["meta"] = dict(meta)
        await app(scope, receive, send)

    return handed


def _with_bids(app: Asgi, paths: BidPaths) -> Asgi:
    """Return a program that answers departments itself, and passes on all else."""
    request = needed("starlette.requests", EXTRA).Request

    async def answered(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == BIDS and scope["method"] in {"GET", "POST"}:
            response = await paths.answer(request(scope, receive))
            await response(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == _ASKS:
            await _let_in(app, paths, scope, receive, send)
        else:
            await app(scope, receive, send)

    return answered


async def _let_in(app: Asgi, paths: BidPaths, scope: Scope, receive: Receive, send: Send) -> None:
    """Let in whoever gives what opens the page, and ask for it in the language of the page until then."""
    goes_on = False

    async def sent(message: Message) -> None:
        nonlocal goes_on
        goes_on = goes_on or 300 <= message.get("status", 0) < 400  # noqa: PLR2004  it sends the browser on
        if goes_on:
            await send(message)

    await app(scope, receive, sent)
    if not goes_on:
        await paths.ask(wrong=scope["method"] == "POST")(scope, receive, send)


def _end_sessions(app: Starlette) -> None:
    """End what runs for each open page, which marimo does only where it serves by itself: Python would wait for it."""
    routes: Iterable[Any] = app.routes
    for mounted in routes:
        mounted.app.state.session_manager.close_all_sessions()


def _wait_for(threads: Iterable[threading.Thread]) -> None:
    """Let pages end that are drawn and searches that are ended: Python may break off where one is in foreign code then."""
    until = time.monotonic() + _LAST_SECONDS
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
