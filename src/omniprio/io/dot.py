"""The requirements of a portfolio as DOT, the language of Graphviz."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.io.links import links_of, portfolio_of
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.portfolio.provenance import marks_of

if TYPE_CHECKING:
    from omniprio.io.links import Link
    from omniprio.language import Language
    from omniprio.portfolio import Portfolio

__all__ = ["to_dot"]


@validated
def to_dot(thing: Portfolio | Plan, *, language: Language = "en") -> str:
    """Return the dependency graph; for a plan with the periods of what is chosen, and the rest dashed.

    Args:
        thing: The portfolio or the plan.
        language: The language of titles.

    >>> from omniprio import Initiative, Portfolio
    >>> pair = [Initiative(id="a", title="CRM"), Initiative(id="b", title="Web", requires=["a"])]
    >>> print(to_dot(Portfolio(horizon=4, initiatives=pair)))
    digraph {
        rankdir=LR;
        node [shape=box, style=rounded];
        n1 [label="CRM"];
        n2 [label="Web"];
        n1 -> n2;
    }
    <BLANKLINE>
    """
    portfolio = portfolio_of(thing)
    nodes = {name: f"n{number}" for number, name in enumerate(portfolio.by_id, start=1)}
    lines = ["digraph {", "    rankdir=LR;", "    node [shape=box, style=rounded];"]
    if marked := told(marks_of(portfolio, "title", "requires"), language):
        lines.append(f"    label={_quoted(marked)};")
    for name, node in nodes.items():
        lines.append(f"    {node} [{_node(portfolio.by_id[name].name(language), name, thing)}];")
    lines += [
        f"    {nodes[link.before]} -> {nodes[link.after]}{_edge(link)};" for link in links_of(portfolio)
    ]
    return "\n".join([*lines, "}"]) + "\n"


def _node(title: str, name: str, thing: Portfolio | Plan) -> str:
    """Return the attributes of a node."""
    if not isinstance(thing, Plan):
        return f"label={_quoted(title)}"
    if name not in thing.starts:
        return f'label={_quoted(title)}, style="rounded,dashed", fontcolor=gray40'
    planned = next(entry for entry in thing.schedule if entry.id == name)
    span = planned.start_label
    if planned.finish > planned.start:
        span += f" to {planned.finish_label}"
    return f"label={_quoted(title, span)}"


def _edge(link: Link) -> str:
    parts = [f"label={_quoted(link.label)}"] if link.label else []
    if link.choice:
        parts.append("style=dashed")
    return f" [{', '.join(parts)}]" if parts else ""


def _quoted(*lines: str) -> str:
    r"""Return lines as a label: quotes, backslashes and `&`, which begin escapes, and control characters escaped.

    >>> print(_quoted('a "b" \\N', "R&D"))
    "a \"b\" \\N\nR&amp;D"
    """
    clean = (" ".join("".join(c if c.isprintable() else " " for c in line).split()) for line in lines)
    safe = (line.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in clean)
    return '"' + "\\n".join(safe) + '"'
