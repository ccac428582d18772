"""Repeated blocks of an export, on sheets of their own, and applications that come in a round of a call."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from pacte.accounts.row_context import acting_as
from pacte.intake.catalog import file_kind
from pacte.intake.services import preview_file, receive_file, start_writing, write_received_file
from pacte.kernel.clock import now
from pacte.procedures.models import CaseOrigin, RoundEntry
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.procedures.call_stage import CallStage, call_plan
from tests.procedures.example_call import CALL, with_call
from tests.web.plan_stage import Stage

pytestmark = pytest.mark.django_db
kept_stage = kept_for_module(call_plan)


def test_repeated_blocks_come_from_their_sheet_and_the_round_is_that_of_the_arrival(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_call(monkeypatch)
    call = CallStage(stage)
    session, actor = call.round(), call.actor("pilot")
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        for name, lines in (
            (
                "Dossiers",
                (
                    ("ID", "Email", "Déposé le", "Résumé"),
                    ("1", "a@asso.example", now().isoformat(), "Un atelier"),
                    ("2", "b@asso.example", "2019-01-01 10:00:00", "Trop tôt"),
                ),
            ),
            (
                "(77) Financeurs",
                (
                    ("Dossier ID", "Ligne", "Qui", "Euros"),
                    ("1", "1", "État", "1 000"),
                    ("1", "2", "Département", "500,50"),
                ),
            ),
        ):
            sheet = workbook.add_worksheet(name)
            for rank, line in enumerate(lines):
                sheet.write_row(rank, 0, line)
    kind = file_kind("applications")
    with acting_as(actor):
        (sender,) = kind.senders(actor)
        file = receive_file(
            actor=actor, kind=kind, sender=sender, file_name="export.xlsx", data=stream.getvalue(),
            options={"target": f"{call.plan.code}:{CALL.code}:{session.pk}", "action": "1"},
        )  # fmt: skip
        preview = preview_file(actor=actor, file=file)
        assert preview is not None
        assert [each.code for each in preview.defects if each.is_error] == ["round_closed"]
        assert "(77) Financeurs" in [each.heading for each in preview.columns]
        file = start_writing(actor=actor, file=file, agreements={})
    write_received_file(actor=actor, file=file)
    with acting_as(MACHINE):
        case = CaseOrigin.objects.select_related("case").get().case
        assert RoundEntry.objects.get(case=case).call_round_id == session.pk
        assert case.values["funders"] == [
            {"who": "État", "euros": 100_000},
            {"who": "Département", "euros": 50_050},
        ]
