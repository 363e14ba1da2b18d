"""`python -m omniprio`: the command line."""

from __future__ import annotations

import sys

from omniprio.beginning import imported
from omniprio.cli import main

__all__ = ["command"]


def command() -> int:
    """Run the command that this process was started with and return its exit code."""
    imported()
    return main()


if __name__ == "__main__":
    sys.exit(command())
