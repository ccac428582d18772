"""Rounds of contacts of a winner: counted without any name, by the winner or by who instructs for it."""

from __future__ import annotations

from dataclasses import astuple

from pacte.accounts.row_context import system_elevation
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, ValidationError, ensure_found, hide_unless
from pacte.procedures.models import Application, Case, OutreachRound
from pacte.procedures.permissions import may
from pacte.procedures.queries.applications import is_author
from pacte.procedures.queries.outreach import rounds_in_force, won_on
from pacte.procedures.queries.scopes import scope_of_case
from pacte.procedures.records.outreach import MOST_PEOPLE, OutreachInput, OutreachPlace
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.outreach import outreach_communes
from pacte.procedures.services.guards import refuse_invalid_case_date, refuse_unless


def record_outreach(
    *, actor: Actor, case: Case, outreach: OutreachInput | None, corrects_id: int | None = None
) -> OutreachRound:
    """Adds a round, or the row that corrects one; ``outreach`` None: what is corrected was counted by mistake.

    Raises ``NotFound`` for somebody else's case or round, ``PermissionDenied`` for who reads it without writing on it,
    ``Conflict`` (``outreach_not_won``), ``ValidationError`` (``outreach_people``, ``outreach_commune``, a day).
    """
    with system_elevation():
        application = Application.objects.select_related("guest", "plan").filter(case=case).first()
        is_from_applicant = application is not None and is_author(actor, application)
        if not is_from_applicant:
            scope = scope_of_case(actor=actor, case=case, on=today())
            hide_unless(may(actor, "procedures.read", scope))
            refuse_unless(actor, "procedures.write", scope)
        since = won_on(actor=actor, case=case)
        if since is None:
            raise Conflict(
                "outreach_not_won", "Ce dossier n’est pas celui d’un lauréat.",
                hint="Les contacts se comptent une fois que l’État l’a retenu.",
            )  # fmt: skip
        rows = {each.pk: each for each in rounds_in_force(actor=actor, case=case)}
        before = ensure_found(rows.get(corrects_id)) if corrects_id is not None else None
        numbers = outreach or _as_input(ensure_found(before))
        if outreach is not None:
            refuse_invalid_case_date(outreach.on, since=since)
            _refuse_outreach(
                outreach, outreach_communes(procedure_edition(case.procedure_code, case.edition), case.values)
            )
        on, commune, place, people, first_time = astuple(numbers)
        with audit_event(
            actor=actor, name="procedures.record_outreach", subject_kind="file", subject_id=case.pk,
            subject_label=case.title, organisation_id=case.organisation_id,
        ) as entry:  # fmt: skip
            entry.detail.update(people=people, corrects=corrects_id)
            return OutreachRound.objects.create(
                organisation_id=case.organisation_id, case=case, happened_on=on, commune=commune, place=place,
                people=people, first_time=first_time, is_from_applicant=is_from_applicant, corrects=before,
                is_withdrawn=outreach is None, person_name=actor.name[:200], recorded_at=now(),
            )  # fmt: skip


def _as_input(row: OutreachRound) -> OutreachInput:
    return OutreachInput(row.happened_on, row.commune, OutreachPlace(row.place), row.people, row.first_time)


def _refuse_outreach(outreach: OutreachInput, territory: tuple[str, ...]) -> None:
    if not 0 <= outreach.first_time <= outreach.people or not 1 <= outreach.people <= MOST_PEOPLE:
        raise ValidationError(
            "outreach_people",
            "Ces deux nombres ne vont pas ensemble.",
            "Celles de la première fois sont parmi celles rencontrées.",
            f"Donnez de 1 à {MOST_PEOPLE} personnes, dont au plus autant pour la première fois.",
        )
    if outreach.commune not in territory:
        raise ValidationError(
            "outreach_commune",
            "Cette commune n’est pas de celles où ce lauréat va.",
            hint="Choisissez-en une du dossier, ou demandez à la Région de l’y ajouter.",
        )
