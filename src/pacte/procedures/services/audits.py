"""Draws the sample of a round and keeps what controllers find. No money moves by itself: people decide, then order."""

from __future__ import annotations

from datetime import timedelta

from pacte.accounts.row_context import system_elevation
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import now, paris_date
from pacte.kernel.errors import (
    Conflict,
    PermissionDenied,
    ValidationError,
    deny_unless,
    ensure_found,
    hide_unless,
    refuse_blank,
)
from pacte.kernel.money import format_euros
from pacte.procedures.models import AuditFinding, AuditSample, CallRound, Case, CaseDeadline, SampledCase
from pacte.procedures.permissions import may_on_any_case
from pacte.procedures.queries.audits import funded_cases, may_draw, people_who_paid_or_read
from pacte.procedures.queries.conflicts import is_in_conflict
from pacte.procedures.records.audits import (
    AUDIT_DEADLINE,
    AUDIT_PLACE_LABELS,
    DRAWN_FOR_LABELS,
    AuditPlace,
    AuditSampling,
    DrawnCase,
    FindingInput,
)
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.description import Procedure
from pacte.procedures.rules.audit_sample import drawn_cases, sample_text, seed_words
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.services.guards import add_case_event, locked_case, refuse_invalid_case_date
from pacte.procedures.services.money_guards import acting_person

_MACHINE = system_actor("contrôle des dossiers financés")


def draw_audit_sample(*, actor: Actor, call_round: CallRound) -> AuditSample:
    """Draws, once, which funded cases of a round are controlled, and sets the day when each finding is due.

    Raises ``NotFound`` (no control in that procedure, or another pact), ``PermissionDenied`` (``draw_right``),
    ``Conflict`` (``sample_drawn``, ``nothing_funded``).
    """
    procedure = procedure_edition(call_round.procedure_code, call_round.edition)
    hide_unless(may_on_any_case(actor, "procedures.audit", call_round.organisation_id))
    sampling = ensure_found(procedure.audit)
    deny_unless(
        may_draw(actor=actor, sampling=sampling, host_id=call_round.organisation_id),
        "draw_right", "Votre fonction ne permet pas de tirer l’échantillon.",
        "La procédure dit qui le tire et qui contrôle.", "Demandez-le au pilote.",
    )  # fmt: skip
    with (
        system_elevation(),
        audit_event(
            actor=actor, name="procedures.draw_audit_sample", subject_kind="call_round", subject_id=call_round.pk,
            subject_label=call_round.title, organisation_id=call_round.organisation_id,
        ) as entry,
    ):  # fmt: skip
        locked = CallRound.objects.select_for_update(of=("self",)).select_related("plan").get(pk=call_round.pk)
        if AuditSample.objects.filter(call_round=locked).exists():
            raise Conflict(
                "sample_drawn", "L’échantillon de cette session est déjà tiré.",
                "Il se tire une fois, pour que personne ne le choisisse.", "Rechargez la page.",
            )  # fmt: skip
        at = now()
        funded = funded_cases(actor=_MACHINE, call_round=locked, at=at)
        if not funded:
            raise Conflict(
                "nothing_funded", "Aucun dossier de cette session n’a reçu de montant.",
                "L’échantillon se tire parmi les dossiers financés.", "Revenez après les décisions du comité.",
            )  # fmt: skip
        day = paris_date(at)
        text = sample_text(sampling, funded, seed_words(locked.plan.code, procedure.code, locked.pk, day))
        sample = AuditSample.objects.create(
            organisation_id=locked.organisation_id, call_round=locked, drawn_on=day, text=text, recorded_at=at,
            person_name=actor.name[:200],
        )  # fmt: skip
        for drawn in drawn_cases(text):
            _keep_drawn(actor, sample, procedure, sampling, drawn)
        entry.detail.update(sample=sample.pk, drawn=[each.number for each in drawn_cases(text)])
    return sample


def record_audit_finding(
    *, actor: Actor, sampled: SampledCase, finding: FindingInput, corrects: AuditFinding | None = None
) -> AuditFinding:
    """Keeps what was found on a case drawn. A later finding corrects the last one, which stays readable.

    Raises ``NotFound`` (another pact, in conflict), ``PermissionDenied`` (``control_right``, ``controls_own``: they
    paid or read this case), ``ValidationError`` (``unjustified_amount``, no words), ``Conflict`` (``finding_given``).
    """
    case = sampled.case
    hide_unless(may_on_any_case(actor, "procedures.audit", case.organisation_id))
    hide_unless(not is_in_conflict(actor=actor, case=case))
    _refuse_who_may_not_control(actor, case)
    person_id = acting_person(actor)
    refuse_blank(finding.words, "words_missing", "Il manque le constat.", hint="Écrivez ce qui a été vu.")
    refuse_invalid_case_date(finding.found_on, since=sampled.sample.drawn_on)
    name, reason = "record_audit_finding", finding.words
    with (
        system_elevation(),
        locked_case(actor=actor, case=case, right="", name=name, reason=reason, after_end=True) as (locked, entry),
    ):
        _refuse_amount(locked, finding.unjustified_cents)
        last = sampled.findings.order_by("pk").last()
        if (last and last.pk) != (corrects and corrects.pk):
            raise Conflict("finding_given", "Un constat vient d’être rendu sur ce dossier.", hint="Rechargez la page.")
        row = AuditFinding.objects.create(
            organisation_id=locked.organisation_id, sampled=sampled, person_id=person_id, place=finding.place,
            unjustified_cents=finding.unjustified_cents, words=finding.words.strip(), found_on=finding.found_on,
            corrects=last, recorded_at=now(), person_name=actor.name[:200],
        )  # fmt: skip
        CaseDeadline.objects.filter(case=locked, code=AUDIT_DEADLINE).delete()
        add_case_event(
            actor=actor, case=locked, kind=CaseEventKind.AUDIT_FOUND, on=finding.found_on,
            before=_finding_words(last) if last else "", after=_finding_words(row), reason=finding.words,
        )  # fmt: skip
        entry.detail.update(finding=row.pk, unjustified_cents=row.unjustified_cents)
    return row


def _keep_drawn(
    actor: Actor, sample: AuditSample, procedure: Procedure, sampling: AuditSampling, drawn: DrawnCase
) -> None:
    """One case of the sample: a case that has ended is controlled too, and no deadline of its own says so."""
    case = Case.objects.select_for_update(of=("self",)).get(plan=sample.call_round.plan, number=drawn.number)
    due_on = sample.drawn_on + timedelta(days=sampling.days)
    SampledCase.objects.create(
        organisation_id=case.organisation_id, sample=sample, case=case, why=drawn.why, due_on=due_on,
        recorded_at=sample.recorded_at, person_name=sample.person_name,
    )  # fmt: skip
    if not procedure.stage(case.stage).is_end:
        CaseDeadline.objects.create(
            organisation_id=case.organisation_id, case=case, code=AUDIT_DEADLINE, due_on=due_on
        )  # fmt: skip
    add_case_event(
        actor=actor, case=case, kind=CaseEventKind.AUDIT_DRAWN, on=sample.drawn_on,
        after=f"{DRAWN_FOR_LABELS[drawn.why]}, session « {sample.call_round.title} »",
    )  # fmt: skip


def _finding_words(finding: AuditFinding) -> str:
    words = "conforme" if finding.is_conform else f"{format_euros(finding.unjustified_cents)} non justifiés"
    return f"{AUDIT_PLACE_LABELS[AuditPlace(finding.place)]} : {words}"


def _refuse_who_may_not_control(actor: Actor, case: Case) -> None:
    sampling = ensure_found(procedure_edition(case.procedure_code, case.edition).audit)
    deny_unless(
        may_on_any_case(actor, "procedures.control", case.organisation_id)
        and actor.has_role(*sampling.controlled_by, host_id=case.organisation_id),
        "control_right", "Votre fonction ne permet pas de rendre ce constat.",
        "La procédure dit qui contrôle.", "Demandez-le à l’un d’eux.",
    )  # fmt: skip
    with system_elevation():
        tied = people_who_paid_or_read(actor=_MACHINE, case_ids=[case.pk])[case.pk]
    if actor.person_id in tied:
        raise PermissionDenied(
            "controls_own", "Vous avez lu ce dossier, ou préparé ou ordonné un de ses versements.",
            "Un dossier est contrôlé par quelqu’un qui n’y a pas pris part.", "Demandez-le à quelqu’un d’autre.",
        )  # fmt: skip


def _refuse_amount(case: Case, cents: int) -> None:
    granted = case.grants.order_by("pk").last()
    most = granted.cents if granted else 0
    if not 0 <= cents <= most:
        raise ValidationError(
            "unjustified_amount", f"Le montant non justifié va de zéro à ce qui est accordé : {format_euros(most)}.",
            hint="Vérifiez-le.",
        )  # fmt: skip
