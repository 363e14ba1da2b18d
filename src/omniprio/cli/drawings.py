"""The figures of `omniprio.plots` as the command line knows them: their names, what each draws, and pictures of them in files.

Nothing is listed here: what a figure draws and can be asked for is read from its function.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from io import BytesIO
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, override

from omniprio.documents.kinds import DOCUMENTS
from omniprio.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from omniprio.base import Model

__all__ = ["ENDINGS", "KINDS", "Drawing", "picture_of"]

ENDINGS = (".svg", ".png", ".pdf")
"""How the names of pictures end."""

_DOTS = 200
_FOR_ALL = {"language", "ax"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure: the function that draws it, and the one that says what is seen."""

    draw: Callable[..., Axes | Figure]
    describe: Callable[..., str]

    @property
    def of_plans(self) -> bool:
        """Whether it is of plans, not of another answer."""
        return "Plan" in self._models

    @property
    def of_portfolios(self) -> bool:
        """Whether it shows a portfolio too that is not planned."""
        return "Portfolio" in self._models

    @property
    def of_several(self) -> bool:
        """Whether it shows several by name."""
        return "Mapping" in self._models

    @property
    def needs_names(self) -> bool:
        """Whether what it shows has to have a name, as there may be one alone or several."""
        return str(self._parameters[0].annotation).startswith("Mapping")

    @property
    def documents(self) -> dict[str, type[Model]]:
        """The documents that it draws, with the models of what they hold."""
        return {
            name: resolve_name(model)
            for name, model in DOCUMENTS.items()
            if model.rpartition(":")[2] in self._models
        }

    @property
    def part(self) -> inspect.Parameter | None:
        """What says which of several it shows, as a team or a budget; None where it shows all."""
        return next((one for one in self._parameters[1:] if one.kind is one.POSITIONAL_OR_KEYWORD), None)

    @property
    def has_period(self) -> bool:
        """Whether it is of one moment, which can be chosen."""
        return any(one.name == "period" for one in self._parameters)

    @property
    def _parameters(self) -> Sequence[inspect.Parameter]:
        every = inspect.signature(self.draw).parameters.values()
        return [one for one in every if one.name not in _FOR_ALL]

    @property
    def _models(self) -> set[str]:
        return set(re.findall(r"\w+", str(self._parameters[0].annotation)))


class _Kinds(Collection[str]):
    """The names of all figures; looked up when one is asked for, as drawing takes long to import and needs an extra."""

    def __getitem__(self, name: str) -> Drawing:
        """Return a figure by its name.

        Raises:
            MissingExtraError: There is no matplotlib.
        """
        return _drawings()[name]

    @override
    def __contains__(self, name: object) -> bool:
        return name in _drawings()

    @override
    def __iter__(self) -> Iterator[str]:
        try:
            return iter(_drawings())
        except MissingExtraError:  # a shell then completes the rest
            return iter(())

    @override
    def __len__(self) -> int:
        return sum(1 for _ in self)


KINDS = _Kinds()


def _drawings() -> dict[str, Drawing]:
    from omniprio import plots  # noqa: PLC0415  the extra may be missing

    described = [(name, getattr(plots, f"describe_{name}", None)) for name in plots.__all__]
    return {
        name.replace("_", "-"): Drawing(getattr(plots, name), describe)
        for name, describe in described
        if describe is not None
    }


def picture_of(drawn: Axes | Figure, says: str, ending: str) -> bytes:
    """Return a figure as the bytes of a file; the same figure gives the same bytes.

    Args:
        drawn: The figure, or axes of it.
        says: What is seen, for those who cannot see it.
        ending: One of `ENDINGS`.
    """
    from omniprio.plots import as_svg  # noqa: PLC0415  the extra may be missing

    if ending == ".svg":
        return as_svg(drawn, title=says).encode()
    about: dict[str, Any] = {".png": {"Description": says}, ".pdf": {"Subject": says, "CreationDate": None}}
    file, figure = BytesIO(), drawn.get_figure(root=True) or drawn
    figure.savefig(file, format=ending[1:], dpi=_DOTS, metadata=about[ending])  # type: ignore[union-attr]
    return file.getvalue()
