"""The portfolios that come with the library, by the name that programs ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from omniprio.portfolio import Portfolio

__all__ = ["READY"]

READY: dict[str, Callable[[], Portfolio]] = {
    "long": catalogue.long_portfolio,
    "ten": catalogue.ten_portfolio,
    "ten-by-channel": catalogue.ten_by_channel,
}
"""What makes each ready portfolio, by its name."""
