"""A small offer for tests: the Region and provider of the cast, another provider, a few sessions and orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pacte.accounts.row_context import acting_as, set_row_context
from pacte.kernel.actor import Actor, Role
from pacte.offer import services
from pacte.offer.models import Amendment, Order, PlaceEntry, Preparation, Provider, Session
from pacte.offer.queries.access import session_by_id
from pacte.offer.records import (
    EntryMode,
    Fund,
    OrderForm,
    PreparationKind,
    PreparationState,
    PriceUnit,
    ProviderInput,
    SiteInput,
    TrainingActionInput,
    TrainingInput,
    TrainingNature,
    TrainingSessionInput,
)
from pacte.offer.rules.orders import OrderItemTerms, OrderTerms
from pacte.offer.rules.signatures import AmendmentTerms
from pacte.offer.services import prepare_amendment, prepare_order, sign_preparation, store_provider, store_trainings
from tests.cast import MACHINE, Cast, Member, gather_cast, hire_buyer

SIGNED = date(2020, 6, 18)
SECOND_BUYER = "acheteur-second@exemple.fr"
VIERZON = SiteInput("Atelier de Vierzon", ("12 rue du Métal",), "18100", "Vierzon", "18279", 47.2222, 2.0686)
BOURGES = SiteInput("Centre de Bourges", ("3 avenue du Lac",), "18000", "Bourges", "18033", 47.081, 2.3988)
TOURS = SiteInput("Centre de Tours", ("8 rue Nationale",), "37000", "Tours", "37261", 47.3941, 0.6848)
WELDING = TrainingInput(
    number="24_118402",
    title="Soudeur assembleur industriel",
    objective="Apprendre à assembler et à souder des pièces de métal, seul, en atelier ou sur un chantier.",
    is_certifying=True,
    formacodes=("23026",),
    nsf_codes=("254",),
    rome_codes=("H2913",),
    certifications=(("rncp", "34502"),),
    actions=(
        TrainingActionInput(
            number="24_1530117",
            site=VIERZON,
            hours_centre=665,
            hours_company=140,
            pace="Du lundi au jeudi, de 8 h à 16 h 30",
            prerequisites="Savoir lire une consigne et compter",
            sessions=(
                TrainingSessionInput("24_407731", date(2021, 1, 11), date(2021, 6, 11)),
                TrainingSessionInput("24_407732", date(2021, 3, 1), date(2021, 7, 30), site=BOURGES),
                TrainingSessionInput("24_407733", date(2021, 9, 6), date(2022, 2, 4)),
            ),
        ),
    ),
)
READING = TrainingInput(
    number="24_200001",
    title="Lire et écrire mieux",
    formacodes=("15043",),
    general_objective=5,
    actions=(
        TrainingActionInput(
            number="24_200002",
            site=BOURGES,
            entry_mode=EntryMode.ROLLING,
            sessions=(TrainingSessionInput("24_200003", date(2020, 9, 1), date(2021, 8, 31)),),
        ),
    ),
)
ELSEWHERE = TrainingInput(
    number="24_300001",
    title="Soudeur",
    is_certifying=True,
    formacodes=("23026",),
    certifications=(("rncp", "34502"),),
    actions=(
        TrainingActionInput(
            number="24_300002",
            site=TOURS,
            sessions=(TrainingSessionInput("24_300003", date(2021, 2, 1), date(2021, 6, 30), places_given=12),),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Offer:
    cast: Cast
    provider: Provider
    other: Provider
    sessions: dict[str, int]

    @property
    def host_id(self) -> int:
        return self.cast.region.pk

    def session(self, number: str = "24_407731") -> Session:
        return session_by_id(actor=MACHINE, session_id=self.sessions[number])

    def play(self, part: str) -> None:
        """Sets the row context to that member of the cast for the rest of the test."""
        set_row_context(self.cast[part].actor)


def gather_offer(cast: Cast | None = None) -> Offer:
    """Must run inside a test with a database. The row context is the machine's afterwards."""
    cast = cast or gather_cast()
    with acting_as(MACHINE):
        provider = store_provider(
            actor=MACHINE,
            host_id=cast.region.pk,
            provider_input=ProviderInput("73282932000074", "Métal Formation Berry", body_id=cast.provider.pk),
        )
        other = store_provider(
            actor=MACHINE, host_id=cast.region.pk, provider_input=ProviderInput("44306184100047", "Touraine Soudure")
        )
        done = store_trainings(actor=MACHINE, host_id=cast.region.pk, provider=provider, trainings=[WELDING, READING])
        more = store_trainings(actor=MACHINE, host_id=cast.region.pk, provider=other, trainings=[ELSEWHERE])
    set_row_context(MACHINE)
    return Offer(cast, provider, other, {**done.sessions, **more.sessions})


def terms_of(
    offer: Offer,
    *lines: tuple[str, int, int],
    number: str = "2020-0412",
    signed_on: date = SIGNED,
    ends_on: date = date(2022, 12, 31),
) -> dict[str, Any]:
    """Arguments of ``prepare_order`` for the Region, except the actor. Each line: session number, places, hours."""
    terms = OrderTerms(
        number=number,
        title="Soudage dans le Cher",
        form=OrderForm.FRAMEWORK_AGREEMENT,
        fund=Fund.PACT,
        domain_code="230",
        nature=TrainingNature.CERTIFYING,
        price_unit=PriceUnit.TRAINEE_HOUR,
        unit_price_cents=850,
        signed_on=signed_on,
        ends_on=ends_on,
        lines=tuple(OrderItemTerms(offer.sessions[session], places, hours) for session, places, hours in lines),
    )
    return {"host_id": offer.host_id, "buyer_id": offer.host_id, "provider": offer.provider, "terms": terms}


def order_of(offer: Offer, *lines: tuple[str, int, int], part: str = "buyer", **said: Any) -> Order:
    """Order of the Region, prepared by ``part`` and signed by another buyer."""
    # Reading the actor of a member sets the row context: do it once, before acting.
    buyer = offer.cast[part].actor
    with acting_as(buyer):
        made = prepare_order(
            **terms_of(offer, *lines, **said) | {"buyer_id": offer.cast[part].organisation.pk}, actor=buyer
        )
    return signed_by_another(made).signed_order


def signed_by_another(made: Preparation) -> Preparation:
    """Signs what waits, as the second buyer of its organisation (hired if there is none). Returns it as it is then."""
    if made.state == PreparationState.WAITING:
        second = second_buyer(made).actor
        with acting_as(second):
            sign_preparation(actor=second, preparation=made, digest=made.digest)
    with acting_as(MACHINE):
        return Preparation.objects.select_related("signed_order", "signed_amendment").get(pk=made.pk)


def second_buyer(made: Preparation) -> Member:
    with acting_as(MACHINE):
        is_region = made.buyer_id == made.organisation_id
        email = SECOND_BUYER if is_region else f"acheteur-second-{made.buyer_id}@exemple.fr"
        return hire_buyer(made.organisation, made.buyer, email)


def amend(actor: Actor, order: Order, kind: PreparationKind, **said: object) -> Amendment:
    """Amendment prepared by the actor and signed by another buyer. ``session``, ``origin``, ``target`` are sessions."""
    said.pop("address", None)
    for name, field in (("session", "session_id"), ("origin", "session_id"), ("target", "target_id")):
        if name in said:
            said[field] = said.pop(name).pk  # type: ignore[attr-defined]
    if said.get("hours") is None:
        said.pop("hours", None)
    terms = AmendmentTerms(kind=kind, **said)  # type: ignore[arg-type]
    made = signed_by_another(prepare_amendment(actor=actor, order=order, terms=terms))
    set_row_context(actor)
    return made.signed_amendment


def add_to_order(*, actor: Actor, order: Order, **said: object) -> Amendment:
    return amend(actor, order, PreparationKind.ADD, **said)


def cut_from_order(*, actor: Actor, order: Order, **said: object) -> Amendment:
    return amend(actor, order, PreparationKind.CUT, **said)


def move_places(*, actor: Actor, order: Order, **said: object) -> Amendment:
    return amend(actor, order, PreparationKind.MOVE, **said)


def change_price(*, actor: Actor, order: Order, **said: object) -> Amendment:
    return amend(actor, order, PreparationKind.PRICE, **said)


def extend_order(*, actor: Actor, order: Order, **said: object) -> Amendment:
    return amend(actor, order, PreparationKind.DATES, **said)


def correct_entry(
    *,
    actor: Actor,
    session: Session,
    entry_id: int,
    count: int,
    reason: str,
    hours: int | None = None,
    cents: int | None = None,
    happened_on: date | None = None,
) -> None:
    """Corrects a line. If an order pays for the line, the buyer prepares the correction and another buyer signs it."""
    with acting_as(MACHINE):
        wrong = PlaceEntry.objects.select_related("order__provider").get(pk=entry_id)
    set_row_context(actor)
    if wrong.order is None or not actor.has_role(Role.BUYER):
        services.correct_entry(
            actor=actor, session=session, entry_id=entry_id, count=count, reason=reason, hours=hours, cents=cents,
            happened_on=happened_on,
        )  # fmt: skip
        return
    terms = AmendmentTerms(
        kind=PreparationKind.CORRECTION,
        signed_on=happened_on or wrong.happened_on,
        reason=reason,
        session_id=session.pk,
        entry_id=entry_id,
        places=count,
        hours=hours,
        cents=cents,
    )
    signed_by_another(prepare_amendment(actor=actor, order=wrong.order, terms=terms))
    set_row_context(actor)
