"""Diagrams as text: what Mermaid and Graphviz are given, whatever the titles hold."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from omniprio import Horizon, Initiative, Plan, Portfolio, Requirement, plan_of
from omniprio.io.dot import to_dot
from omniprio.io.mermaid import to_mermaid_gantt, to_mermaid_graph

INITIATIVES = [
    Initiative(id="crm 1", title={"en": "CRM", "da": "Kundekartotek"}, duration=2),
    Initiative(id="web", title='Web: "new"', requires=["crm 1"]),
    Initiative(id="app", requires=[Requirement(of=["crm 1"], kind="start to start", lag=1)]),
    Initiative(id="ads", requires=[Requirement(of=["web", "app"], match="any")]),
]
STARTS = {"crm 1": 1, "app": 2, "ads": 4}

ODD = [
    "title tags; a #1",
    "section end",
    "2027-01-01 launch",
    "1. CRM",
    "- list `md` **b**",
    "<script>alert(1)</script> & [x] {y} | z",
    "%% comment",
    'say "hi" \\N \\',
    "two\nlines\x07",
    "end",
]


def plan(horizon: int | Horizon = 8) -> Plan:
    return plan_of(Portfolio(horizon=horizon, initiatives=INITIATIVES), STARTS)


def odd() -> Plan:
    initiatives = [Initiative(id=str(number), title=title) for number, title in enumerate(ODD)]
    return plan_of(Portfolio(horizon=20, initiatives=initiatives), {str(k): k + 1 for k in range(len(ODD))})


def test_a_gantt_without_a_calendar_counts_periods() -> None:
    # crm 1 takes periods 1 and 2: from after 0 to after 2; app period 2; ads period 4
    assert to_mermaid_gantt(plan()).splitlines() == [
        "gantt",
        "    dateFormat x",
        "    axisFormat %Q",
        "    1 CRM :n1, 0, 2",
        "    2 app :n2, 1, 2",
        "    3 ads :n3, 3, 4",
    ]


def test_a_gantt_with_a_calendar_has_dates() -> None:
    quarters = Horizon(periods=8, unit="quarter", start=dt.date(2027, 1, 1))
    assert to_mermaid_gantt(plan(quarters), language="da").splitlines()[1:3] == [
        "    dateFormat YYYY-MM-DD",
        "    1 Kundekartotek :n1, 2027-01-01, 2027-07-01",
    ]


def test_a_graph_tells_what_is_left_out() -> None:
    assert to_mermaid_graph(plan()).splitlines() == [
        "flowchart LR",
        '    n1["CRM"]',
        '    n2["Web#58; #34;new#34;"]:::leftout',
        '    n3["app"]',
        '    n4["ads"]',
        "    n1 --> n2",
        '    n1 -->|"start to start, lag 1"| n3',
        '    n2 -.->|"any of these"| n4',
        '    n3 -.->|"any of these"| n4',
        "    classDef leftout stroke-dasharray: 5 5,fill:none",
    ]


def test_a_graph_of_a_portfolio_leaves_nothing_out() -> None:
    assert "leftout" not in to_mermaid_graph(plan().portfolio)
    assert "dashed" not in to_dot(Portfolio(horizon=2, initiatives=INITIATIVES[:2]))


def test_no_title_is_taken_for_a_word_of_mermaid() -> None:
    for line in to_mermaid_gantt(odd()).splitlines()[3:]:
        assert re.fullmatch(r"    \d+ ([\w ,-]|#\d+;)+ :n\d+, \d+, \d+", line)
    for line in to_mermaid_graph(odd()).splitlines()[1:]:
        assert re.fullmatch(r'    n\d+\["(?!-)([\w ,-]|#\d+;)+"\]', line)


def test_dot_has_the_periods_of_what_is_chosen() -> None:
    text = to_dot(plan())
    assert r'n1 [label="CRM\n1 to 2"];' in text
    assert r'n2 [label="Web: \"new\"", style="rounded,dashed", fontcolor=gray40];' in text
    assert 'n1 -> n3 [label="start to start, lag 1"];' in text
    assert 'n3 -> n4 [label="any of these", style=dashed];' in text


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*deprecated - use")  # pydot's own, of pyparsing
def test_another_program_reads_the_dot() -> None:
    pydot = pytest.importorskip("pydot")
    (graph,) = pydot.graph_from_dot_data(to_dot(odd().portfolio))
    labels = [node.get_label() for node in graph.get_nodes() if node.get_name() != "node"]
    assert len(labels) == len(ODD)
    assert labels[5] == '"<script>alert(1)</script> &amp; [x] {y} | z"'
    assert labels[7] == r'"say \"hi\" \\N \\"'
    assert labels[8] == '"two lines"'
