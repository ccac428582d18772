"""Rounds of a call: open, extend with a reason, let somebody named in after the end, and enter a case in its round."""

from __future__ import annotations

from datetime import datetime

from pacte.accounts.models import Organisation
from pacte.accounts.queries import people_of_organisations
from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import system_elevation
from pacte.accounts.services import ensure_guest
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, ValidationError, ensure_found, hide_unless, refuse_blank
from pacte.kernel.french import format_moment
from pacte.notifications.records import GuestLetterInput
from pacte.notifications.services import notify
from pacte.notifications.services.guest_letters import queue_guest_letter
from pacte.plan.models import Plan
from pacte.procedures.models import Application, CallRound, Case, LateCode, RoundEntry, RoundExtension
from pacte.procedures.permissions import may_on_any_case
from pacte.procedures.rules.call_rounds import is_round_open, refuse_early_end
from pacte.procedures.rules.catalogue import procedure_by_code, procedure_edition
from pacte.procedures.services.guards import refuse_case_without_reason

_MACHINE = system_actor("sessions d’appel")


def open_round(
    *,
    actor: Actor,
    plan: Plan,
    procedure_code: str,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    envelope_cents: int | None = None,
) -> CallRound:
    """Opens a round under the newest edition of a procedure.

    Raises ``NotFound`` without that right or rounds, ``ValidationError`` (``round_moments``, ``envelope_missing``),
    ``Conflict`` (``round_overlaps``).
    """
    procedure = procedure_by_code(procedure_code)
    hide_unless(procedure.rounds and may_on_any_case(actor, "procedures.convene", plan.organisation_id))
    refuse_blank(title, "title_missing", "La session n’a pas d’intitulé.", hint="Donnez-lui un nom.")
    if closes_at <= opens_at:
        raise ValidationError("round_moments", "La session se termine avant de commencer.", hint="Vérifiez les dates.")
    if procedure.rounds and procedure.rounds.has_envelope and not envelope_cents:
        raise ValidationError("envelope_missing", "Il manque l’enveloppe.", hint="Écrivez le montant à répartir.")
    with system_elevation():
        for other in CallRound.objects.filter(plan=plan, procedure_code=procedure_code):
            moments = other.moments
            if moments.opens_at < closes_at and opens_at < moments.closes_at:
                raise Conflict(
                    "round_overlaps", f"Elle se superpose à « {other.title} ».",
                    "Une demande n’arrive que dans une session.", "Changez les dates.",
                )  # fmt: skip
        with audit_event(
            actor=actor, name="procedures.open_round", subject_kind="call_round", subject_label=title,
            organisation_id=plan.organisation_id,
        ) as entry:  # fmt: skip
            created = CallRound.objects.create(
                organisation_id=plan.organisation_id, plan=plan, procedure_code=procedure_code,
                edition=procedure.edition, title=title.strip()[:200], opens_at=opens_at, closes_at=closes_at,
                envelope_cents=envelope_cents,
            )  # fmt: skip
            entry.set_subject("call_round", created.pk, created.title)
    return created


def extend_round(*, actor: Actor, call_round: CallRound, closes_at: datetime, reason: str) -> int:
    """Ends a round later, with a reason, and tells whoever has a draft. Returns how many drafts were told.

    Raises ``NotFound``, ``ValidationError`` (``reason_missing``, ``round_not_longer``).
    """
    hide_unless(may_on_any_case(actor, "procedures.convene", call_round.organisation_id))
    refuse_case_without_reason(reason)
    with (
        system_elevation(),
        audit_event(
            actor=actor, name="procedures.extend_round", subject_kind="call_round", subject_id=call_round.pk,
            subject_label=call_round.title, organisation_id=call_round.organisation_id, reason=reason.strip(),
        ),
    ):  # fmt: skip
        locked = CallRound.objects.select_for_update().get(pk=call_round.pk)
        refuse_early_end(locked.moments, closes_at)
        RoundExtension.objects.create(
            organisation_id=locked.organisation_id, call_round=locked, closes_at=closes_at, reason=reason.strip(),
            person_name=actor.name[:200], recorded_at=now(),
        )  # fmt: skip
        return _tell_drafts(actor, locked, closes_at)


def let_in_late(
    *,
    actor: Actor,
    call_round: CallRound,
    expires_at: datetime,
    reason: str,
    email: str = "",
    body: Organisation | None = None,
) -> LateCode:
    """Lets one applicant named send one application after the end, until ``expires_at``: by ``email``, or a ``body``.

    Raises ``NotFound``, ``ValidationError`` (``reason_missing``, ``late_for_nobody``).
    """
    procedure = procedure_edition(call_round.procedure_code, call_round.edition)
    allowed = may_on_any_case(actor, "procedures.convene", call_round.organisation_id)
    hide_unless(procedure.rounds and procedure.rounds.late_code and allowed)
    refuse_case_without_reason(reason)
    if bool(email.strip()) == (body is not None):
        raise ValidationError(
            "late_for_nobody", "Dites qui vous laissez entrer.", hint="Une personne, ou un organisme."
        )
    with (
        system_elevation(),
        audit_event(
            actor=actor, name="procedures.let_in_late", subject_kind="call_round", subject_id=call_round.pk,
            subject_label=call_round.title, organisation_id=call_round.organisation_id, reason=reason.strip(),
        ),
    ):  # fmt: skip
        guest = ensure_guest(actor=actor, host=call_round.organisation, email=email) if body is None else None
        return LateCode.objects.create(
            organisation_id=call_round.organisation_id, call_round=call_round, guest=guest, body=body,
            expires_at=expires_at, reason=reason.strip(), person_name=actor.name[:200], recorded_at=now(),
        )  # fmt: skip


def enter_round(*, case: Case, arrived_at: datetime) -> None:
    """Puts a new case in the round in which its request arrived; nothing for a procedure without rounds.

    Raises ``ValidationError`` (``round_closed``): the caller's transaction is undone, and the draft stays.
    """
    if procedure_edition(case.procedure_code, case.edition).rounds is None:
        return
    with system_elevation():
        begun = CallRound.objects.filter(
            plan_id=case.plan_id, procedure_code=case.procedure_code, opens_at__lte=arrived_at
        )
        last = begun.order_by("-opens_at").first()
        late = None
        if last is None or not is_round_open(last.moments, arrived_at):
            late = _use_late_code(case, last, arrived_at)
        RoundEntry.objects.create(
            organisation_id=case.organisation_id, case=case, call_round=ensure_found(last), arrived_at=arrived_at,
            late_code=late,
        )  # fmt: skip


def _use_late_code(case: Case, last: CallRound | None, arrived_at: datetime) -> LateCode:
    """Counts one use under the lock of its row, so that two posts at once use it once."""
    named = {"guest_id": case.guest_id} if case.guest_id else {"body_id": case.body_id}
    code = (
        LateCode.objects.select_for_update()
        .filter(**named, call_round=last, expires_at__gt=arrived_at).order_by("pk").last()
        if last and case.is_external
        else None
    )  # fmt: skip
    if code is None or code.used >= code.most:
        ended = f" La dernière s’est terminée le {format_moment(last.moments.closes_at)}." if last else ""
        raise ValidationError(
            "round_closed",
            f"Aucune session n’est ouverte.{ended}",
            f"Votre demande est arrivée le {format_moment(arrived_at)}, heure de Paris : c’est cette heure qui compte.",
            "Votre brouillon est gardé.",
        )
    code.used += 1
    code.save()
    return code


def _tell_drafts(actor: Actor, call_round: CallRound, closes_at: datetime) -> int:
    drafts = list(
        Application.objects.filter(
            plan_id=call_round.plan_id, procedure_code=call_round.procedure_code, case=None
        ).select_related("guest")
    )
    text = f"« {call_round.title} » se termine maintenant le {format_moment(closes_at)}, heure de Paris."
    for guest in {each.guest for each in drafts if each.guest and each.guest.erased_at is None}:
        letter = GuestLetterInput(scope=GuestScope.APPLY, title="La session est prolongée", text=text)
        queue_guest_letter(actor=_MACHINE, guest=guest, letter_input=letter)
    bodies = {each.body_id for each in drafts if each.body_id}
    people = people_of_organisations(actor=_MACHINE, organisation_ids=bodies, on=today()) if bodies else []
    if people:
        notify(
            actor=actor, host_id=call_round.organisation_id, person_ids=[each.pk for each in people],
            kind="round_extended", subject="La session est prolongée", text=text,
            key=f"round_extended:{call_round.pk}:{closes_at.isoformat()}",
        )  # fmt: skip
    return len(drafts)
