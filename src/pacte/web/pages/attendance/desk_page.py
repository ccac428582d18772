"""« Qu’ai-je à faire pour mes stagiaires ? »: sessions with their people, and the obligations of the provider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from pacte.accounts.queries import actor_region_id
from pacte.journeys.queries.due_reviews import ProviderReviewCount, provider_review_count
from pacte.journeys.queries.place_requests import open_place_requests
from pacte.journeys.queries.provider_follow_up import situations_to_ask
from pacte.journeys.queries.provider_obligations import provider_obligations
from pacte.journeys.queries.relations import NameDue, names_due
from pacte.journeys.queries.session_people import session_people_summaries
from pacte.journeys.queries.situations import situation_answers
from pacte.journeys.queries.unread_notebooks import unread_notebooks
from pacte.journeys.records import JourneyState as S
from pacte.journeys.rules.next_move import LIKELY, PENDING
from pacte.journeys.services import settle_obligation
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import acting_provider, sessions_of_provider
from pacte.web.end_tables import follow_up_table
from pacte.web.notebook_links import unread_notebooks_text
from pacte.web.page import Page
from pacte.web.pages.attendance.page_context import provider_obligation_table
from pacte.web.request import Request
from pacte.web.session_display import session_dates_text, session_url, sessions_breadcrumb
from pacte.web.tables import Column, Table, cell, day_column, number_cell, number_column

if TYPE_CHECKING:
    from pacte.journeys.queries.provider_follow_up import ToAsk
    from pacte.journeys.queries.session_people import SessionPeopleSummary
    from pacte.offer.models import Session

_MAX_TO_ASK = 50


@Page.view(
    template_name="attendance/desk.html",
    nav="supply",
    breadcrumb=lambda page: [*sessions_breadcrumb(page.actor), ("Mes stagiaires", "")],
)
def desk(page: Page) -> dict[str, Any]:
    """For providers only: others get ``NotFound``."""
    actor, on = page.actor, today()
    provider, host_id = acting_provider(actor=actor), actor_region_id(actor=actor)
    is_past = page.request.GET.get("passees") == "oui"
    rows = sessions_of_provider(actor=actor, provider=provider, host_id=host_id, on=on, past=is_past)
    sessions = [each.line.session for each in rows]
    summaries = session_people_summaries(actor=actor, sessions=sessions)
    obligations = provider_obligations(actor=actor)
    reviews = provider_review_count(actor=actor, host_id=host_id, body_id=provider.body_id or 0, on=on)
    total_to_ask, to_ask = (0, []) if is_past else situations_to_ask(actor=actor, on=on, most=_MAX_TO_ASK)
    return {
        "title": "Qu’ai-je à faire pour mes stagiaires ?",
        "answer": _answer([*summaries.values()], len(obligations), sum(each.due_on < on for each in obligations)),
        "is_past": is_past,
        "place_requests": len(open_place_requests(actor=actor)),
        "unread_notebooks": unread_notebooks_text(unread_notebooks(actor=actor)),
        "sessions": _session_table(sessions, summaries),
        "owed": provider_obligation_table(obligations, on),
        "names_due": _name_table(names_due(actor=actor)),
        "reviews": _reviews_text(reviews),
        "reviews_url": page.url("relations:provider", reviews.body_id),
        "answers": follow_up_table(situation_answers(actor=actor, host_id=host_id)),
        "to_ask": _to_ask_table(to_ask),
        "to_ask_note": pluralise(total_to_ask, "personne"),
    }


class SettlePage(Page):
    """« C’est fait ». ``NotFound`` for an obligation of another organisation."""

    http_method_names = ("post",)

    def post(self, request: Request) -> HttpResponseRedirect:
        try:
            settle_obligation(actor=self.actor, identifier=self.kwargs["identifier"])
        except Conflict as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, "C’est noté : fait aujourd’hui.")
        return HttpResponseRedirect(self.url("attendance:home"))


def _answer(summaries: Sequence[SessionPeopleSummary], obligation_count: int, late_count: int) -> str:
    decide = sum(each.of(*LIKELY) for each in summaries)
    there = sum(each.of(S.IN_TRAINING, S.INTERRUPTED) for each in summaries)
    late = f", dont {format_number(late_count)} en retard" if late_count else ""
    parts = [
        f"{pluralise(decide, 'personne attend', 'personnes attendent')} votre décision." if decide else "",
        f"{pluralise(there, 'personne')} en formation." if there else "",
        f"{pluralise(obligation_count, 'geste')} à faire{late}." if obligation_count else "",
    ]
    return " ".join(part for part in parts if part) or "Rien ne vous attend."


def _session_table(sessions: list[Session], summaries: Mapping[int, SessionPeopleSummary]) -> Table[Session]:
    def count(label: str, *states: S) -> Column[Session]:
        return number_column(label, lambda session: number_cell(summaries[session.pk].of(*states) or None))

    return Table(
        sessions,
        Column("Session", _session_cell),
        count("En chemin", *(PENDING - LIKELY)),
        count("À décider", *LIKELY),
        count("Admises", S.ADMITTED),
        count("En formation", S.IN_TRAINING, S.INTERRUPTED),
        count("Finies", S.ENDED),
        Column("Présences", lambda session: _signed_text(summaries[session.pk])),
        Column("Ouvrir", lambda session: cell("Présences", url=session_url(session.triplet, "attendance:presences"))),
        id="stagiaires",
        caption="Mes sessions et leurs personnes",
        empty="Aucune session ici.",
    )


def _session_cell(session: Session) -> dict[str, Any]:
    note = f"{session.number} · {session_dates_text(session)}"
    return cell(session.training.title, url=session_url(session.triplet, "attendance:people"), note=note)


def _signed_text(summary: SessionPeopleSummary) -> str:
    return f"signées jusqu’à la semaine du {format_day(summary.last_week)}" if summary.last_week else ""


def _name_table(rows: list[NameDue]) -> Table[NameDue]:
    return Table(
        rows,
        Column("Personne", lambda each: each.name or "Dossier effacé"),
        Column("Formation", lambda each: each.title),
        day_column("Entrée le", lambda each: format_day(each.entered_on)),
        Column("Geste", lambda each: cell("Dire qui la suit", url=reverse("relations:name", args=[each.key]))),
        id="noms-table",
        caption="Stagiaires que personne ne suit encore chez vous",
    )


def _reviews_text(counts: ProviderReviewCount) -> str:
    if not counts.due_count:
        return ""
    return f"Bilans à trois ({counts.open_count})" if counts.open_count else "Bilans à trois"


def _to_ask_table(to_ask: list[ToAsk]) -> Table[ToAsk]:
    return Table(
        to_ask,
        Column("Personne", lambda each: each.name or "Dossier effacé"),
        Column("Session", lambda each: cell(each.session.training.title, note=each.session.number)),
        day_column("Depuis le", lambda each: format_day(each.since)),
        Column("Geste", _ask_cell),
        id="situations-table",
        caption="Situations à demander",
    )


def _ask_cell(each: ToAsk) -> dict[str, Any]:
    url = f"{session_url(each.session.triplet, 'attendance:act', 'situation')}?{urlencode({'qui': str(each.key)})}"
    return cell(f"Dire la situation à {each.months} mois", url=url)
