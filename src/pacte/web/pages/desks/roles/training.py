"""The provider: people to decide on, weeks to sign, acts that are due; who comes and leaves; how its sessions fill."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from django.urls import reverse

from pacte.journeys.queries.place_requests import PlaceRequestSummary
from pacte.journeys.queries.provider_changes import recent_steps_by_session
from pacte.journeys.queries.provider_obligations import ProviderObligation
from pacte.journeys.queries.unread_notebooks import UnreadNotebook
from pacte.journeys.records import STEP_LABELS
from pacte.journeys.rules.risk import Filling, risk_of
from pacte.kernel.actor import Role
from pacte.kernel.clock import PARIS
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import (
    LedgerDifferenceRow,
    ProviderSession,
    provider_requests,
    recent_orders,
)
from pacte.offer.records import LedgerDifferenceState, ProviderRequestState
from pacte.web.desk_panels import DeskEntry, entries_with_rest
from pacte.web.notebook_links import notebook_link
from pacte.web.page_links import PageLink
from pacte.web.pages.desks.desk_reader import DeskReader
from pacte.web.pages.desks.role_desk import RoleDesk, join_counts, latest_first
from pacte.web.pages.desks.session_news import session_news
from pacte.web.session_display import session_url

_MAX_TASKS, _MAX_STEPS, _MAX_CHANGES, _MAX_SESSIONS = 4, 6, 3, 6
_ANSWERED = (ProviderRequestState.ACCEPTED, ProviderRequestState.REFUSED)


def _waiting(reader: DeskReader) -> Iterator[DeskEntry]:
    """What waits is that of today: a past day has none."""
    if not reader.is_today:
        return
    tasks, people = reader.trainings, reverse("attendance:home")
    yield from entries_with_rest(
        tasks.place_requests, lambda each: _place_request_entry(each, reader.on), most=_MAX_TASKS,
        others=("autre demande de place", "autres demandes de place"), url=reverse("place_requests:list"),
    )  # fmt: skip
    for entries in (
        [_decide_entry(*row) for row in tasks.to_decide],
        [_start_entry(each) for each in tasks.to_start],
        [_sign_entry(*row) for row in tasks.to_sign],
    ):
        yield from entries_with_rest(
            entries, lambda entry: entry, most=_MAX_TASKS, others=("autre session", "autres sessions"),
            url=f"{people}#sessions",
        )  # fmt: skip
    yield from entries_with_rest(
        tasks.obligations, lambda each: _obligation_entry(each, reader.on), most=_MAX_TASKS, url=f"{people}#a-faire",
        others=("autre geste à faire", "autres gestes à faire"),
    )  # fmt: skip
    yield from entries_with_rest(
        tasks.notebooks, _notebook_entry, most=_MAX_CHANGES, url=reverse("advisers:notebooks"),
        others=("autre carnet à lire", "autres carnets à lire"),
    )  # fmt: skip
    yield from entries_with_rest(
        tasks.differences, _difference_entry, most=_MAX_TASKS, url=f"{reverse('sessions:home')}#differences",
        others=("autre différence à expliquer", "autres différences à expliquer"),
    )  # fmt: skip
    if tasks.situations:
        yield DeskEntry(
            pluralise(tasks.situations, "situation à demander", "situations à demander"),
            "à 3, 6 et 12 mois de la fin", verb="La dire" if tasks.situations == 1 else "Les dire",
            url=f"{people}#situations",
        )  # fmt: skip


def _place_request_entry(each: PlaceRequestSummary, on: date) -> DeskEntry:
    is_late = each.is_late(on)
    handler = f" · {each.handler} s’en occupe" if each.handler else ""
    return DeskEntry(
        each.name, f"demande une place · {each.training.title}{handler}",
        f"{'en retard, ' if is_late else ''}avant le {format_day(each.due_on)}", "bad" if is_late else "",
        "Répondre", reverse("place_requests:request", args=[each.identifier]),
    )  # fmt: skip


def _decide_entry(each: ProviderSession, count: int) -> DeskEntry:
    return DeskEntry(
        _session_name(each),
        pluralise(count, "personne attend votre décision", "personnes attendent votre décision"),
        _start_text(each), verb="Décider", url=session_url(each.line.triplet, "attendance:people"),
    )  # fmt: skip


def _start_entry(each: ProviderSession) -> DeskEntry:
    return DeskEntry(
        _session_name(each), "le premier jour est passé, personne n’est dit entré", _start_text(each), "bad",
        "Dire qui est entré", session_url(each.line.triplet, "attendance:people"),
    )  # fmt: skip


def _sign_entry(each: ProviderSession, last_week: date | None) -> DeskEntry:
    return DeskEntry(
        _session_name(each), "présences à signer",
        f"signées jusqu’à la semaine du {format_day(last_week)}" if last_week else "aucune semaine signée", "watch",
        "Signer", session_url(each.line.triplet, "attendance:presences"),
    )  # fmt: skip


def _obligation_entry(each: ProviderObligation, on: date) -> DeskEntry:
    is_late = each.due_on < on
    return DeskEntry(
        each.name or "Dossier effacé", f"{each.label.rstrip('.')} · {each.session.training.title}",
        f"{'en retard, ' if is_late else ''}avant le {format_day(each.due_on)}", "bad" if is_late else "",
        "Ouvrir", session_url(each.session.triplet, "attendance:person", each.key),
    )  # fmt: skip


def _notebook_entry(each: UnreadNotebook) -> DeskEntry:
    link = notebook_link(each.journey_key, each.count)
    return DeskEntry(
        each.name or "Dossier effacé", f"{link.news} dans le carnet partagé · {each.training}",
        format_day(each.latest_at.astimezone(PARIS)), verb="Lire", url=link.url,
    )  # fmt: skip


def _difference_entry(row: LedgerDifferenceRow) -> DeskEntry:
    session = row.difference.session
    is_asked = row.difference.state == LedgerDifferenceState.ASKED
    return DeskEntry(
        f"{row.label[:1].upper()}{row.label[1:]}, {session.number}",
        f"registre : {row.ledger_text} ; votre fichier : {row.file_text}",
        "l’acheteur vous pose une question" if is_asked else "", "watch" if is_asked else "",
        "Répondre" if is_asked else "Expliquer", reverse("sessions:difference", args=[row.difference.pk]),
    )  # fmt: skip


def _moved(reader: DeskReader) -> Iterator[DeskEntry]:
    """What others did in a week: people who come or leave, sessions decided, requests answered, orders signed."""
    if reader.is_today:
        sessions = session_news(reader, most=_MAX_CHANGES, names_provider=False)
        yield from latest_first((*_people_news(reader), *sessions, *_buyer_news(reader)))


def _people_news(reader: DeskReader) -> Iterator[tuple[datetime, DeskEntry]]:
    for step in recent_steps_by_session(actor=reader.actor, since=reader.news_since, on=reader.on, most=_MAX_STEPS):
        yield step.recorded_at, DeskEntry(
            f"{format_number(step.count)} · {STEP_LABELS[step.kind]}",
            f"{step.session.training.title}, {step.session.number}", format_day(step.recorded_at.astimezone(PARIS)),
            verb="Voir les personnes", url=session_url(step.session.triplet, "attendance:people"),
        )  # fmt: skip


def _buyer_news(reader: DeskReader) -> Iterator[tuple[datetime, DeskEntry]]:
    """Requests that the buyer answered, orders that they signed."""
    for row in provider_requests(actor=reader.actor, states=_ANSWERED, answered_since=reader.news_since):
        answered_at = row.request.answered_at
        if answered_at:
            yield answered_at, DeskEntry(
                f"{row.number}, {row.label} : {row.state_label}", f"« {row.request.answer} »",
                format_day(answered_at.astimezone(PARIS)), verb="La lire",
                url=reverse("sessions:request", args=[row.request.pk]),
            )  # fmt: skip
    for each in recent_orders(actor=reader.actor, since=reader.news_since.date(), most=_MAX_CHANGES):
        order = each.order
        yield datetime.combine(order.signed_on, time(), PARIS), DeskEntry(
            f"Commande {order.number} signée", pluralise(each.places.counted, "place"), format_day(order.signed_on),
            verb="La lire", url=reverse("sessions:order", args=[order.number]),
        )  # fmt: skip


def _followed(reader: DeskReader) -> Iterator[DeskEntry]:
    """Sessions that have not begun, soonest first, then requests that the buyer has not answered."""
    if not reader.is_today:
        return
    tasks, page = reader.trainings, reverse("sessions:home")
    coming = [each for each in tasks.sessions if (each.line.session.starts_on or date.max) > reader.on]
    yield from entries_with_rest(
        coming, _filling_entry, most=_MAX_SESSIONS, url=f"{page}#sessions",
        others=("autre session à venir", "autres sessions à venir"),
    )  # fmt: skip
    if tasks.requests:
        late = sum(row.is_late(reader.on) for row in tasks.requests)
        yield DeskEntry(
            pluralise(len(tasks.requests), "demande sans réponse", "demandes sans réponse"),
            "l’acheteur doit y répondre",
            f"dont {format_number(late)} en retard" if late else "", "watch" if late else "", "Les voir",
            f"{page}#demandes",
        )  # fmt: skip


def _filling_entry(each: ProviderSession) -> DeskEntry:
    places = each.line.places
    filling = Filling(places.counted - places.lost, places.opened or 0, places.occupied, places.minimum)
    is_short = places.counted > 0 and risk_of(filling) is not None
    town = f", {each.line.site.town}" if each.line.site else ""
    opened = f" / {format_number(places.opened)}" if places.opened is not None else ""
    return DeskEntry(
        _session_name(each), f"{_start_text(each)}{town}", f"{format_number(places.occupied)}{opened} places tenues",
        "watch" if is_short else "", "Ouvrir", session_url(each.line.triplet),
    )  # fmt: skip


def _session_name(each: ProviderSession) -> str:
    return f"{each.line.session.training.title}, {each.line.session.number}"


def _start_text(each: ProviderSession) -> str:
    if each.line.is_rolling:
        return "toute l’année"
    starts_on = each.line.session.starts_on
    return format_day(starts_on) if starts_on else "date à venir"


def _answer(reader: DeskReader) -> str:
    """« 12 personnes attendent votre décision ; 2 semaines de présences à signer ; … »."""
    tasks = reader.trainings
    decisions = sum(count for _, count in tasks.to_decide)
    late = sum(each.due_on < reader.on for each in tasks.obligations)
    parts = (
        (len(tasks.place_requests), "demande de place attend une réponse", "demandes de place attendent une réponse",
         ""),
        (decisions, "personne attend votre décision", "personnes attendent votre décision", ""),
        (len(tasks.to_start), "session commencée sans que rien soit dit",
         "sessions commencées sans que rien soit dit", ""),
        (len(tasks.to_sign), "session aux présences à signer", "sessions aux présences à signer", ""),
        (len(tasks.obligations), "geste à faire", "gestes à faire",
         f", dont {format_number(late)} en retard" if late else ""),
        (len(tasks.differences), "différence à expliquer", "différences à expliquer", ""),
        (tasks.situations, "situation à demander", "situations à demander", ""),
    )  # fmt: skip
    return join_counts(parts)


DESK = RoleDesk(
    "training",
    frozenset({Role.PROVIDER}),
    -10,
    waiting=_waiting,
    moved=_moved,
    followed=_followed,
    answer=_answer,
    subject="mes sessions à venir, mes demandes, le plan",
    links=(
        PageLink("Mes sessions et leurs places", "sessions:home"),
        PageLink("Mes stagiaires", "attendance:home"),
        PageLink("Où partent mes stagiaires", "outcomes:leaving"),
        PageLink("Grilles de pratiques", "grades:list"),
        PageLink("Demandes de place", "place_requests:list"),
        PageLink("Mes fiches et leur qualité", "sessions:sheets"),
        PageLink("Mes fichiers LHÉO", "intake:drop", arguments=("lheo",)),
        PageLink("Mes places dans Excel", "intake:drop", arguments=("places",)),
    ),
)
