"""Where one organisation is, as an argument: the bids of raters, bids by channel, or answers to a questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from omniprio.assessment import Answers, Bids, BidsByChannel, combine, combine_by_channel, profile_of
from omniprio.cli.arguments import questionnaire_of
from omniprio.cli.bids import is_table, table_of_bids
from omniprio.cli.files import noted, read, validated
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence
from omniprio.portfolio.reading import parsed

if TYPE_CHECKING:
    from argparse import Namespace

    from omniprio.assessment import Profile
    from omniprio.disc import Disc

__all__ = ["profile_in"]


def profile_in(name: str, arguments: Namespace, disc: Disc | None) -> Profile:
    """Return the profile that follows from a file.

    Args:
        name: Its path, or `-` for standard input.
        arguments: With a method and, for answers, a questionnaire.
        disc: The disc; None for the customer-centricity disc.

    Raises:
        FileError: It cannot be read.
        InvalidInputError: It is none of these documents, or something in it is wrong; a note says which file it was.
    """
    if is_table(name):
        bids = table_of_bids(name, disc)
        if isinstance(bids, Bids):
            return combine(bids.marked, disc=disc, method=arguments.method)
        return combine_by_channel(bids, disc=disc, method=arguments.method)
    with noted(name):
        return _profile(parsed(read(name)), arguments, disc)


def _profile(data: Any, arguments: Namespace, disc: Disc | None) -> Profile:  # noqa: ANN401  JSON may hold anything
    keys = data.keys() if isinstance(data, dict) else ()
    if "assessments" in keys:
        return combine(validated(Bids, data).marked, disc=disc, method=arguments.method)
    if "channels" in keys:
        return combine_by_channel(validated(BidsByChannel, data), disc=disc, method=arguments.method)
    if "answers" in keys:
        return profile_of(questionnaire_of(arguments), validated(Answers, data), disc=disc)
    problem, remedy = sentence("faults.no profile"), sentence("remedies.bids or answers")
    raise InvalidInputError([Fault("document", problem, remedy)])
