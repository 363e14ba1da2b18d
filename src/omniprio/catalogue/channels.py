"""The channels of an organisation, which turn a map of fields into one of fields and channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from omniprio.base import Model, Name
from omniprio.disc import AT, Channel, Disc, OverChannels
from omniprio.parameters import validated

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ChannelMap"]


class ChannelMap(Model):
    """The channels of an organisation, and in which of them each discipline is judged.

    >>> here = ChannelMap(provenance="ours", channels=[{"id": "web"}, {"id": "store"}], whole=["O"])
    >>> here.parts("R2", ["web", "telex"]), here.parts("O2", ["web"])
    (('R2@web',), ('O2',))
    """

    provenance: str
    channels: tuple[Channel, ...]
    over: OverChannels = "minimum"
    relevant: dict[Name, tuple[Name, ...]] = Field(default_factory=dict)
    """The channels that are relevant to a discipline, by its id; by default all."""
    whole: tuple[Name, ...] = ()
    """The disciplines that are judged as a whole."""

    @validated
    def parts(self, field: str, channels: Sequence[str]) -> tuple[str, ...]:
        """Return what a share of a field is given to: each of some channels that counts there, or the field."""
        row = field.rstrip("0123456789")
        if row in self.whole:
            return (field,)
        judged = self.relevant.get(row, tuple(channel.id for channel in self.channels))
        return tuple(f"{field}{AT}{channel}" for channel in judged if channel in channels)

    @validated
    def on(self, disc: Disc) -> Disc:
        """Return a disc with these channels."""
        rows = [
            {
                **_fields_of(row),
                "channels": self.relevant.get(row.id, ()),
                "whole": row.id in self.whole,
            }
            for row in disc.disciplines
        ]
        own = {"disciplines": rows, "channels": self.channels, "over": self.over}
        return Disc.model_validate(_fields_of(disc) | own)


def _fields_of(model: Model) -> dict[str, object]:
    return {name: getattr(model, name) for name in type(model).model_fields}
