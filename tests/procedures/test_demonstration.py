"""Procedure data of the demonstration: every state once, and a second load that changes nothing."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection

from pacte.accounts.row_context import acting_as
from pacte.audit.models import AuditEntry
from pacte.demo.studies import load_studies
from pacte.evaluation.queries import experiment_summaries
from pacte.evaluation.records import ProtocolState
from pacte.kernel.clock import today
from pacte.procedures.models import Case
from pacte.procedures.queries import case_by_number, case_summaries, comparison_table
from tests.cast import MACHINE
from tests.web.plan_stage import IN_FORCE, staged

pytestmark = pytest.mark.django_db
NEXT_DUE = import_module("pacte.procedures.migrations.0011_next_due")


def test_the_demonstration_shows_every_state_and_loads_once() -> None:
    stage = staged()
    given = {"actor": MACHINE, "plan": stage.plan, "on": today()}
    with acting_as(MACHINE):
        load_studies(**given, since=IN_FORCE)
        lines, studies = experiment_summaries(**given), case_summaries(**given)
        written = AuditEntry.objects.count()
        load_studies(**given, since=IN_FORCE)
        assert AuditEntry.objects.count() == written
        read = next(each for each in studies if each.action_number == "29")
        table = comparison_table(case=case_by_number(**given, number=read.number).case)
        kept = dict(Case.objects.values_list("number", "next_due_on"))
        answered = dict(Case.objects.values_list("number", "answered_on"))
        Case.objects.update(next_due_on=None, answered_on=None)
        with connection.cursor() as cursor:
            cursor.execute(NEXT_DUE.COMPUTE, NEXT_DUE.deadline_columns())
            cursor.execute(NEXT_DUE.ANSWERED, NEXT_DUE.transition_columns())
        answers = dict(Case.objects.values_list("number", "answered_on"))
        migrated = dict(Case.objects.values_list("number", "next_due_on"))
    summarised = {each.number: each.next_due.on if each.next_due else None for each in studies}
    assert kept == summarised, "kept by each act"
    assert migrated == summarised, "computed by the migration"
    assert answers == answered
    assert any(kept.values())
    assert any(answered.values())
    assert {line.action_number for line in lines} == {
        "2",
        "7",
        "11",
        "13",
        "14",
        "18",
        "22",
        "24",
        "25",
        "26",
        "27",
        "32",
        "39",
    }
    # This cast has nobody of the demonstration: without an owner, no sheet is ready.
    assert {line.state for line in lines} == set(ProtocolState) - {ProtocolState.WITHDRAWN, ProtocolState.READY}
    assert {each.action_number for each in studies} == {"7", "11", "17", "24", "29", "36"}
    assert {each.stage.code for each in studies} == {
        "specification", "consultation", "deliverables", "acceptance", "choice", "done",
    }  # fmt: skip
    assert any(each.late for each in studies)
    assert any(each.held_since for each in studies)
    assert len(table.options) == 3
    assert table.result is not None
    assert [each.code for each in table.result.firsts] == ["B"]
    assert table.missing == 0
