"""The web service: every answer over HTTP, for programs in any language; it takes the extra `service`.

`application` is what an ASGI server runs, or another application mounts; `server_of` runs it as `omniprio serve` does.
"""

from omniprio.service.application import application
from omniprio.service.connection import Server, server_of

__all__ = ["Server", "application", "server_of"]
