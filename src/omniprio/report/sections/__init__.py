"""The sections of the page, one a file. A new one is a function here and a template of its name.

A section takes the plan and the voice of the page and returns what its template shows as `it`, or None where there is
nothing to show. Its name gives the template, `sections/NAME.html.jinja`, the title, the words `section NAME`, and its
place in the list of contents.
"""

from omniprio.report.sections.brief import brief
from omniprio.report.sections.dependencies import dependencies
from omniprio.report.sections.limits import limits
from omniprio.report.sections.money import money
from omniprio.report.sections.quality import quality
from omniprio.report.sections.road import road
from omniprio.report.sections.schedule import schedule
from omniprio.report.sections.sources import sources
from omniprio.report.sections.teams import teams

__all__ = ["BASIS", "SECTIONS"]

SECTIONS = (brief, road, schedule, dependencies, money, teams)
"""What the plan is, in the order of the page; the first fills its first sheet. Answers come after them."""

BASIS = (limits, sources, quality)
"""What the plan has to keep to, what it rests on and how good it is, at the end of the page."""
