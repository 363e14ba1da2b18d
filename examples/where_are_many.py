"""Where are we, for many: 200 shops answer a questionnaire twice, one of them looks at its place and plans.

All shops, answers and bids are invented. Run it with `uv run examples/where_are_many.py`.
"""

import random
import time
from datetime import date

from omniprio import ten_portfolio
from omniprio.answers import group_standing, plan_by_rater, programme
from omniprio.assessment import Assessment, shipped_questionnaire
from omniprio.io import from_survey_records

SHOPS = 200
YEARS = (2026, 2027)
OURS = "Shop 7"
QUESTIONS = shipped_questionnaire().questions


def answers() -> list[dict[str, str | int | date | None]]:
    """Return invented answers, a record for each respondent and year, as they come from a table in the wide form."""
    drawn = random.Random(2026)  # noqa: S311  no secret
    records: list[dict[str, str | int | date | None]] = []
    for number in range(1, SHOPS + 1):
        group = "books" if number <= 3 else drawn.choice(("food", "clothes"))
        level = drawn.uniform(1, 4)
        for person in ("manager", "marketing"):
            for later, year in enumerate(YEARS):
                said = {one.id: _answer(drawn, level + 0.5 * later) for one in QUESTIONS}
                who = {"organisation": f"Shop {number}", "group": group, "respondent": person}
                records.append({**who, "date": date(year, 3, 1), **said})
    return records


def _answer(drawn: random.Random, level: float) -> int | None:
    """Return an answer near a level, or none: one in ten is left out."""
    return None if drawn.random() < 0.1 else min(5, max(1, round(drawn.gauss(level, 0.7))))


def bids() -> list[Assessment]:
    """Return what three invented departments of our shop say."""
    said = {"IT": {"R": 1.2, "C": 1.2}, "Marketing": {"R": 2.5, "C": 2.0}, "Store": {"R": 1.2, "C": 1.5}}
    return [
        Assessment(rater=rater, ratings=ratings, provenance="invented") for rater, ratings in said.items()
    ]


def main() -> None:
    """Read the answers, show our place, plan under each rater, and look at a programme of three shops."""
    began = time.perf_counter()
    survey = from_survey_records(answers(), shipped_questionnaire(), form="wide", provenance="invented")
    print(group_standing(survey, own=OURS, since=date(2026, 12, 31)))
    print(f"\n{SHOPS} shops, {len(survey.answers)} answers: {time.perf_counter() - began:.2f} s.\n")
    print(plan_by_rater(ten_portfolio(quarters=6, budget=1500), bids()))
    ahead = {"R2": 1.0, "R3": 0.5, "D2": 0.5}
    shops = {OURS: ten_portfolio(), "Shop 8": ten_portfolio().model_copy(update={"start": ahead})}
    print(f"\nA programme of two shops\n{programme(shops)}")


if __name__ == "__main__":
    main()
