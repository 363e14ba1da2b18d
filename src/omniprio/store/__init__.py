"""What is kept: versions of portfolios, plans, actuals and assessments, in a file of SQLite that other programs read too."""

from omniprio.store.differences import Difference, Differences, differences
from omniprio.store.store import KEPT, NotKeptError, Store, StoreError, Version, Versions

__all__ = [
    "KEPT",
    "Difference",
    "Differences",
    "NotKeptError",
    "Store",
    "StoreError",
    "Version",
    "Versions",
    "differences",
]
