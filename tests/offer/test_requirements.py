"""A clause for the purchases to come: written by the Region, carried by one click into the lots that it concerns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from pacte.accounts.row_context import acting_as, set_row_context
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.offer.models import Lot, LotRequirement, PurchaseRequirement
from pacte.offer.queries import requirement_by_id, requirements, requirements_carried, requirements_of_lot
from pacte.offer.queries.requirements import requirements_total
from pacte.offer.records import Fund, LotState, PriceUnit, TrainingNature
from pacte.offer.records.requirements import RequirementTally, RequirementTerms
from pacte.offer.rules.orders import LotTerms
from pacte.offer.rules.requirements import concerns_domain, requirement_refusals
from pacte.offer.services import (
    carry_requirement,
    create_lot,
    drop_lot,
    end_requirement,
    publish_lot,
    remove_lot_requirement,
    write_requirement,
)
from tests.cast import MACHINE, hire_buyer
from tests.offer.world import Offer, gather_offer

ON = date(2020, 11, 24)
ORIGIN = "procedures.case:12"
CLAUSE = RequirementTerms(
    "Le module « lire un plan » précède la soudure.", "Rénovation de la formation de soudeur", date(2020, 10, 1),
    domain_code="230", origin_reference=ORIGIN,
)  # fmt: skip
LOT = LotTerms(
    code="2021-SOUDAGE-18", title="Soudage dans le Cher", year=2021, domain_code="23026",
    nature=TrainingNature.CERTIFYING, zone_kind="department", zone_code="18", places=24, hours=15_960,
    price_unit=PriceUnit.TRAINEE_HOUR, unit_price_cents=850, fund=Fund.PACT,
)  # fmt: skip


# What concerns a lot.


@pytest.mark.parametrize(
    ("lot", "codes", "is_concerned"),
    [
        ("230", ["230"], True), ("230", ["23026"], True), ("23026", ["230"], True), ("23026", ["23026"], True),
        ("23026", ["23054"], False), ("230", ["150", ""], False), ("230", ["150", "23054"], True), ("", ["230"], False),
    ],
)  # fmt: skip
def test_a_requirement_concerns_the_lots_of_its_domain(lot: str, codes: list[str], is_concerned: bool) -> None:
    assert concerns_domain(lot, codes) is is_concerned


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": " "}, "requirement_text"), ({"text": "x" * 2001}, "requirement_long"),
        ({"origin_label": ""}, "requirement_origin"), ({"domain_code": ""}, "requirement_subject"),
        ({"domain_code": "soudage"}, "requirement_domain"), ({"until": date(2020, 9, 30)}, "requirement_dates"),
    ],
)  # fmt: skip
def test_a_requirement_says_what_on_what_from_where_and_when(changes: dict[str, Any], code: str) -> None:
    assert [each for each, _ in requirement_refusals(replace(CLAUSE, **changes))] == [code]
    assert requirement_refusals(CLAUSE) == ()


# Who writes and who carries.


@pytest.fixture
def offer(db: None, monkeypatch: pytest.MonkeyPatch) -> Offer:
    monkeypatch.setattr("pacte.offer.services.requirements.today", lambda: ON)
    return gather_offer()


def written(offer: Offer, part: str = "pilot", **changes: Any) -> PurchaseRequirement:
    actor = offer.cast[part].actor
    with acting_as(actor):
        return write_requirement(actor=actor, host_id=offer.host_id, terms=replace(CLAUSE, **changes))


def lot_of(offer: Offer, **changes: Any) -> Lot:
    buyer = offer.cast["buyer"].actor
    with acting_as(buyer):
        return create_lot(
            actor=buyer, host_id=offer.host_id, buyer_id=offer.host_id, terms=replace(LOT, **changes)
        )  # fmt: skip


def carried(offer: Offer, requirement: PurchaseRequirement, lot: Lot) -> LotRequirement:
    buyer = offer.cast["buyer"].actor
    with acting_as(buyer):
        return carry_requirement(actor=buyer, requirement=requirement, lot=lot)


def test_a_clause_carried_twice_is_one_and_the_register_names_the_lot(offer: Offer) -> None:
    requirement, lot = written(offer), lot_of(offer)
    assert written(offer) == requirement
    assert carried(offer, requirement, lot) == carried(offer, requirement, lot)
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    (row,) = requirements(actor=buyer, host_id=offer.host_id, is_carried=True)
    assert [(each.code, each.carried_by_name, each.is_ordered) for each in row.lots] == [
        (lot.code, buyer.name, False)
    ]  # fmt: skip
    assert list(requirements(actor=buyer, host_id=offer.host_id, is_carried=False)) == []
    assert requirements_carried(actor=buyer, host_id=offer.host_id) == {ORIGIN: RequirementTally(1, 1, 0, 1)}
    # A dropped lot no longer carries it.
    drop_lot(actor=buyer, lot=lot, reason="Plus de crédits.")
    assert requirements_total(actor=buyer, host_id=offer.host_id, on=ON) == RequirementTally(1, 0, 0, 0)
    (row,) = requirements(actor=buyer, host_id=offer.host_id, is_carried=False)
    assert row.lots == ()


def test_the_counts_of_an_origin_tell_what_is_written_carried_and_ordered(offer: Offer) -> None:
    first, second = written(offer), written(offer, text="Une session d’essai avant la première.")
    written(offer, text="Sans origine.", origin_reference="")
    lots = [lot_of(offer), lot_of(offer, code="2021-SOUDAGE-28")]
    for lot in lots:
        carried(offer, first, lot)
    carried(offer, second, lots[0])
    Lot.objects.filter(pk=lots[1].pk).update(state=LotState.AWARDED)
    pilot = offer.cast["pilot"].actor
    with acting_as(pilot):
        counted = requirements_carried(actor=pilot, host_id=offer.host_id, origin_references=[ORIGIN, "other:1"])
    assert counted == {ORIGIN: RequirementTally(written=2, carried=2, ordered=1, lots=2)}


def test_the_buyer_sees_what_concerns_the_lot_first_what_it_carries(offer: Offer) -> None:
    wide, narrow = written(offer), written(offer, text="Souder des tubes.", domain_code="23026")
    written(offer, text="Un autre métier.", domain_code="150")
    written(offer, text="Finie.", until=date(2020, 11, 1))
    lot = lot_of(offer)
    carried(offer, wide, lot)
    buyer = offer.cast["buyer"].actor
    with acting_as(buyer):
        rows = requirements_of_lot(actor=buyer, lot=lot, on=ON)
    assert [(each.requirement, each.carried is not None) for each in rows] == [(wide, True), (narrow, False)]


def test_a_lot_carries_only_what_is_in_force_and_while_it_is_open(offer: Offer) -> None:
    requirement, lot = written(offer), lot_of(offer)
    with pytest.raises(Conflict, match="a pris fin"):
        carried(offer, written(offer, text="Finie.", until=date(2020, 11, 1)), lot)
    buyer, pilot = offer.cast["buyer"].actor, offer.cast["pilot"].actor
    carried(offer, requirement, lot)
    with acting_as(buyer):
        remove_lot_requirement(actor=buyer, requirement=requirement, lot=lot)
        assert not LotRequirement.objects.exists()
        publish_lot(actor=buyer, lot=lot)
    carried(offer, requirement, lot)
    with acting_as(buyer), pytest.raises(Conflict):
        remove_lot_requirement(actor=buyer, requirement=requirement, lot=lot)
    with acting_as(pilot):
        end_requirement(actor=pilot, requirement=requirement, until=date(2020, 11, 1))
        with pytest.raises(ValidationError):
            end_requirement(actor=pilot, requirement=requirement, until=date(2020, 9, 1))
    with acting_as(buyer):
        drop_lot(actor=buyer, lot=lot, reason="Plus de crédits.")
    with pytest.raises(Conflict):
        carried(offer, written(offer, text="Une autre."), lot)


@pytest.mark.parametrize("part", ["lead", "analyst", "provider", "adviser", "auditor", "intruder"])
def test_only_the_pilot_and_the_buyer_of_the_region_write(offer: Offer, part: str) -> None:
    assert written(offer, "buyer") == written(offer, "pilot")
    with pytest.raises(PermissionDenied):
        written(offer, part, text="Une autre.")


def test_a_buyer_of_another_region_finds_nothing_and_the_database_says_the_same(offer: Offer) -> None:
    requirement, lot = written(offer), lot_of(offer)
    carried(offer, requirement, lot)
    cast = offer.cast
    other: Actor = hire_buyer(cast.other_region, cast.other_region, "acheteur-ailleurs@exemple.fr").actor
    with acting_as(other):
        for call in (
            lambda: requirements(actor=other, host_id=offer.host_id),
            lambda: requirements_of_lot(actor=other, lot=lot, on=ON),
            lambda: requirements_carried(actor=other, host_id=offer.host_id),
            lambda: requirement_by_id(actor=other, host_id=offer.host_id, requirement_id=requirement.pk),
            lambda: requirement_by_id(
                actor=other, host_id=cast.other_region.pk, requirement_id=requirement.pk
            ),
        ):  # fmt: skip
            with pytest.raises(NotFound):
                call()
        with pytest.raises(PermissionDenied):
            carry_requirement(actor=other, requirement=requirement, lot=lot)
        assert not PurchaseRequirement.objects.exists()
        assert not LotRequirement.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            LotRequirement.objects.create(
                organisation=cast.other_region, requirement=requirement, lot=lot, carried_at=requirement.written_at
            )


def test_another_buyer_of_the_pact_carries_into_its_own_lots_only(offer: Offer) -> None:
    cast = offer.cast
    third = hire_buyer(cast.region, cast.state, "acheteur-etat@exemple.fr").actor
    requirement, lot = written(offer), lot_of(offer)
    with acting_as(third):
        own = create_lot(
            actor=third, host_id=offer.host_id, buyer_id=cast.state.pk, terms=replace(LOT, code="PE-1")
        )  # fmt: skip
        assert carry_requirement(actor=third, requirement=requirement, lot=own).lot == own
        with pytest.raises(PermissionDenied):
            carry_requirement(actor=third, requirement=requirement, lot=lot)
        with pytest.raises(PermissionDenied):
            write_requirement(actor=third, host_id=offer.host_id, terms=replace(CLAUSE, text="Une autre."))
        with pytest.raises(DatabaseError), transaction.atomic():
            LotRequirement.objects.create(
                organisation_id=offer.host_id, requirement=requirement, lot=lot, carried_at=requirement.written_at
            )
    set_row_context(MACHINE)
    assert LotRequirement.objects.get().lot == own
