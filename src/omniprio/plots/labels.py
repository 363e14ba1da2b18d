"""All words and numbers in figures, in English and Danish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.catalogue import RUNNING_FUND
from omniprio.plan.words import amount
from omniprio.plots.answer_labels import ANSWER_LABELS
from omniprio.portfolio.initiative import MAIN_FUND

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omniprio.language import Language
    from omniprio.portfolio import Portfolio

__all__ = [
    "LABELS",
    "amount",
    "budget_name",
    "decimal",
    "label",
    "listed",
    "money",
    "percent",
    "period_name",
    "plain",
    "ratio",
]

LABELS: dict[str, dict[Language, str]] = {
    **ANSWER_LABELS,
    "start": {"en": "Start", "da": "Start"},
    "end of": {"en": "End of {}", "da": "Udgangen af {}"},
    "period": {"en": "period {}", "da": "periode {}"},
    "periods": {"en": "Period", "da": "Periode"},
    "and": {"en": "and", "da": "og"},
    "to": {"en": "to", "da": "til"},
    "nothing": {"en": "none", "da": "ingen"},
    "plan": {"en": "The plan", "da": "Planen"},
    "customer": {"en": "The\ncustomer", "da": "Kunden"},
    "disc": {"en": "The disc {}", "da": "Skiven {}"},
    "disc by period": {
        "en": "The disc, period by period, with the distance to the ambition",
        "da": "Skiven, periode for periode, med afstanden til ambitionen",
    },
    "at the start": {"en": "at the start", "da": "ved start"},
    "at the end of": {"en": "at the end of {}", "da": "ved udgangen af {}"},
    "reached at the start": {"en": "reached at the start", "da": "nået ved start"},
    "reached by the plan": {"en": "reached by the plan", "da": "nået med planen"},
    "open": {
        "en": "still open (filled in part: the share)",
        "da": "stadig åbent (delvist fyldt: andelen)",
    },
    "closed": {"en": "cannot be reached with these initiatives", "da": "kan ikke nås med disse initiativer"},
    "ambition": {"en": "the ambition", "da": "ambitionen"},
    "any order": {"en": "(any order)", "da": "(fri rækkefølge)"},
    "any order to reach": {"en": "(any {} of {})", "da": "(frit {} af {})"},
    "road": {"en": "The road to the ambition", "da": "Vejen mod ambitionen"},
    "distance": {"en": "Distance (0 = ambition reached)", "da": "Afstand (0 = ambitionen er nået)"},
    "there": {"en": "ambition reached, {}", "da": "ambitionen er nået, {}"},
    "left at the end": {"en": "{} at the end", "da": "{} til sidst"},
    "mean proven": {
        "en": "mean over the periods {}: proven, none is lower",
        "da": "middel over perioderne {}: bevist, ingen er lavere",
    },
    "end proven": {
        "en": "distance at the end {}: proven, none is lower",
        "da": "afstand til sidst {}: bevist, ingen er lavere",
    },
    "mean bound": {
        "en": "mean over the periods {}: bound, none is below {}",
        "da": "middel over perioderne {}: grænse, ingen er under {}",
    },
    "end bound": {
        "en": "distance at the end {}: bound, none is below {}",
        "da": "afstand til sidst {}: grænse, ingen er under {}",
    },
    "gantt": {"en": "What is done when, and why", "da": "Hvad der gøres hvornår, og hvorfor"},
    "requires": {"en": "must come before", "da": "skal komme først"},
    "choice": {"en": "one of several that must come before", "da": "en af flere, der skal komme først"},
    "need": {"en": "fulfils what is needed", "da": "opfylder det, der behøves"},
    "money": {"en": "Spending: {}", "da": "Forbrug: {}"},
    "main budget": {"en": "main budget", "da": "hovedbudget"},
    "running budget": {"en": "running costs", "da": "drift"},
    "budget": {"en": "budget {}", "da": "budget {}"},
    "money axis": {"en": "Amount ({})", "da": "Beløb ({})"},
    "money axis bare": {"en": "Amount", "da": "Beløb"},
    "spent": {"en": "spent in the period", "da": "forbrugt i perioden"},
    "spent so far": {"en": "spent so far", "da": "forbrugt i alt"},
    "budget so far": {"en": "budget so far", "da": "budget i alt"},
    "period budget": {"en": "budget of the period", "da": "periodens budget"},
    "team": {"en": "Load: {}", "da": "Belastning: {}"},
    "effort": {"en": "Effort in the period", "da": "Indsats i perioden"},
    "load": {"en": "taken by the plan", "da": "brugt af planen"},
    "capacity": {"en": "capacity", "da": "kapacitet"},
    "dependencies": {"en": "What depends on what", "da": "Hvad der afhænger af hvad"},
    "chosen": {"en": "in the plan, from the period shown", "da": "i planen, fra den viste periode"},
    "left out": {"en": "not in the plan", "da": "ikke i planen"},
    "alone": {"en": "Without dependencies", "da": "Uden afhængigheder"},
    "compare": {"en": "The plans compared", "da": "Planerne sammenlignet"},
    "choice matrix": {
        "en": "What is done, from which period",
        "da": "Hvad der gøres, fra hvilken periode",
    },
    "mean distance": {"en": "mean distance", "da": "middelafstand"},
    "end distance": {"en": "distance at the end", "da": "afstand til sidst"},
    "spending": {"en": "spending", "da": "forbrug"},
    "number chosen": {"en": "initiatives", "da": "initiativer"},
    "gaps": {
        "en": "How far we are, and what can be closed",
        "da": "Hvor langt vi er, og hvad der kan lukkes",
    },
    "levels": {"en": "Levels", "da": "Niveauer"},
    "closable": {
        "en": "can be closed at most, if all that can be done is done",
        "da": "kan højst lukkes, hvis alt, der kan gøres, gøres",
    },
    "remaining": {
        "en": "stays open, whichever initiatives are chosen",
        "da": "forbliver åbent, uanset hvilke initiativer der vælges",
    },
    "of the distance": {"en": "part of\nthe distance", "da": "andel af\nafstanden"},
    "assessment": {
        "en": "Where the raters agree, and where they do not",
        "da": "Hvor bedømmerne er enige, og hvor de ikke er",
    },
    "fulfilment": {"en": "Fulfilment of the field", "da": "Feltets opfyldelse"},
    "range": {"en": "lowest to highest rating", "da": "laveste til højeste bedømmelse"},
    "single rating": {"en": "one rating", "da": "én bedømmelse"},
    "median": {"en": "combined: median", "da": "samlet: median"},
    "mean": {"en": "combined: mean", "da": "samlet: middel"},
    "minimum": {"en": "combined: minimum", "da": "samlet: minimum"},
    "not rated": {"en": "not rated", "da": "ikke bedømt"},
    "say disc": {
        "en": "The disc {}. Reached: {}. In part: {}. Open: {}. Out of reach: {}.",
        "da": "Skiven {}. Nået: {}. Delvist: {}. Åbent: {}. Kan ikke nås: {}.",
    },
    "say disc by period": {
        "en": "The disc in small pictures, {} in all. {}",
        "da": "Skiven i små billeder, {} i alt. {}",
    },
    "say newly reached": {"en": "{}: newly reached {}.", "da": "{}: nu også nået {}."},
    "say road": {
        "en": "Distance to the ambition by period: {}.",
        "da": "Afstanden til ambitionen for hver periode: {}.",
    },
    "say one road": {"en": "{} goes from {} to {}", "da": "{} går fra {} til {}"},
    "say gantt": {
        "en": "Time line of the initiatives in the plan, {} in all: {}.",
        "da": "Tidslinje over planens initiativer, {} i alt: {}.",
    },
    "say money limited": {
        "en": "Spending by period, {}: {} in all, {} left at the end.",
        "da": "Forbrug for hver periode, {}: {} i alt, {} tilbage til sidst.",
    },
    "say money": {
        "en": "Spending by period, {}: {} in all, without a limit at the end.",
        "da": "Forbrug for hver periode, {}: {} i alt, uden grænse til sidst.",
    },
    "say team limited": {
        "en": "Load of {} by period: at most {}; never less than {} free.",
        "da": "Belastning af {} for hver periode: højst {}; aldrig mindre end {} fri.",
    },
    "say team": {
        "en": "Load of {} by period: at most {}, without a limit.",
        "da": "Belastning af {} for hver periode: højst {}, uden grænse.",
    },
    "say dependencies": {
        "en": "Dependencies of the initiatives, {} in all and {} in the plan: {}.",
        "da": "Afhængigheder mellem initiativerne, {} i alt og {} i planen: {}.",
    },
    "say before": {"en": "{} before {}", "da": "{} før {}"},
    "say compare": {"en": "Plans compared, {} in all: {}.", "da": "Planer sammenlignet, {} i alt: {}."},
    "say one plan": {
        "en": "{}: initiatives {}, spending {}, distance at the end {}",
        "da": "{}: initiativer {}, forbrug {}, afstand til sidst {}",
    },
    "say gaps": {
        "en": "The gaps of the disciplines in levels, largest first: {}.",
        "da": "Disciplinernes afstand i niveauer, den største først: {}.",
    },
    "say gap": {
        "en": "{} lacks {}, of which at most {} can be closed",
        "da": "{} mangler {}, hvoraf højst {} kan lukkes",
    },
    "say assessment": {
        "en": "Ratings of fields; raters: {}, fields rated: {}; widest spread: {}.",
        "da": "Bedømmelser af felter; bedømmere: {}, bedømte felter: {}; størst spredning: {}.",
    },
}
"""Every word that stands in a figure, by what it is for; `{}` is where names and numbers go."""

_DANISH_NUMBERS = str.maketrans(",.", ".,")


def label(key: str, language: Language, *inserts: str) -> str:
    """Return the words for something.

    Args:
        key: What they are for, as in `LABELS`.
        language: The language.
        inserts: Names and numbers that go into it, in their order.

    >>> label("end of", "da", "2027 Q1")
    'Udgangen af 2027 Q1'
    """
    return LABELS[key][language].format(*inserts)


def plain(name: str) -> str:
    r"""Return a user's text so that a figure shows it as it is: on one line, `$` no sign of a formula.

    >>> plain("from $5 to $7")
    'from \\$5 to \\$7'
    """
    return " ".join(name.split()).replace("$", r"\$")


def period_name(portfolio: Portfolio, period: int, language: Language) -> str:
    """Return what a period from 1 is called: its label, or `period 3` where there is no calendar."""
    name = portfolio.calendar.label(period)
    return name if portfolio.calendar.start else label("period", language, name)


def money(number: float, portfolio: Portfolio, language: Language) -> str:
    """Return an amount with the currency of the portfolio."""
    return f"{amount(number, language)} {portfolio.currency}".strip()


def ratio(number: float, language: Language) -> str:
    """Return a distance, with three decimals.

    >>> ratio(0.5, "da")
    '0,500'
    """
    return f"{number:.3f}" if language == "en" else f"{number:.3f}".translate(_DANISH_NUMBERS)


def decimal(number: float, language: Language) -> str:
    """Return a number of a scale, as short as it is.

    >>> decimal(0.5, "da"), decimal(1.0, "en")
    ('0,5', '1')
    """
    short = f"{number:.6g}"
    return short if language == "en" else short.replace(".", ",")


def percent(share: float, language: Language) -> str:
    """Return a share in per cent, never rounded to 0 or 100 where it is neither.

    >>> percent(0.6, "en"), percent(0.999, "da")
    ('60%', '99 %')
    """
    whole = round(100 * share)
    whole = max(whole, 1) if share > 0 else whole
    whole = min(whole, 99) if share < 1 else whole
    return f"{whole}%" if language == "en" else f"{whole} %"


def budget_name(name: str, language: Language) -> str:
    """Return what a budget is called."""
    ours = {MAIN_FUND: "main budget", RUNNING_FUND: "running budget"}
    return label(ours[name], language) if name in ours else label("budget", language, name)


def listed(names: Iterable[str], language: Language) -> str:
    """Return names as `a, b and c`, or the word for none.

    >>> listed(["R1", "R2", "D1"], "da"), listed([], "en")
    ('R1, R2 og D1', 'none')
    """
    *most, last = [*names] or [label("nothing", language)]
    return f"{', '.join(most)} {label('and', language)} {last}" if most else last
