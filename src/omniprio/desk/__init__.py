"""What web service and MCP server share: what may be asked, how much of it, and a seat to do it in."""

from omniprio.desk.limits import SEATS, NoSeatError, RefusedError, Seats, TooLargeError, TooLongError
from omniprio.desk.questions import QUESTIONS, Question

__all__ = [
    "QUESTIONS",
    "SEATS",
    "NoSeatError",
    "Question",
    "RefusedError",
    "Seats",
    "TooLargeError",
    "TooLongError",
]
