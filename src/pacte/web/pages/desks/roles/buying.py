"""The buyer: what to sign, answer, decide and settle; sessions that changed; lots, orders and sessions to fill."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from pacte.intake.catalog import file_kind
from pacte.intake.catalogue_files import CATALOGUE_KIND
from pacte.intake.queries import region_files
from pacte.journeys.queries.risk import sessions_at_risk
from pacte.journeys.rules.risk import FillingRisk
from pacte.kernel.actor import Role
from pacte.kernel.clock import PARIS
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.kernel.money import format_euros
from pacte.offer.queries import (
    LedgerDifferenceRow,
    ProviderRequestRow,
    SessionSummary,
    lots_total,
    orders_total,
    places_left_to_order,
    recently_signed,
)
from pacte.offer.records import PREPARATION_LABELS, LedgerDifferenceState, PreparationKind
from pacte.web.buyer_links import BUYER_LINKS
from pacte.web.desk_panels import DeskEntry, entries_with_rest
from pacte.web.pages.desks.desk_reader import DeskReader
from pacte.web.pages.desks.role_desk import RoleDesk, join_counts, latest_first
from pacte.web.pages.desks.session_news import session_news
from pacte.web.session_display import session_url

_RISK_WEEKS = 8
_MAX_TASKS, _MAX_CHANGES, _MAX_SIGNED, _MAX_FILES = 3, 5, 3, 3


def _waiting(reader: DeskReader) -> Iterator[DeskEntry]:
    """What waits is that of today: a past day has none."""
    if not reader.is_today:
        return
    tasks, page = reader.purchases, reverse("sessions:home")
    for each in tasks.preparations:
        yield DeskEntry(
            each.order_number, f"{PREPARATION_LABELS[PreparationKind(each.kind)]} · {each.provider.name}, préparé par"
            f" {each.prepared_by_name}", format_euros(each.cents), verb="Lire et signer",
            url=reverse("sessions:preparation", args=[each.pk]),
        )  # fmt: skip
    yield from entries_with_rest(
        tasks.requests, lambda row: _request_entry(reader, row), most=_MAX_TASKS, url=f"{page}#demandes",
        others=("autre demande d’organisme", "autres demandes d’organismes"),
    )  # fmt: skip
    yield from entries_with_rest(
        tasks.sessions, lambda line: _session_entry(reader, line), most=_MAX_TASKS, url=f"{page}#sessions",
        others=("autre session à décider", "autres sessions à décider"),
    )  # fmt: skip
    yield from entries_with_rest(
        tasks.differences, _difference_entry, most=_MAX_TASKS, url=f"{page}#differences",
        others=("autre différence à régler", "autres différences à régler"),
    )  # fmt: skip


def _request_entry(reader: DeskReader, row: ProviderRequestRow) -> DeskEntry:
    late = row.is_late(reader.on)
    session = row.request.session
    return DeskEntry(
        f"{row.number}, {row.label}", f"{session.training.title}, {session.provider.name}",
        f"{'en retard, ' if late else ''}avant le {format_day(row.request.due_on)}", "bad" if late else "",
        "Répondre", reverse("sessions:request", args=[row.request.pk]),
    )  # fmt: skip


def _session_entry(reader: DeskReader, line: SessionSummary) -> DeskEntry:
    """The same words as in the list of sessions to decide."""
    session, places = line.session, line.places
    short = places.minimum - places.occupied
    has_passed = session.starts_on is not None and session.starts_on < reader.on
    held_places = f"{format_number(places.occupied)} / {format_number(places.counted)} places tenues"
    missing = f", il manque {pluralise(short, 'personne')}" if short > 0 else ""
    return DeskEntry(
        f"{session.training.title}, {session.number}",
        f"{session.provider.name}{f', {line.site.town}' if line.site else ''} · {held_places}{missing}",
        f"{'début passé, ' if has_passed else ''}{format_day(session.starts_on)}" if session.starts_on else "",
        "bad" if has_passed else "watch" if short > 0 else "", "Décider", session_url(line.triplet),
    )  # fmt: skip


def _difference_entry(row: LedgerDifferenceRow) -> DeskEntry:
    session = row.difference.session
    is_asked = row.difference.state == LedgerDifferenceState.ASKED
    return DeskEntry(
        f"{row.label[:1].upper()}{row.label[1:]}, {session.number}",
        f"registre : {row.ledger_text} ; fichier : {row.file_text} · {session.provider.name}",
        row.state_label if is_asked else "", verb="Voir" if is_asked else "Régler",
        url=reverse("sessions:difference", args=[row.difference.pk]),
    )  # fmt: skip


def _moved(reader: DeskReader) -> Iterator[DeskEntry]:
    """Sessions whose state changed in a week, orders and amendments signed, files received."""
    if reader.is_today:
        sessions = session_news(reader, most=_MAX_CHANGES, names_provider=True)
        yield from latest_first((*sessions, *_signed_news(reader), *_file_news(reader)))


def _signed_news(reader: DeskReader) -> Iterator[tuple[datetime, DeskEntry]]:
    for each in recently_signed(actor=reader.actor, since=reader.news_since, most=_MAX_SIGNED):
        if each.signed_at:
            amount = f", {format_euros(each.cents)}" if each.cents else ""
            yield each.signed_at, DeskEntry(
                f"{each.order_number} : signé par {each.signed_by_name}",
                f"{PREPARATION_LABELS[PreparationKind(each.kind)]} · {each.provider.name}{amount}",
                format_day(each.signed_at.astimezone(PARIS)), verb="Lire",
                url=reverse("sessions:preparation", args=[each.pk]),
            )  # fmt: skip


def _file_news(reader: DeskReader) -> Iterator[tuple[datetime, DeskEntry]]:
    kind = file_kind(CATALOGUE_KIND)
    files = region_files(actor=reader.actor, kind=kind).filter(received_at__gte=reader.news_since)
    for file in files[:_MAX_FILES]:
        yield file.received_at, DeskEntry(
            f"Fichier reçu : {file.file_name}", file.person_name,
            format_day(file.received_at.astimezone(PARIS)), verb="Le lire",
            url=reverse("intake:file", args=[kind.code, file.pk]),
        )  # fmt: skip


def _followed(reader: DeskReader) -> Iterator[DeskEntry]:
    if not (reader.is_today and reader.purchases.is_buying):
        return
    yield from _risk(reader)
    yield from _lots(reader)
    year = reader.on.year
    total = orders_total(actor=reader.actor, year=year)
    if total.orders:
        lost = f", dont {pluralise(total.places.lost, 'place perdue', 'places perdues')}" if total.places.lost else ""
        yield DeskEntry(
            f"{pluralise(total.orders, 'commande')} en {year}",
            f"{pluralise(total.places.counted, 'place')} pour {format_euros(total.places.cents_counted)}{lost}",
            verb="Voir les commandes", url=f"{reverse('sessions:orders')}?annee={year}",
        )  # fmt: skip


def _risk(reader: DeskReader) -> Iterator[DeskEntry]:
    """Sessions short of people, as the page about them counts those of the two months in which a session is decided."""
    lines = sessions_at_risk(actor=reader.actor, host_id=reader.purchases.host_id, weeks=_RISK_WEEKS, on=reader.on)
    if not lines:
        return
    under = sum(line.risk is FillingRisk.UNDER_MINIMUM for line in lines)
    missing = "" if any(line.is_masked for line in lines) else (
        f" ; il manque {pluralise(sum(line.filling.missing for line in lines), 'admission')}"
    )  # fmt: skip
    yield DeskEntry(
        f"{pluralise(len(lines), 'session')} avec trop peu de personnes",
        f"dont {format_number(under)} sous leur minimum{missing}", f"commencent sous {_RISK_WEEKS} semaines", "watch",
        "Les voir", f"{reverse('outcomes:risk')}?semaines={_RISK_WEEKS}",
    )  # fmt: skip


def _lots(reader: DeskReader) -> Iterator[DeskEntry]:
    """Lots that no order answers yet, then those whose orders do not hold all their places."""
    host_id, url = reader.purchases.host_id, reverse("sessions:lots")
    total = lots_total(actor=reader.actor, host_id=host_id)
    if total.open_lots:
        yield DeskEntry(
            f"{pluralise(total.open_lots, 'lot')} en préparation ou en consultation",
            f"{pluralise(total.open_places, 'place')}, sans commande", verb="Voir les lots", url=url,
        )  # fmt: skip
    left = places_left_to_order(actor=reader.actor, host_id=host_id)
    if left:
        yield DeskEntry(
            pluralise(len(left), "lot attribué, commandé en partie", "lots attribués, commandés en partie"),
            f"il reste {pluralise(sum(each.places for each in left), 'place')} à commander",
            verb="Voir le lot" if len(left) == 1 else "Voir les lots",
            url=reverse("sessions:lot", args=[left[0].code]) if len(left) == 1 else url,
        )  # fmt: skip


def _answer(reader: DeskReader) -> str:
    """« 2 commandes ou avenants à signer ; 12 demandes d’organismes, dont 4 en retard ; … »."""
    tasks = reader.purchases
    late = sum(row.is_late(reader.on) for row in tasks.requests)
    parts = (
        (len(tasks.preparations), "commande ou avenant à signer", "commandes ou avenants à signer", ""),
        (len(tasks.requests), "demande d’organisme", "demandes d’organismes",
         f", dont {format_number(late)} en retard" if late else ""),
        (len(tasks.sessions), "session proche à décider", "sessions proches à décider", ""),
        (len(tasks.differences), "différence à régler", "différences à régler", ""),
    )  # fmt: skip
    return join_counts(parts)


DESK = RoleDesk(
    "buying",
    frozenset({Role.BUYER}),
    -20,
    waiting=_waiting,
    moved=_moved,
    followed=_followed,
    answer=_answer,
    subject="mes sessions, mes lots, mes commandes, le plan",
    links=BUYER_LINKS,
)
