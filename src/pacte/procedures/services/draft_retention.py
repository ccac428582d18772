"""Drafts that nobody goes on with: their authors are told 14 then 3 days before. Nothing sent is ever deleted."""

from __future__ import annotations

from datetime import date, timedelta

from pacte.accounts.row_context import system_elevation
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, paris_date
from pacte.kernel.errors import Conflict, ensure_found, hide_unless
from pacte.kernel.french import format_day, pluralise
from pacte.procedures.models import Application
from pacte.procedures.queries.applications import is_author
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.services.applicant_letters import tell_applicant
from pacte.procedures.services.case_retention import forget_drafts

UNTOUCHED_DAYS = 14
FIRST_WARNING, LAST_WARNING = 14, 3


def purge_drafts(*, actor: Actor, on: date) -> int:
    """Deletes the drafts whose time is over, after telling their authors. Returns how many went. Machine only.

    A draft in which nothing was ever written goes after 14 days. Another one never goes without its last letter, three
    days before: when the job was late, so is the deletion. The audit log counts what went.
    """
    actor.require_system("drafts_purge", "Seule la machine applique les durées de conservation.")
    deleted = 0
    drafts = Application.objects.filter(case=None).select_related("guest", "plan")
    for each in drafts.filter(touched_at__lt=now() - timedelta(days=1)).order_by("pk"):
        days_left = (last_day_of_draft(each) - on).days
        if days_left <= 0 and (each.step == 0 or each.warned_days == LAST_WARNING):
            _delete(actor, each)
            deleted += 1
        elif each.step and days_left <= LAST_WARNING and each.warned_days != LAST_WARNING:
            _warn(actor, each, on, max(days_left, LAST_WARNING), LAST_WARNING)
        elif each.step and LAST_WARNING < days_left <= FIRST_WARNING and each.warned_days is None:
            _warn(actor, each, on, days_left, FIRST_WARNING)
    return deleted


def last_day_of_draft(application: Application) -> date:
    """The day on which a draft goes when nothing more is written in it."""
    keeps = procedure_edition(application.procedure_code, application.edition).keeps
    days = keeps.draft_days if application.step else UNTOUCHED_DAYS
    return paris_date(application.touched_at) + timedelta(days=days)


def keep_draft(*, actor: Actor, application: Application) -> None:
    """Keeps a draft for its whole time again, from now. Raises ``NotFound``, ``Conflict`` (``already_sent``)."""
    with system_elevation():
        row = Application.objects.select_for_update(of=("self",)).filter(pk=application.pk).first()
        locked = ensure_found(row)
        hide_unless(is_author(actor, locked))
        if locked.case_id is not None:
            raise Conflict("already_sent", "Cette demande est envoyée : elle n’est plus un brouillon.")
        locked.touched_at, locked.warned_days = now(), None
        locked.save(update_fields=["touched_at", "warned_days"])


def _warn(actor: Actor, draft: Application, on: date, days_left: int, mark: int) -> None:
    day = format_day(on + timedelta(days=days_left))
    tell_applicant(
        actor=actor,
        application=draft,
        title=f"Votre brouillon s’efface dans {pluralise(days_left, 'jour')}",
        text=f"Le brouillon « {draft.title or procedure_edition(draft.procedure_code, draft.edition).title} » n’a pas "
        f"bougé depuis longtemps. Il sera effacé le {day}, avec ses pièces. Pour le garder, ouvrez-le :",
    )
    draft.warned_days = mark
    if mark == LAST_WARNING:
        # A late job still leaves three whole days.
        keeps = procedure_edition(draft.procedure_code, draft.edition).keeps
        draft.touched_at = max(draft.touched_at, now() - timedelta(days=keeps.draft_days - days_left))
    draft.save(update_fields=["warned_days", "touched_at"])


def _delete(actor: Actor, draft: Application) -> None:
    forget_drafts(actor=actor, application_ids=[draft.pk])
    with audit_event(
        actor=actor, name="procedures.expire_draft", subject_kind="application", subject_id=draft.pk,
        subject_label=draft.procedure_code, organisation_id=draft.organisation_id,
    ):  # fmt: skip
        draft.delete()
