"""Customer scenarios: what a customer experiences, as the fields that must be reached for it."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from omniprio.base import Model, Name, Refers, Text
from omniprio.language import text
from omniprio.parameters import validated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.disc import Disc

__all__ = ["Scenario", "shipped_scenarios", "with_outer_rings"]


class Scenario(Model):
    """Something a customer experiences, as the fields that must be reached for it.

    >>> Scenario(id="basket", fields=["R3", "D3"]).name()
    'basket'
    """

    id: Name
    title: Text = ""
    description: Text = ""
    fields: Annotated[tuple[str, ...], Field(min_length=1), Refers("fields")]
    """The fields it needs, by id; the rings outside them are needed too."""
    provenance: str = ""
    """What is fact and what is judgement."""

    @validated
    def name(self, language: str = "en") -> str:
        """Return the title, or the id where there is none."""
        return text(self.title, language) or self.id


@cache
def shipped_scenarios() -> Mapping[str, Scenario]:
    """Return the scenarios on the customer-centricity disc that come with the library, by id."""
    file = resources.files("omniprio").joinpath("catalogue", "scenarios", "examples.json")
    given = json.loads(file.read_text(encoding="utf-8"))["scenarios"]
    return {one.id: one for one in map(Scenario.model_validate, given)}


def with_outer_rings(fields: tuple[str, ...], disc: Disc) -> tuple[str, ...]:
    """Return some fields and those that must be reached before they count, in the order of the disc.

    Args:
        fields: Ids of fields of the disc, or of channels of them.
        disc: The disc.

    >>> from omniprio.disc import shipped_disc
    >>> with_outer_rings(("R2", "C1"), shipped_disc())
    ('R1', 'R2', 'C1')
    """
    innermost: dict[str, int] = {}
    for name in fields:
        field = disc.named[name]
        if field.discipline.order == "outside in":
            whole = field.number if field.channel is None else field.number - 1
            innermost[field.discipline.id] = max(innermost.get(field.discipline.id, 0), whole)
    return tuple(
        field.id
        for field in disc.named.values()
        if field.id in fields
        or (field.channel is None and field.number <= innermost.get(field.discipline.id, 0))
    )
