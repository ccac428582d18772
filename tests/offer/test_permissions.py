"""Permissions of the offer for every role and act: own objects, another organisation's, another Region's."""

from __future__ import annotations

import pytest

from pacte.kernel.actor import NOBODY, ActiveMembership, Actor, Role, system_actor
from pacte.kernel.errors import ConfigurationError
from pacte.offer.permissions import (
    ACTS,
    RIGHTS,
    OfferAccessLevel,
    OfferScope,
    hosts_with_offer_right,
    may,
    organisations_with_offer_right,
)

REGION, OTHER_REGION, MINE, ANOTHER = 1, 2, 10, 11
OWN_THING = OfferScope(REGION, MINE)
OF_ANOTHER = OfferScope(REGION, ANOTHER)


def holding(role: Role, host_id: int = REGION) -> Actor:
    return Actor(person_id=5, memberships=(ActiveMembership(role, MINE, host_id),))


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", Role)
def test_a_role_does_what_its_column_says_and_nothing_in_another_region(act: str, role: Role) -> None:
    reach = RIGHTS[act][role]
    if reach is OfferAccessLevel.REGION:
        # Of its own members alone.
        region = Actor(person_id=5, memberships=(ActiveMembership(role, REGION, REGION),))
        assert [may(region, act, scope) for scope in (OWN_THING, OF_ANOTHER, OfferScope(OTHER_REGION))] == [
            True,
            True,
            False,
        ]
        reach = OfferAccessLevel.NONE
    actor = holding(role)
    assert may(actor, act, OWN_THING) == (reach is not OfferAccessLevel.NONE)
    assert may(actor, act, OF_ANOTHER) == (reach in (OfferAccessLevel.HOST, OfferAccessLevel.ANYONE))
    assert may(actor, act, OfferScope(REGION)) == (reach in (OfferAccessLevel.HOST, OfferAccessLevel.ANYONE))
    assert may(actor, act, OfferScope(OTHER_REGION, MINE)) == (reach is OfferAccessLevel.ANYONE)


@pytest.mark.parametrize("act", ACTS)
def test_nobody_reads_only_what_is_public_and_the_machine_does_all(act: str) -> None:
    assert may(NOBODY, act, OWN_THING) == (act == "offer.read")
    assert may(system_actor("essai"), act, OWN_THING)


@pytest.mark.parametrize("act", ["offer.purchase", "offer.answer", "offer.settle", "offer.decide_session"])
def test_what_was_bought_belongs_to_the_buyer_alone(act: str) -> None:
    assert [role for role in Role if RIGHTS[act][role] is not OfferAccessLevel.NONE] == [Role.BUYER]


def test_an_unknown_act_is_an_error_of_ours() -> None:
    with pytest.raises(ConfigurationError):
        may(NOBODY, "offer.sell", OWN_THING)


def test_the_hosts_and_the_own_organisations_of_an_act_are_told_apart() -> None:
    both = Actor(
        memberships=(
            ActiveMembership(Role.PROVIDER, MINE, REGION),
            ActiveMembership(Role.BUYER, OTHER_REGION, OTHER_REGION),
        )
    )
    assert organisations_with_offer_right(both, "offer.read_orders") == {MINE}
    assert hosts_with_offer_right(both, "offer.read_orders") == {OTHER_REGION}
