"""One ranked list to cut from below, for a budget that is not known yet."""

from omniprio.answers.nesting.ranking import Nested, NestedStep, Ranked, nested

__all__ = ["Nested", "NestedStep", "Ranked", "nested"]
