"""Searches for large portfolios: led by the linear relaxation where they earn, else around a schedule that is known.

It sees a program and which of its columns say when an initiative has started; it knows no portfolio. The road:
`starts_at` says the program in other columns, `relaxation` solves it without whole numbers, `bound` turns its prices
into a bound that is safe, `rounding` makes a schedule of it at once, `dive` settles the large initiatives, `restricted`
solves parts of the program, `neighbourhoods` says which parts and which of them pay, `rounds` looks at one after the
other, and `searching` holds it together. `filling` completes what is settled. `exchanging` goes on from a known schedule, its parts
`stepwise` in the columns of the program again; where value and bound are far apart it settles with `gates` when each field is reached,
and looks `between` that and the schedule; in `retiming`, of what is too large for that, fields are held and all else is placed anew. `alongside` has it go on in a thread of its own while a solver runs. `cutting` bounds what is too large for a solver, `one_period` each period of it alone, on a `projection`,
and `branching` settles columns branch after branch.
"""

from omniprio.heuristic.alongside import Alongside
from omniprio.heuristic.cutting import bounded
from omniprio.heuristic.exchanging import Exchanging
from omniprio.heuristic.gates import on_average
from omniprio.heuristic.retiming import Placed
from omniprio.heuristic.rounds import Judge, Run
from omniprio.heuristic.searching import Found, Guidance, guided

__all__ = [
    "Alongside",
    "Exchanging",
    "Found",
    "Guidance",
    "Judge",
    "Placed",
    "Run",
    "bounded",
    "guided",
    "on_average",
]
