"""Where a server of ours is reached, as options say it."""

from __future__ import annotations

import socket

from omniprio.cli.exits import OptionError
from omniprio.cli.streams import reason
from omniprio.language import sentence

__all__ = ["listening_at"]

_MOST = 65_535


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
