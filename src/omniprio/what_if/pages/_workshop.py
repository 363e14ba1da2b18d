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
    from omniprio.what_if.serving import room_of
    from omniprio.what_if.trial import Trial

    return Asked, BidsPanel, Trial, Result, goals_for, mo, room_of, starting_there


@app.cell
def _(mo):
    opened = mo.app_meta().request.meta
    return (opened,)


@app.cell
def _(Asked, BidsPanel, Trial, Result, opened, room_of):
    asked = Asked.model_validate_json(opened["asked"])
    trial, result = Trial(most=asked.most), Result(asked.portfolio, asked.language)
    panel = BidsPanel(asked, room_of(asked, opened["room"]))
    result.title("workshop")
    return asked, trial, panel, result


@app.cell
def _(mo, panel):
    get_changes, set_changes = mo.state(0)
    listen = panel.listen()
    mo.Html(f"<div class='what-if-tick'>{listen}</div>")
    return get_changes, listen, set_changes


@app.cell
def _(listen, panel, set_changes):
    if listen.value and panel.others_spoke():
        set_changes(panel.changes)


@app.cell
def _(get_changes, panel):
    get_changes()
    departments = panel.departments()
    return (departments,)


@app.cell
def _(departments, panel):
    said = panel.said(departments.value)
    return (said,)


@app.cell
def _(departments, mo, opened, panel, result, said):
    mo.vstack(
        [
            result.heading("what departments say"),
            panel.invitation(opened["bids"]),
            panel.laid_out(departments, said),
        ]
    )


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
