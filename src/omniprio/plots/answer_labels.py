"""The words of the figures of answers, in English and Danish; `labels` joins them to those of plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from omniprio.language import Language

__all__ = ["ANSWER_LABELS"]

ANSWER_LABELS: dict[str, dict[Language, str]] = {
    "unknown": {"en": "not known", "da": "ukendt"},
    "never": {"en": "never", "da": "aldrig"},
    "unproven": {"en": "hollow: not proven to be best", "da": "hul: ikke bevist bedst"},
    "goal fastest": {
        "en": "Mean distance (0 = ambition reached)",
        "da": "Middelafstand (0 = ambitionen er nået)",
    },
    "goal closest": {"en": "Distance at the end", "da": "Afstand til sidst"},
    "goal soonest": {
        "en": "Period at whose end we are there",
        "da": "Perioden, ved hvis udgang vi er fremme",
    },
    "goal balanced": {
        "en": "Way to go of the weakest discipline, mean",
        "da": "Vejen tilbage for den svageste disciplin, middel",
    },
    "goal most value": {"en": "Net present value", "da": "Nettonutidsværdi"},
    "goal least cost": {"en": "Cost over all budgets", "da": "Pris over alle budgetter"},
    "goal steady": {"en": "Upheaval", "da": "Omvæltning"},
    "goal blend": {"en": "Weighted sum of the goals", "da": "Vægtet sum af målene"},
    "frontier": {"en": "The best plan for every budget: {}", "da": "Den bedste plan for hvert budget: {}"},
    "frontier open": {
        "en": "Not complete: which plan is best is open where it is shaded.",
        "da": "Ikke fuldstændig: hvilken plan der er bedst, er åbent, hvor der er gråt.",
    },
    "best value": {"en": "the best plan's value", "da": "den bedste plans værdi"},
    "nested point": {
        "en": "from here a better plan, with all that was in before",
        "da": "herfra en bedre plan, med alt det, der var med før",
    },
    "broken point": {
        "en": "from here a better plan that drops something",
        "da": "herfra en bedre plan, hvor noget udgår",
    },
    "not settled": {"en": "not settled which plan is best", "da": "ikke afgjort, hvilken plan der er bedst"},
    "gain per unit": {"en": "Gain per\n{}", "da": "Gevinst pr.\n{}"},
    "marginal": {
        "en": "marginal gain: the area is the gain of the step",
        "da": "marginal gevinst: arealet er trinnets gevinst",
    },
    "dropped": {"en": "Dropped with more money:", "da": "Udgår, når der er flere penge:"},
    "dropped from": {"en": "{}. from {}: {}", "da": "{}. fra {}: {}"},
    "dropped more": {"en": "and {} more, see the table", "da": "og {} flere, se tabellen"},
    "say frontier": {
        "en": "The best plan for every budget, {}, {} in all: from {} with {} to {} with {}.",
        "da": "Den bedste plan for hvert budget, {}, {} i alt: fra {} med {} til {} med {}.",
    },
    "say frontier broken": {
        "en": "Steps at which more money drops something: {}, the first at {}.",
        "da": "Trin, hvor noget udgår, skønt der er flere penge: {}, det første ved {}.",
    },
    "say frontier none": {
        "en": "The best plan for every budget, {}: there is no plan.",
        "da": "Den bedste plan for hvert budget, {}: der er ingen plan.",
    },
    "trade-off": {"en": "Maturity against money", "da": "Modenhed mod penge"},
    "trade-off open": {
        "en": "Not complete: there may be more plans.",
        "da": "Ikke fuldstændig: der kan være flere planer.",
    },
    "not beaten": {
        "en": "a plan that no other beats at both, proven",
        "da": "en plan, som ingen anden slår på begge mål, bevist",
    },
    "not beaten unproven": {
        "en": "not proven: another may beat it",
        "da": "ikke bevist: en anden kan slå den",
    },
    "same initiatives": {
        "en": "the same initiatives at other times",
        "da": "de samme initiativer på andre tidspunkter",
    },
    "better": {"en": "better", "da": "bedre"},
    "say trade-off": {
        "en": "Maturity against money, plans that no other beats, {} in all: from {} for {} to {} for {}.",
        "da": "Modenhed mod penge, planer, som ingen anden slår, {} i alt: fra {} for {} til {} for {}.",
    },
    "say trade-off none": {
        "en": "Maturity against money: there is no plan.",
        "da": "Modenhed mod penge: der er ingen plan.",
    },
    "core index": {
        "en": "How often each initiative is in the best plan",
        "da": "Hvor ofte hvert initiativ er med i den bedste plan",
    },
    "core": {
        "en": "Core: in the best plan of every draw",
        "da": "Kerne: med i den bedste plan i hver trækning",
    },
    "borderline": {
        "en": "Borderline: in some, the estimates decide",
        "da": "På grænsen: med i nogle, skønnene afgør det",
    },
    "exterior": {"en": "Exterior: in none", "da": "Udenfor: med i ingen"},
    "not known": {"en": "Not known: no draw has a plan", "da": "Ukendt: ingen trækning har en plan"},
    "share of draws": {
        "en": "Share of the {} draws with a plan (of {})",
        "da": "Andel af de {} trækninger med en plan (af {})",
    },
    "not every draw": {
        "en": "Not complete: not every draw was searched to its end and judged.",
        "da": "Ikke fuldstændig: ikke hver trækning er søgt til ende og bedømt.",
    },
    "interval": {
        "en": "sampling error: holds the true share in 95 of 100 such samples",
        "da": "stikprøvefejl: rummer den sande andel i 95 af 100 sådanne stikprøver",
    },
    "say core index": {
        "en": "How often each initiative is in the best plan, in {} draws. Core: {}. Borderline: {}. Exterior: {}.",
        "da": "Hvor ofte hvert initiativ er med i den bedste plan, i {} trækninger. Kerne: {}. På grænsen: {}. Udenfor: {}.",
    },
    "chance over time": {
        "en": "Where the plan may stand, period by period",
        "da": "Hvor planen kan stå, periode for periode",
    },
    "middle draw": {"en": "the middle draw", "da": "den midterste trækning"},
    "eight of ten": {"en": "eight draws of ten", "da": "otte trækninger af ti"},
    "chance reached": {"en": "Chance to be there", "da": "Chance for at være fremme"},
    "reached so far": {
        "en": "chance to have reached the ambition",
        "da": "chance for at have nået ambitionen",
    },
    "distance short": {"en": "Distance", "da": "Afstand"},
    "as planned": {
        "en": "Carried out as planned, the plan keeps",
        "da": "Gennemført som planlagt holder planen",
    },
    "every rule": {"en": "every rule", "da": "alle regler"},
    "share of judged": {"en": "Share of {} draws", "da": "Andel af {} trækninger"},
    "not judged": {"en": "No draw was judged.", "da": "Ingen trækning blev bedømt."},
    "say chance": {
        "en": "Where the plan may stand in {} draws: by the end of {} the ambition is reached in {}, the distance is {} in the middle draw; carried out as planned it keeps: {}.",
        "da": "Hvor planen kan stå i {} trækninger: ved udgangen af {} er ambitionen nået i {}, afstanden er {} i den midterste trækning; gennemført som planlagt holdes: {}.",
    },
    "kept in": {"en": "{} {}", "da": "{} {}"},
    "say chance none": {
        "en": "Where the plan may stand: no draw was judged.",
        "da": "Hvor planen kan stå: ingen trækning blev bedømt.",
    },
    "before after": {"en": "The plan before and now", "da": "Planen før og nu"},
    "the past": {"en": "the past", "da": "fortiden"},
    "before": {"en": "the plan before", "da": "planen før"},
    "now": {"en": "the plan now", "da": "planen nu"},
    "begun": {"en": "now, has begun", "da": "nu, er begyndt"},
    "became finished": {"en": "finished", "da": "færdig"},
    "became running": {"en": "running", "da": "i gang"},
    "became kept": {"en": "kept", "da": "fastholdt"},
    "became moved": {"en": "moved", "da": "flyttet"},
    "became finished by": {"en": "finished, begun {}", "da": "færdig, begyndt {}"},
    "became running by": {"en": "running, begun {}", "da": "i gang, begyndt {}"},
    "became moved by": {"en": "moved {}", "da": "flyttet {}"},
    "became dropped": {"en": "dropped", "da": "udgået"},
    "became added": {"en": "added", "da": "ny"},
    "one later": {"en": "1 period later", "da": "1 periode senere"},
    "one earlier": {"en": "1 period earlier", "da": "1 periode tidligere"},
    "later": {"en": "{} periods later", "da": "{} perioder senere"},
    "earlier": {"en": "{} periods earlier", "da": "{} perioder tidligere"},
    "say before after": {
        "en": "The plan before and now, from {} on: {}.",
        "da": "Planen før og nu, fra {}: {}.",
    },
    "shares of gain": {
        "en": "Who earned it: the gain, shared over the initiatives",
        "da": "Hvem har æren: gevinsten, fordelt på initiativerne",
    },
    "gain fastest": {"en": "Fall of the mean distance", "da": "Fald i middelafstanden"},
    "gain closest": {"en": "Fall of the distance at the end", "da": "Fald i afstanden til sidst"},
    "gain soonest": {"en": "Periods sooner", "da": "Perioder tidligere"},
    "gain balanced": {
        "en": "Fall of the way to go of the weakest discipline, mean",
        "da": "Fald i vejen tilbage for den svageste disciplin, middel",
    },
    "gain most value": {"en": "Rise of the net present value", "da": "Stigning i nettonutidsværdien"},
    "gain least cost": {"en": "Fall of the cost over all budgets", "da": "Fald i prisen over alle budgetter"},
    "gain steady": {"en": "Fall of the upheaval", "da": "Fald i omvæltningen"},
    "gain blend": {"en": "Fall of the weighted sum of the goals", "da": "Fald i den vægtede sum af målene"},
    "part of gain": {"en": "part of the gain", "da": "andel af gevinsten"},
    "loss": {"en": "makes it worse", "da": "gør det værre"},
    "two errors": {"en": "two standard errors each way", "da": "to standardfejl til hver side"},
    "sum": {"en": "In all", "da": "I alt"},
    "exact shares": {
        "en": "Exact: the mean over all {} orders.",
        "da": "Eksakt: middel over alle {} rækkefølger.",
    },
    "drawn shares": {
        "en": "Estimated from {} orders drawn; the sum is exact.",
        "da": "Anslået ud fra {} trukne rækkefølger; summen er eksakt.",
    },
    "say shares": {"en": "{}, {} in all: {}. {}", "da": "{}, {} i alt: {}. {}"},
}
"""Every word in a figure of an answer, by what it is for; `{}` is where names and numbers go."""
