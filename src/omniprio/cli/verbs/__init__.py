"""The verbs, one a file. A new one is a file with a `VERB` and a line here."""

from omniprio.cli.verbs import (
    actuals,
    assess,
    catalogue,
    check,
    convert,
    coverage,
    essential,
    explain,
    form,
    frontier,
    gaps,
    plan,
    programme,
    qualify,
    raters,
    replan,
    report,
    robust,
    scenarios,
    schema,
    upheaval,
)

__all__ = ["VERBS"]

VERBS = (
    plan.VERB,
    check.VERB,
    explain.VERB,
    essential.VERB,
    qualify.VERB,
    frontier.VERB,
    robust.VERB,
    actuals.VERB,
    replan.VERB,
    upheaval.VERB,
    form.VERB,
    assess.VERB,
    raters.VERB,
    programme.VERB,
    gaps.VERB,
    coverage.VERB,
    scenarios.VERB,
    report.VERB,
    convert.VERB,
    schema.VERB,
    catalogue.VERB,
)
"""In the order in which the help lists them."""
