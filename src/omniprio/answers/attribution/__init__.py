"""The gain of a plan, shared over its initiatives."""

from omniprio.answers.attribution.attribution import Attribution, Credit, attribute

__all__ = ["Attribution", "Credit", "attribute"]
