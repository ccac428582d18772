"""Faults put in on purpose, one at a time: the access checks find them.

The sample of readers of each commit is enough, or the reader concerned, whom a run draws one day.

Faults: a right, a field, a reader, a mask. The fault in a row policy is in tests/row_access/test_row_access.py.
"""

from __future__ import annotations

import json

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from pacte.indicators.rules import publications
from pacte.journeys.queries import personal_data
from pacte.kernel.actor import Role
from pacte.steering.permissions import RIGHTS, SteeringAccessLevel
from tests.kept import taken_back
from tests.web.access_checks import check_answers, check_rights, check_small_counts_hidden
from tests.web.access_file import Case, cases
from tests.web.access_sample import asking
from tests.web.access_world import World
from tests.web.world_published import published_of_the_world

pytestmark = pytest.mark.xdist_group("access-1")


def _first(name: str) -> Case:
    return next(case for case in cases() if case.name == name)


def _check(shared: World, name: str, *who: str) -> None:
    """Runs the check of each commit, or by these readers, on the first case of the address, by GET."""
    case = _first(name)
    check_answers(shared, case, "get", who or asking(case, "get", full=False))


def _view(name: str, resolver: URLResolver | None = None, space: str = "") -> URLPattern | None:
    """URL pattern of that name, None if there is none."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            if found := _view(name, pattern, inner):
                return found
        elif f"{space}{pattern.name}" == name:
            return pattern
    return None


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.VISITOR])
def test_a_right_given_to_one_more_role_is_seen(monkeypatch: pytest.MonkeyPatch, role: Role) -> None:
    check_rights()
    monkeypatch.setitem(RIGHTS["round.open"], role, SteeringAccessLevel.HOST)
    with pytest.raises(AssertionError, match="round"):
        check_rights()


def test_a_right_given_to_one_more_role_opens_a_page_that_the_matrix_keeps_shut(
    shared: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _check(shared, "rounds:open", "administrator")
    monkeypatch.setitem(RIGHTS["round.open"], Role.ADMINISTRATOR, SteeringAccessLevel.HOST)
    with pytest.raises(AssertionError, match="administrator gets 200"):
        _check(shared, "rounds:open", "administrator")


def test_a_field_about_an_agent_shown_to_the_person_is_seen(shared: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _check(shared, "learner_portal:export")
    monkeypatch.setattr(personal_data, "_LEFT_OUT", personal_data._LEFT_OUT - {"person_name"})
    with pytest.raises(AssertionError, match="reads what is protected"):
        _check(shared, "learner_portal:export")


def test_a_view_that_forgets_to_ask_who_it_is_is_seen(shared: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without ``require_login`` on the view, who is outside gets 404 instead of the login page: the check fails."""
    _check(shared, "rounds:list")
    pattern = _view("rounds:list")
    assert pattern is not None
    monkeypatch.setattr(pattern, "callback", pattern.callback.__wrapped__)
    with pytest.raises(AssertionError, match=r"(anonymous|former) gets 404"):
        _check(shared, "rounds:list")


def test_a_role_that_a_table_forgets_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RIGHTS["round.read"], Role.FINANCE_OFFICER, SteeringAccessLevel.NONE)
    with pytest.raises(AssertionError, match="round"):
        check_rights()


def test_small_counts_that_are_not_hidden_are_seen(shared: World, monkeypatch: pytest.MonkeyPatch) -> None:
    address = "/chiffres-publics/entries_by_department/{}.json"
    check_small_counts_hidden(json.loads(shared.ask("anonymous", "get", address.format(2020)).content))
    monkeypatch.setattr(publications, "suppressed_with_published", lambda *_, **__: frozenset())
    with taken_back():
        published_of_the_world(shared.cast, year=2019)
        served = shared.ask("anonymous", "get", address.format(2019))
        with pytest.raises(AssertionError, match="small counts are shown"):
            check_small_counts_hidden(json.loads(served.content))
