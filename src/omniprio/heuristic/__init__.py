"""A search for large portfolios that earn: led by the linear relaxation, exact in its rules and its bound.

It sees a program and which of its columns say when an initiative has started; it knows no portfolio. The road:
`starts_at` says the program in other columns, `relaxation` solves it without whole numbers, `bound` turns its prices
into a bound that is safe, `dive` settles the large initiatives, `restricted` solves parts of the program,
`neighbourhoods` says which parts, `chances` which of them pay, and `searching` holds it together.
"""

from omniprio.heuristic.searching import Found, Guidance, guided

__all__ = ["Found", "Guidance", "guided"]
