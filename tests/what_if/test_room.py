"""What departments say in one workshop, from wherever they say it."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from omniprio import Disc, Discipline, Initiative, Portfolio
from omniprio.cli.bids import bids_kept
from omniprio.disc import Channel
from omniprio.errors import InvalidInputError
from omniprio.store import Store, StoreError
from omniprio.what_if.bid_page import BEFORE, SAID, BidPage
from omniprio.what_if.bid_paths import MOST_DEPARTMENTS, BidPaths
from omniprio.what_if.bidding import KEPT_AS, Bidding, bidding_of, keeping
from omniprio.what_if.room import Room
from omniprio.what_if.serving import _let_in

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from pathlib import Path
    from typing import Any

    from omniprio.what_if.serving import Send

SMALL = Portfolio(
    title={"da": "Varer & <vi>"}, horizon=2, initiatives=[Initiative(id="web", advances={"D2": 0.6})]
)
SECRET = "a-secret"  # noqa: S105  of nothing that is served


def test_only_what_is_different_is_written_and_counted() -> None:
    room = Room(Bidding(said={"IT": {"R2": 0.4, "D1": 0.1}}), ["not asked"])
    assert room.departments == ("IT",)
    assert room.say("IT", {"R2": 0.5})
    assert not room.say("IT", {"R2": 0.5})
    assert room.say("Shops", {})
    assert room.agree({"R2": 0.3})
    assert not room.agree({"R2": 0.3, "D1": None})
    assert room.changes == 3
    assert room.bidding == Bidding(said={"IT": {"R2": 0.5, "D1": 0.1}, "Shops": {}}, agreed={"R2": 0.3})
    assert room.agree({"R2": None})
    assert room.bidding.agreed == {}


def test_what_a_department_said_is_kept_while_it_is_not_named() -> None:
    room = Room(Bidding(said={}), ["IT", "Shops"])
    room.say("Shops", {"R2": 0.4})
    assert room.name(["HR"], ["Shops"])
    assert room.bidding.said == {"IT": {}, "HR": {}}
    room.name(["Shops"])
    assert room.bidding.said == {"IT": {}, "HR": {}, "Shops": {"R2": 0.4}}


def test_what_is_said_is_in_the_store_before_it_is_answered(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.sqlite")
    room = Room(Bidding(said={}), ["IT"], keeping(store, SMALL.disc))
    room.say("IT", {"R2": 0.4})
    room.agree({"R2": 0.5})  # no bid is different by that
    room.name(["Shops"])
    assert [(one.kind, one.number) for one in store.history()] == [("bids", 1), ("bids", 2)]
    again = bidding_of(bids_kept(Store(tmp_path / "store.sqlite"), KEPT_AS, SMALL.disc), SMALL.disc)
    assert again.said == {"IT": {"R2": 0.4}, "Shops": {}}
    with pytest.raises(InvalidInputError, match="R2"):
        bids_kept(store, KEPT_AS, Disc(disciplines=[Discipline(id="D", levels=2)]))


def test_what_is_said_by_channel_is_kept_beside_it(tmp_path: Path) -> None:
    disc = Disc(disciplines=[Discipline(id="R", levels=2)], channels=[Channel(id="web"), Channel(id="store")])
    store = Store(tmp_path / "store.sqlite")
    said = {"IT": {"R2@web": 0.4, "R2@store": 0.1}}
    Room(Bidding(said={}), (), keeping(store, disc)).say("IT", said["IT"])
    assert [one.kind for one in store.history()] == ["bids", "channels"]
    assert bidding_of(bids_kept(store, KEPT_AS, disc), disc).said == said


def test_what_could_not_be_kept_is_told_and_not_taken_for_said() -> None:
    def full(_: Bidding) -> None:
        raise StoreError("database or disk is full")

    room = Room(Bidding(said={}), ["IT"], full)
    sent = {f"{SAID}D2": "0.5", f"{BEFORE}D2": ""}
    for _ in range(2):  # whoever sends it again is told again
        status, _, page = asked(room, {"token": SECRET, "department": "IT"}, sent)
        assert (status, "Lageret kan ikke bruges nu" in page) == (503, True)
    assert room.bidding.said == {"IT": {}}


def asked(
    room: Room, query: dict[str, str], sent: dict[str, str] | bytes | None = None
) -> tuple[int, str, str]:
    """Return the status, where to go on, and the page, of what is asked or sent."""
    requests = pytest.importorskip("starlette.requests")
    body = sent if isinstance(sent, bytes) else urlencode(sent or {}).encode()
    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET" if sent is None else "POST",
        "path": "/bids",
        "query_string": urlencode(query).encode(),
        "headers": [],
    }

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    paths = BidPaths(BidPage(SMALL, "da", SECRET), room)
    response = asyncio.run(paths.answer(requests.Request(scope, receive)))
    return response.status_code, response.headers.get("location", ""), bytes(response.body).decode()


def test_a_department_says_it_on_its_phone_and_sees_what_it_has_said() -> None:
    room = Room(Bidding(said={}), ["IT"])
    status, _, page = asked(room, {"token": SECRET})
    assert (status, room.changes) == (200, 0)
    assert "?token=a-secret&amp;department=IT" in page
    assert "Varer &amp; &lt;vi&gt;" in page

    query = {"token": SECRET, "department": " <b>HR</b>  &  Løn "}
    status, place, _ = asked(room, query, {"said:D2": "0.2", "said:R2": "", "before:D2": ""})
    assert status == 303
    assert room.bidding.said["<b>HR</b> & Løn"] == {"D2": 0.2}
    status, _, page = asked(room, query | {"sent": "1"})
    assert status == 200
    assert place.endswith("&sent=1")
    assert "Tak. 1 svar er modtaget" in page
    assert "<h2>&lt;b&gt;HR&lt;/b&gt; &amp; Løn</h2>" in page
    assert len(re.findall('<option selected="selected" value="0.2">|<option value="0.2" selected', page)) == 1


def test_two_phones_of_a_department_take_nothing_back_from_each_other() -> None:
    room = Room(Bidding(said={"IT": {"D2": 0.2, "R2": 0.5}}))
    query = {"token": SECRET, "department": "IT"}
    shown = {"said:D2": "0.2", "before:D2": "0.2", "said:R2": "0.5", "before:R2": "0.5"}
    asked(room, query, shown | {"said:D2": "0.9"})
    asked(room, query, shown | {"said:R2": ""})  # it still shows 20% of D2
    assert room.bidding.said["IT"] == {"D2": 0.9, "R2": None}


@pytest.mark.parametrize(
    ("query", "sent", "status"),
    [
        ({"token": "another", "department": "IT"}, {"said:D2": "1"}, 401),
        ({"department": "IT"}, None, 401),
        ({"token": SECRET, "department": "x" * 101}, {"said:D2": "1"}, 422),
        ({"token": SECRET, "department": "IT, HR"}, {"said:D2": "1"}, 422),
        ({"token": SECRET, "department": "HR"}, {"said:D2": "1.5"}, 422),
        ({"token": SECRET, "department": "HR"}, {"said:D2": "nan"}, 422),
        ({"token": SECRET, "department": "HR"}, {"said:D2": "much"}, 422),
        ({"token": SECRET, "department": "HR"}, b"said:D2=\xff", 422),
        ({"token": SECRET, "department": "HR"}, b"x" * 200_001, 413),
    ],
)
def test_what_is_not_from_the_page_is_refused(
    query: dict[str, str], sent: dict[str, str] | bytes | None, status: int
) -> None:
    room = Room(Bidding(said={"IT": {"D2": 0.2}}))
    assert asked(room, query, sent)[0] == status
    assert (room.changes, room.departments) == (0, ("IT",))


def test_nobody_fills_the_page_with_departments() -> None:
    room = Room(Bidding(said={}), map(str, range(MOST_DEPARTMENTS)))
    query = {"token": SECRET, "department": "one more"}
    status, _, page = asked(room, query, {"said:D2": "1"})
    assert (status, room.changes) == (409, 0)
    assert "Der er allerede 100 afdelinger" in page
    assert asked(room, query | {"department": "7"}, {"said:D2": "1"})[0] == 303


@pytest.mark.parametrize(
    ("method", "answered", "status", "shown"),
    [("GET", 200, 200, "Nøglen"), ("POST", 200, 200, "Det er en anden"), ("POST", 302, 302, "")],
)
def test_what_opens_a_workshop_is_asked_for_in_its_language(
    method: str, answered: int, status: int, shown: str
) -> None:
    """What shows the page asks in English with 200, and sends on, with 302, whoever gave what opens it."""
    sent: list[MutableMapping[str, Any]] = []

    async def marimo(_: object, __: object, send: Send) -> None:
        await send({"type": "http.response.start", "status": answered, "headers": []})
        await send({"type": "http.response.body", "body": b"Access Token" if answered == 200 else b""})

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b""}

    paths = BidPaths(BidPage(SMALL, "da", SECRET), Room(Bidding(said={}), ()))
    asyncio.run(_let_in(marimo, paths, {"type": "http", "method": method}, receive, send))
    page = b"".join(one.get("body", b"") for one in sent).decode()
    assert sent[0]["status"] == status
    assert shown in page
    assert "Access" not in page
