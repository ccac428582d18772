"""Names a peer for a case, and keeps what the peer answers: one section, and no other part of the case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pacte.accounts.models import Person
from pacte.accounts.row_context import system_elevation
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict
from pacte.plan.models import Plan
from pacte.procedures.models import Case, CasePeer
from pacte.procedures.queries.peers import peer_candidates, peer_task
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.rules.conditions import is_filled
from pacte.procedures.rules.form_check import form_errors, refuse_form_errors
from pacte.procedures.services.case_versions import add_case_version
from pacte.procedures.services.guards import add_case_event, locked_case


def name_peer(*, actor: Actor, case: Case, person: Person, on: date, reason: str = "") -> CasePeer:
    """Names the peer of a case, in place of whoever was.

    Raises ``PermissionDenied``, or ``Conflict`` (``peer_conflict``: somebody of the body of the case, or of neither a
    provider nor the Region).
    """
    with locked_case(actor=actor, case=case, right="procedures.write", name="name_peer", reason=reason) as (
        locked,
        entry,
    ):
        if person.pk not in {each.pk for each in peer_candidates(actor=actor, case=locked, on=today())}:
            raise Conflict(
                "peer_conflict",
                f"{person} ne peut pas relire ce dossier.",
                "Le pair vient d’un autre organisme de formation ou de la Région.",
                "Désignez une autre personne.",
            )
        former = locked.peers.filter(ended_at=None).select_related("person").first()
        locked.peers.filter(ended_at=None).update(ended_at=now())
        peer = CasePeer.objects.create(
            organisation_id=locked.organisation_id, case=locked, person=person, recorded_at=now(),
            person_name=actor.name[:200],
        )  # fmt: skip
        add_case_event(
            actor=actor, case=locked, kind=CaseEventKind.PEER_NAMED, on=on, reason=reason,
            before=str(former.person) if former else "", after=str(person),
        )  # fmt: skip
        entry.detail.update(person=person.pk)
    return peer


def save_peer_section(*, actor: Actor, plan: Plan, number: int, section: str, values: Mapping[str, Any]) -> None:
    """Keeps the answers of the peer to one section: a version of the case more, which touches nothing else.

    Raises ``NotFound`` for whoever is not the peer of that case now, ``ValidationError`` (``form_errors``).
    """
    task = peer_task(actor=actor, plan=plan, number=number, section=section)
    with system_elevation(), audit_event(
        actor=actor, name="procedures.save_peer_section", subject_kind="file", subject_label=task.title,
        organisation_id=plan.organisation_id,
    ) as entry:  # fmt: skip
        case = Case.objects.select_for_update(of=("self",)).get(plan=plan, number=number)
        # Somebody may have been named in their place, or the case moved, before the row was locked.
        task = peer_task(actor=actor, plan=plan, number=number, section=section)
        own = {each.code for each in task.section.fields}
        typed = {code: each for code, each in values.items() if code in own and is_filled(each)}
        answers = {code: each for code, each in case.values.items() if code not in own} | typed
        refuse_form_errors(form_errors((task.section,), answers, complete=True))
        add_case_version(actor=actor, case=case, values=answers, on=today())
        case.save()
        add_case_event(
            actor=actor, case=case, kind=CaseEventKind.PEER_ANSWERED, on=today(), code=section,
            after=task.section.title,
        )  # fmt: skip
        entry.set_subject("file", case.pk, case.title)
