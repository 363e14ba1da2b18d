"""A page that a verb opens in the browser, and serves until Ctrl-C."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING

from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, write

if TYPE_CHECKING:
    import socket
    from argparse import Namespace
    from collections.abc import Sequence

    from omniprio.store import Store
    from omniprio.what_if.asked import Asked
    from omniprio.what_if.serving import Page

__all__ = ["open_page"]


def open_page(
    page: Page,
    asked: Asked,
    arguments: Namespace,
    listening: socket.socket | None = None,
    store: Store | None = None,
    tokens: Sequence[str] | None = None,
) -> Exit:
    """Write the address of a page, open it in the browser, and serve it until Ctrl-C.

    Args:
        page: Which page.
        asked: What it is opened with.
        arguments: Those of the command line, with where the address is written.
        listening: Where the page can be reached; None for this machine alone.
        store: Where what is said on it is kept at once; None where it is not.
        tokens: What opens it, and what lets departments in; None for new secrets, which stand in the addresses.

    Raises:
        MissingExtraError: The extra `what-if` is not installed.
    """
    from omniprio.what_if.serving import served  # noqa: PLC0415  few verbs need it

    must_be_writable(arguments.output)
    with served(page, asked, listening, store, tokens) as ready:
        write(ready.address, arguments.output)
        webbrowser.open(ready.address)  # it listens already; whoever comes now waits until it answers
        try:
            ready.run()
        except KeyboardInterrupt:  # the way to end it
            return Exit.DONE
    return Exit.DONE
