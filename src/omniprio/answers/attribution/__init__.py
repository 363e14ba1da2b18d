"""The gain of a plan, shared over its initiatives."""

from omniprio.answers.attribution.attribution import Attribution, Part, attribute

__all__ = ["Attribution", "Part", "attribute"]
