"""Plans nearly as good as the best that differ as much as possible."""

from omniprio.answers.alternatives.found import Alternative, Alternatives
from omniprio.answers.alternatives.search import alternatives

__all__ = ["Alternative", "Alternatives", "alternatives"]
