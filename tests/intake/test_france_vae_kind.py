"""What France VAE says of candidates completes their case, and never says another thing in its place unasked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.conf import LazySettings

from pacte.accounts.row_context import acting_as
from pacte.intake.catalog import file_kind
from pacte.intake.models import ReceivedFile
from pacte.intake.records import FileMapping, Outcome, Preview
from pacte.intake.services import preview_file, receive_file, set_file_mapping, start_writing, write_received_file
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, PermissionDenied, ValidationError
from pacte.procedures.models import Case, CaseEvent
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.tool_facts import ToolFacts
from pacte.procedures.services import move_case, open_case
from pacte.procedures.services.tool_facts import add_tool_facts
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.procedures.validation_stage import FLAT, PIPES, validation_stage
from tests.web.plan_stage import Stage, plain

pytestmark = pytest.mark.django_db
ONE, TWO = "00a9fc60-bd2d-434e-9e97-97e029cbcd74", "123e4567-e89b-12d3-a456-426614174000"
HEADINGS = (
    "candidatureId", "codeRncp", "dossierDeFaisabilite.dateEnvoi", "dossierDeFaisabilite.decision",
    "decision.dateEnvoi", "Date du jury", "resultat", "Blocs validés", "Blocs manquants", "Heures d’accompagnement",
)  # fmt: skip
ADMITTED = (ONE, "34502", "2020-02-03T10:00:00Z", "RECEVABLE", "2020-03-04T15:00:00Z", "", "", "", "", "12,5")
JURY = (*ADMITTED[:5], "2020-06-02", "SUCCES_PARTIEL_CERTIFICATION_COMPLETE", FLAT, PIPES, "20")


kept_stage = kept_for_module(validation_stage)


@pytest.fixture(autouse=True)
def _password_is_enough(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


def candidate(stage: Stage, number: str, **values: Any) -> Case:
    answers = {"contact": "A. Martin", "certification": "RNCP34502", "mode": "hybrid", "experience_years": 4,
               "france_vae_number": number, **values}  # fmt: skip
    with acting_as(MACHINE):
        return open_case(
            actor=MACHINE, plan=stage.plan, number=ActionCode(7), procedure_code="experience_validation", title="VAE",
            on=date(2020, 1, 6), values=answers, body=stage.cast.network,
        )  # fmt: skip


def table(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    return "\n".join(";".join(each) for each in (headings, *rows)).encode()


def received(
    stage: Stage, data: bytes, words: dict[str, str] | None = None, part: str = "pilot", **options: str
) -> tuple[ReceivedFile, Preview]:
    kind, actor = file_kind("france_vae"), stage.cast[part].actor
    with acting_as(actor):
        (sender,) = kind.senders(actor)
        file = receive_file(
            actor=actor, kind=kind, sender=sender, file_name="france-vae.csv", data=data, options=options
        )
        if words:
            set_file_mapping(actor=actor, file=file, mapping=FileMapping(words=words))
        preview = preview_file(actor=actor, file=file)
    assert preview is not None
    return file, preview


def written(stage: Stage, data: bytes, **options: str) -> ReceivedFile:
    actor = stage.cast["pilot"].actor
    file, _ = received(stage, data, **options)
    with acting_as(actor):
        file = start_writing(actor=actor, file=file, agreements={})
    return write_received_file(actor=actor, file=file)


def values_of(case: Case) -> dict[str, Any]:
    with acting_as(MACHINE):
        return dict(Case.objects.get(pk=case.pk).values)


def verdicts_of(case: Case) -> list[str]:
    with acting_as(MACHINE):
        events = CaseEvent.objects.filter(case=case, kind=CaseEventKind.TOOL_VERDICT).order_by("pk")
        return [each.after for each in events]


def test_what_the_case_lacks_is_added_and_its_stage_stays(stage: Stage) -> None:
    case = candidate(stage, ONE.upper())
    file = written(stage, table(ADMITTED), on="2020-04-06")
    assert file.counts[Outcome.CHANGED] == 1
    values = values_of(case)
    assert (values["admissibility_asked_on"], values["admissible_on"]) == ("2020-02-03", "2020-03-04")
    assert values["support"] == [{"week": "2020-04-06", "hours": "12.5"}]
    assert verdicts_of(case) == ["recevabilité : recevable, le 4 mars 2020".replace(" mars ", "\u00a0mars\u00a0")]
    with acting_as(MACHINE):
        assert Case.objects.get(pk=case.pk).stage == "asked"
    page = plain(stage.client("pilot").get(stage.address(f"dossiers/{case.number}/")).content.decode())
    assert "dit ailleurs" in page
    assert "recevabilité : recevable" in page


def test_a_later_file_adds_the_hours_since_and_the_same_file_adds_nothing(stage: Stage) -> None:
    case = candidate(stage, ONE)
    written(stage, table(ADMITTED), on="2020-04-06")
    _, same = received(stage, table((*ADMITTED, ""), headings=(*HEADINGS, "Note")), on="2020-05-04")
    assert same.counts[Outcome.UNCHANGED] == 1
    written(stage, table(JURY), on="2020-06-01")
    values = values_of(case)
    assert [each["hours"] for each in values["support"]] == ["12.5", "7.5"]
    assert (values["validated_blocks"], values["missing_blocks"]) == ([FLAT], [PIPES])
    assert verdicts_of(case)[-1] == "jury : une partie est validée"


def test_a_verdict_that_the_case_already_says_is_not_repeated(stage: Stage) -> None:
    case = candidate(stage, ONE, admissibility_asked_on="2020-02-03", admissible_on="2020-03-04")
    with acting_as(MACHINE):
        for move in ("ask_admissibility", "admit"):
            move_case(actor=MACHINE, case=case, transition=move, on=date(2020, 3, 4))
    _, preview = received(stage, table((*ADMITTED[:9], "")))
    assert preview.counts[Outcome.UNCHANGED] == 1
    assert verdicts_of(case) == []


def test_a_difference_waits_for_a_person_and_is_replaced_only_when_they_say_so(stage: Stage) -> None:
    case = candidate(stage, ONE, admissible_on="2020-02-20", admissibility_asked_on="2020-02-03")
    _, preview = received(stage, table(ADMITTED))
    (defect,) = preview.refused[0].defects
    assert defect.code == "differs_here"
    assert "20\u00a0février\u00a02020" in defect.message
    assert "4\u00a0mars\u00a02020" in defect.message
    written(stage, table(ADMITTED))
    assert "support" not in values_of(case)
    _, asked_again = received(stage, table(ADMITTED), replace="on", on="2020-04-06")
    (change,) = asked_again.changes
    assert "Recevable le : 20\u00a0février\u00a02020" in change.before, "each replacement is shown before it is written"
    assert "Recevable le : 4\u00a0mars\u00a02020 ; Heures d’accompagnement : 12,5" in change.after
    written(stage, table(ADMITTED), replace="on")
    assert values_of(case)["admissible_on"] == "2020-03-04"


@pytest.mark.parametrize(("place", "cell"), [(1, "34999"), (9, "3")], ids=["another certification", "fewer hours"])
def test_neither_the_certification_nor_the_weeks_are_replaced_by_a_file(stage: Stage, place: int, cell: str) -> None:
    case = candidate(stage, ONE, support=[{"week": "2020-03-02", "hours": 8}])
    _, preview = received(stage, table((*ADMITTED[:place], cell, *ADMITTED[place + 1 :])), replace="on")
    (defect,) = preview.refused[0].defects
    assert defect.code == "differs_here"
    assert "ne se remplace pas" in defect.hint
    assert values_of(case)["certification"] == "RNCP34502"


def test_good_rows_enter_and_the_others_are_told_cell_by_cell(stage: Stage) -> None:
    case = candidate(stage, ONE)
    for _ in range(2):
        candidate(stage, TWO)
    wrong = ("absent", "34502", "un jour", "peut-être", "2020-03-04", "", "RECEVABLE", "BC1", "", "-3")
    undecided = ("sans-decision", "", "", "", "2020-03-04", "", "", "", "", "")
    unknown = ("inconnu", *ADMITTED[1:])
    double = (TWO, *ADMITTED[1:])
    _, preview = received(stage, table(ADMITTED, wrong, undecided, unknown, double))
    assert preview.counts == {Outcome.CHANGED: 1, Outcome.REFUSED: 4}
    assert [(each.cell.row, each.cell.column) for each in preview.defects if each.cell] == [
        (3, "Dossier de faisabilité envoyé le (C)"), (3, "Décision de recevabilité (D)"), (3, "Résultat du jury (G)"),
        (3, "Heures d’accompagnement (J)"),
        (4, "Décision de recevabilité (D)"), (5, "Numéro de candidature (A)"), (6, "Numéro de candidature (A)"),
    ]  # fmt: skip
    assert "Plusieurs dossiers" in preview.defects[-1].message
    written(stage, table(ADMITTED, wrong, unknown))
    assert values_of(case)["admissible_on"] == "2020-03-04"


def test_another_word_for_a_decision_is_asked_once(stage: Stage) -> None:
    candidate(stage, ONE)
    line = (*ADMITTED[:3], "Avis favorable", *ADMITTED[4:])
    _, preview = received(stage, table(line))
    assert [each.word for each in preview.words] == ["Avis favorable"]
    _, forged = received(stage, table(line), {"Avis favorable": "n’importe quoi"})
    assert forged.counts[Outcome.REFUSED] == 1
    _, said = received(stage, table(line), {"Avis favorable": "admissible"}, on=today().isoformat())
    assert said.counts[Outcome.CHANGED] == 1
    assert "Recevable le" in said.changes[0].after


def test_a_refusal_of_the_certifier_moves_nothing_and_is_read_on_the_case(stage: Stage) -> None:
    case = candidate(stage, ONE, admissibility_asked_on="2020-02-03")
    with acting_as(MACHINE):
        move_case(actor=MACHINE, case=case, transition="ask_admissibility", on=date(2020, 2, 3))
    written(stage, table((*ADMITTED[:3], "IRRECEVABLE", *ADMITTED[4:])))
    assert verdicts_of(case)[0].startswith("recevabilité : non recevable")
    assert "admissible_on" not in values_of(case)
    with acting_as(MACHINE):
        assert Case.objects.get(pk=case.pk).stage == "studied"


def test_a_day_to_come_is_refused(stage: Stage) -> None:
    kind, actor = file_kind("france_vae"), stage.cast["pilot"].actor
    with acting_as(actor):
        (sender,) = kind.senders(actor)
        with pytest.raises(ValidationError, match="à venir"):
            receive_file(
                actor=actor, kind=kind, sender=sender, file_name="x.csv", data=table(ADMITTED),
                options={"on": "2999-01-01"},
            )  # fmt: skip


@pytest.mark.parametrize("part", ["intruder", "lead", "adviser", "provider", "analyst", "finance"])
def test_nobody_but_a_pilot_of_the_region_sends_one(stage: Stage, part: str) -> None:
    kind, actor = file_kind("france_vae"), stage.cast[part].actor
    sender = kind.senders(stage.cast["pilot"].actor)[0]
    with acting_as(actor), pytest.raises(NotFound):
        receive_file(actor=actor, kind=kind, sender=sender, file_name="x.csv", data=table(ADMITTED), options={})


def test_the_pilot_of_another_region_reaches_no_case_by_its_number(stage: Stage) -> None:
    """A number of ours is told as one that nobody has."""
    case = candidate(stage, ONE)
    ours, nobodys = (
        received(stage, table((number, *ADMITTED[1:])), part="intruder")[1].refused[0].defects for number in (ONE, TWO)
    )
    assert ours == nobodys
    assert "support" not in values_of(case)


@pytest.mark.parametrize("part", ["provider", "adviser", "analyst", "buyer", "partner"])
def test_only_who_instructs_a_case_adds_to_it(stage: Stage, part: str) -> None:
    case, facts = candidate(stage, ONE), ToolFacts("France VAE", {"jury_on": "2020-06-02"})
    actor = stage.cast[part].actor
    with acting_as(actor), pytest.raises(PermissionDenied):
        add_tool_facts(actor=actor, case=case, facts=facts)
    pilot = stage.cast["pilot"].actor
    with acting_as(pilot):
        assert add_tool_facts(actor=pilot, case=case, facts=facts).answers[0].label == "Jury le"
