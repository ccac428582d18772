"""Differences between files and the ledger: raised here, then resolved by a person. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, ValidationError
from pacte.offer.models import LedgerDifference, Session, SessionPlaces
from pacte.offer.permissions import OfferScope
from pacte.offer.queries.access import can_on_session, session_by_id, session_queryset
from pacte.offer.queries.people import person_ids_of_provider
from pacte.offer.records import (
    DIFFERENCE_LABELS,
    ChangeCause,
    DecidedBy,
    EntryKind,
    LedgerDifferenceKind,
    LedgerDifferenceState,
    PlacesBalance,
    SessionState,
)
from pacte.offer.rules.differences import Discrepancy, FileSession, find_discrepancies, parse_dates
from pacte.offer.services.ledger import FROM_FILE_REASON, NewEntry, append_entries
from pacte.offer.services.permissions_check import refuse_blank_reason, refuse_unless, refuse_unless_on_session
from pacte.offer.services.places import open_places, set_minimum
from pacte.offer.services.session_notifications import notify_session_change
from pacte.offer.services.sessions import postpone_session, redate_session

_NEEDS_BUYER_ACTION = {
    LedgerDifferenceKind.PLACES_FINANCED: "Faites un avenant à la commande : les places achetées ne changent qu’ainsi.",
    LedgerDifferenceKind.ABSENT: "Annulez la session si elle n’aura pas lieu : ses places perdues resteront "
    "au registre.",
}


def compare_with_ledger(
    *, actor: Actor, host_id: int, file_sessions: Sequence[FileSession], file_id: int | None = None
) -> int:
    """Raise the differences of many sessions, inside the transaction of an import. Return the number of new ones.

    Sessions without a ledger are skipped. Values that the ledger does not know yet (places opened, minimum) are added
    to it as initial values of the provider. A difference resolved with the same two values is not raised again; an open
    one takes the new values of the file. Four queries, whatever the count. Sessions that the actor may not import are
    skipped.
    """
    by_id = {each.session_id: each for each in file_sessions}
    counted = SessionPlaces.objects.in_bulk(list(by_id))
    rows = session_queryset(actor=actor).filter(training_action__training__host_id=host_id).in_bulk(list(counted))
    sessions = {
        key: each for key, each in rows.items() if can_on_session(actor=actor, act="offer.import", session=each)
    }
    known = _existing_differences(sessions)
    fresh: list[LedgerDifference] = []
    for number, session in sessions.items():
        _append_initial_values(actor, session, by_id[number], counted[number])
        for discrepancy in _discrepancies(by_id[number], session, counted[number]):
            existing = known.get((number, discrepancy.kind), [])
            if _is_settled(existing, discrepancy):
                continue
            waiting = next((each for each in existing if each.state in _WAITING), None)
            if waiting is None:
                fresh.append(_difference_row(session, discrepancy, by_id[number], file_id))
            elif (waiting.ledger_value, waiting.file_value) != (discrepancy.ledger_value, discrepancy.file_value):
                waiting.ledger_value, waiting.file_value = discrepancy.ledger_value, discrepancy.file_value
                waiting.site_id_in_file = by_id[number].site_id
                waiting.file_id = file_id
                waiting.save(update_fields=["ledger_value", "file_value", "site_id_in_file", "file_id"])
    LedgerDifference.objects.bulk_create(fresh)
    return len(fresh)


def accept_file(
    *,
    actor: Actor,
    difference: LedgerDifference,
    reason: str,
    on: date,
    cause: ChangeCause = ChangeCause.OTHER,
    decided_by: DecidedBy = DecidedBy.PROVIDER,
) -> None:
    """Resolve in favour of the file: its value enters the ledger, as an act of the actor.

    Differences on bought places or an absent session cannot be accepted: ``ValidationError`` gives the alternative. A
    later start is a postponement, with its cause.
    """
    _refuse(actor, difference, reason)
    kind = LedgerDifferenceKind(difference.kind)
    if kind in _NEEDS_BUYER_ACTION:
        raise ValidationError(
            "difference_of_the_buyer", "Le fichier ne suffit pas pour changer cela.", hint=_NEEDS_BUYER_ACTION[kind]
        )
    session = session_by_id(actor=actor, session_id=difference.session_id)
    with audit_event(
        actor=actor,
        name="offer.accept_file",
        subject_kind="session",
        subject_id=session.pk,
        subject_label=str(session.triplet),
        organisation_id=difference.organisation_id,
        reason=reason,
    ) as entry:
        _lock(difference)
        if kind is LedgerDifferenceKind.PLACES_OPENED:
            count = int(difference.file_value)
            open_places(actor=actor, session=session, count=count, on=on, reason=reason, cause=cause)
        elif kind is LedgerDifferenceKind.MINIMUM:
            set_minimum(actor=actor, session=session, count=int(difference.file_value), on=on, reason=reason)
        elif kind is LedgerDifferenceKind.DATES:
            _apply_dates(actor, session, difference, on, cause, decided_by, reason)
        else:
            session.site_id, session.changed_at = difference.site_id_in_file, now()
            session.save(update_fields=["site", "changed_at"])
        _resolve(actor, difference, LedgerDifferenceState.FILE_ACCEPTED, reason)
        entry.detail.update(kind=kind, before=difference.ledger_value, after=difference.file_value)


def keep_ledger(*, actor: Actor, difference: LedgerDifference, reason: str) -> None:
    """Resolve in favour of the ledger. The same file will not raise the difference again."""
    _refuse(actor, difference, reason)
    with audit_event(
        actor=actor,
        name="offer.keep_ledger",
        subject_kind="session",
        subject_id=difference.session_id,
        subject_label=str(difference.session.triplet),
        organisation_id=difference.organisation_id,
        reason=reason,
    ) as entry:
        _lock(difference)
        _resolve(actor, difference, LedgerDifferenceState.LEDGER_KEPT, reason)
        entry.detail.update(kind=difference.kind, kept=difference.ledger_value, refused=difference.file_value)


def ask_provider(*, actor: Actor, difference: LedgerDifference, question: str, address: str = "") -> None:
    """Ask the provider which value is right. The difference waits for the reply."""
    _refuse(actor, difference, question)
    session = session_by_id(actor=actor, session_id=difference.session_id)
    with audit_event(
        actor=actor,
        name="offer.ask_provider",
        subject_kind="session",
        subject_id=session.pk,
        subject_label=str(session.triplet),
        organisation_id=difference.organisation_id,
        reason=question,
    ):
        locked = _lock(difference)
        locked.state, locked.question = LedgerDifferenceState.ASKED, question.strip()
        locked.save(update_fields=["state", "question"])
        label = DIFFERENCE_LABELS[LedgerDifferenceKind(difference.kind)]
        notify_session_change(
            actor=actor,
            session=session,
            person_ids=person_ids_of_provider(
                actor=actor, provider=session.provider, host_id=difference.organisation_id, on=today()
            ),
            kind="offer.ledgerdifference",
            subject=f"Votre fichier et le registre diffèrent : {label}",
            text=f"« {session.training.title} », session {session.triplet}. {question.strip()}",
            address=address,
            key=f"offer.difference:{difference.pk}",
        )
    difference.refresh_from_db()


def reply_to_difference(*, actor: Actor, difference: LedgerDifference, reply: str) -> None:
    """Record the reply of the provider; the buyer then resolves the difference."""
    scope = OfferScope(difference.organisation_id, difference.provider.body_id)
    refuse_unless(actor=actor, act="offer.ask", scope=scope)
    refuse_blank_reason(actor=actor, reason=reply)
    with audit_event(
        actor=actor,
        name="offer.reply_to_difference",
        subject_kind="session",
        subject_id=difference.session_id,
        subject_label=str(difference.session.triplet),
        organisation_id=difference.organisation_id,
        reason=reply,
    ):
        locked = _lock(difference)
        locked.reply = reply.strip()
        locked.save(update_fields=["reply"])
    difference.refresh_from_db()


_WAITING = (LedgerDifferenceState.OPEN, LedgerDifferenceState.ASKED)


def _append_initial_values(actor: Actor, session: Session, file_session: FileSession, row: SessionPlaces) -> None:
    if session.state in (SessionState.CANCELLED, SessionState.ENDED):
        return
    words = (
        (EntryKind.OPENED, file_session.places if row.opened is None else None),
        (EntryKind.MINIMUM, file_session.minimum if not row.minimum else None),
    )
    lines = [NewEntry(kind, count, reason=FROM_FILE_REASON) for kind, count in words if count]
    if lines:
        append_entries(actor=actor, session=session, on=today(), new_entries=lines)


def _existing_differences(sessions: dict[int, Session]) -> dict[tuple[int, str], list[LedgerDifference]]:
    known: dict[tuple[int, str], list[LedgerDifference]] = {}
    for each in LedgerDifference.objects.filter(session_id__in=list(sessions)).order_by("pk"):
        known.setdefault((each.session_id, each.kind), []).append(each)
    return known


def _is_settled(rows: list[LedgerDifference], discrepancy: Discrepancy) -> bool:
    """True when the last resolution, on the same values, was to keep the ledger."""
    settled = [each for each in rows if each.state not in _WAITING]
    return bool(settled) and (
        settled[-1].state == LedgerDifferenceState.LEDGER_KEPT
        and (settled[-1].ledger_value, settled[-1].file_value) == (discrepancy.ledger_value, discrepancy.file_value)
    )


def _discrepancies(file_session: FileSession, session: Session, row: SessionPlaces) -> tuple[Discrepancy, ...]:
    state = PlacesBalance(
        planned=row.planned,
        bought=row.counted,
        minimum=row.minimum,
        lost=row.lost,
    )
    return find_discrepancies(
        file_session,
        places=state,
        opened=row.opened,
        state=SessionState(session.state),
        starts_on=session.starts_on,
        ends_on=session.ends_on,
        commune_code=session.site.commune_code if session.site else "",
    )


def _difference_row(
    session: Session, discrepancy: Discrepancy, file_session: FileSession, file_id: int | None
) -> LedgerDifference:
    return LedgerDifference(
        organisation_id=session.training.host_id,
        provider=session.provider,
        session=session,
        file_id=file_id,
        kind=discrepancy.kind,
        ledger_value=discrepancy.ledger_value,
        file_value=discrepancy.file_value,
        site_id_in_file=file_session.site_id,
        found_at=now(),
    )


def _refuse(actor: Actor, difference: LedgerDifference, reason: str) -> None:
    refuse_unless_on_session(actor=actor, act="offer.settle", session=difference.session)
    refuse_blank_reason(actor=actor, reason=reason)


def _lock(difference: LedgerDifference) -> LedgerDifference:
    locked = LedgerDifference.objects.select_for_update(of=("self",)).get(pk=difference.pk)
    if locked.state not in _WAITING:
        raise Conflict("difference_settled", "Cette différence est déjà réglée.", hint="Rechargez la page.")
    return locked


def _resolve(actor: Actor, difference: LedgerDifference, state: LedgerDifferenceState, reason: str) -> None:
    LedgerDifference.objects.filter(pk=difference.pk).update(
        state=state, reason=reason.strip(), settled_at=now(), settled_by_name=actor.name[:200]
    )
    difference.refresh_from_db()


def _apply_dates(
    actor: Actor,
    session: Session,
    difference: LedgerDifference,
    on: date,
    cause: ChangeCause,
    decided_by: DecidedBy,
    reason: str,
) -> None:
    starts_on, ends_on = parse_dates(difference.file_value)
    if starts_on and session.starts_on and starts_on > session.starts_on:
        postpone_session(
            actor=actor,
            session=session,
            on=on,
            starts_on=starts_on,
            ends_on=ends_on,
            cause=cause,
            decided_by=decided_by,
            reason=reason,
        )
    else:
        redate_session(actor=actor, session=session, on=on, starts_on=starts_on, ends_on=ends_on, reason=reason)
