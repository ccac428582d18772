"""Preparations that wait for a second signer; who may sign, and who can appoint a signer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from pacte.accounts.models import Membership, Person
from pacte.accounts.queries import substitutions, valid_on
from pacte.accounts.records import SubstitutionRow, display_name
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import paris_date
from pacte.kernel.errors import ensure_found
from pacte.offer.models import Order, Preparation, Session
from pacte.offer.permissions import hosts_with_offer_right
from pacte.offer.queries.access import session_queryset, visible_orders
from pacte.offer.queries.people import buyer_ids_of_host
from pacte.offer.records import PreparationKind, PreparationState
from pacte.offer.rules.orders import OrderTerms
from pacte.offer.rules.signatures import AmendmentTerms, load_amendment_terms, load_order_terms, signing_refusal

_OPEN = (PreparationState.WAITING, PreparationState.SENT_BACK)


@dataclass(frozen=True, slots=True)
class SignerCandidates:
    """Names of possible signers; when there are none, ``appointers`` can grant the buyer role."""

    signers: tuple[str, ...]
    appointers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreparationDetail:
    """A preparation with its terms, ``order`` or ``amendment``. ``sessions``: sessions of the terms, by id."""

    preparation: Preparation
    sessions: dict[int, Session]
    order: OrderTerms | None = None
    amendment: AmendmentTerms | None = None


def open_preparations(*, actor: Actor) -> list[Preparation]:
    """Preparations neither signed nor withdrawn, oldest first, for readers of the purchases of the Region."""
    return list(_visible_preparations(actor).filter(state__in=_OPEN).order_by("prepared_at", "pk"))


def preparations_to_sign(*, actor: Actor, on: date) -> list[Preparation]:
    """Preparations that wait for the actor's signature. Two queries."""
    buying = {(post.host_id, post.organisation_id) for post in actor.memberships if post.role is Role.BUYER}
    if not buying:
        return []
    lines = substitutions(actor=actor)
    return [
        each
        for each in open_preparations(actor=actor)
        if each.state == PreparationState.WAITING
        and (each.organisation_id, each.buyer_id) in buying
        and _refusal(each, actor.person_id, on, lines) is None
    ]


def recently_signed(*, actor: Actor, since: datetime, most: int) -> list[Preparation]:
    """Those signed since that instant, the latest first, for readers of the purchases of the Region. One query."""
    rows = _visible_preparations(actor).filter(state=PreparationState.SIGNED, signed_at__gte=since)
    return list(rows.order_by("-signed_at", "-pk")[:most])


def preparation_by_id(*, actor: Actor, preparation_id: int) -> Preparation:
    """Raises ``NotFound``."""
    return ensure_found(_visible_preparations(actor).filter(pk=preparation_id).first())


def preparation_detail(*, actor: Actor, preparation_id: int) -> PreparationDetail:
    """One preparation with its terms and their sessions. Raises ``NotFound``."""
    preparation = preparation_by_id(actor=actor, preparation_id=preparation_id)
    if preparation.kind == PreparationKind.ORDER:
        order = load_order_terms(preparation.terms)
        sessions = session_queryset(actor=actor).in_bulk([line.session_id for line in order.lines])
        return PreparationDetail(preparation, sessions, order=order)
    amendment = load_amendment_terms(preparation.terms)
    named = [each for each in (amendment.session_id, amendment.target_id) if each is not None]
    return PreparationDetail(preparation, session_queryset(actor=actor).in_bulk(named), amendment=amendment)


def open_preparations_of_order(*, actor: Actor, order: Order) -> list[Preparation]:
    """Open amendments and corrections of the order."""
    return list(_visible_preparations(actor).filter(state__in=_OPEN, order=order).order_by("prepared_at", "pk"))


def signer_refusal(*, actor: Actor, preparation: Preparation, on: date) -> tuple[str, str] | None:
    """Reason why the actor, a buyer, cannot sign: (code, French sentence), or None."""
    lines = substitutions(actor=actor, person_id=preparation.prepared_by_id)
    return _refusal(preparation, actor.person_id, on, lines)


def signer_ids(*, actor: Actor, preparation: Preparation, on: date) -> set[int]:
    """Ids of the buyers of the same organisation, except the preparer and their substitutes."""
    host_id, buyer_id = preparation.organisation_id, preparation.buyer_id
    buyers = buyer_ids_of_host(actor=actor, host_id=host_id, on=on, buyer_ids=frozenset({buyer_id}))
    lines = substitutions(actor=actor, person_id=preparation.prepared_by_id)
    return {each for each in buyers if _refusal(preparation, each, on, lines) is None}


def signer_candidates(*, actor: Actor, preparation: Preparation, on: date) -> SignerCandidates:
    """Possible signers for display, or people who can appoint a second buyer."""
    signers = _names(Q(pk__in=signer_ids(actor=actor, preparation=preparation, on=on)))
    if signers:
        return SignerCandidates(signers, ())
    posts = Membership.objects.filter(valid_on(on), host_id=preparation.organisation_id, role=Role.ADMINISTRATOR)
    return SignerCandidates((), _names(Q(pk__in=posts.values("person_id"), is_active=True)))


def _refusal(
    preparation: Preparation, person_id: int | None, on: date, lines: Iterable[SubstitutionRow]
) -> tuple[str, str] | None:
    return signing_refusal(
        preparer_id=preparation.prepared_by_id,
        signer_id=person_id,
        prepared_on=paris_date(preparation.prepared_at),
        on=on,
        stand_ins=lines,
    )


def _names(which: Q) -> tuple[str, ...]:
    people = Person.objects.filter(which).order_by("last_name", "first_name", "pk")
    return tuple(display_name(each.first_name, each.last_name, each.email) for each in people)


def _visible_preparations(actor: Actor) -> QuerySet[Preparation]:
    """Preparations that the actor may read. Providers read none, another buyer than the Region its own."""
    queryset = Preparation.objects.select_related("provider", "buyer", "order")
    may_read = Q(organisation_id__in=hosts_with_offer_right(actor, "offer.read_purchases"))
    return queryset if actor.is_system else queryset.filter(may_read, visible_orders(actor=actor))
