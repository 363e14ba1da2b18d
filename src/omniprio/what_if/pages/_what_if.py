"""What if: a portfolio on sliders and switches, and the plan that moves with them."""

import marimo

app = marimo.App(width="full", app_title="What if? - omniprio")


@app.cell
def _():
    import marimo as mo

    from omniprio.what_if.asked import Asked
    from omniprio.what_if.controls import changed
    from omniprio.what_if.pages.panel import Panel
    from omniprio.what_if.pages.result import Result
    from omniprio.what_if.trial import Trial

    return Asked, changed, Trial, Panel, Result, mo


@app.cell
def _(Asked, mo):
    asked = Asked.model_validate_json(mo.app_meta().request.meta["asked"])
    return (asked,)


@app.cell
def _(Trial, Panel, Result, asked):
    trial, panel, result = Trial(most=asked.most), Panel(asked), Result(asked.portfolio, asked.language)
    result.title()
    return trial, panel, result


@app.cell
def _(panel):
    elements, search = panel.elements(), panel.search()
    return elements, search


@app.cell
def _(elements, mo, panel, search):
    mo.sidebar(panel.laid_out(elements, search), width="24rem")


@app.cell
def _(asked, changed, elements, mo, panel, result, trial):
    controls = panel.controls(elements.value)
    first = result.ask(trial, lambda: changed(asked.portfolio, controls), controls.goals)
    get_answer, set_answer = mo.state(first)
    tick = result.tick(first)
    return first, get_answer, set_answer, tick


@app.cell
def _(trial, first, result, set_answer, tick):
    known = first
    if tick is not None and tick.value:
        known = trial.look()
        if known.is_final:
            set_answer(known)
    result.headline(known, tick)


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
def _(trial, get_answer, mo, result):
    mo.hstack(result.save(trial, get_answer()), justify="start", wrap=True)


if __name__ == "__main__":
    app.run()
