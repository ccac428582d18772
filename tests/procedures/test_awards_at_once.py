"""Two awards at the same second, in two connections, never exceed the envelope (edge case 18)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from pacte.accounts.row_context import acting_as
from pacte.kernel.errors import Conflict
from pacte.procedures.models import Case, CommitteeDecision
from pacte.procedures.records.reading import CommitteeOutcome
from pacte.procedures.services.committees import decide_case
from tests.cast import MACHINE
from tests.procedures.call_stage import ENVELOPE, CallStage, call_plan
from tests.procedures.example_call import with_call

MORE_THAN_HALF = ENVELOPE * 6 // 10


@pytest.fixture
def call(
    lasting_database: None, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CallStage]:
    with_call(monkeypatch)
    with django_db_blocker.unblock():
        yield CallStage(call_plan())
        connection.close()


def test_case_18_the_second_of_two_awards_at_once_is_refused_with_what_is_left(call: CallStage) -> None:
    call.round()
    cases = [call.at_panel(call.case(title)) for title in ("Un", "Deux")]
    meeting, actor, together = call.meeting("state_reader", "auditor"), call.actor("pilot"), Barrier(2)

    def award(case: Case) -> str:
        try:
            connection.ensure_connection()
            together.wait(timeout=60)
            with acting_as(actor):
                decide_case(
                    actor=actor, meeting=meeting, case=case, outcome=CommitteeOutcome.KEPT, cents=MORE_THAN_HALF,
                    reason="sans lecture",
                )  # fmt: skip
            return "kept"
        except Conflict as error:
            return f"{error.code} {error.message}"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(award, cases))
    assert told[1] == "kept"
    assert told[0].startswith("envelope_short")
    assert "40 000" in told[0].replace("\u202f", " ").replace("\u00a0", " ")
    with acting_as(MACHINE):
        assert [each.cents for each in CommitteeDecision.objects.all()] == [MORE_THAN_HALF]
