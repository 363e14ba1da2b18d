"""The verbs, one a file. A new one is a file with a `VERB` and a line here."""

from omniprio.cli.verbs import (
    catalogue,
    check,
    convert,
    explain,
    frontier,
    plan,
    qualify,
    replan,
    report,
    robust,
    schema,
)

__all__ = ["VERBS"]

VERBS = (
    plan.VERB,
    check.VERB,
    explain.VERB,
    qualify.VERB,
    frontier.VERB,
    robust.VERB,
    replan.VERB,
    report.VERB,
    convert.VERB,
    schema.VERB,
    catalogue.VERB,
)
"""In the order in which the help lists them."""
