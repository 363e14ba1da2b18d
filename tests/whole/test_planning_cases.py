"""Each case of the folder of planning cases has a test of the project's own with the same meaning, or stands here as one that cannot be said.

`test_planning_answers` runs the cases themselves.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CASES = ROOT.parent / "shared" / "cases" / "planning"

with_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the planning cases are not here")

COUNTERPARTS = {
    "00": "whole/test_standard_output.py::test_a_verb_writes_its_document_and_nothing_else",
    "01": "whole/test_questions_of_money.py::test_a_pot_a_period_whose_rest_is_kept",
    "03": "whole/test_questions_of_money.py::test_the_least_that_is_spent_on_bold_ones_as_an_amount_or_a_share",
    "04": "whole/test_questions_of_order.py::test_two_together_that_call_for_a_third",
    "05": "whole/test_questions_of_order.py::test_a_permit_that_lapses",
    "06": "whole/test_questions_of_order.py::test_an_overlap_and_every_end_that_can_wait_for_another",
    "08": "whole/test_questions_of_teams.py::test_everything_is_done_and_as_little_as_possible_is_late",
    "09": "whole/test_questions_of_teams.py::test_of_what_cannot_hold_together_money_that_is_not_in_the_way_is_not_named",
    "11": "whole/test_questions_of_teams.py::test_the_least_peak_of_a_team_with_everything_done_in_time",
    "12": "whole/test_questions_of_teams.py::test_either_of_two_people_does_it_each_at_a_pace_of_their_own",
    "13": "whole/test_questions_of_teams.py::test_so_many_days_of_work_at_whatever_pace_the_team_has_left",
    "14": "whole/test_questions_of_order.py::test_what_has_begun_stays_and_what_has_not_starts_from_now_on",
    "16": "whole/test_questions_of_teams.py::test_a_crew_that_has_something_to_do_in_every_period",
    "17": "whole/test_questions_of_money.py::test_cents_beside_hundreds_of_millions",
    "18": "whole/test_laws.py::test_the_order_given_changes_no_value",
    "19": "whole/test_questions_of_money.py::test_money_that_lapses_at_the_end_of_the_year",
    "20": "whole/test_questions_of_money.py::test_the_greatest_sum_of_scores_for_a_budget",
    "21": "whole/test_questions_of_money.py::test_what_is_brought_depends_on_the_calendar",
    "22": "whole/test_questions_of_teams.py::test_the_shortest_project_with_two_teams",
    "23": "whole/test_questions_of_money.py::test_pairs_and_triples_that_add_or_take_and_a_count",
    "24": "whole/test_questions_of_order.py::test_launches_that_are_kept_apart_whichever_comes_first",
    "27": "whole/test_questions_of_money.py::test_costs_in_two_currencies_and_in_days",
    "28": "whole/test_questions_of_order.py::test_the_latest_date_by_which_a_delivery_must_be_there",
    "29": "whole/test_questions_of_order.py::test_short_jobs_one_after_the_other_in_one_period",
    "30": "whole/test_questions_of_order.py::test_work_that_goes_on_after_the_horizon",
    "31": "answers/test_why.py::test_what_would_bring_it_in_equals_brute_force",
    "32": "infeasibility/test_infeasibility.py::test_random_conflicts_are_irreducible_and_their_repairs_work_by_brute_force",
    "33": "whole/test_questions_of_money.py::test_a_platform_that_is_paid_once_whoever_uses_it",
}
"""The test that stands for each case, by the number of the case."""

NOT_SAID = {
    "15": "a part of an initiative: left out on purpose, modes say steps",
}
"""What no portfolio can say, and why, by the number of the case."""


@pytest.mark.parametrize("test", COUNTERPARTS.values())
def test_what_stands_for_a_case_is_there(test: str) -> None:
    file, name = test.split("::")
    assert re.search(rf"^def {name}\(", (ROOT / "tests" / file).read_text(encoding="utf-8"), re.MULTILINE)


@with_cases
def test_every_case_has_a_counterpart() -> None:
    numbers = {file.name[:2] for file in CASES.iterdir() if file.name[:2].isdecimal()}
    assert numbers == {*COUNTERPARTS, *NOT_SAID}
    assert not COUNTERPARTS.keys() & NOT_SAID.keys()
