"""Settling when each field is reached, one field after the other, as the relaxation mostly has it.

Most of what the relaxation of a disc promises too much comes from fields that it has reached in part. Once it is settled by
when each is reached, what the relaxation says of the initiatives is nearly a schedule, and so is when each starts on average.

In the literature: diving heuristic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from omniprio.heuristic.matrix import arrays_of, starts_at
from omniprio.heuristic.relaxation import Relaxation

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from omniprio.heuristic.matrix import Chains, Floats, Places, StartsAt
    from omniprio.heuristic.rounds import Run
    from omniprio.solver.program import Expression, Program

__all__ = ["Windows", "gates_in", "held_by", "on_average", "reached_in", "settle_gates", "widened"]

type Windows = list[tuple[int, int]]
"""By field: among its columns, the first that may be 1, and the first that must be."""

_WHOLE = 1e-5
"""How far from a whole number a value may be by the tolerances of the solver."""

_NEARLY = 0.9
"""The share from which on fields are held at once with the one that is most nearly reached: half the steps, and no worse."""

_IN_PART = 0.01
"""The share from which on something is started; what is started in part is needed as well."""

_NOTHING = np.zeros(0, dtype=np.int64)


def gates_in(form: StartsAt, gates: Mapping[str, Mapping[int, int]]) -> list[Places]:
    """Return by field, in order of time, where the columns are that say whether it is reached; without trimmed ones.

    Args:
        form: The program in "starts at" columns.
        gates: By field and period, the column of the program.
    """
    place = {column: where for where, column in enumerate(form.source.tolist())}
    found = (
        [place[column] for column in gate.values() if place.get(column, 0) >= form.chosen]
        for gate in gates.values()
    )
    return [np.array(one, dtype=np.int64) for one in found if one]


def reached_in(values: Floats, gates: Sequence[Places]) -> Windows:
    """Return where among its columns each field is first reached, and from where on it stays so.

    Args:
        values: The value of each column.
        gates: By field, in order of time, the columns that say whether it is reached.
    """
    found = []
    for gate in gates:
        there = np.concatenate([[False], values[gate] > 0.5, [True]])  # noqa: PLR2004  a binary, rounded
        found.append((int(np.argmax(there)) - 1, int(np.flatnonzero(~there)[-1])))
    return found


def widened(windows: Windows, by: int, gates: Sequence[Places]) -> Windows:
    """Return windows that begin so many periods sooner, and end so many later.

    >>> widened([(1, 1), (0, 2)], 1, [np.arange(3), np.arange(3)])
    [(0, 2), (0, 3)]
    """
    return [
        (max(first - by, 0), min(last + by, len(gate)))
        for (first, last), gate in zip(windows, gates, strict=True)
    ]


def held_by(windows: Windows, gates: Sequence[Places]) -> tuple[Places, Places]:
    """Return the columns of fields that windows hold at 1, and at 0."""
    both = [*zip(windows, gates, strict=True)]
    ones = [gate[last:] for (_, last), gate in both]
    zeros = [gate[:first] for (first, _), gate in both]
    return np.concatenate([_NOTHING, *ones]), np.concatenate([_NOTHING, *zeros])


def settle_gates(relaxation: Relaxation, gates: Sequence[Places]) -> Iterator[None]:
    """Fix in a solved relaxation by when each field is reached, first what it has nearly; yield after each step.

    Fields are held as reached in the periods in which they nearly are, at least the one that most nearly is, and from then on;
    where that leaves no solution, that one alone, or not up to then. Where none of that does it ends.

    Args:
        relaxation: Solved; in the end it holds what was settled.
        gates: By field, in order of time, the columns that say whether it is reached.
    """
    columns = np.concatenate([_NOTHING, *gates])
    until = np.concatenate([_NOTHING, *(np.arange(len(gate)) for gate in gates)])
    whole = [gate for gate in gates for _ in gate]
    for _ in range(len(columns)):  # each step fixes a column at least
        yield
        values = relaxation.values[columns]
        split = (values > _WHOLE) & (values < 1 - _WHOLE)
        if not split.any():
            return
        most = int(np.argmax(np.where(split, values, -1.0)))
        gate, place = whole[most], until[most]
        near = np.flatnonzero(split & (values >= _NEARLY))
        held = np.unique(np.concatenate([_NOTHING, *(whole[one][until[one] :] for one in near)]))
        if not (
            (len(near) > 1 and relaxation.fix(held, _NOTHING))
            or relaxation.fix(gate[place:], _NOTHING)
            or relaxation.fix(_NOTHING, gate[: place + 1])
            or relaxation.fix(columns[[most]], _NOTHING)
            or relaxation.fix(_NOTHING, columns[[most]])
        ):
            return


def on_average(
    program: Program,
    objective: Expression,
    chains: Chains,
    gates: Mapping[str, Mapping[int, int]],
    run: Run,
) -> Generator[None, None, dict[str, float]]:
    """Settle in a relaxation when each field is reached, step by step; return when each initiative starts on average.

    Those that it does not start are left out; all are where there was no time for it.

    Args:
        program: The program.
        objective: What is to be made small.
        chains: By initiative and mode, and by start, in order of time, the column that says it has started by then.
        gates: By field, and by period, in order of time, the column that says it is reached then.
        run: Says when to stop.
    """
    form = starts_at(program, objective, chains)
    relaxation = Relaxation(arrays_of(form), run)
    if not form.names or not relaxation.solve():
        return {}
    yield from settle_gates(relaxation, gates_in(form, gates))
    own = relaxation.values[: form.chosen]
    share = np.add.reduceat(own, form.first[:-1])
    mean = np.add.reduceat(own * form.period, form.first[:-1]) / np.maximum(share, _WHOLE)
    return {
        name: float(at) for name, at, is_in in zip(form.names, mean, share > _IN_PART, strict=True) if is_in
    }
