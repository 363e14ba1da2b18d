"""The same work on many portfolios, over any executor."""

from omniprio.answers.parallel.plans import EachProgress, Failure, plan_each, plans_as_they_come

__all__ = ["EachProgress", "Failure", "plan_each", "plans_as_they_come"]
