"""What web service and MCP server share: what may be asked, how much of it, and a seat to do it in."""

from omniprio.desk.limits import NoSeatError, RefusedError, TooLargeError, TooLongError
from omniprio.desk.questions import QUESTIONS, Question
from omniprio.desk.seats import SEATS, Seats

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
