"""Prepares, corrects and withdraws purchases. Only small orders enter the ledger here.

A preparation starts with a dry run, in a savepoint that is rolled back: errors of the signature appear early, and the
committed amount is read from the ledger.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied
from pacte.offer.models import Order, Preparation, Provider
from pacte.offer.permissions import OfferScope
from pacte.offer.queries.purchases import committed_cents
from pacte.offer.records import PreparationState, PreparedKind
from pacte.offer.rules.orders import OrderTerms
from pacte.offer.rules.signing import (
    AmendmentTerms,
    Signed,
    amendment_text,
    digest,
    needs_two,
    order_text,
)
from pacte.offer.services.applying import apply, check_order
from pacte.offer.services.fitting import insert_once, refuse_unfit
from pacte.offer.services.right import buying_for, refuse_other_buyer, refuse_unless, refuse_without_reason
from pacte.offer.services.telling import tell_of_preparation

_OPEN = (PreparationState.WAITING, PreparationState.SENT_BACK)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Content of a preparation, before it is a row."""

    kind: PreparedKind
    host_id: int
    buyer_id: int
    provider: Provider
    order: Order | None
    number: str
    terms: str


def prepare_order(
    *,
    actor: Actor,
    host_id: int,
    buyer_id: int,
    provider: Provider,
    terms: OrderTerms,
    key: str = "",
    address: str = "",
) -> Preparation:
    """Prepare an order for another buyer; below the threshold (``PACTE_TWO_PEOPLE_FROM``) it is signed at once.

    Idempotent: the same ``key`` with the same terms gives the same preparation. ``address``: URL of the signature page.
    Raises ``Refused`` (permission, other buyer), ``Invalid`` (terms, session of another provider), ``Unseen`` (unknown
    lot or plan) or ``Conflict`` (number or key taken, session over).
    """
    refuse_unless(actor=actor, act="offer.purchase", scope=OfferScope(host_id))
    if buyer_id not in buying_for(actor=actor, host_id=host_id):
        raise PermissionDenied("other_buyer", "Vous n’achetez pas pour cet organisme.", hint="Choisissez le vôtre.")
    check_order(actor=actor, terms=terms)
    refuse_unfit(actor=actor, table=Preparation, values={"number": terms.number.strip()})
    wanted = _Wanted(PreparedKind.ORDER, host_id, buyer_id, provider, None, terms.number.strip(), order_text(terms))
    return _prepare(actor, wanted, key or f"order:{uuid.uuid4()}", address)


def prepare_amendment(
    *, actor: Actor, order: Order, terms: AmendmentTerms, key: str = "", address: str = ""
) -> Preparation:
    """Prepare an amendment of the order or a correction of one of its entries. Raises as ``prepare_order``."""
    refuse_other_buyer(actor=actor, order=order)
    refuse_without_reason(actor=actor, reason=terms.reason)
    wanted = _Wanted(
        terms.kind, order.organisation_id, order.buyer_id, order.provider, order, "", amendment_text(terms)
    )
    return _prepare(actor, wanted, key or f"amendment:{uuid.uuid4()}", address)


def correct_preparation(
    *,
    actor: Actor,
    preparation: Preparation,
    terms: OrderTerms | AmendmentTerms,
    provider: Provider | None = None,
    address: str = "",
) -> Preparation:
    """Change the terms of an unsigned preparation; the former terms can no longer be signed. For the preparer only.

    Raises ``Refused``, ``Invalid`` or ``Conflict`` (signed or withdrawn meanwhile).
    """
    with _changing(actor, preparation, "offer.correct_preparation") as row:
        if isinstance(terms, OrderTerms):
            check_order(actor=actor, terms=terms)
            text, number = order_text(terms), terms.number.strip()
        else:
            text, number = amendment_text(terms), ""
        kind = terms.kind if isinstance(terms, AmendmentTerms) else PreparedKind.ORDER
        if kind != row.kind:
            raise Conflict("preparation_kind", "Cet acte ne devient pas un autre.", hint="Retirez-le, puis préparez.")
        wanted = _Wanted(kind, row.organisation_id, row.buyer_id, provider or row.provider, row.order, number, text)
        if kind is PreparedKind.ORDER and number != row.number:
            _lock(f"{wanted.host_id}:{number}")
            _refuse_taken(wanted, apart_from=row.pk)
        _fill(actor, row, wanted)
        row.state, row.reason, row.answered_by_name, row.answered_at = PreparationState.WAITING, "", "", None
        row.save()
        _finish(actor, row, address)
    return _read(preparation.pk)


def withdraw_preparation(*, actor: Actor, preparation: Preparation, reason: str) -> None:
    """Withdraw a preparation. For the preparer only. Raises ``Refused``, ``Invalid`` (no reason) or ``Conflict``."""
    refuse_without_reason(actor=actor, reason=reason)
    with _changing(actor, preparation, "offer.withdraw_preparation", reason=reason) as row:
        row.state, row.reason = PreparationState.WITHDRAWN, reason.strip()
        row.answered_by_name, row.answered_at = actor.name[:200], now()
        row.save(update_fields=["state", "reason", "answered_by_name", "answered_at"])


def _prepare(actor: Actor, wanted: _Wanted, key: str, address: str) -> Preparation:
    with audit_event(actor=actor, name="offer.prepare", organisation_id=wanted.host_id) as entry:
        # Serialise by number or by order: a repeated request finds the row created by the first one.
        _lock(f"{wanted.host_id}:{wanted.number}" if wanted.order is None else f"order:{wanted.order.pk}")
        found = _same(wanted, key)
        if found is not None:
            entry.set_subject("preparation", found.pk, _label(found))
            entry.detail.update(repeated=True)
            return found
        _refuse_taken(wanted)
        row = Preparation(key=key)
        _fill(actor, row, wanted)
        insert_once(actor=actor, row=row, conflict=_taken(wanted))
        entry.set_subject("preparation", row.pk, _label(row))
        entry.detail.update(kind=row.kind, cents=row.cents, digest=row.digest, needs_two=row.needs_two)
        _finish(actor, row, address)
    return _read(row.pk)


def _finish(actor: Actor, row: Preparation, address: str) -> None:
    """Sign a small purchase for its preparer; for a larger one, notify the possible signers."""
    if row.needs_two:
        tell_of_preparation(actor=actor, preparation=row, address=address)
    else:
        sign_row(actor=actor, row=row)
        apply(actor=actor, preparation=row)


def sign_row(*, actor: Actor, row: Preparation) -> None:
    """Sign a locked row, inside an audited act. The caller checks that the actor may sign."""
    row.state, row.signed_by_id, row.signed_by_name = PreparationState.SIGNED, actor.person_id, actor.name[:200]
    row.signed_at, row.signed_digest = now(), row.digest
    row.save(update_fields=["state", "signed_by", "signed_by_name", "signed_at", "signed_digest"])


def _fill(actor: Actor, row: Preparation, wanted: _Wanted) -> None:
    """Fill all fields covered by the digest, with the amount found by a dry run."""
    row.organisation_id, row.buyer_id, row.provider = wanted.host_id, wanted.buyer_id, wanted.provider
    row.kind, row.order, row.number, row.terms = wanted.kind, wanted.order, wanted.number, wanted.terms
    row.prepared_by_id, row.prepared_by_name, row.prepared_at = actor.person_id or 0, actor.name[:200], now()
    before, after = _trial(actor, wanted)
    row.cents = after - before
    row.needs_two = needs_two(before_cents=before, after_cents=after, from_cents=settings.TWO_PEOPLE_FROM_CENTS)
    row.digest = _digest_of(row)


def _trial(actor: Actor, wanted: _Wanted) -> tuple[int, int]:
    """Committed amount of the order before and after, in cents. All writes are rolled back."""
    before = 0 if wanted.order is None else committed_cents(actor=actor, order=wanted.order)
    saved = transaction.savepoint()
    try:
        name = f"trial:{uuid.uuid4()}"
        row = Preparation(
            organisation_id=wanted.host_id, buyer_id=wanted.buyer_id, provider=wanted.provider, order=wanted.order,
            kind=wanted.kind, number=name, terms=wanted.terms, cents=0, key=name, needs_two=False,
            prepared_by_id=actor.person_id, prepared_at=now(),
        )  # fmt: skip
        row.digest = _digest_of(row)
        row.save(force_insert=True)
        sign_row(actor=actor, row=row)
        order = apply(actor=actor, preparation=row, is_trial=True)
        after = committed_cents(actor=actor, order=order)
    finally:
        transaction.savepoint_rollback(saved)
    if wanted.order is not None:
        wanted.order.refresh_from_db()
    return before, after


def _digest_of(row: Preparation) -> str:
    return digest(
        Signed(
            PreparedKind(row.kind), row.organisation_id, row.buyer_id, row.provider_id, row.order_id or 0, row.cents,
            row.terms,
        )
    )  # fmt: skip


def _same(wanted: _Wanted, key: str) -> Preparation | None:
    """Preparation already created by the same request. Raises ``Conflict`` when its key was used for other terms."""
    found = (
        Preparation.objects.filter(organisation_id=wanted.host_id, key=key)
        .exclude(state=PreparationState.WITHDRAWN)
        .first()
    )
    if found is not None and (found.kind, found.terms) != (wanted.kind, wanted.terms):
        raise Conflict("key_used", "Ce formulaire a déjà servi.", "Il portait autre chose.", "Rechargez la page.")
    return found


def _refuse_taken(wanted: _Wanted, apart_from: int | None = None) -> None:
    if wanted.order is not None:
        return
    prepared = Preparation.objects.filter(organisation_id=wanted.host_id, kind=wanted.kind, number=wanted.number)
    if (
        prepared.exclude(state=PreparationState.WITHDRAWN).exclude(pk=apart_from).exists()
        or Order.objects.filter(organisation_id=wanted.host_id, number=wanted.number).exists()
    ):
        raise _taken(wanted)


def _taken(wanted: _Wanted) -> Conflict:
    if wanted.order is not None:
        return Conflict("key_used", "Ce formulaire a déjà servi.", hint="Rechargez la page.")
    return Conflict("order_exists", f"La commande {wanted.number} existe déjà.", hint="Faites un avenant.")


def _lock(name: str) -> None:
    """Take an advisory lock until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"offer.prepare:{name}"])


@contextmanager
def _changing(actor: Actor, preparation: Preparation, name: str, *, reason: str = "") -> Iterator[Preparation]:
    """Audit a change and yield the locked row of an unsigned preparation of the actor."""
    refuse_unless(actor=actor, act="offer.purchase", scope=OfferScope(preparation.organisation_id))
    with audit_event(
        actor=actor,
        name=name,
        subject_kind="preparation",
        subject_id=preparation.pk,
        subject_label=_label(preparation),
        organisation_id=preparation.organisation_id,
        reason=reason,
    ) as entry:
        row = locked(actor=actor, preparation=preparation)
        if row.prepared_by_id != actor.person_id:
            raise PermissionDenied(
                "other_preparer", "Une autre personne a préparé cet acte.", hint="Renvoyez-le-lui avec un motif."
            )
        if row.state not in _OPEN:
            raise over(actor=actor, row=row)
        before = row.digest
        yield row
        entry.detail.update(before=before, after=row.digest, state=str(row.state))


def locked(*, actor: Actor, preparation: Preparation) -> Preparation:
    """Lock the row until the end of the transaction. Raises ``Unseen``."""
    found = (
        Preparation.objects.select_for_update(of=("self",))
        .select_related("provider", "order")
        .filter(pk=preparation.pk)
    ).first()
    if found is None:
        raise NotFound
    return found


def over(*, actor: Actor, row: Preparation) -> Conflict:
    """Error for a preparation that is no longer waiting."""
    said = "déjà signé" if row.state == PreparationState.SIGNED else "retiré"
    if row.state == PreparationState.SENT_BACK:
        said = "renvoyé à qui l’a préparé"
    return Conflict("preparation_over", f"Cet acte est {said}.", hint="Rechargez la page.")


def _label(row: Preparation) -> str:
    return row.number or (row.order.number if row.order else "")


def _read(identifier: int) -> Preparation:
    return Preparation.objects.select_related("provider", "order", "signed_order").get(pk=identifier)
