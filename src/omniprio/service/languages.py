"""The language in which a caller is answered: the one that is asked for, else the one that is preferred, else English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Query

from omniprio.language import fact, languages
from omniprio.parameters import unknown_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import HTTPConnection

    from omniprio.language import Language

__all__ = ["language_of", "must_be_known"]


async def must_be_known(
    language: Annotated[
        str | None,
        Query(
            description="The language of what is told; without it that of `Accept-Language`.",
            json_schema_extra={"enum": list(languages())},
        ),
    ] = None,
) -> None:
    """Refuse a language that is none of ours.

    Args:
        language: What stands in the address.

    Raises:
        UnknownNameError: There is no such language.
    """
    if language is not None and language not in languages():
        raise unknown_name("language", language, languages(), fact("kinds.language"))


def language_of(asked: HTTPConnection) -> Language:
    """Return the language in which a caller is answered.

    Args:
        asked: What is answered.
    """
    wanted = [asked.query_params.get("language", ""), *_preferred(asked.headers.get("accept-language", ""))]
    return next((one for one in wanted if one in languages()), "en")


def _preferred(header: str) -> Iterator[str]:
    """Yield the languages of a header as `da-DK, en;q=0.8`, the most wanted first, without what tells countries apart."""
    wanted = []
    for part in header.split(","):
        name, _, weight = part.partition(";")
        given = weight.replace(" ", "").removeprefix("q=") or "1"
        wanted.append((float(given) if given.replace(".", "", 1).isdecimal() else 0.0, name))
    for share, name in sorted(wanted, key=lambda one: -one[0]):
        if share:  # 0 is one that is not wanted
            yield name.strip().partition("-")[0].lower()
