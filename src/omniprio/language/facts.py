"""What the library has to say, apart from the language that it is said in."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Fact", "Value", "fact"]

type Value = Fact | bool | int | float | str | dict[str, str] | tuple[Value, ...] | None
"""What can stand in a fact: a number, a text of the user, an id, another fact, or several of them."""


class Fact(BaseModel):
    """One thing that can be said: what kind it is, and the values in it.

    >>> print(Fact(kind="rules.known.no initiative", values={"initiative": "wbe"}))
    wbe is no initiative of the portfolio: correct the id or leave it out
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)

    kind: str
    """What is said: a key that every language has words for, as `rules.horizon.breach`."""
    values: dict[str, Value] = Field(default_factory=dict)
    """What is said about whom, and how much: the values that go into the words, by name."""

    def __str__(self) -> str:
        """Return the fact in English, with ids as they are."""
        from omniprio.language.speaker import Speaker  # noqa: PLC0415  it says facts, so it comes after them

        return Speaker().say(self)

    def __hash__(self) -> int:
        """Return the same number for equal facts."""
        return hash((self.kind, tuple(sorted(self.values))))


def fact(kind: str, /, **values: Value) -> Fact:
    """Return a fact.

    Args:
        kind: A key that every language has words for.
        **values: What goes into the words, by name.

    >>> fact("rules.known.no initiative", initiative="wbe").values
    {'initiative': 'wbe'}
    >>> hint = fact("hints.did you mean", name="duration")
    >>> print(fact("remedies.remove or respell", hint=hint))
    remove it or correct its spelling (did you mean duration?)
    """
    return Fact(kind=kind, values={name: _bare(value) for name, value in values.items()})


def _bare(value: Value) -> Value:
    """Return the fact of a sentence, which can be said in each language; anything else as it is."""
    if isinstance(value, tuple):
        return tuple(map(_bare, value))
    known: Fact | None = getattr(value, "fact", None)
    return value if known is None else known
