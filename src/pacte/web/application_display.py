"""An application in a few words, for who applied: its name, its stage, what is awaited."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from pacte.kernel.actor import Actor
from pacte.kernel.french import format_day, join_words, pluralise
from pacte.procedures.queries.applications import ApplicationDetail, application_detail
from pacte.procedures.queries.flawed_documents import flawed_by_application
from pacte.procedures.queries.papers import papers_to_sign
from pacte.procedures.services.draft_retention import last_day_of_draft

if TYPE_CHECKING:
    from pacte.procedures.models import Application, CaseDocument


def awaited_text(detail: ApplicationDetail, *, flawed_count: int = 0, paper_count: int = 0) -> str:
    """What is awaited, and of whom: « il manque 2 parties », « à renvoyer avant le 3 mars », « la Région répond ».

    ``flawed_count``: documents that are asked for again; ``paper_count``: papers that wait for a signature.
    """
    application = detail.application
    if not detail.is_sent:
        missing = sum(each.code in detail.missing for each in detail.sections)
        lack = f"Il manque {pluralise(missing, 'partie')}." if missing else "Tout est répondu : relisez et envoyez."
        return f"{lack} Effacé le {format_day(last_day_of_draft(application))} si rien ne bouge."
    assert detail.stage is not None
    if detail.stage.is_end:
        return "C’est terminé."
    requests = [f"{pluralise(flawed_count, 'pièce')} à redonner"] if flawed_count else []
    requests += [f"{pluralise(paper_count, 'document')} à signer"] if paper_count else []
    if requests and not detail.may_write:
        return f"Vous avez {join_words(requests)}."
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


def application_lines(
    *, actor: Actor, applications: Iterable[Application], on: date, own_url: Callable[..., str]
) -> list[dict[str, Any]]:
    """Lines of the lists of whoever applied. ``own_url``: of a page of theirs, from its name and its parts."""
    details = [application_detail(actor=actor, application=each, on=on) for each in applications]
    flawed = flawed_by_application(actor=actor, details=details)
    papers = papers_to_sign(actor=actor, details=details)
    return [
        _line(each, flawed.get(each.application.pk, []), papers.get(each.application.pk, []), own_url)
        for each in details
    ]


def _line(
    detail: ApplicationDetail, flawed: list[CaseDocument], papers: list[int], own_url: Callable[..., str]
) -> dict[str, Any]:
    application = detail.application
    title = application.case.title if application.case else application.title
    cover = own_url("cover", application.pk)
    acts = []
    if flawed:
        # Several are listed on the page of the application, each with its own.
        one = own_url("replace", application.pk, flawed[0].pk)
        acts.append(("Redonner cette pièce", one) if len(flawed) == 1 else ("Redonner ces pièces", cover))
    if papers:
        acts.append(("Lire, puis signer", own_url("sign", application.pk, papers[0]) if len(papers) == 1 else cover))
    return {
        "title": title or detail.procedure.title,
        "kind": detail.procedure.title if title else "",
        "number": application.case.number if application.case else None,
        "stage": detail.stage_label,
        "badge": stage_badge(detail, is_flawed=bool(flawed), is_to_sign=bool(papers)),
        "acts": acts,
        "awaited": awaited_text(detail, flawed_count=len(flawed), paper_count=len(papers)),
        "url": cover,
        "is_lead": detail.is_lead,
    }


def stage_badge(detail: ApplicationDetail, *, is_flawed: bool = False, is_to_sign: bool = False) -> dict[str, str]:
    """Its stage as a word, a sign and a tone; what is asked of who applied comes before the stage."""
    if not detail.is_sent:
        return {"word": "brouillon", "sign": "half", "tone": ""}
    if detail.stage and detail.stage.is_end:
        return {"word": detail.stage_label.lower(), "sign": "check", "tone": ""}
    if detail.may_write:
        return {"word": "à corriger", "sign": "triangle", "tone": "watch"}
    if is_flawed or is_to_sign:
        word = "pièce à redonner" if is_flawed else "à signer"
        return {"word": word, "sign": "triangle", "tone": "watch"}
    return {"word": detail.stage_label.lower(), "sign": "clock", "tone": ""}
