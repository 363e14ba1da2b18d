import pytest
from hypothesis import given
from hypothesis import strategies as st

from omniprio.plan.layout import WIDTH, merged, paragraph, table


def test_runs_of_equal_rows_become_one_row() -> None:
    rows = [(0, ("1",)), (1, ("2",)), (2, ("2",)), (3, ("2",)), (4, ("1",))]
    assert merged(rows, "{}-{}".format) == [("0-0", ("1",)), ("1-3", ("2",)), ("4-4", ("1",))]


def test_what_is_too_wide_goes_on_below_with_its_labels() -> None:
    heads = [f"team {place:02}" for place in range(15)]
    lines = table(heads, [("2027 Q1", tuple(str(place) for place in range(15)))])
    # 2 + 7 for the label leave 91; a column takes 2 + 7, so 10 fit in the first block, 5 in the second
    assert [len(line.split("team")) - 1 for line in lines] == [10, 0, 5, 0]
    assert [line.split()[2:] for line in lines[1::2]] == [
        [str(place) for place in range(10)],
        [str(place) for place in range(10, 15)],
    ]


def test_a_hanging_paragraph_keeps_its_indent() -> None:
    lines = paragraph("word " * 30, indent=2, hanging=3)
    assert lines[0].startswith("  word")
    assert lines[1].startswith("     word")


@pytest.mark.slow
@given(
    st.lists(st.tuples(st.text(max_size=200), st.floats(0, 1e12)), min_size=1, max_size=40),
    st.text("abc -", max_size=300),
)
def test_no_line_is_wider_than_the_page(columns: list[tuple[str, float]], words: str) -> None:
    heads = [head.replace("\n", " ") for head, _ in columns]
    rows = [("2027 Q1 - 2030 Q4", tuple(f"{number:,.2f}" for _, number in columns))]
    assert all(len(line) <= WIDTH for line in table(heads, rows))
    assert all(len(line) <= WIDTH for line in paragraph(words, 4, 4))
