"""Answers to one question each about a portfolio or a plan; each is loaded when it is first asked for.

>>> import omniprio
>>> omniprio.answers.qualify(omniprio.ten_portfolio(), "identify").id
'identify'
"""

from typing import TYPE_CHECKING

from omniprio.lazy import exports

if TYPE_CHECKING:
    from omniprio.answers.attribution import Attribution, Credit, attribute
    from omniprio.answers.by_rater import RaterPlans, StartCase, plan_by_rater
    from omniprio.answers.changes import ChangeKind, ValueOfChange, ValuesOfChanges, value_of_change
    from omniprio.answers.essential import EssentialStep, EssentialSteps, essential_steps
    from omniprio.answers.frontiers import (
        Frontier,
        FrontierPoint,
        Phasing,
        TradeOff,
        TradeOffPoint,
        at_once,
        frontier,
        phased_better,
        raised,
        scaled,
        trade_off,
    )
    from omniprio.answers.latest import latest_in, latest_starts, slack
    from omniprio.answers.near_best import Alternative, Alternatives, alternatives
    from omniprio.answers.nesting import Nested, NestedStep, Ranked, nested
    from omniprio.answers.ownership import OwnerPlan, SiloReport, silo_portfolio, silos, split_by_cost
    from omniprio.answers.parallel import EachProgress, Failure, plan_each, plans_as_they_come
    from omniprio.answers.programme_budgets import MemberPart, ProgrammeWithin, programme_within
    from omniprio.answers.programmes import MemberGain, Programme, ProgrammeInitiative, programme
    from omniprio.answers.qualification import (
        AgainstPlan,
        Completion,
        Contribution,
        Partner,
        Qualification,
        Qualifications,
        qualify,
        qualify_all,
    )
    from omniprio.answers.reasons import WhatIf, Why, WhyNot, why, why_not
    from omniprio.answers.replanning import (
        Actual,
        Actuals,
        Change,
        Reading,
        Replanned,
        SuggestedShare,
        SuggestedShares,
        UpheavalCurve,
        UpheavalPoint,
        actuals_of,
        replan,
        suggested_shares,
        upheaval_curve,
        with_past,
    )
    from omniprio.answers.robustness import (
        BudgetCase,
        Candidate,
        Influence,
        InitiativeOutlook,
        PeriodOutlook,
        Proportion,
        Robustness,
        Uncertain,
        Uncertainty,
        UncertainWay,
        robust,
        start_from_raters,
    )
    from omniprio.answers.standing import (
        Coverage,
        DisciplineStanding,
        Gap,
        GapTable,
        GroupStanding,
        OwnPlace,
        Quartiles,
        Scenario,
        ScenarioPeriod,
        ScenarioPeriods,
        Scenarios,
        SideBySide,
        Standing,
        coverage,
        example_scenarios,
        gaps,
        group_standing,
        scenario_periods,
        side_by_side,
    )
    from omniprio.answers.what_it_takes import ByThen, WayThere, by_then

__all__ = [
    "Actual",
    "Actuals",
    "AgainstPlan",
    "Alternative",
    "Alternatives",
    "Attribution",
    "BudgetCase",
    "ByThen",
    "Candidate",
    "Change",
    "ChangeKind",
    "Completion",
    "Contribution",
    "Coverage",
    "Credit",
    "DisciplineStanding",
    "EachProgress",
    "EssentialStep",
    "EssentialSteps",
    "Failure",
    "Frontier",
    "FrontierPoint",
    "Gap",
    "GapTable",
    "GroupStanding",
    "Influence",
    "InitiativeOutlook",
    "MemberGain",
    "MemberPart",
    "Nested",
    "NestedStep",
    "OwnPlace",
    "OwnerPlan",
    "Partner",
    "PeriodOutlook",
    "Phasing",
    "Programme",
    "ProgrammeInitiative",
    "ProgrammeWithin",
    "Proportion",
    "Qualification",
    "Qualifications",
    "Quartiles",
    "Ranked",
    "RaterPlans",
    "Reading",
    "Replanned",
    "Robustness",
    "Scenario",
    "ScenarioPeriod",
    "ScenarioPeriods",
    "Scenarios",
    "SideBySide",
    "SiloReport",
    "Standing",
    "StartCase",
    "SuggestedShare",
    "SuggestedShares",
    "TradeOff",
    "TradeOffPoint",
    "Uncertain",
    "UncertainWay",
    "Uncertainty",
    "UpheavalCurve",
    "UpheavalPoint",
    "ValueOfChange",
    "ValuesOfChanges",
    "WayThere",
    "WhatIf",
    "Why",
    "WhyNot",
    "actuals_of",
    "alternatives",
    "at_once",
    "attribute",
    "by_then",
    "coverage",
    "essential_steps",
    "example_scenarios",
    "frontier",
    "gaps",
    "group_standing",
    "latest_in",
    "latest_starts",
    "nested",
    "phased_better",
    "plan_by_rater",
    "plan_each",
    "plans_as_they_come",
    "programme",
    "programme_within",
    "qualify",
    "qualify_all",
    "raised",
    "replan",
    "robust",
    "scaled",
    "scenario_periods",
    "side_by_side",
    "silo_portfolio",
    "silos",
    "slack",
    "split_by_cost",
    "start_from_raters",
    "suggested_shares",
    "trade_off",
    "upheaval_curve",
    "value_of_change",
    "why",
    "why_not",
    "with_past",
]

if not TYPE_CHECKING:  # otherwise every name would count as known
    __getattr__, __dir__ = exports(
        __name__,
        {
            "attribution": "Attribution Credit attribute",
            "by_rater": "RaterPlans StartCase plan_by_rater",
            "what_it_takes": "ByThen WayThere by_then",
            "changes": "ChangeKind ValueOfChange ValuesOfChanges value_of_change",
            "essential": "EssentialStep EssentialSteps essential_steps",
            "frontiers": (
                "Frontier FrontierPoint Phasing TradeOff TradeOffPoint at_once "
                "frontier phased_better raised scaled trade_off"
            ),
            "latest": "latest_in latest_starts slack",
            "near_best": "Alternative Alternatives alternatives",
            "nesting": "Nested NestedStep Ranked nested",
            "ownership": "OwnerPlan SiloReport silo_portfolio silos split_by_cost",
            "parallel": "EachProgress Failure plan_each plans_as_they_come",
            "programme_budgets": "MemberPart ProgrammeWithin programme_within",
            "programmes": "MemberGain Programme ProgrammeInitiative programme",
            "qualification": (
                "AgainstPlan Completion Contribution Partner Qualification Qualifications qualify qualify_all"
            ),
            "reasons": "WhatIf Why WhyNot why why_not",
            "replanning": (
                "Actual Actuals Change Reading Replanned SuggestedShare SuggestedShares UpheavalCurve UpheavalPoint actuals_of replan "
                "suggested_shares upheaval_curve with_past"
            ),
            "robustness": (
                "BudgetCase Candidate Influence InitiativeOutlook PeriodOutlook Proportion "
                "Robustness Uncertain UncertainWay Uncertainty robust start_from_raters"
            ),
            "standing": (
                "Coverage DisciplineStanding Gap GapTable GroupStanding OwnPlace Quartiles Scenario ScenarioPeriod "
                "ScenarioPeriods Scenarios SideBySide Standing coverage example_scenarios gaps group_standing "
                "scenario_periods side_by_side"
            ),
        },
    )
