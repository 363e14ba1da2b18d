"""The service of the library as a part of a web application of one's own.

    GET  /            what this application is
    POST /plans/plan  and all else that `omniprio serve` answers, under /plans

Run it with `uv run --group embed examples/own_service.py`. Who may ask is for the application to say: what is mounted asks
for no token unless it is given some. The server is the library's, which ends connections that are too slow.
"""

from __future__ import annotations

import socket

from fastapi import FastAPI

from omniprio.service import application, server_of

plans = application(hosts=["127.0.0.1", "localhost"])

app = FastAPI(title="a portfolio office")
app.mount("/plans", plans)


@app.get("/")
def about() -> dict[str, str]:
    """Return what this application is."""
    return {"about": "A portfolio office, which plans under /plans."}


if __name__ == "__main__":
    with socket.create_server(("127.0.0.1", 8000)) as listening:
        server_of(app, plans).run(sockets=[listening])
