"""The portfolios that come with the library, by the name that programs ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from omniprio.portfolio import Portfolio

__all__ = ["READY"]

_SUFFIX = "_portfolio"

READY: dict[str, Callable[[], Portfolio]] = {
    name.removesuffix(_SUFFIX): getattr(catalogue, name)
    for name in catalogue.__all__
    if name.endswith(_SUFFIX)
}
"""What makes each ready portfolio, by its name."""
