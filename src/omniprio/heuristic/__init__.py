"""Searches for large portfolios: led by the linear relaxation where they earn, else around a schedule that is known.

It sees a program and which of its columns say when an initiative has started; it knows no portfolio. The road:
`starts_at` says the program in other columns, `relaxation` solves it without whole numbers, `bound` turns its prices
into a bound that is safe, `dive` makes a schedule of it at once or settles the large initiatives first, `restricted`
solves parts of the program and completes what is settled, `neighbourhoods` says which parts and which of them pay, `rounds` looks at
one after the other, and `searching` holds it together, or has it go on in a thread of its own while a solver runs. `exchanging` goes on
from a known schedule; where value and bound are far apart it settles when each field is reached, and fills. `cutting` bounds what is too
large for a solver.
"""

from omniprio.heuristic.cutting import bounded
from omniprio.heuristic.exchanging import Exchanging
from omniprio.heuristic.rounds import Judge
from omniprio.heuristic.searching import Alongside, Found, Guidance, guided

__all__ = ["Alongside", "Exchanging", "Found", "Guidance", "Judge", "bounded", "guided"]
