"""Differences between files and the ledger: raised here, then resolved by a person. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, ValidationError
from pacte.offer.models import Difference, Session, SessionPlaces
from pacte.offer.permissions import OfferScope
from pacte.offer.queries.people import people_of_provider
from pacte.offer.queries.reach import can, session_by_id, session_rows
from pacte.offer.records import (
    DIFFERENCE_LABELS,
    Cause,
    DecidedBy,
    DifferenceKind,
    DifferenceState,
    EntryKind,
    Places,
    SessionState,
)
from pacte.offer.rules.differences import FileSession, Found, dates_in, differences
from pacte.offer.services.ledger import SAID_BY_THE_FILE, NewEntry, append
from pacte.offer.services.places import open_places, set_minimum
from pacte.offer.services.right import refuse_unless, refuse_without_reason
from pacte.offer.services.sessions import postpone_session, redate_session
from pacte.offer.services.telling import tell_of_session

_BY_THE_BUYER = {
    DifferenceKind.PLACES_FINANCED: "Faites un avenant à la commande : les places achetées ne changent qu’ainsi.",
    DifferenceKind.ABSENT: "Annulez la session si elle n’aura pas lieu : ses places perdues resteront au registre.",
}


def compare_with_ledger(
    *, actor: Actor, host_id: int, said: Sequence[FileSession], delivery_id: int | None = None
) -> int:
    """Raise the differences of many sessions, inside the transaction of an import. Return the number of new ones.

    Sessions without a ledger are skipped. Values that the ledger does not know yet (places opened, minimum) are added
    to it as initial values of the provider. A difference resolved with the same two values is not raised again; an open
    one takes the new values of the file. Four queries, whatever the count. Sessions that the actor may not import are
    skipped.
    """
    by_id = {each.session_id: each for each in said}
    counted = SessionPlaces.objects.in_bulk(list(by_id))
    rows = session_rows(actor=actor).filter(training_action__training__host_id=host_id).in_bulk(list(counted))
    sessions = {key: each for key, each in rows.items() if can(actor=actor, act="offer.import", session=each)}
    known = _known(sessions)
    fresh: list[Difference] = []
    for number, session in sessions.items():
        _take_first_words(actor, session, by_id[number], counted[number])
        for found in _compare(by_id[number], session, counted[number]):
            asked = known.get((number, found.kind), [])
            if _is_settled(asked, found):
                continue
            waiting = next((each for each in asked if each.state in _WAITING), None)
            if waiting is None:
                fresh.append(_row(session, found, by_id[number], delivery_id))
            elif (waiting.ledger_value, waiting.file_value) != (found.ledger_value, found.file_value):
                waiting.ledger_value, waiting.file_value = found.ledger_value, found.file_value
                waiting.site_id_in_file = by_id[number].site_id
                waiting.delivery_id = delivery_id
                waiting.save(update_fields=["ledger_value", "file_value", "site_id_in_file", "delivery_id"])
    Difference.objects.bulk_create(fresh)
    return len(fresh)


def accept_file(
    *,
    actor: Actor,
    difference: Difference,
    reason: str,
    on: date,
    cause: Cause = Cause.OTHER,
    decided_by: DecidedBy = DecidedBy.PROVIDER,
) -> None:
    """Resolve in favour of the file: its value enters the ledger, as an act of the actor.

    Differences on bought places or an absent session cannot be accepted: ``Invalid`` gives the alternative. A later
    start is a postponement, with its cause.
    """
    _refuse(actor, difference, reason)
    kind = DifferenceKind(difference.kind)
    if kind in _BY_THE_BUYER:
        raise ValidationError(
            "difference_of_the_buyer", "Le fichier ne suffit pas pour changer cela.", hint=_BY_THE_BUYER[kind]
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
        if kind is DifferenceKind.PLACES_OPENED:
            count = int(difference.file_value)
            open_places(actor=actor, session=session, count=count, on=on, reason=reason, cause=cause)
        elif kind is DifferenceKind.MINIMUM:
            set_minimum(actor=actor, session=session, count=int(difference.file_value), on=on, reason=reason)
        elif kind is DifferenceKind.DATES:
            _take_dates(actor, session, difference, on, cause, decided_by, reason)
        else:
            session.site_id, session.changed_at = difference.site_id_in_file, now()
            session.save(update_fields=["site", "changed_at"])
        _settle(actor, difference, DifferenceState.FILE_ACCEPTED, reason)
        entry.detail.update(kind=kind, before=difference.ledger_value, after=difference.file_value)


def keep_ledger(*, actor: Actor, difference: Difference, reason: str) -> None:
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
        _settle(actor, difference, DifferenceState.LEDGER_KEPT, reason)
        entry.detail.update(kind=difference.kind, kept=difference.ledger_value, refused=difference.file_value)


def ask_provider(*, actor: Actor, difference: Difference, question: str, address: str = "") -> None:
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
        locked.state, locked.question = DifferenceState.ASKED, question.strip()
        locked.save(update_fields=["state", "question"])
        label = DIFFERENCE_LABELS[DifferenceKind(difference.kind)]
        tell_of_session(
            actor=actor,
            session=session,
            person_ids=people_of_provider(
                actor=actor, provider=session.provider, host_id=difference.organisation_id, on=today()
            ),
            kind="offer.difference",
            subject=f"Votre fichier et le registre diffèrent : {label}",
            text=f"« {session.training.title} », session {session.triplet}. {question.strip()}",
            address=address,
            key=f"offer.difference:{difference.pk}",
        )
    difference.refresh_from_db()


def reply_to_difference(*, actor: Actor, difference: Difference, reply: str) -> None:
    """Record the reply of the provider; the buyer then resolves the difference."""
    scope = OfferScope(difference.organisation_id, difference.provider.body_id)
    refuse_unless(actor=actor, act="offer.ask", scope=scope)
    refuse_without_reason(actor=actor, reason=reply)
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


_WAITING = (DifferenceState.OPEN, DifferenceState.ASKED)


def _take_first_words(actor: Actor, session: Session, said: FileSession, row: SessionPlaces) -> None:
    if session.state in (SessionState.CANCELLED, SessionState.ENDED):
        return
    words = (
        (EntryKind.OPENED, said.places if row.opened is None else None),
        (EntryKind.MINIMUM, said.minimum if not row.minimum else None),
    )
    lines = [NewEntry(kind, count, reason=SAID_BY_THE_FILE) for kind, count in words if count]
    if lines:
        append(actor=actor, session=session, on=today(), lines=lines)


def _known(sessions: dict[int, Session]) -> dict[tuple[int, str], list[Difference]]:
    known: dict[tuple[int, str], list[Difference]] = {}
    for each in Difference.objects.filter(session_id__in=list(sessions)).order_by("pk"):
        known.setdefault((each.session_id, each.kind), []).append(each)
    return known


def _is_settled(rows: list[Difference], found: Found) -> bool:
    """True when the last resolution, on the same values, was to keep the ledger."""
    settled = [each for each in rows if each.state not in _WAITING]
    return bool(settled) and (
        settled[-1].state == DifferenceState.LEDGER_KEPT
        and (settled[-1].ledger_value, settled[-1].file_value) == (found.ledger_value, found.file_value)
    )


def _compare(said: FileSession, session: Session, row: SessionPlaces) -> tuple[Found, ...]:
    state = Places(
        planned=row.planned,
        bought=row.counted,
        minimum=row.minimum,
        lost=row.lost,
    )
    return differences(
        said,
        places=state,
        opened=row.opened,
        state=SessionState(session.state),
        starts_on=session.starts_on,
        ends_on=session.ends_on,
        commune_code=session.site.commune_code if session.site else "",
    )


def _row(session: Session, found: Found, said: FileSession, delivery_id: int | None) -> Difference:
    return Difference(
        organisation_id=session.training.host_id,
        provider=session.provider,
        session=session,
        delivery_id=delivery_id,
        kind=found.kind,
        ledger_value=found.ledger_value,
        file_value=found.file_value,
        site_id_in_file=said.site_id,
        found_at=now(),
    )


def _refuse(actor: Actor, difference: Difference, reason: str) -> None:
    scope = OfferScope(difference.organisation_id, difference.provider.body_id)
    refuse_unless(actor=actor, act="offer.settle", scope=scope)
    refuse_without_reason(actor=actor, reason=reason)


def _lock(difference: Difference) -> Difference:
    locked = Difference.objects.select_for_update(of=("self",)).get(pk=difference.pk)
    if locked.state not in _WAITING:
        raise Conflict("difference_settled", "Cette différence est déjà réglée.", hint="Rechargez la page.")
    return locked


def _settle(actor: Actor, difference: Difference, state: DifferenceState, reason: str) -> None:
    Difference.objects.filter(pk=difference.pk).update(
        state=state, reason=reason.strip(), settled_at=now(), settled_by_name=actor.name[:200]
    )
    difference.refresh_from_db()


def _take_dates(
    actor: Actor,
    session: Session,
    difference: Difference,
    on: date,
    cause: Cause,
    decided_by: DecidedBy,
    reason: str,
) -> None:
    starts_on, ends_on = dates_in(difference.file_value)
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
