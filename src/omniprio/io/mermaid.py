"""Plans and portfolios as text for Mermaid, which many wikis and code hosts draw."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from omniprio.io.links import links_of, portfolio_of
from omniprio.language import text
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.portfolio.names import title_in
from omniprio.portfolio.provenance import marks_of

if TYPE_CHECKING:
    from omniprio.language import Language
    from omniprio.portfolio import Portfolio

__all__ = ["to_mermaid_gantt", "to_mermaid_graph"]

_SPECIAL = re.compile(r"^-|[^\w ,-]")  # at the beginning, a hyphen or a number with a dot makes a list


@validated
def to_mermaid_gantt(plan: Plan, *, language: Language = "en") -> str:
    """Return a plan as a Gantt chart; without a calendar the axis counts the periods that have passed.

    Titles are numbered in the order of the plan, so that none is taken for a word of Mermaid's own.

    Args:
        plan: The plan.
        language: The language of titles.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> portfolio = Portfolio(horizon=2, initiatives=[Initiative(id="web", title="Web: a shop")])
    >>> print(to_mermaid_gantt(plan_of(portfolio, {"web": 2})))
    gantt
        dateFormat x
        axisFormat %Q
        1 Web#58; a shop :n1, 1, 2
    <BLANKLINE>
    """
    calendar = plan.portfolio.calendar
    marks = marks_of(plan.portfolio, "title", "cost")
    title = " ".join([title_in(plan.portfolio, language), told(marks, language)])
    lines = ["gantt"]
    if title.strip():
        lines.append(f"    title {_escaped(title)}")
    lines += (
        ["    dateFormat x", "    axisFormat %Q"] if calendar.start is None else ["    dateFormat YYYY-MM-DD"]
    )
    for number, planned in enumerate(plan.schedule, start=1):
        if calendar.start is None:
            begin, end = str(planned.start - 1), str(planned.finish)
        else:
            begin, end = (str(calendar.first_day(period)) for period in (planned.start, planned.finish + 1))
        title = plan.portfolio.by_id[planned.id].name(language)
        name = ", ".join(filter(None, (title, text(planned.why.mode, language))))
        lines.append(f"    {number} {_escaped(name)} :n{number}, {begin}, {end}")
    return "\n".join(lines) + "\n"


@validated
def to_mermaid_graph(thing: Portfolio | Plan, *, language: Language = "en") -> str:
    """Return the requirements as a graph; for a plan, what is left out is told apart.

    Args:
        thing: The portfolio or the plan.
        language: The language of titles.

    >>> from omniprio import Initiative, Portfolio
    >>> pair = [Initiative(id="a", title="CRM"), Initiative(id="b", title="Web", requires=["a"])]
    >>> print(to_mermaid_graph(Portfolio(horizon=4, initiatives=pair)))
    flowchart LR
        n1["CRM"]
        n2["Web"]
        n1 --> n2
    <BLANKLINE>
    """
    portfolio = portfolio_of(thing)
    nodes = {name: f"n{number}" for number, name in enumerate(portfolio.by_id, start=1)}
    marked = told(marks_of(portfolio, "title", "requires"), language)
    lines = ["---", f'title: "{marked}"', "---"] if marked else []
    lines.append("flowchart LR")
    for name, node in nodes.items():
        left_out = isinstance(thing, Plan) and name not in thing.starts
        label = _escaped(portfolio.by_id[name].name(language))
        lines.append(f'    {node}["{label}"]' + ":::leftout" * left_out)
    for link in links_of(portfolio):
        arrow = "-.->" if link.choice else "-->"
        label = f'|"{link.label}"|' if link.label else ""
        lines.append(f"    {nodes[link.before]} {arrow}{label} {nodes[link.after]}")
    if isinstance(thing, Plan) and thing.left_out:
        lines.append("    classDef leftout stroke-dasharray: 5 5,fill:none")
    return "\n".join(lines) + "\n"


def _escaped(words: str) -> str:
    """Return a text in which nothing means anything to Mermaid, in one line."""
    printable = "".join(c if c.isprintable() else " " for c in words)
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", " ".join(printable.split()))
