"""What the pages say: what is known of a plan, what became of the one that was kept aside, and why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.comparison import compared, goal_word
from omniprio.documents.told import message_of
from omniprio.infeasibility import InfeasibleError
from omniprio.language import Speaker
from omniprio.live import in_words
from omniprio.portfolio.names import Titles
from omniprio.what_if.controls import controls_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from omniprio.language import Language
    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio
    from omniprio.what_if.controls import Choice, Controls, Purse
    from omniprio.what_if.trial import Standing

__all__ = ["headline", "reasons", "what_became", "what_was_moved"]

_FEW = 3
"""Amounts of single periods that are told one by one."""


def headline(standing: Standing, language: Language) -> str:
    """Return what is known of the answer, in a sentence or two.

    Args:
        standing: Where the answer is.
        language: The code of the language.

    >>> from omniprio.what_if.trial import Standing
    >>> headline(Standing("searching"), "en")
    'No plan yet; the search goes on.'
    """
    speaker = Speaker(language)
    said = speaker.words(f"what_if.{standing.state}")
    if standing.is_final or standing.progress is None:
        return said
    return f"{said} {speaker.words('what_if.so far', how_far=in_words(standing.progress, speaker))}"


def reasons(error: Exception, portfolio: Portfolio, language: Language) -> list[str]:
    """Return why there is no plan and what would help, line by line, with titles for ids where they are known.

    Args:
        error: Why there is none.
        portfolio: The portfolio that was asked about.
        language: The code of the language.
    """
    if not isinstance(error, InfeasibleError) or error.conflict is None:
        return message_of(error, language).splitlines()
    speaker = Speaker(language, Titles(portfolio))
    demands = [speaker.say(one.said or one.sentence) for one in error.conflict.demands]
    repairs = [" ".join(map(speaker.say, one.said or [one.sentence])) for one in error.repairs]
    said = [speaker.words("errors.infeasible"), speaker.words("what_if.not together")]
    helps = [speaker.words("infeasible.repairs")] if repairs else []
    return [*said, *(f"- {one}" for one in demands), *helps, *(f"- {one}" for one in repairs)]


def what_became(kept: Plan, plan: Plan, language: Language) -> list[str]:
    r"""Return what is different in a plan from the one that was kept aside, a sentence each.

    Args:
        kept: The plan that was kept aside.
        plan: The plan of now.
        language: The code of the language.

    >>> import omniprio
    >>> kept, plan = (omniprio.plan_of(omniprio.ten_portfolio(), {"web-email": start}) for start in (1, 3))
    >>> print(*what_became(kept, plan, "en"), sep="\n")
    Later: “Integrate web and e-mail”, from period 1 to period 3.
    """
    found = compared(kept, plan, [result.goal for result in plan.goals])
    speaker = Speaker(language, Titles(plan.portfolio))
    lines = [one.said_by(speaker) for one in found.goals]
    for key, names in (("out", found.dropped), ("in", found.added)):
        if names:
            lines.append(speaker.words(f"what_if.{key}", names=names))
    for name, (before, now) in found.moved.items():
        key = "later" if now > before else "earlier"
        lines.append(speaker.words(f"what_if.{key}", name=name, before=before, now=now))
    return [f"{line[:1].upper()}{line[1:]}" for line in lines] or [speaker.words("what_if.nothing became")]


def what_was_moved(kept: Plan, plan: Plan, language: Language) -> list[str]:
    """Return what the controls say differently, a sentence each; nothing where they say the same.

    Args:
        kept: The plan that was kept aside.
        plan: The plan of now.
        language: The code of the language.
    """
    before, now = kept.portfolio, plan.portfolio
    speaker = Speaker(language, Titles(now))
    one, two = controls_of(before), controls_of(now)
    return [
        *_money_moved(one, two, speaker),
        *(
            speaker.words(f"what_if.{key}", name=name, **values)
            for name in now.by_id
            for key, values in _decided(one.choices[name], two.choices[name])
        ),
        *(
            speaker.words("what_if.aims at", row=row, before=one.ambition[row], now=level)
            for row, level in two.ambition.items()
            if level != one.ambition[row]
        ),
        *_goals_moved(kept, plan, speaker),
    ]


def _goals_moved(kept: Plan, plan: Plan, speaker: Speaker) -> Iterator[str]:
    said = [tuple(goal_word(one.goal, speaker) for one in each.goals) for each in (kept, plan)]
    if said[0] != said[1]:
        yield speaker.words("what_if.goals are", before=said[0], now=said[1])


def _money_moved(before: Controls, now: Controls, speaker: Speaker) -> Iterator[str]:
    for name, purse in now.purses.items():
        old = before.purses[name]
        amounts = enumerate(zip(old.amounts, purse.amounts, strict=False))
        moved = [place for place, (one, two) in amounts if one != two]
        if purse.each == old.each == "period" and len(moved) <= _FEW:
            for place in moved:
                said = [_sum([one.amounts[place]], name, speaker) for one in (old, purse)]
                yield speaker.words("what_if.gives in", name, place + 1, *said)
        elif purse != old:
            yield speaker.words("what_if.gives", name, *(_given(one, name, speaker) for one in (old, purse)))


def _given(purse: Purse, name: str, speaker: Speaker) -> str:
    """Return what a budget gives in all, and whether that is told period by period."""
    whole = _sum(purse.amounts, name, speaker)
    return speaker.words("what_if.given by period", whole) if purse.each == "period" else whole


def _sum(amounts: Sequence[float | None], name: str, speaker: Speaker) -> str:
    """Return what a budget gives in all."""
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        return speaker.words("what_if.no limit")
    return speaker.money(sum(known), speaker.names.unit(name))


def _decided(before: Choice, now: Choice) -> Iterator[tuple[str, dict[str, object]]]:
    if now.decision != before.decision:
        yield f"is {now.decision}", {}
    if now.earliest_start != before.earliest_start:
        yield (
            ("starts from", {"period": now.earliest_start}) if now.earliest_start else ("starts any time", {})
        )
    if now.deadline != before.deadline:
        yield ("ends by", {"period": now.deadline}) if now.deadline else ("ends any time", {})
