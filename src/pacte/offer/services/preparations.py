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
from pacte.kernel.errors import Conflict, PermissionDenied, deny_unless, ensure_found
from pacte.offer.models import Order, Preparation, Provider
from pacte.offer.permissions import OfferScope, buyer_organisation_ids
from pacte.offer.queries.purchases import committed_cents
from pacte.offer.records import PreparationKind, PreparationState
from pacte.offer.rules.orders import OrderTerms
from pacte.offer.rules.signatures import (
    AmendmentTerms,
    SignedContent,
    dump_amendment_terms,
    dump_order_terms,
    needs_second_signer,
    signed_content_digest,
)
from pacte.offer.services.apply_preparation import apply_preparation, check_order
from pacte.offer.services.field_limits import insert_unique, refuse_out_of_limits
from pacte.offer.services.permissions_check import (
    refuse_blank_reason,
    refuse_other_buyer,
    refuse_unless,
)
from pacte.offer.services.session_notifications import notify_signers

_OPEN = (PreparationState.WAITING, PreparationState.SENT_BACK)


@dataclass(frozen=True, slots=True)
class _PreparationInput:
    """Content of a preparation, before it is a row."""

    kind: PreparationKind
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
    Raises ``PermissionDenied`` (permission, other buyer), ``ValidationError`` (terms, session of another provider),
    ``NotFound`` (unknown lot or plan) or ``Conflict`` (number or key taken, session over).
    """
    refuse_unless(actor=actor, act="offer.purchase", scope=OfferScope(host_id))
    deny_unless(
        buyer_id in buyer_organisation_ids(actor, host_id),
        "other_buyer",
        "Vous n’achetez pas pour cet organisme.",
        hint="Choisissez le vôtre.",
    )
    check_order(actor=actor, terms=terms)
    refuse_out_of_limits(actor=actor, table=Preparation, values={"number": terms.number.strip()})
    preparation_input = _PreparationInput(
        PreparationKind.ORDER, host_id, buyer_id, provider, None, terms.number.strip(), dump_order_terms(terms)
    )
    return _create_preparation(actor, preparation_input, key or f"order:{uuid.uuid4()}", address)


def prepare_amendment(
    *, actor: Actor, order: Order, terms: AmendmentTerms, key: str = "", address: str = ""
) -> Preparation:
    """Prepare an amendment of the order or a correction of one of its entries. Raises as ``prepare_order``."""
    refuse_other_buyer(actor=actor, order=order)
    refuse_blank_reason(actor=actor, reason=terms.reason)
    preparation_input = _PreparationInput(
        terms.kind, order.organisation_id, order.buyer_id, order.provider, order, "", dump_amendment_terms(terms)
    )
    return _create_preparation(actor, preparation_input, key or f"amendment:{uuid.uuid4()}", address)


def correct_preparation(
    *,
    actor: Actor,
    preparation: Preparation,
    terms: OrderTerms | AmendmentTerms,
    provider: Provider | None = None,
    address: str = "",
) -> Preparation:
    """Change the terms of an unsigned preparation; the former terms can no longer be signed. For the preparer only.

    Raises ``PermissionDenied``, ``ValidationError`` or ``Conflict`` (signed or withdrawn meanwhile).
    """
    with _edit_preparation(actor, preparation, "offer.correct_preparation") as row:
        if isinstance(terms, OrderTerms):
            check_order(actor=actor, terms=terms)
            text, number = dump_order_terms(terms), terms.number.strip()
        else:
            text, number = dump_amendment_terms(terms), ""
        kind = terms.kind if isinstance(terms, AmendmentTerms) else PreparationKind.ORDER
        if kind != row.kind:
            raise Conflict("preparation_kind", "Cet acte ne devient pas un autre.", hint="Retirez-le, puis préparez.")
        preparation_input = _PreparationInput(
            kind, row.organisation_id, row.buyer_id, provider or row.provider, row.order, number, text
        )
        if kind is PreparationKind.ORDER and number != row.number:
            _lock(f"{preparation_input.host_id}:{number}")
            _refuse_duplicate(preparation_input, apart_from=row.pk)
        _fill_row(actor, row, preparation_input)
        row.state, row.reason, row.answered_by_name, row.answered_at = PreparationState.WAITING, "", "", None
        row.save()
        _sign_or_notify(actor, row, address)
    return _read(preparation.pk)


def withdraw_preparation(*, actor: Actor, preparation: Preparation, reason: str) -> None:
    """Withdraw a preparation. For the preparer only. Raises ``PermissionDenied``, ``ValidationError`` (no reason) or
    ``Conflict``.
    """
    refuse_blank_reason(actor=actor, reason=reason)
    with _edit_preparation(actor, preparation, "offer.withdraw_preparation", reason=reason) as row:
        row.state, row.reason = PreparationState.WITHDRAWN, reason.strip()
        row.answered_by_name, row.answered_at = actor.name[:200], now()
        row.save(update_fields=["state", "reason", "answered_by_name", "answered_at"])


def _create_preparation(actor: Actor, preparation_input: _PreparationInput, key: str, address: str) -> Preparation:
    with audit_event(actor=actor, name="offer.prepare", organisation_id=preparation_input.host_id) as entry:
        # Serialise by number or by order: a repeated request finds the row created by the first one.
        _lock(
            f"{preparation_input.host_id}:{preparation_input.number}"
            if preparation_input.order is None
            else f"order:{preparation_input.order.pk}"
        )
        existing = _existing_preparation(preparation_input, key)
        if existing is not None:
            entry.set_subject("preparation", existing.pk, _label(existing))
            entry.detail.update(repeated=True)
            return existing
        _refuse_duplicate(preparation_input)
        row = Preparation(key=key)
        _fill_row(actor, row, preparation_input)
        insert_unique(actor=actor, row=row, conflict=_duplicate_conflict(preparation_input))
        entry.set_subject("preparation", row.pk, _label(row))
        entry.detail.update(kind=row.kind, cents=row.cents, digest=row.digest, needs_two=row.needs_two)
        _sign_or_notify(actor, row, address)
    return _read(row.pk)


def _sign_or_notify(actor: Actor, row: Preparation, address: str) -> None:
    """Sign a small purchase for its preparer; for a larger one, notify the possible signers."""
    if row.needs_two:
        notify_signers(actor=actor, preparation=row, address=address)
    else:
        sign_row(actor=actor, row=row)
        apply_preparation(actor=actor, preparation=row)


def sign_row(*, actor: Actor, row: Preparation) -> None:
    """Sign a locked row, inside an audited act. The caller checks that the actor may sign."""
    row.state, row.signed_by_id, row.signed_by_name = PreparationState.SIGNED, actor.person_id, actor.name[:200]
    row.signed_at, row.signed_digest = now(), row.digest
    row.save(update_fields=["state", "signed_by", "signed_by_name", "signed_at", "signed_digest"])


def _fill_row(actor: Actor, row: Preparation, preparation_input: _PreparationInput) -> None:
    """Fill all fields covered by the digest, with the amount found by a dry run."""
    row.organisation_id, row.buyer_id, row.provider = (
        preparation_input.host_id,
        preparation_input.buyer_id,
        preparation_input.provider,
    )
    row.kind, row.order, row.number, row.terms = (
        preparation_input.kind,
        preparation_input.order,
        preparation_input.number,
        preparation_input.terms,
    )
    row.prepared_by_id, row.prepared_by_name, row.prepared_at = actor.person_id or 0, actor.name[:200], now()
    before, after = _dry_run(actor, preparation_input)
    row.cents = after - before
    row.needs_two = needs_second_signer(
        before_cents=before, after_cents=after, from_cents=settings.TWO_PEOPLE_FROM_CENTS
    )
    row.digest = _digest_of(row)


def _dry_run(actor: Actor, preparation_input: _PreparationInput) -> tuple[int, int]:
    """Committed amount of the order before and after, in cents. All writes are rolled back."""
    before = 0 if preparation_input.order is None else committed_cents(actor=actor, order=preparation_input.order)
    saved = transaction.savepoint()
    try:
        name = f"trial:{uuid.uuid4()}"
        row = Preparation(
            organisation_id=preparation_input.host_id,
            buyer_id=preparation_input.buyer_id,
            provider=preparation_input.provider,
            order=preparation_input.order,
            kind=preparation_input.kind,
            number=name,
            terms=preparation_input.terms,
            cents=0,
            key=name,
            needs_two=False,
            prepared_by_id=actor.person_id,
            prepared_at=now(),
        )
        row.digest = _digest_of(row)
        row.save(force_insert=True)
        sign_row(actor=actor, row=row)
        order = apply_preparation(actor=actor, preparation=row, is_dry_run=True)
        after = committed_cents(actor=actor, order=order)
    finally:
        transaction.savepoint_rollback(saved)
    if preparation_input.order is not None:
        preparation_input.order.refresh_from_db()
    return before, after


def _digest_of(row: Preparation) -> str:
    return signed_content_digest(
        SignedContent(
            PreparationKind(row.kind), row.organisation_id, row.buyer_id, row.provider_id, row.order_id or 0, row.cents,
            row.terms,
        )
    )  # fmt: skip


def _existing_preparation(preparation_input: _PreparationInput, key: str) -> Preparation | None:
    """Preparation already created by the same request. Raises ``Conflict`` when its key was used for other terms."""
    existing = (
        Preparation.objects.filter(organisation_id=preparation_input.host_id, key=key)
        .exclude(state=PreparationState.WITHDRAWN)
        .first()
    )
    if existing is not None and (existing.kind, existing.terms) != (preparation_input.kind, preparation_input.terms):
        raise Conflict("key_used", "Ce formulaire a déjà servi.", "Il portait autre chose.", "Rechargez la page.")
    return existing


def _refuse_duplicate(preparation_input: _PreparationInput, apart_from: int | None = None) -> None:
    if preparation_input.order is not None:
        return
    prepared = Preparation.objects.filter(
        organisation_id=preparation_input.host_id, kind=preparation_input.kind, number=preparation_input.number
    )
    if (
        prepared.exclude(state=PreparationState.WITHDRAWN).exclude(pk=apart_from).exists()
        or Order.objects.filter(organisation_id=preparation_input.host_id, number=preparation_input.number).exists()
    ):
        raise _duplicate_conflict(preparation_input)


def _duplicate_conflict(preparation_input: _PreparationInput) -> Conflict:
    if preparation_input.order is not None:
        return Conflict("key_used", "Ce formulaire a déjà servi.", hint="Rechargez la page.")
    return Conflict("order_exists", f"La commande {preparation_input.number} existe déjà.", hint="Faites un avenant.")


def _lock(name: str) -> None:
    """Take an advisory lock until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"offer.prepare:{name}"])


@contextmanager
def _edit_preparation(actor: Actor, preparation: Preparation, name: str, *, reason: str = "") -> Iterator[Preparation]:
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
        row = lock_preparation(actor=actor, preparation=preparation)
        if row.prepared_by_id != actor.person_id:
            raise PermissionDenied(
                "other_preparer", "Une autre personne a préparé cet acte.", hint="Renvoyez-le-lui avec un motif."
            )
        if row.state not in _OPEN:
            raise not_pending_conflict(actor=actor, row=row)
        before = row.digest
        yield row
        entry.detail.update(before=before, after=row.digest, state=str(row.state))


def lock_preparation(*, actor: Actor, preparation: Preparation) -> Preparation:
    """Lock the row until the end of the transaction. Raises ``NotFound``."""
    return ensure_found(
        (
            Preparation.objects.select_for_update(of=("self",))
            .select_related("provider", "order")
            .filter(pk=preparation.pk)
        ).first()
    )


def not_pending_conflict(*, actor: Actor, row: Preparation) -> Conflict:
    """Error for a preparation that is no longer waiting."""
    status = "déjà signé" if row.state == PreparationState.SIGNED else "retiré"
    if row.state == PreparationState.SENT_BACK:
        status = "renvoyé à qui l’a préparé"
    return Conflict("preparation_over", f"Cet acte est {status}.", hint="Rechargez la page.")


def _label(row: Preparation) -> str:
    return row.number or (row.order.number if row.order else "")


def _read(identifier: int) -> Preparation:
    return Preparation.objects.select_related("provider", "order", "signed_order").get(pk=identifier)
