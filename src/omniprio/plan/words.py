"""Facts as sentences, in English and Danish."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.base import TOLERANCE
from omniprio.goals import LeastCost, MostValue, Soonest
from omniprio.language import text
from omniprio.numbers import exact, written
from omniprio.portfolio.initiative import MAIN_FUND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from omniprio.language import Language
    from omniprio.plan.facts import Absence, Lack, Merit, Shortfall
    from omniprio.plan.joint import Joint
    from omniprio.plan.quality import GoalResult
    from omniprio.portfolio import Portfolio

__all__ = [
    "absence_sentence",
    "amount",
    "fund_name",
    "goal_sentence",
    "joint_sentence",
    "merit_sentence",
    "percent",
    "verdict",
]

_PHRASES: dict[str, dict[Language, str]] = {
    "completes": {"en": "completes {}", "da": "fuldender {}"},
    "completes_jointly": {"en": "completes {} together with {}", "da": "fuldender {} sammen med {}"},
    "contributes": {"en": "adds to {}", "da": "bidrager til {}"},
    "advances": {"en": "brings {} closer", "da": "bringer {} nærmere"},
    "unlocks": {"en": "unlocks {}", "da": "åbner for {}"},
    "earns": {"en": "earns money", "da": "tjener penge"},
    "joins": {"en": "adds more together with {}", "da": "tilføjer mere sammen med {}"},
    "completes_groups": {"en": "is called for by the group {}", "da": "kræves af gruppen {}"},
    "must": {"en": "was decided", "da": "er besluttet"},
    "nothing": {"en": "moves nothing on the disc", "da": "flytter intet på skiven"},
    "joint": {"en": "{} together: {}", "da": "{} sammen: {}"},
    "missed": {"en": "Missed without {}: {}", "da": "Går tabt uden {}: {}"},
    "joint saves": {"en": "saves {}", "da": "sparer {}"},
    "joint costs": {"en": "costs {} more", "da": "koster {} mere"},
    "joint earns": {"en": "earns {} in each period from then on", "da": "tjener {} i hver periode derefter"},
    "joint loses": {"en": "loses {} in each period from then on", "da": "taber {} i hver periode derefter"},
    "joint adds": {"en": "adds {} to {}", "da": "lægger {} til {}"},
    "joint takes": {"en": "takes {} from {}", "da": "trækker {} fra {}"},
    "joint nothing": {"en": "adds nothing", "da": "tilføjer intet"},
    "and": {"en": "and", "da": "og"},
    "never": {"en": "It was decided not to do it", "da": "Det er besluttet ikke at gøre det"},
    "dates": {
        "en": "Its own duration and dates leave it no period to start in within the horizon",
        "da": "Dets egen varighed og datoer levner det ingen periode at begynde i inden for horisonten",
    },
    "team": {
        "en": "Whenever it starts, it needs more than there is of the team {}",
        "da": "Uanset hvornår det begynder, kræver det mere, end der er, af teamet {}",
    },
    "idle": {
        "en": "It could add nothing: no open field of the ambition, no money, nothing together with others",
        "da": "Det kan intet tilføje: intet åbent felt i ambitionen, ingen penge, intet sammen med andre",
    },
    "reached": {
        "en": "Everything is reached without it by the time it could be complete",
        "da": "Alt er nået uden det, når det tidligst kunne være færdigt",
    },
    "needs": {"en": "It needs {}", "da": "Det behøver {}"},
    "lack": {
        "en": "{} at {}, which the plan brings to {} at most before its last start",
        "da": "{} på {}, som planen højst når til {} på inden dets sidste start",
    },
    "no time": {
        "en": "It cannot be completed within the horizon and its dates, after all it depends on",
        "da": "Det kan ikke nås inden for horisonten og dets datoer efter alt det, det afhænger af",
    },
    "no money in time": {
        "en": "Even alone, with all it requires, it costs more than there is by the time it would have to be paid",
        "da": "Selv alene, med alt det, det forudsætter, koster det mere, end der er, når det skulle betales",
    },
    "requirement": {
        "en": "It requires {}, left out too",
        "da": "Det forudsætter {}, som heller ikke er med",
    },
    "alternatives": {
        "en": "It requires one of {}, all left out too",
        "da": "Det forudsætter en af {}, som heller ikke er med",
    },
    "money": {"en": "There is no money for it", "da": "Der er ikke penge til det"},
    "alone": {"en": "it would take at least ", "da": "det ville kræve mindst "},
    "together": {"en": "together they would take at least ", "da": "tilsammen ville de kræve mindst "},
    "short": {"en": "{} of {}, which has {} left", "da": "{} af {}, som har {} tilbage"},
    "saved": {"en": "{} (less what synergy {} saves)", "da": "{} (fratrukket det, synergi {} sparer)"},
    "main budget": {"en": "the main budget", "da": "hovedbudgettet"},
    "budget": {"en": "the budget {}", "da": "budgettet {}"},
    "rivals": {"en": "{} was chosen instead", "da": "{} er valgt i stedet"},
    "rules": {
        "en": "It does not fit in when it would help: {}",
        "da": "Det er der ikke plads til, når det ville hjælpe: {}",
    },
    "no gain": {
        "en": "By itself it would bring the plan no closer to its goals",
        "da": "Alene bringer det ikke planen nærmere sine mål",
    },
    "not tried": {
        "en": "Whether there is room for it, and whether it would help, was not tried in a portfolio of this size",
        "da": "Om der er plads til det, og om det ville hjælpe, er ikke prøvet i en portefølje af denne størrelse",
    },
    "slack": {
        "en": "What it would add lies within the slack that was asked for, and costs more at another goal",
        "da": "Det, det ville tilføje, ligger inden for det slæk, der er bedt om, og koster mere på et andet mål",
    },
    "by hand": {"en": "It was left out by hand", "da": "Det er udeladt i hånden"},
    "would help": {
        "en": "It would fit in and help: this plan is not the best",
        "da": "Der er plads til det, og det ville hjælpe: planen er ikke den bedste",
    },
}

_VALUES = {
    "fastest": "mean distance {}",
    "closest": "distance {} at the end",
    "soonest": "there at the end of {}",
    "balanced": "the weakest discipline has {} of its way to go, in the mean",
    "most value": "net present value {}",
    "least cost": "{} over all funds",
    "steady": "upheaval {}",
    "blend": "weighted sum {}",
}
"""What the value of each goal is."""


def amount(number: float | Fraction, language: Language = "en") -> str:
    """Return an amount as people write it: no decimals where there are none.

    >>> amount(1440.0), amount(33.333), amount(1440.5, "da"), amount(-0.001)
    ('1,440', '33.33', '1.440,50', '0')
    """
    exactly = (
        number if isinstance(number, Fraction) else exact(float(number))
    )  # figures have kinds of their own
    whole = abs(exactly - round(exactly)) < Fraction(1, 200)
    said = f"{exactly:z,.0f}" if whole else f"{exactly:z,.2f}"
    return _in(language, said)


def _in(language: Language, number: str) -> str:
    """Return a number written in English as the language writes it."""
    return number if language == "en" else number.translate(_DANISH_NUMBERS)


_DANISH_NUMBERS = str.maketrans(",.", ".,")


def percent(share: float | Fraction) -> str:
    """Return a share in per cent, with one decimal where it has one.

    >>> percent(0.13), percent(Fraction(2, 3))
    ('13%', '66.7%')
    """
    return f"{written(100 * (share if isinstance(share, Fraction) else exact(share)), 1)}%"


def fund_name(name: str) -> str:
    """Return what a fund or budget is called in a column head.

    >>> fund_name("money"), fund_name("running")
    ('main', 'running')
    """
    return "main" if name == MAIN_FUND else name


def merit_sentence(merit: Merit, language: Language = "en") -> str:
    """Return why a chosen initiative is in the plan, as one sentence.

    Args:
        merit: The facts.
        language: The language.

    >>> from omniprio.plan.facts import Merit
    >>> merit_sentence(Merit(completes=("R2",), advances=("D3", "A2"), unlocks=("web",)))
    'Completes R2; brings D3 and A2 closer; unlocks web.'
    """
    parts = [_phrase("completes", language, _listed(merit.completes, language))] if merit.completes else []
    parts += [
        _phrase("completes_jointly", language, _listed(one.fields, language), _listed(one.others, language))
        for one in merit.completes_jointly
    ]
    parts += [
        _phrase(kind, language, _listed(names, language))
        for kind, names in (
            ("contributes", merit.contributes),
            ("advances", merit.advances),
            ("unlocks", merit.unlocks),
            ("joins", merit.joins),
            ("completes_groups", merit.completes_groups),
        )
        if names
    ]
    parts += [_phrase("earns", language)] if merit.earns else []
    if merit.must:
        reason = f" ({text(merit.decision_reason, language)})" if merit.decision_reason else ""
        parts.append(_phrase("must", language) + reason)
    sentence = "; ".join(parts or [_phrase("nothing", language)])
    return f"{sentence[0].upper()}{sentence[1:]}."


def absence_sentence(absence: Absence, portfolio: Portfolio, language: Language = "en") -> str:
    """Return why an initiative is not in the plan, as one sentence.

    Args:
        absence: The facts.
        portfolio: The portfolio, for its currency.
        language: The language.
    """
    kind = "alternatives" if absence.alternatives else absence.why
    about: dict[str, Iterable[str]] = {
        "requirement": absence.missing,
        "alternatives": absence.alternatives,
        "needs": (_lack(lack, language) for lack in absence.lacks),
        "rivals": absence.rivals,
        "team": absence.teams,
        "rules": absence.broken,
    }
    sentence = _phrase(kind, language, _listed(about.get(kind, ()), language))
    if absence.decision_reason:
        sentence += f" ({text(absence.decision_reason, language)})"
    if absence.short:
        takes = _phrase("together" if absence.missing else "alone", language)
        lines = _listed((_shortfall(short, portfolio, language) for short in absence.short), language)
        sentence += f": {takes}{lines}"
    return f"{sentence}."


def _lack(lack: Lack, language: Language) -> str:
    needed, reached = (_in(language, written(share)) for share in (lack.needed, lack.reached))
    return _phrase("lack", language, lack.field, needed, reached)


def _shortfall(short: Shortfall, portfolio: Portfolio, language: Language) -> str:
    main = short.budget == MAIN_FUND
    budget = _phrase("main budget" if main else "budget", language, short.budget)
    takes, left = _told_apart(short.takes, max(short.left, 0.0), portfolio, language)
    if short.saved_by:
        takes = _phrase("saved", language, takes, _listed(short.saved_by, language))
    return _phrase("short", language, takes, budget, left)


def _told_apart(more: float, less: float, portfolio: Portfolio, language: Language) -> list[str]:
    """Return two amounts, with all their decimals where they would read the same."""
    both = [_money(number, portfolio, language) for number in (more, less)]
    if both[0] != both[1]:
        return both
    return [f"{_in(language, written(number))} {portfolio.currency}".strip() for number in (more, less)]


def joint_sentence(joint: Joint, currency: str, language: Language = "en") -> str:
    """Return what a synergy adds, or what is missed without it, as one sentence.

    Args:
        joint: The synergy as the plan has it.
        currency: What money is in.
        language: The language.

    >>> from omniprio.plan.joint import Joint
    >>> saved = {"cost": -120, "benefit": 0, "advances": {"D3": 0.2}}
    >>> one = Joint(id="shared", of=("web", "app"), missing=("app",), period=None, label="", **saved)
    >>> joint_sentence(one, "kDKK")
    'Missed without app: web and app together: saves 120 kDKK and adds 0.2 to D3.'
    """
    effects = [*_effects(joint, currency, language)] or [_phrase("joint nothing", language)]
    words = _phrase("joint", language, _listed(joint.of, language), _listed(effects, language))
    if joint.missing:
        words = _phrase("missed", language, _listed(joint.missing, language), words)
    return f"{words}."


def _effects(joint: Joint, currency: str, language: Language) -> Iterator[str]:
    """Yield what a synergy saves or costs, earns or loses, and adds to fields or takes from them."""
    for number, more, less in (
        (joint.cost, "joint costs", "joint saves"),
        (joint.benefit, "joint earns", "joint loses"),
    ):
        if number:
            money = f"{amount(abs(number), language)} {currency}".strip()
            yield _phrase(more if number > 0 else less, language, money)
    for field, share in joint.advances.items():
        if share:
            kind = "joint adds" if share > 0 else "joint takes"
            yield _phrase(kind, language, _in(language, written(abs(share))), field)


def verdict(goals: Sequence[GoalResult]) -> str:
    """Return in a sentence or two what was looked for, and whether a better plan can exist.

    Args:
        goals: What is known about each goal, in order of importance.
    """
    if not goals:
        return "Made by hand; whether there is a better plan was not computed."
    wanted = f"{'Goals in order' if len(goals) > 1 else 'Goal'}: {', '.join(one.goal.kind for one in goals)}."
    if not all(result.proven for result in goals):
        return f"{wanted} Not proven: there may be a better plan."
    if all(map(_met, goals)):
        return f"{wanted} Proven: no plan is better."
    return f"{wanted} Proven within the gap or slack asked for."


def goal_sentence(result: GoalResult, portfolio: Portfolio, *, first: bool = True) -> str:
    """Return what a plan comes to at a goal and how good that is.

    Args:
        result: What is known.
        portfolio: The portfolio, for its currency and calendar.
        first: Whether it is the most important goal.

    >>> from omniprio.goals import Closest
    >>> from omniprio.plan.quality import GoalResult
    >>> from omniprio.portfolio import Portfolio
    >>> result = GoalResult(goal=Closest(), value=0.25, bound=0.2)
    >>> goal_sentence(result, Portfolio(horizon=1, initiatives=[]))
    'Closest: distance 0.2500 at the end. Not proven: no plan is better than 0.2000, a gap of 20.00%.'
    """
    kind = result.goal.kind
    value = _VALUES[kind].format(_goal_number(result, result.value, portfolio))
    return f"{kind.capitalize()}: {value}. {_proof(result, portfolio, first=first)}."


def _proof(result: GoalResult, portfolio: Portfolio, *, first: bool) -> str:
    plan = "no plan" if first else "no plan that does as well above"
    if result.bound is None:
        return "Not proven: how much better a plan could be is not known"
    if result.proven and _met(result):
        return f"Proven: {plan} is better"
    limit = f"{plan} is better than {_goal_number(result, result.bound, portfolio)}"
    if result.proven:
        return f"Proven within the gap or slack asked for: {limit}"
    return f"Not proven: {limit}" + ("" if result.gap is None else f", a gap of {result.gap:.2%}")


def _met(result: GoalResult) -> bool:
    """Return whether value and bound are equal but for a solver's rounding."""
    value, bound = result.value, result.bound
    return (
        value is not None
        and bound is not None
        and abs(value - bound) <= TOLERANCE * max(abs(value), abs(bound))
    )


def _goal_number(result: GoalResult, number: float | None, portfolio: Portfolio) -> str:
    if number is None:
        return "not known"
    if isinstance(result.goal, LeastCost | MostValue):
        return _money(number, portfolio)
    if isinstance(result.goal, Soonest):
        return portfolio.calendar.name(round(number))
    return f"{number:.4f}"


def _money(number: float, portfolio: Portfolio, language: Language = "en") -> str:
    return f"{amount(number, language)} {portfolio.currency}".strip()


def _phrase(kind: str, language: Language, *inserts: str) -> str:
    return _PHRASES[kind][language].format(*inserts)


def _listed(names: Iterable[str], language: Language) -> str:
    """Return names as `a, b and c`."""
    *most, last = [*names] or [""]
    return f"{', '.join(most)} {_phrase('and', language)} {last}" if most else last
