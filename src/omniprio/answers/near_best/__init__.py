"""Plans nearly as good as the best that differ as much as possible."""

from omniprio.answers.near_best.result import Alternative, Alternatives
from omniprio.answers.near_best.search import alternatives

__all__ = ["Alternative", "Alternatives", "alternatives"]
