"""What project files say that has no place in a portfolio is told: work without dates, amounts of phases beyond their parts."""

from __future__ import annotations

import pytest

from omniprio.io.msproject_read import from_msproject


def said(*tasks: str) -> str:
    found = from_msproject(f"<Project><Tasks>{''.join(tasks)}</Tasks></Project>")
    return "\n".join(map(str, found.notes))


def task(uid: int, name: str, more: str = "", level: int = 1) -> str:
    return f"<Task><UID>{uid}</UID><Name>{name}</Name><OutlineLevel>{level}</OutlineLevel>{more}</Task>"


DATED = "<Start>2027-01-05T08:00:00</Start><Finish>2027-02-26T17:00:00</Finish>"


def test_a_task_without_dates_and_duration_is_told() -> None:
    notes = said(task(1, "Idea", "<Manual>1</Manual>"), task(2, "Build", DATED))
    assert "Task 1 (Idea): has no dates and no duration; takes one period" in notes
    assert "no dates" not in said(
        task(1, "Idea", "<Duration>PT40H0M0S</Duration>"),
        task(2, "Go", "<Milestone>1</Milestone>"),
        task(3, "Build", DATED),
    )


@pytest.mark.parametrize(
    ("whole", "more", "told"),
    [(90_000, "", "100"), (80_000, "", ""), (90_000, "<FixedCost>10000</FixedCost>", ""), (80_300, "", "")],
)
def test_what_a_phase_costs_beyond_its_parts_is_told(whole: int, more: str, told: str) -> None:
    notes = said(
        task(1, "Phase", f"<Cost>{whole}</Cost>{more}"),
        task(2, "Dig", f"{DATED}<Cost>30000</Cost>", 2),
        task(3, "Pour", f"{DATED}<Cost>50000</Cost>", 2),
    )
    expected = f"says {told} more than its parts and what is its own; the more is left out"
    assert (expected in notes) if told else ("more than its parts" not in notes)


def test_links_of_tasks_to_themselves_and_projects_of_other_files_are_told_by_kind() -> None:
    def own(uid: int) -> str:
        return (
            f"{DATED}<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>1</Type></PredecessorLink>"
        )

    inserted = f"{DATED}<IsSubproject>1</IsSubproject><SubprojectName>x.mpp</SubprojectName>"
    notes = said(task(1, "A", own(1)), task(2, "B", own(2)), task(3, "Sub", inserted), task(4, "Q", inserted))
    assert "Task 1 (A): has a link from itself; the link is left out (and so for Task 2 (B))" in notes
    assert (
        "Task 3 (Sub): stands for a project in a file of its own, which is not read; planned as one" in notes
    )
    assert "(and so for Task 4 (Q))" in notes


def test_a_project_of_another_file_whose_tasks_are_in_this_one_is_read_whole() -> None:
    inside = task(2, "Dig", DATED, 2)
    assert "file of its own" not in said(task(1, "Sub", "<IsSubproject>1</IsSubproject>"), inside)
