"""The body of a request, as far as it is neither too large nor too slow."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.requests import ClientDisconnect

from omniprio.desk.limits import refuse_long
from omniprio.language import sentence
from omniprio.service import connection

__all__ = ["Body"]


async def _body(request: Request) -> bytes:
    """Return what was sent."""
    sent = bytearray()
    try:
        async with asyncio.timeout(connection.SLOWEST_REQUEST):
            async for part in request.stream():
                sent += part
                refuse_long(sent)
    except ClientDisconnect:
        raise HTTPException(HTTPStatus.BAD_REQUEST, sentence("service.broke off")) from None
    except TimeoutError:
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, sentence("service.too slow")) from None
    return bytes(sent)


Body = Annotated[bytes, Depends(_body)]
"""The bytes of a body, in the signature of what answers."""
