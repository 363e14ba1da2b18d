"""Where a server of ours is reached, and what lets others in, as options say it."""

from __future__ import annotations

import socket

from omniprio.cli.exits import OptionError
from omniprio.cli.files import read
from omniprio.cli.streams import reason
from omniprio.language import sentence

__all__ = ["listening_at", "tokens_in"]

_MOST = 65_535
_SHORTEST_TOKEN = 16
"""Letters of a token, at least: shorter ones can be found by trying."""


def listening_at(host: str, port: int) -> socket.socket:
    """Return a socket that others can connect to from now on.

    Args:
        host: The address to listen at, or a name of it.
        port: The port; 0 for any that is free.

    Raises:
        OptionError: There is no such port, or it cannot be listened at.
    """
    if not 0 <= port <= _MOST:
        raise OptionError(
            "--port", str(port), sentence("faults.is", value=port), sentence("usage.a port", most=_MOST)
        )
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        problem = sentence("usage.cannot listen", host=host, reason=reason(error))
        raise OptionError("--port", str(port), problem, sentence("usage.another port")) from None


def tokens_in(name: str, least: int = 1) -> list[str]:
    """Return the tokens in the file of `--token-file`, one a line.

    Args:
        name: The file.
        least: How many different ones it has to hold.

    Raises:
        FileError: It cannot be read.
        OptionError: It holds too few, or one that is too short.
    """
    tokens = read(name).decode(errors="replace").split()
    if any(len(token) < _SHORTEST_TOKEN for token in tokens):
        problem = sentence("usage.short token")
    elif len(set(tokens)) < least:
        problem = sentence("usage.few tokens", number=len(set(tokens)), least=least)
    else:
        return tokens
    raise OptionError("--token-file", name, problem, sentence("usage.long tokens", letters=_SHORTEST_TOKEN))
