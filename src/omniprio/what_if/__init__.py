"""What if: sliders and switches that change a portfolio, the plan that moves with them, and a workshop's bids.

`controls` and `bidding` say what sliders mean and know no page; `trial` answers, quickly first and proven later; the
pages in `pages` are drawn by marimo and need the extra `what-if`.
"""

from omniprio.what_if.controls import Choice, Controls, Purse, changed, controls_of
from omniprio.what_if.trial import Standing, Trial

__all__ = ["Choice", "Controls", "Purse", "Standing", "Trial", "changed", "controls_of"]
