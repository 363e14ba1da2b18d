"""A workshop: departments say how far each field is, see where they disagree, agree, and plan from there."""

import marimo

app = marimo.App(width="full", app_title="Workshop - omniprio")


@app.cell
def _():
    import marimo as mo

    from omniprio.purpose import goals_for
    from omniprio.what_if.asked import Asked
    from omniprio.what_if.bidding import starting_there
    from omniprio.what_if.pages.bids import BidsPanel
    from omniprio.what_if.pages.result import Result
    from omniprio.what_if.trial import Trial

    return Asked, BidsPanel, Trial, Result, goals_for, mo, starting_there


@app.cell
def _(Asked, mo):
    asked = Asked.model_validate_json(mo.app_meta().request.meta["asked"])
    return (asked,)


@app.cell
def _(BidsPanel, Trial, Result, asked):
    trial, panel, result = Trial(most=asked.most), BidsPanel(asked), Result(asked.portfolio, asked.language)
    departments = panel.departments()
    result.title("workshop")
    return departments, trial, panel, result


@app.cell
def _(departments, panel):
    said = panel.said(departments.value)
    return (said,)


@app.cell
def _(departments, mo, panel, result, said):
    mo.vstack([result.heading("what departments say"), panel.laid_out(departments, said)])


@app.cell
def _(panel, said):
    found = panel.remember(said.value)
    settled = panel.settled(found)
    return found, settled


@app.cell
def _(found, mo, panel, result, settled):
    mo.vstack([result.heading("where they disagree"), panel.disagreements(found, settled)])


@app.cell
def _(asked, goals_for, trial, mo, panel, result, settled, starting_there):
    bidding = panel.agreed(settled.value)
    first = result.ask(
        trial, lambda: starting_there(asked.portfolio, bidding), goals_for(asked.portfolio, asked.goals)
    )
    get_answer, set_answer = mo.state(first)
    tick = result.tick(first)
    return first, get_answer, set_answer, tick


@app.cell
def _(trial, first, mo, result, set_answer, tick):
    known = first
    if tick is not None and tick.value:
        known = trial.look()
        if known.is_final:
            set_answer(known)
    mo.vstack([result.heading("the plan from there"), result.headline(known, tick)])


@app.cell
def _(get_answer, result):
    result.plan(get_answer())


@app.cell
def _(mo, result):
    keep = mo.ui.run_button(label=result.say("keep"))
    return (keep,)


@app.cell
def _(trial, get_answer, keep, mo, result):
    if keep.value:
        trial.keep()
    mo.vstack([keep, result.changes(trial, get_answer())])


@app.cell
def _(trial, get_answer, mo, panel, result):
    mo.hstack(result.save(trial, get_answer(), panel.save()), justify="start", wrap=True)


if __name__ == "__main__":
    app.run()
