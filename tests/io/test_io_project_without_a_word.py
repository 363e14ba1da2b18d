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
