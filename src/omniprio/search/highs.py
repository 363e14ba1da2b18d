"""HiGHS fed with arrays, and stopped from outside while it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import highspy
import numpy as np

from omniprio.errors import SolverError
from omniprio.solver.highs import Option, SilentHighs

if TYPE_CHECKING:
    from omniprio.search.arrays import Arrays

__all__ = ["Option", "loaded"]


def loaded(program: Arrays, options: dict[str, Option], *, whole: bool) -> SilentHighs:
    """Return HiGHS with a program to be made small.

    Args:
        program: The program.
        options: Options of HiGHS.
        whole: Whether columns that are whole numbers have to be.
    """
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.cost), len(program.most)
    model.col_cost_ = program.cost
    model.col_lower_, model.col_upper_ = np.zeros(len(program.cost)), program.upper
    model.row_lower_, model.row_upper_ = program.least, program.most
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = program.ends.astype(np.int32)
    model.a_matrix_.index_ = program.row_of.astype(np.int32)
    model.a_matrix_.value_ = program.coefficients
    if whole:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[kind] for kind in program.integer.tolist()]
    highs = SilentHighs()
    highs.take(options)
    if highs.passModel(model) == highspy.HighsStatus.kError:
        raise SolverError("HiGHS does not take the program; please report this as a bug.")
    return highs
