"""An application in a few words, for who applied: its name, its stage, what is awaited."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pacte.kernel.actor import Actor
from pacte.kernel.french import format_day, pluralise
from pacte.procedures.queries.applications import ApplicationDetail, application_detail
from pacte.procedures.services.draft_retention import last_day_of_draft

if TYPE_CHECKING:
    from pacte.procedures.models import Application


def awaited_text(detail: ApplicationDetail, *, flawed_count: int = 0) -> str:
    """What is awaited, and of whom: « il manque 2 parties », « à renvoyer avant le 3 mars », « la Région répond ».

    ``flawed_count``: documents that are asked for again.
    """
    application = detail.application
    if not detail.is_sent:
        missing = sum(each.code in detail.missing for each in detail.sections)
        lack = f"Il manque {pluralise(missing, 'partie')}." if missing else "Tout est répondu : relisez et envoyez."
        return f"{lack} Effacé le {format_day(last_day_of_draft(application))} si rien ne bouge."
    assert detail.stage is not None
    if detail.stage.is_end:
        return "C’est terminé."
    if flawed_count and not detail.may_write:
        return f"Vous avez {pluralise(flawed_count, 'pièce')} à redonner."
    if detail.may_write:
        until = f" avant le {format_day(application.opens_until)}" if application.opens_until else ""
        return f"Vous avez des réponses à corriger{until}."
    due = next_answer_day(detail)
    return f"La Région vous répond avant le {format_day(due)}." if due else "Rien n’est attendu de vous."


def next_answer_day(detail: ApplicationDetail) -> date | None:
    """By when the present stage should end, when its procedure says so."""
    case, stage = detail.application.case, detail.stage
    codes = [each.code for each in detail.procedure.deadlines if stage and each.stage == stage.code]
    rows = case.deadlines.filter(code__in=codes) if case and codes else []
    return min((each.due_on for each in rows), default=None)


def application_line(*, actor: Actor, application: Application, on: date, url: str) -> dict[str, Any]:
    """One line of the lists of whoever applied."""
    detail = application_detail(actor=actor, application=application, on=on)
    title = application.case.title if application.case else application.title
    return {
        "title": title or detail.procedure.title,
        "kind": detail.procedure.title if title else "",
        "number": application.case.number if application.case else None,
        "stage": detail.stage_label,
        "badge": stage_badge(detail),
        "awaited": awaited_text(detail),
        "url": url,
        "is_lead": detail.is_lead,
    }


def stage_badge(detail: ApplicationDetail) -> dict[str, str]:
    """Its stage as a word, a sign and a tone."""
    if not detail.is_sent:
        return {"word": "brouillon", "sign": "half", "tone": ""}
    if detail.stage and detail.stage.is_end:
        return {"word": detail.stage_label.lower(), "sign": "check", "tone": ""}
    if detail.may_write:
        return {"word": "à corriger", "sign": "triangle", "tone": "watch"}
    return {"word": detail.stage_label.lower(), "sign": "clock", "tone": ""}
