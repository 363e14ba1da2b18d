"""The answers that a page can show beside a plan: those that are asked for, and those that files hold."""

from __future__ import annotations

from functools import partial
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Protocol, cast, override

from omniprio.cli.files import answer_in, noted
from omniprio.cli.meant import meant
from omniprio.cli.page_frontiers import to_vary
from omniprio.cli.spoken import language_of, remark
from omniprio.cli.wanted import milestone_in
from omniprio.documents.kinds import WRITTEN
from omniprio.errors import Fault, InvalidInputError, NoPlanFoundError, UnfitError
from omniprio.language import Speaker, sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Mapping, Sequence

    from omniprio.base import Model
    from omniprio.deadline import Deadline
    from omniprio.goals import Goal
    from omniprio.plan import Plan
    from omniprio.report.answers import Answer

__all__ = [
    "NAMES",
    "WANTED",
    "add_answers",
    "answers_in",
    "answers_to",
    "must_be_answerable",
    "need_the_best",
]

WANTED = "milestone"
"""What it would take to have something by a period, of which an option of its own says what and when."""

_EXPLAINED = "explain"
"""The document that holds an answer for each initiative it was asked about."""


class _Task(Protocol):
    """What makes one answer."""

    def __call__(self, *, time_limit: float | None) -> Answer:
        """Return the answer, within so many seconds."""


def answers_to(
    names: Sequence[str],
    found_before: Mapping[str, Sequence[Answer]],
    plan: Plan,
    deadline: Deadline,
    arguments: Namespace,
) -> tuple[list[Answer], bool]:
    """Return answers about a plan, and whether all that were looked for are settled.

    Args:
        names: What is asked for, from `NAMES`, or `WANTED`, or the files of answers.
        found_before: The answers in those files.
        plan: The plan.
        deadline: When to stop; what is left is shared evenly.
        arguments: Those of the command line: how it is told that an answer is not there.
    """
    tasks = [
        (name, task)
        for name in dict.fromkeys(names)
        for task in (_TASKS[name](plan, arguments) if name in _TASKS else [None])
    ]
    found: list[Answer] = []
    settled = True
    for place, (name, task) in enumerate(tasks):
        if task is None:
            found.extend(found_before[name])
            continue
        own = deadline.share(1 / (len(tasks) - place))
        try:
            found.append(task(time_limit=own.limit))
        except NoPlanFoundError:
            said = Speaker(language_of(arguments)).words("command.nothing was found", name=name)
            remark(said, arguments)
            settled = False
        else:
            settled = settled and found[-1].is_final
    return found, settled


def need_the_best(names: Sequence[str]) -> bool:
    """Return whether something asked for compares with what is best; what a file holds is there already.

    >>> need_the_best(["qualify"]), need_the_best(["qualify", "why-not"])
    (False, True)
    """
    return not _WITHOUT_GOALS.issuperset(_TASKS.keys() & names)


def must_be_answerable(names: Sequence[str], plan: Plan) -> None:
    """Refuse a plan that is best for nothing where it is asked what is better or worse than the best.

    Args:
        names: What is asked for.
        plan: The plan.

    Raises:
        InvalidInputError: The plan was made by hand, or for goals with slack or a gap.
    """
    if not need_the_best(names):
        return
    if not plan.goals:
        problem = sentence("faults.no goals")
        raise InvalidInputError([Fault("goals", problem, sentence("remedies.portfolio or searched"))])
    if any(result.goal.slack or result.asked for result in plan.goals):
        problem = sentence("faults.goals with slack or gap")
        raise InvalidInputError([Fault("goals", problem, sentence("remedies.plan without them"))])


def _goals(plan: Plan) -> tuple[Goal, ...]:
    return tuple(result.goal for result in plan.goals)


def _frontier(plan: Plan, arguments: Namespace) -> list[_Task]:
    """Return a task for each budget, amount of one and team that is to vary."""
    from omniprio.answers.frontiers import frontier  # noqa: PLC0415  takes long to import

    return [partial(frontier, plan.portfolio, _goals(plan), known=plan, **one) for one in to_vary(arguments)]


def _trade_off(plan: Plan, _: Namespace) -> list[_Task]:
    """Return the task for the first goals of the plan of each kind, else for the usual ones."""
    from omniprio.answers.frontiers import trade_off  # noqa: PLC0415  takes long to import

    maturity = next((one for one in _goals(plan) if one.side == "maturity"), None)
    money = next((one for one in _goals(plan) if one.side == "money"), None)
    return [partial(trade_off, plan.portfolio, maturity, money, known=plan)]


def _attribute(plan: Plan, _: Namespace) -> list[_Task]:
    from omniprio.answers.attribution import attribute  # noqa: PLC0415  takes long to import

    return [partial(attribute, plan, goal=next(iter(_goals(plan)), None))]


def _qualify(plan: Plan, _: Namespace) -> list[_Task]:
    from omniprio.answers.qualification import qualify_all  # noqa: PLC0415  takes long to import

    return [partial(qualify_all, plan.portfolio, plan=plan)]


def _essential(plan: Plan, _: Namespace) -> list[_Task]:
    from omniprio.answers.essential import essential_steps  # noqa: PLC0415  takes long to import

    return [partial(essential_steps, plan)]


def _silos(plan: Plan, _: Namespace) -> list[_Task]:
    from omniprio.answers.ownership import silos  # noqa: PLC0415  takes long to import

    return [partial(silos, plan.portfolio, _goals(plan), known=plan)]


def _why(plan: Plan, _: Namespace) -> list[_Task]:
    from omniprio.answers.reasons import why  # noqa: PLC0415  takes long to import

    return [partial(why, plan, name) for name in plan.starts]


def _why_not(plan: Plan, _: Namespace) -> list[_Task]:
    from omniprio.answers.reasons import why_not  # noqa: PLC0415  takes long to import

    return [partial(why_not, plan, one.id) for one in plan.left_out]


def _value_of_change(plan: Plan, _: Namespace) -> list[_Task]:
    from omniprio.answers.changes import value_of_change  # noqa: PLC0415  takes long to import

    return [partial(value_of_change, plan)]


def _milestone(plan: Plan, arguments: Namespace) -> list[_Task]:
    """Return a task for each thing that is to be had by a period."""
    from omniprio.answers.what_it_takes import by_then  # noqa: PLC0415  takes long to import

    return [partial(by_then, plan, milestone_in(plan.portfolio, one)) for one in arguments.wanted]


def _gaps(plan: Plan, _: Namespace) -> list[_Task]:
    from omniprio.answers.standing import gaps  # noqa: PLC0415  takes long to import

    return [_at_once(partial(gaps, plan.portfolio))]


def _coverage(plan: Plan, _: Namespace) -> list[_Task]:
    """Return a task for each kind of tag that the initiatives have."""
    from omniprio.answers.standing import coverage  # noqa: PLC0415  takes long to import

    kinds = dict.fromkeys(kind for one in plan.portfolio.initiatives for kind in one.tags)
    return [_at_once(partial(coverage, plan, kind)) for kind in kinds]


def _scenarios(plan: Plan, _: Namespace) -> list[_Task]:
    """Return the task for the scenarios of the portfolio, and the shipped ones that are about its disc."""
    from omniprio.answers.standing import scenario_periods  # noqa: PLC0415  takes long to import

    known = tuple(plan.portfolio.scenario_by_id.values())
    return [_at_once(partial(scenario_periods, plan, known))] if known else []


def _at_once(found: Callable[[], Answer]) -> _Task:
    """Return the task of what needs no time to speak of."""

    def task(*, time_limit: float | None) -> Answer:  # noqa: ARG001  as every task is called
        return found()

    return task


_TASKS: dict[str, Callable[[Plan, Namespace], list[_Task]]] = {
    "why": _why,
    "why-not": _why_not,
    "frontier": _frontier,
    "trade-off": _trade_off,
    "value-of-change": _value_of_change,
    "attribute": _attribute,
    "qualify": _qualify,
    "essential": _essential,
    "silos": _silos,
    "gaps": _gaps,
    "coverage": _coverage,
    "scenarios": _scenarios,
    WANTED: _milestone,
}

_WITHOUT_GOALS = {"attribute", "qualify", "gaps", "coverage", "scenarios"}
"""What can be said of any schedule."""

NAMES = tuple(name for name in _TASKS if name != WANTED)
"""What can be asked for; `why` is asked of every initiative in the plan, `why-not` of every one left out."""


class _Answers(tuple[str, ...]):
    """The names of answers, for help and completion; `_answer` refuses what is neither one of them nor a file."""

    __slots__ = ()

    @override
    def __contains__(self, _: object) -> bool:
        return True


def _answer(written: str) -> str:
    """Return the name of an answer, or the file of one."""
    if written in NAMES or written.lower().endswith(".json"):
        return written
    names, hint = ", ".join((*NAMES, "*.json")), meant(written, NAMES)
    raise UnfitError(sentence("faults.is", value=written), sentence("remedies.use", names=names, hint=hint))


def add_answers(parser: ArgumentParser) -> None:
    """Add what is asked about the plan, and the answers that are there already."""
    parser.add_argument(
        "--with",
        dest="asked",
        action="append",
        choices=_Answers(NAMES),
        type=_answer,
        default=[],
        metavar=sentence("help.ANSWER"),
        help=sentence("help.with", names=", ".join(NAMES)),
    )


def answers_in(arguments: Namespace) -> dict[str, Sequence[Answer]]:
    """Return the answers that other verbs have written, by their files; `explain` writes one for each initiative.

    Args:
        arguments: Those that `add_answers` has added.

    Raises:
        FileError: A file cannot be read.
        InvalidInputError: One holds no answer that a page can show; a note says which.
    """
    from omniprio.report.answers import answered  # noqa: PLC0415  takes long to import

    files = [one for one in dict.fromkeys(arguments.asked) if one not in _TASKS]
    models = {name: resolve_name(WRITTEN[name]) for name in WRITTEN} if files else {}
    shown = [
        name
        for name, model in models.items()
        if name == _EXPLAINED or answered.dispatch(model) is not answered.dispatch(object)
    ]
    return {file: _answers_of(answer_in(file, shown), file) for file in files}


def _answers_of(found: Model, file: str) -> Sequence[Answer]:
    """Return what a document holds: of `explain` why each is in the plan or not, else the one answer that it is."""
    from omniprio.documents.explaining import Explanation  # noqa: PLC0415  takes long to import

    if not isinstance(found, Explanation):
        return [cast("Answer", found)]
    if found.plan is None:
        with noted(file):
            raise InvalidInputError.of(
                "plan", sentence("faults.missing"), sentence("remedies.explain the plan")
            )
    return [*found.chosen, *found.left_out]
