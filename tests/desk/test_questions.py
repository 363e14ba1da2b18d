"""Questions from outside: one for each answer, limited, refused with every fault in its place."""

from __future__ import annotations

import inspect
import json
import re
import threading
from pkgutil import resolve_name

import pytest
from outside import SMALL

from omniprio import Plan
from omniprio.desk import QUESTIONS, TooLargeError
from omniprio.documents import READY
from omniprio.documents.kinds import WRITTEN
from omniprio.errors import InvalidInputError

PLAN = QUESTIONS["plan"]


def document(**more: object) -> bytes:
    return json.dumps({"portfolio": {"horizon": 1, "initiatives": []}, **more}).encode()


def test_the_faults_of_the_portfolio_are_told_with_those_of_the_rest() -> None:
    with pytest.raises(InvalidInputError) as told:
        PLAN.answered(document(portfolio={"horizon": 0, "initiatives": 1}, goals=[], time_limit=61))
    assert [fault.path for fault in told.value.faults] == [
        "portfolio.horizon",
        "portfolio.initiatives",
        "goals",
        "time_limit",
    ]


def test_what_would_take_long_to_check_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("omniprio.desk.questions.parsed", lambda _: pytest.fail("it was read"))
    with pytest.raises(TooLargeError, match="Send at most 5,000,000 bytes"):
        PLAN.answered(b" " * 5_000_001)
    with pytest.raises(TooLargeError, match="Send at most 100,000 values"):
        PLAN.answered(document(portfolio={"horizon": 1, "initiatives": [0] * 100_001}))


def test_a_portfolio_whose_search_takes_long_to_prepare_is_refused() -> None:
    many = {"horizon": 1000, "initiatives": [{"id": f"i{number}"} for number in range(21)]}
    with pytest.raises(TooLargeError, match="are 21,000; send at most 20,000"):  # 21 * 1000
        PLAN.answered(document(portfolio=many))


def test_the_largest_portfolio_that_is_allowed_is_read() -> None:
    one = {
        "duration": 20,
        "cost": {"profile": [1.5] * 20, "running": 1},
        "benefit": {"profile": [2.5] * 20},
        "effort": {"team": [1] * 20},
        "advances": {"D2": 0.2, "D3": 0.1},
    }
    many = [one | {"id": f"i{number}"} for number in range(1000)]
    wanted = {"horizon": 20, "initiatives": many, "capacities": {"team": [5] * 20}}
    asked = PLAN.understood(json.loads(document(portfolio=wanted)))
    assert len(asked["portfolio"].initiatives) == 1000


@pytest.mark.slow
def test_a_plan_is_not_searched_for_whom_has_left() -> None:
    cancel = threading.Event()
    cancel.set()
    order = json.dumps({"portfolio": json.loads(READY["long"]().to_json()), "time_limit": 60})
    plan = Plan.from_json(PLAN.answered(order.encode(), cancel))  # doing nothing keeps the rules
    assert (plan.starts, plan.stopped, plan.proven) == ({}, "cancelled", False)


def test_every_answer_that_is_written_can_be_asked_for() -> None:
    assert list(QUESTIONS) == list(WRITTEN)
    for question in QUESTIONS.values():
        returned = inspect.get_annotations(question.function)["return"]
        assert re.search(rf"\b{resolve_name(WRITTEN[question.name]).__name__}\b", returned), question.name
        assert question.summary.startswith("Return ")
        fields = question.request.model_fields
        assert [name for name, field in fields.items() if not field.description] == []


def test_a_start_may_name_the_mode() -> None:
    modes = [{"id": "slow", "duration": 2, "cost": 10}, {"id": "fast", "duration": 1, "cost": 20}]
    web = {"id": "web", "advances": {"D2": 0.6}, "modes": modes}
    request = {
        "portfolio": {"horizon": 2, "initiatives": [web]},
        "starts": {"web": {"period": 2, "mode": "fast"}},
    }
    verdict = json.loads(QUESTIONS["check"].answered(json.dumps(request).encode()))
    assert (verdict["ok"], verdict["cost"]) == (True, 20)
    verdict = json.loads(
        QUESTIONS["check"].answered(
            json.dumps(request | {"starts": {"web": {"period": 2, "mode": "slow"}}}).encode()
        )
    )
    assert verdict["ok"] is False  # it would be done in period 3 of 2


@pytest.mark.parametrize(
    ("name", "more", "path"),
    [
        ("explain", {"source": {"horizon": 0, "initiatives": []}}, "source.horizon"),
        ("explain", {"source": 3}, "source"),
        ("plan", {"portfolio": "portfolio.json"}, "portfolio"),  # in Python the name of a file would do
        ("plan", {"gap": "0.1"}, "gap"),
        ("plan", {"threads": 8}, "threads"),  # that is for the service to say
        ("robust", {"uncertainty": {}, "draws": 100_001}, "draws"),
        ("check", {"starts": {"web": "1"}}, "starts.web"),
    ],
)
def test_what_is_no_request_is_refused_with_its_place(name: str, more: dict[str, object], path: str) -> None:
    request: dict[str, object] = {"portfolio": json.loads(SMALL.to_json()), **more}
    if name == "explain":
        del request["portfolio"]
    with pytest.raises(InvalidInputError) as told:
        QUESTIONS[name].found(request)
    assert [fault.path for fault in told.value.faults] == [path]


@pytest.mark.parametrize(
    ("name", "more", "says"),
    [
        (
            "plan",
            {"timelimit": 3},
            "timelimit: is no part of a plan request; remove it or correct its spelling (did you mean time_limit?)",
        ),
        ("plan", {"goals": ["fastest"]}, "goals[1]: is 'fastest'; give an object with its kind"),
        (
            "check",
            {"starts": {"web": "1"}},
            "starts.web: is '1'; give a whole number or a start with mode as an object",
        ),
        (
            "plan",
            {"goals": [{"kind": "soonest", "distence": 0.2}]},
            "goals[1].distence: is no part of the kind soonest; remove it or correct its spelling (did you mean distance?)",
        ),
        (
            "essential",
            {"plan": {"format": "omniprio-portfolio/1"}},
            "plan.format: is 'omniprio-portfolio/1'; give 'omniprio-plan/1'",
        ),
    ],
)
def test_what_is_slightly_wrong_is_told_once_with_what_is_meant(
    name: str, more: dict[str, object], says: str
) -> None:
    request = {"portfolio": json.loads(SMALL.to_json())} if name != "essential" else {}
    with pytest.raises(InvalidInputError) as refused:
        QUESTIONS[name].found({**request, **more})
    assert [str(fault) for fault in refused.value.faults] == [says]


def test_who_is_asked_about_is_known_before_the_first_is_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "omniprio.documents.explaining.why", lambda *_, **__: pytest.fail("it was looked into")
    )
    asked = {"source": json.loads(SMALL.to_json()), "initiatives": ["web", "wbe"]}
    with pytest.raises(InvalidInputError, match=r"initiatives\[2\]: 'wbe' is no initiative; use one of web"):
        QUESTIONS["explain"].found(asked)


def test_what_is_no_object_is_refused() -> None:
    with pytest.raises(InvalidInputError) as told:
        PLAN.answered(b"[1]")
    assert [fault.remedy for fault in told.value.faults] == ["give a request as an object"]


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("standing", "survey", "survey: is a list; give a survey as an object"),
        ("channel-profile", "bids", "bids: is a list; give bids by channel as an object"),
        ("plan", "portfolio", "portfolio: is a list; give a portfolio as an object"),
    ],
)
def test_a_document_that_is_none_is_named_once_and_in_words(name: str, given: str, says: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        QUESTIONS[name].answered(json.dumps({given: [1]}).encode(), threading.Event())
    assert [str(fault) for fault in refused.value.faults] == [says]


def test_a_handle_that_is_sent_as_plain_text_is_told_how_it_is_sent() -> None:
    def keeper(handle: str) -> dict[str, object]:
        if handle == "portfolio-1":
            return dict(SMALL)
        raise InvalidInputError.of(handle, "is not kept", "keep it")

    for sent, says in (
        ("portfolio-1", """portfolio: is 'portfolio-1'; give {"kept": "portfolio-1"}"""),
        ("portfolio-2", "portfolio: is 'portfolio-2'; give a portfolio as an object"),
    ):
        with pytest.raises(InvalidInputError) as refused:
            PLAN.found({"portfolio": sent}, keeper=keeper)
        assert [str(fault) for fault in refused.value.faults] == [says]


def test_a_whole_number_may_be_written_with_a_point() -> None:
    portfolio = {"horizon": 2.0, "initiatives": [{"id": "web", "duration": 2.0}]}
    asked = QUESTIONS["check"].understood({"portfolio": portfolio, "starts": {"web": 1.0}})
    assert (repr(asked["starts"]), asked["portfolio"].periods) == ("{'web': 1}", 2)
    assert repr(PLAN.understood({"portfolio": portfolio, "work_limit": 10.0})["work_limit"]) == "10"
    for wrong, says in ((True, "is true; give a whole number"), (1.5, "is 1.5; give a whole number")):
        with pytest.raises(InvalidInputError, match=says):
            PLAN.understood({"portfolio": portfolio, "work_limit": wrong})
