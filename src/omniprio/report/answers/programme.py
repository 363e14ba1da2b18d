"""What the initiatives of a programme do for all its members, and what each member does with one budget for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.answers.programme_budgets import ProgrammeWithin
from omniprio.answers.programmes import Programme
from omniprio.report.answers.answered import Answered, beside_the_table, head
from omniprio.report.answers.registry import answered
from omniprio.report.table import Head, table
from omniprio.report.vector import picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.answers.programme_budgets import MemberPart
    from omniprio.answers.programmes import ProgrammeInitiative
    from omniprio.report.voice import Voice

__all__ = ["programme", "programme_within"]


@answered.register(Programme)
def programme(found: Programme, voice: Voice) -> Answered:
    """Return what is shown of the initiatives of a programme, the best gain per money first."""
    best = [voice.text(row.title) or row.id for row in found.ranked if row.rank == 1]
    names = ("rank", "brought closer", "gain in all", "least gain", "cost")
    heads = [head("initiative", voice), *(head(name, voice, number=True) for name in names)]
    seen = plots.describe_programme(found, language=voice.language)
    return Answered(
        title=voice.say("programme title"),
        pictures=[picture(plots.programme(found, language=voice.language), seen)] if best else [],
        says=[voice.say("programme says", voice.listed(best)) if best else voice.say("programme none")],
        tables=table(
            voice.say("caption programme"), heads, (_initiative(row, found, voice) for row in found.ranked)
        ),
        sure=[line for line in beside_the_table(found, voice) if line not in found.unsettled],
    )


def _initiative(row: ProgrammeInitiative, found: Programme, voice: Voice) -> Iterator[str]:
    yield voice.text(row.title) or row.id
    yield voice.say("none") if row.rank is None else str(row.rank)
    yield voice.speaker.words("answers.so many of", count=len(row.gains), every=len(found.members))
    yield voice.fine(float(row.gain))
    yield voice.fine(float(row.least))
    yield f"{voice.amount(row.cost)} {found.currency}".strip()


@answered.register(ProgrammeWithin)
def programme_within(found: ProgrammeWithin, voice: Voice) -> Answered:
    """Return what is shown of what each member does."""
    *still_open, says = (line for line in beside_the_table(found, voice) if not line.startswith("- "))
    heads = [
        head("member", voice),
        head("gain", voice, number=True),
        head("cost", voice, number=True),
        Head(voice.say("column does")),
    ]
    done = [
        Head(voice.say("column initiative")),
        Head(voice.say("column how many"), number=True),
        Head(voice.say("column members")),
    ]
    return Answered(
        title=voice.say("programme within title"),
        says=[says],
        tables=[
            *table(
                voice.say("caption members"), heads, (_member(part, found, voice) for part in found.parts)
            ),
            *table(
                voice.say("caption done by"),
                done,
                (
                    [_called(name, voice), str(len(members)), "; ".join(members)]
                    for name, members in found.done_by.items()
                ),
            ),
        ],
        sure=[
            *still_open,
            voice.say("programme within proven" if found.is_final else "programme within open"),
        ],
    )


def _member(part: MemberPart, found: ProgrammeWithin, voice: Voice) -> Iterator[str]:
    yield part.member
    yield voice.fine(float(part.gain))
    yield f"{voice.amount(part.cost)} {found.currency}".strip()
    yield "; ".join(_called(name, voice) for name in part.starts) or voice.say("nothing")


def _called(name: str, voice: Voice) -> str:
    """Return the title of an initiative, where the portfolio of the page has it."""
    return voice.initiative(name) if name in voice.portfolio.by_id else name
