"""The command line: JSON in, JSON out, and an exit code for each way a run can end."""

from omniprio.cli.command import main
from omniprio.cli.exits import Exit

__all__ = ["Exit", "main"]
