"""What a page shows of the answer: what is known, what became of the plan kept aside, the figures, and what to save."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

import marimo as mo

from omniprio.errors import InvalidInputError
from omniprio.language import Speaker
from omniprio.plan.words import comes_to
from omniprio.portfolio.names import Titles, title_in
from omniprio.report import report_html
from omniprio.what_if import drawn, words
from omniprio.what_if.trial import Standing, Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio

__all__ = ["Result"]

_EVERY = "1s"
"""How often the page asks whether the proof has come."""

_STYLE = """<style>
.what-if-title h1 { font-size: 2rem; line-height: 1.2; margin: 0 } .what-if-title p { margin: .2rem 0 }
@media (max-width: 767px) { .what-if-title { padding-top: 2.6rem } }
.what-if-changes h2 { font-size: 1.4rem; margin: .6rem 0 } .what-if-changes h3 { font-size: 1.1rem; margin: .6rem 0 .2rem }
.what-if figure { margin: 0 } .what-if svg { width: 100%; height: auto; max-width: 46rem; background: white }
@media (max-width: 767px) {
.what-if figure { overflow-x: auto } .what-if figure:focus svg { width: 250%; max-width: none } }
.what-if-figures { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)) }
.what-if-state { border-left: .4rem solid; padding: .2rem .8rem; font-size: 1.15rem }
.what-if-proven { border-color: #1b7a4b } .what-if-quick, .what-if-searching { border-color: #c77700 }
.what-if-stopped { border-color: #5b3a00 } .what-if-refused { border-color: #b3261e }
.what-if-invitation { display: flex; flex-wrap: wrap; gap: 1rem; align-items: center; overflow-wrap: anywhere }
.what-if-invitation svg { flex: none } .what-if-invitation p { flex: 1 1 16rem }
.what-if-tick { position: absolute; width: 1px; height: 1px; overflow: hidden; opacity: 0 }
</style>"""


class Result:
    """Asks what a page is asked, and shows what comes back."""

    def __init__(self, portfolio: Portfolio, language: str) -> None:
        """Show answers about a portfolio in a language."""
        self._given, self._now, self._language = portfolio, portfolio, language
        self._speaker = Speaker(language, Titles(portfolio))

    def say(self, key: str, **values: object) -> str:
        """Return words of the page."""
        return self._speaker.words(f"what_if.{key}", **values)

    def title(self, key: str = "what if") -> Any:
        """Return the title of the page, by its words."""
        about = escape(title_in(self._given, self._language))
        return mo.Html(
            f"{_STYLE}<div class='what-if-title'><h1>{escape(self.say(key))}</h1><p>{about}</p></div>"
        )

    def heading(self, key: str) -> Any:
        """Return the title of a part of the page, by its words."""
        return mo.Html(f"<div class='what-if-changes'><h2>{escape(self.say(key))}</h2></div>")

    def ask(self, trial: Trial, made: Callable[[], Portfolio], goals: Sequence[Goal]) -> Standing:
        """Return the quick answer to what the elements say.

        Args:
            trial: Who answers.
            made: Makes the portfolio of what they say.
            goals: What to be best at.
        """
        try:
            self._now = made()
        except InvalidInputError as error:
            trial.leave()
            return Standing("refused", error=error)
        return trial.ask(self._now, goals)

    def tick(self, standing: Standing) -> Any:
        """Return what lets the page ask again while the proof is looked for; it is not seen."""
        return None if standing.is_final else mo.ui.refresh(default_interval=_EVERY)

    def headline(self, standing: Standing, tick: Any) -> Any:
        """Return what is known, and why there is no plan where there is none."""
        lines = [words.headline(standing, self._language)]
        if standing.plan is not None:
            lines.append(comes_to(standing.plan, Speaker(self._language, Titles(self._now))))
        if standing.error is not None:
            lines += words.reasons(standing.error, self._now, self._language)
        told = f"<div role='status' class='what-if-state what-if-{standing.state}'>{_lines(lines)}</div>"
        hidden = "" if standing.is_final or tick is None else f"<div class='what-if-tick'>{tick}</div>"
        return mo.Html(told + hidden)

    def plan(self, standing: Standing) -> Any:
        """Return the figures of the plan."""
        return mo.Html(
            _figures([] if standing.plan is None else drawn.the_plan(standing.plan, self._language))
        )

    def changes(self, trial: Trial, standing: Standing) -> Any:
        """Return what is different from the plan that was kept aside."""
        kept, plan = trial.kept, standing.plan
        if kept is None or plan is None:
            return None
        moved = words.what_was_moved(kept, plan, self._language)
        became = words.what_became(kept, plan, self._language)
        figure = drawn.side_by_side(
            {self.say("kept plan"): kept, self.say("this plan"): plan}, self._language
        )
        return mo.Html(
            f"<div class='what-if-changes'><h2>{escape(self.say('changed'))}</h2>"
            f"<h3>{escape(self.say('you changed'))}</h3>{_lines(moved or [self.say('nothing moved')])}"
            f"<h3>{escape(self.say('became'))}</h3>{_lines(became)}</div>{_figures([figure])}"
        )

    def save(
        self, trial: Trial, standing: Standing, further: Mapping[str, Callable[[], str]] | None = None
    ) -> list[Any]:
        """Return buttons that save the portfolio as it was changed and, where there is one, the plan and its report.

        Args:
            trial: Who has the plan when it is saved.
            standing: Where the answer is.
            further: What makes other files, by their names.
        """
        files: dict[str, Callable[[], str]] = {**(further or {}), "portfolio.json": self._now.to_json}
        if standing.plan is not None:
            files["plan.json"] = partial(_plan_as_json, trial)
            files["report.html"] = partial(_plan_as_report, trial, self._language)
        return [self._button(file, made) for file, made in files.items()]

    def _button(self, file: str, made: Callable[[], str]) -> Any:
        label = self.say(f"save {file.partition('.')[0]}")
        return mo.download(lambda: made().encode(), filename=file, label=label)


def _plan_as_json(trial: Trial) -> str:
    """Return the plan that there is when it is asked for: the proof may have come."""
    return trial.plan.to_json()


def _plan_as_report(trial: Trial, language: str) -> str:
    return report_html(trial.plan, language=language)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _figures(svgs: Iterable[str]) -> str:
    return f"<div class='what-if what-if-figures'>{''.join(f'<figure tabindex="0">{svg}</figure>' for svg in svgs)}</div>"
