"""A module stays the same one when it is rewritten, and a session may be the session of one module."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from pacte.accounts.row_context import acting_as
from pacte.kernel.actor import NOBODY
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied
from pacte.offer.models import Module, ModuleSession, Session, SessionPlaces, Training
from pacte.offer.queries import (
    modules_of_sessions,
    modules_of_training,
    sessions_with_missing_blocks,
    training_detail,
    training_versions,
)
from pacte.offer.records import AttestationItem, BlockItem, Issuer, ModuleItem
from pacte.offer.records.versions import TaughtModule
from pacte.offer.rules.versions import paired_positions
from pacte.offer.services import set_modules, set_session_module
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.offer.world import Offer, gather_offer

FLAT_BLOCK, PIPES_BLOCK = "RNCP34502BC01", "RNCP34502BC02"
FLAT = ModuleItem(
    "Souder à plat", 140, attestations=(AttestationItem("lire un plan", Issuer.PROVIDER),),
    blocks=(BlockItem("RNCP34502", FLAT_BLOCK),),
)  # fmt: skip
PIPES = ModuleItem(
    "Souder des tubes", 70, attestations=(AttestationItem("souder un tube", Issuer.EMPLOYER),),
    blocks=(BlockItem("RNCP34502", PIPES_BLOCK),),
)  # fmt: skip
ON = date(2020, 12, 1)


def test_modules_are_paired_whole_then_by_reference_title_and_blocks() -> None:
    whole, kept = TaughtModule("Stage", 70), TaughtModule("Souder", 140, "M1")
    before = (TaughtModule("Stage", 140), whole, kept, TaughtModule("Tubes", 70, blocks=("B2",)))
    after = (TaughtModule("Tubes fins", 70, blocks=("B2",)), replace(kept, title="Souder à plat"), whole)
    assert paired_positions(before, after) == {1: 2, 2: 1, 3: 0}
    assert paired_positions((TaughtModule("A", 1),), (TaughtModule("B", 1),)) == {}


def offer_with_modules() -> Offer:
    offer = gather_offer()
    with acting_as(offer.cast["provider"].actor) as provider:
        set_modules(actor=provider, training=welding(), items=[FLAT, PIPES])
    return offer


kept_offer = kept_for_module(offer_with_modules)


@pytest.fixture
def offer(kept_offer: Offer, db: None) -> Offer:
    return kept_offer


def welding() -> Training:
    return Training.objects.select_related("provider").get(number="24_118402")


def module(title: str) -> Module:
    return Module.objects.get(title=title)


def test_a_rewritten_module_keeps_its_identifier_and_one_left_out_is_closed(offer: Offer) -> None:
    flat, pipes = module(FLAT.title).pk, module(PIPES.title).pk
    with acting_as(offer.cast["provider"].actor) as provider:
        set_modules(actor=provider, training=welding(), items=[replace(PIPES, title="Tubes fins", hours=80), FLAT])
        assert list(Module.objects.order_by("rank").values_list("pk", "title")) == [
            (pipes, "Tubes fins"), (flat, FLAT.title),
        ]  # fmt: skip
        set_modules(actor=provider, training=welding(), items=[FLAT])
    with acting_as(NOBODY):
        assert Module.objects.get(pk=pipes).closed_on is not None
        assert modules_of_training(actor=NOBODY, training=welding()) == [FLAT]
        assert [each.title for each in training_versions(actor=NOBODY, training=welding())[0].taught.modules] == [
            FLAT.title
        ]


def test_a_session_is_of_one_module_and_says_so_to_everybody(offer: Offer) -> None:
    session = offer.session()
    with acting_as(offer.cast["provider"].actor) as provider:
        set_session_module(actor=provider, session=session, module_id=module(PIPES.title).pk)
        with pytest.raises(Conflict, match="a une session"):
            set_modules(actor=provider, training=welding(), items=[FLAT])
    with acting_as(NOBODY):
        told = modules_of_sessions(actor=NOBODY, session_ids=[session.pk])[session.pk]
        assert (told.competences, told.block_codes) == (("souder un tube",), (PIPES_BLOCK,))
        lines = training_detail(actor=NOBODY, number="24_118402").sessions
        assert [str(each.module) for each in lines if each.module] == ["module « Souder des tubes », 70 h"]


def test_another_body_says_nothing_and_another_training_has_not_that_module(offer: Offer) -> None:
    session, flat = offer.session(), module(FLAT.title)
    for stranger in ("adviser", "intruder"):
        with acting_as(offer.cast[stranger].actor) as actor, pytest.raises((PermissionDenied, NotFound)):
            set_session_module(actor=actor, session=session, module_id=flat.pk)
        with acting_as(offer.cast[stranger].actor), pytest.raises(DatabaseError), transaction.atomic():
            ModuleSession.objects.create(session=session, module=flat, said_on=ON, said_by_name="X")
    with acting_as(MACHINE):
        other = Session.objects.exclude(training_action__training=welding()).first()
        assert other is not None
    with acting_as(offer.cast["provider"].actor) as provider, pytest.raises(NotFound):
        set_session_module(actor=provider, session=session, module_id=flat.pk + 100_000)
    with acting_as(offer.cast["provider"].actor), pytest.raises(DatabaseError), transaction.atomic():
        ModuleSession.objects.create(session=other, module=flat, said_on=ON, said_by_name="X")


def test_the_module_no_longer_changes_once_a_place_is_taken(offer: Offer) -> None:
    session = offer.session()
    with acting_as(MACHINE):
        SessionPlaces.objects.update_or_create(
            session=session, defaults={"occupied": 1, "changed_at": session.recorded_at}
        )
    with acting_as(offer.cast["provider"].actor) as provider, pytest.raises(Conflict, match="une place"):
        set_session_module(actor=provider, session=session, module_id=module(FLAT.title).pk)


def test_the_session_of_a_module_is_found_by_its_own_blocks_alone(offer: Offer) -> None:
    session = offer.session()
    with acting_as(offer.cast["provider"].actor) as provider:
        set_session_module(actor=provider, session=session, module_id=module(PIPES.title).pk)

    def found(*missing: str, limit: int = 400) -> dict[str, tuple[str, ...]]:
        with acting_as(NOBODY):
            rows = sessions_with_missing_blocks(
                actor=NOBODY, host_id=offer.cast.region.pk, certification="RNCP34502", missing=missing, on=ON,
                limit=limit,
            )  # fmt: skip
        return {each.session.number: each.blocks for each in rows}

    assert found(FLAT_BLOCK, PIPES_BLOCK)["24_407731"] == (PIPES_BLOCK,)
    assert found(FLAT_BLOCK, PIPES_BLOCK)["24_407732"] == (FLAT_BLOCK, PIPES_BLOCK)
    # Left out before the limit, and never as « all that is missing ».
    everything = found(FLAT_BLOCK)
    assert "24_407731" not in everything
    assert found(FLAT_BLOCK, limit=len(everything)) == everything


def test_a_closed_module_prepares_no_block(offer: Offer) -> None:
    with acting_as(offer.cast["provider"].actor) as provider:
        set_modules(actor=provider, training=welding(), items=[FLAT])
    with acting_as(NOBODY):
        rows = sessions_with_missing_blocks(
            actor=NOBODY, host_id=offer.cast.region.pk, certification="RNCP34502",
            missing=[FLAT_BLOCK, PIPES_BLOCK], on=ON,
        )  # fmt: skip
        own = [each for each in rows if each.session.training.number == "24_118402"]
        assert {each.blocks for each in own} == {(FLAT_BLOCK,)}
