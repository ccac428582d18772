"""Applications of another tool: its export opens each case once, and never overwrites what was done here."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest
import xlsxwriter

from pacte.accounts.row_context import acting_as
from pacte.intake.catalog import file_kind
from pacte.intake.models import ReceivedFile, RefusedRow
from pacte.intake.records import FileMapping, Outcome, Preview
from pacte.intake.services import preview_file, receive_file, set_file_mapping, start_writing, write_received_file
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.procedures.models import Case, CaseDocument, CaseOrigin, CaseVersion
from pacte.procedures.services import move_case, update_case_fields
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.procedures.trial_procedure import CODE, FIRST, offer
from tests.web.plan_stage import Stage, staged

pytestmark = pytest.mark.django_db
kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1))))
HEADINGS = (
    "ID", "Email", "Entreprise raison sociale", "État du dossier", "Déposé le", "Traité le", "Organisme",
    "Personne a joindre", "Personnes", "Une aide est-elle demandée ?", "Quelle aide ?", "Justificatif", "Couleur",
)  # fmt: skip
VIERZON = (
    "1001", "mairie@vierzon.example", "Commune de Vierzon", "En construction", "2020-01-06 10:20:30", "",
    "Commune de Vierzon", "Jeanne Martin", "12", "Oui", "Un prêt", "devis.pdf https://demarche.example/1", "bleu",
)  # fmt: skip
BLOIS = (
    "1002",
    "mairie@blois.example",
    "Ville de Blois",
    "En instruction",
    "07/01/2020 09:00",
    "",
    "Blois",
    "Léa",
    "3",
)
BAD = ("1003", "mairie@tours.example", "Tours", "En construction", "2020-01-08", "", "Tours", "Luc", "beaucoup", "bof")


@pytest.fixture(autouse=True)
def _offered(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, FIRST)


def export(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """As the tool writes it: other sheets follow that of the applications."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        for name, lines in (
            ("Dossiers", (headings, *rows)),
            ("Etablissements", (("Dossier ID", "Champ", "Établissement SIRET"), ("1001", "Dossier", "73282932000074"))),
            ("Avis", (("Dossier ID", "Introduction", "Réponse"), ("1001", "?", "!"))),
        ):
            sheet = workbook.add_worksheet(name)
            for rank, line in enumerate(lines):
                sheet.write_row(rank, 0, line)
    return stream.getvalue()


def received(stage: Stage, data: bytes, mapping: Mapping[str, str] | None = None) -> tuple[ReceivedFile, Preview]:
    kind, actor = file_kind("applications"), stage.cast["pilot"].actor
    with acting_as(actor):
        (sender,) = kind.senders(actor)
        options = {"target": f"{stage.plan.code}:{CODE}:", "action": "1"}
        file = receive_file(actor=actor, kind=kind, sender=sender, file_name="export.xlsx", data=data, options=options)
        if mapping:
            set_file_mapping(actor=actor, file=file, mapping=FileMapping(mapping))
        preview = preview_file(actor=actor, file=file)
    assert preview is not None
    return file, preview


def written(stage: Stage, data: bytes) -> ReceivedFile:
    actor = stage.cast["pilot"].actor
    file, _ = received(stage, data)
    with acting_as(actor):
        file = start_writing(actor=actor, file=file, agreements={})
    return write_received_file(actor=actor, file=file)


def only_case(number: str = "1001") -> Case:
    return CaseOrigin.objects.select_related("case__plan").get(number=number).case


def test_good_rows_open_a_case_and_the_others_are_explained(stage: Stage) -> None:
    data = export(VIERZON, BLOIS, BAD)
    _, preview = received(stage, data)
    assert [str(each.cell) for each in preview.defects if each.is_error] == [
        "Dossiers I4, Personnes",
        "Dossiers J4, Une aide est-elle demandée ?",
    ]
    assert "« Couleur »" in next(each.message for each in preview.defects if each.code == "columns_unread")
    with acting_as(MACHINE):
        assert not Case.objects.exists()
    file = written(stage, data)
    assert (file.counts[Outcome.ADDED], file.counts[Outcome.REFUSED]) == (2, 1)
    with acting_as(MACHINE):
        case = only_case()
        assert case.values == {
            "body": "Commune de Vierzon", "contact": "Jeanne Martin", "people": 12, "helped": True, "help": "Un prêt",
        }  # fmt: skip
        assert case.sent_at is not None
        assert (case.sent_at.isoformat(), case.guest.email) == ("2020-01-06T09:20:30+00:00", "mairie@vierzon.example")
        proof = CaseDocument.objects.get(case=case)
        assert (proof.kind, proof.reference, proof.data) == ("proof", VIERZON[11], None)
        assert RefusedRow.objects.get().cells[0] == "1003"


def test_the_same_export_again_opens_nothing_and_a_changed_row_makes_a_version(stage: Stage) -> None:
    written(stage, export(VIERZON))
    again = (*VIERZON[:8], "14", *VIERZON[9:])
    _, preview = received(stage, export(VIERZON, BLOIS))
    assert (preview.counts[Outcome.UNCHANGED], preview.counts[Outcome.ADDED]) == (1, 1)
    file = written(stage, export(again))
    assert file.counts[Outcome.CHANGED] == 1
    with acting_as(MACHINE):
        case = only_case()
        assert case.values["people"] == 14
        assert [each.values["people"] for each in CaseVersion.objects.filter(case=case).order_by("pk")] == [12, 14]


def test_what_was_corrected_here_is_never_overwritten(stage: Stage) -> None:
    written(stage, export(VIERZON))
    with acting_as(MACHINE):
        case = only_case()
        update_case_fields(actor=MACHINE, case=case, title=case.title, values={"people": 20}, on=today())
    _, both = received(stage, export((*VIERZON[:8], "14", *VIERZON[9:])))
    assert [each.code for each in both.refused[0].defects] == ["changed_on_both_sides"]
    # Another answer enters; ours stays, now and at each later export.
    other = (*VIERZON[:7], "Paul Petit", *VIERZON[8:])
    assert written(stage, export(other)).counts[Outcome.CHANGED] == 1
    _, later = received(stage, export((*other[:12], "vert")))
    assert later.counts[Outcome.UNCHANGED] == 1
    with acting_as(MACHINE):
        values = only_case().values
        assert (values["people"], values["contact"]) == (20, "Paul Petit")


def test_a_case_that_is_instructed_is_told_apart_and_kept(stage: Stage) -> None:
    written(stage, export(VIERZON))
    with acting_as(MACHINE):
        move_case(actor=MACHINE, case=only_case(), transition="read", on=today())
    _, preview = received(stage, export((*VIERZON[:8], "14", *VIERZON[9:])))
    assert [each.code for each in preview.refused[0].defects] == ["case_moved_on"]


def test_a_column_of_another_name_is_said_once_and_a_missing_one_takes_nothing_away(stage: Stage) -> None:
    written(stage, export(VIERZON))
    headings = (*HEADINGS[:8], "Combien serez-vous ?", *HEADINGS[9:])
    _, before = received(stage, export(VIERZON, headings=headings))
    assert before.counts[Outcome.UNCHANGED] == 1
    changed = (*VIERZON[:8], "15", *VIERZON[9:])
    _, after = received(stage, export(changed, headings=headings), {"people": "Combien serez-vous ?"})
    assert after.counts[Outcome.CHANGED] == 1
    assert "Personnes" in after.changes[0].after


@pytest.mark.parametrize("part", ["intruder", "lead", "partner", "provider", "finance"])
def test_nobody_but_a_pilot_of_the_region_sends_one(stage: Stage, part: str) -> None:
    kind, actor = file_kind("applications"), stage.cast[part].actor
    sender = file_kind("applications").senders(stage.cast["pilot"].actor)[0]
    with acting_as(actor), pytest.raises(NotFound):
        receive_file(
            actor=actor, kind=kind, sender=sender, file_name="x.xlsx", data=export(VIERZON),
            options={"target": f"{stage.plan.code}:{CODE}:"},
        )  # fmt: skip
