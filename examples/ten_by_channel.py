"""The ten initiatives, channel by channel: how far each field is in each channel, and the ladder from single to omni.

Run it with `uv run examples/ten_by_channel.py`; it takes a few seconds.
"""

from datetime import date

import omniprio
from omniprio.catalogue import ten_by_channel

FIELD = "R2"
"""The field that is looked at channel by channel."""


def main() -> None:
    """Plan with enough money for all ten; print the plan, a field in each channel, and the ladder."""
    portfolio = ten_by_channel(budget=5550, start=date(2027, 1, 1))
    plan = omniprio.prioritise(portfolio)
    print(plan.summary())
    print(f"\n{FIELD} {portfolio.disc.fields[FIELD].title()}")
    for part in portfolio.disc.parts_of[FIELD]:
        print(f"  {portfolio.disc.named[part].title()}: {float(plan.progress.fulfilment[part][-1])}")
    print("\nThe ladder of channels")
    before = None
    for state in plan.periods:
        if state.channels != before:
            print(f"  {state.label}: {state.channels}")
        before = state.channels


if __name__ == "__main__":
    main()
