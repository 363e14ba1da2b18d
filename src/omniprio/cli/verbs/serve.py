"""`serve`: every answer over HTTP, for this machine or for whoever has a token."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

from omniprio.cli.arguments import refuse_output, whole
from omniprio.cli.exits import Exit, OptionError
from omniprio.cli.files import must_be_writable, path_of, write
from omniprio.cli.listening import listening_at, tokens_in
from omniprio.cli.spoken import language_of, remark
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.io.extras import needed
from omniprio.language import Speaker, sentence
from omniprio.store import Store

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", metavar=sentence("help.ADDRESS"), help=sentence("help.host")
    )
    parser.add_argument("--port", type=whole, default=8000, metavar="N", help=sentence("help.port"))
    parser.add_argument("--token-file", metavar=sentence("help.FILE"), help=sentence("help.token file"))
    parser.add_argument("--store", metavar=sentence("help.FILE"), help=sentence("help.store"))
    parser.add_argument("--openapi", action="store_true", help=sentence("help.openapi"))


def _run(arguments: Namespace) -> Exit:
    for package in ("fastapi", "uvicorn"):
        needed(package, "service")
    from omniprio.service import application, server_of  # noqa: PLC0415  it may not be installed
    from omniprio.service.callers import LOOPBACK, is_loopback  # noqa: PLC0415  likewise
    from omniprio.service.description import openapi_of  # noqa: PLC0415  likewise

    if arguments.openapi:
        must_be_writable(arguments.output)
        write(json.dumps(openapi_of(application()), indent=2, ensure_ascii=False), arguments.output)
        return Exit.DONE
    refuse_output(arguments.output)
    tokens = [] if arguments.token_file is None else tokens_in(arguments.token_file)
    if not (tokens or is_loopback(arguments.host)):
        problem, remedy = sentence("usage.others reach it"), sentence("usage.give a token")
        raise OptionError("--host", arguments.host, problem, remedy)
    store = None if arguments.store is None else Store(path_of(arguments.store))
    app = application(store=store, tokens=tokens, hosts=LOOPBACK if is_loopback(arguments.host) else ["*"])
    with listening_at(arguments.host, arguments.port) as listening, contextlib.suppress(KeyboardInterrupt):
        address, port = listening.getsockname()[:2]
        place = f"[{address}]" if ":" in address else address
        said = Speaker(language_of(arguments)).words("command.serving", url=f"http://{place}:{port}")
        remark(said, arguments)
        server_of(app).run(sockets=[listening])
    return Exit.DONE


VERB = Verb(
    example=f"{PROGRAM} serve --port 8000",
    declare=_declare,
    run=_run,
    output="help.output of openapi",
)
"""Answer over HTTP."""
