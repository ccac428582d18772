"""A training keeps its versions: a file, or a new list of modules, never erases what was taught before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from pacte.accounts.row_context import acting_as, set_row_context
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import now
from pacte.kernel.errors import NotFound
from pacte.offer.models import Training, TrainingVersion
from pacte.offer.queries import training_versions, training_versions_since, version_difference
from pacte.offer.records import AttestationItem, BlockItem, Issuer, ModuleItem
from pacte.offer.records.versions import ModuleRewriting, TaughtContent, TaughtDifference, TaughtModule
from pacte.offer.rules.versions import compare_taught
from pacte.offer.services import set_modules, store_trainings
from tests.cast import MACHINE
from tests.offer.world import WELDING, Offer, gather_offer

FLAT = ModuleItem(
    "Souder à plat", 140, attestations=(AttestationItem("lire un plan", Issuer.PROVIDER),),
    blocks=(BlockItem("RNCP34502", "RNCP34502BC01"),),
)  # fmt: skip
PIPES = ModuleItem("Souder des tubes", 70, blocks=(BlockItem("RNCP34502", "RNCP34502BC02"),))


def taught(*modules: TaughtModule, **others: Any) -> TaughtContent:
    return TaughtContent("Soudeur", modules=modules, **others)


# The difference between two contents.


def test_a_module_is_recognised_by_its_reference_then_its_title_then_its_blocks() -> None:
    before = taught(
        TaughtModule("Souder à plat", 140, "M1"), TaughtModule("Lire un plan", 20),
        TaughtModule("Tubes", 70, blocks=("BC02",)), TaughtModule("Sécurité", 7), TaughtModule("Stage", 140),
    )  # fmt: skip
    after = taught(
        TaughtModule("Souder à plat et en angle", 160, "M1"), TaughtModule("lire un  plan", 30, blocks=("BC03",)),
        TaughtModule("Tubes fins", 70, blocks=("BC02",)), TaughtModule("Stage", 140), TaughtModule("Anglais", 20),
    )  # fmt: skip
    change = compare_taught(before, after)
    assert [(each.before.title, each.after.title) for each in change.modules_rewritten] == [
        ("Souder à plat", "Souder à plat et en angle"), ("Lire un plan", "lire un  plan"), ("Tubes", "Tubes fins"),
    ]  # fmt: skip
    assert [each.title for each in change.modules_removed] == ["Sécurité"]
    assert [each.title for each in change.modules_added] == ["Anglais"]
    assert (change.blocks_added, change.blocks_removed) == (("BC03",), ())


def test_of_two_modules_with_one_title_the_unchanged_one_is_not_told_as_rewritten() -> None:
    change = compare_taught(
        taught(TaughtModule("Stage", 70), TaughtModule("Stage", 140)), taught(TaughtModule("Stage", 140))
    )
    assert change == TaughtDifference(modules_removed=(TaughtModule("Stage", 70),))


def test_the_same_content_has_no_difference_and_a_text_is_named() -> None:
    before = taught(TaughtModule("Stage", 70), content="Souder.", hours=(805,))
    assert compare_taught(before, before).is_empty
    change = compare_taught(before, replace(before, content="Souder et lire.", hours=(665, 805)))
    assert (change.texts, change.hours) == (("content",), ((805,), (665, 805)))


# What is written.


@pytest.fixture
def offer(db: None) -> Offer:
    return gather_offer()


def welding() -> Training:
    return Training.objects.select_related("provider").get(number="24_118402")


def import_again(offer: Offer, **changes: Any) -> None:
    store_trainings(
        actor=MACHINE, host_id=offer.host_id, provider=offer.provider, trainings=[replace(WELDING, **changes)]
    )


def ranks() -> list[int]:
    return [each.rank for each in training_versions(actor=NOBODY, training=welding())]


def test_the_same_content_again_opens_no_version(offer: Offer) -> None:
    modules = [FLAT, PIPES]
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    set_modules(actor=provider, training=welding(), items=modules)
    assert ranks() == [2, 1]
    set_modules(actor=provider, training=welding(), items=modules)
    set_row_context(MACHINE)
    import_again(offer)
    # Dates, places, prices and words for the public are not what is taught.
    action = WELDING.actions[0]
    import_again(offer, url="https://exemple.fr", actions=(replace(action, price_total_cents=500_000, sessions=()),))
    assert ranks() == [2, 1]


def test_a_rewritten_module_opens_a_version_and_the_former_one_stays_readable(offer: Offer) -> None:
    start = now()
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    set_modules(actor=provider, training=welding(), items=[FLAT])
    set_modules(actor=provider, training=welding(), items=[replace(FLAT, hours=160), PIPES])
    set_row_context(NOBODY)
    latest, second, first = training_versions(actor=NOBODY, training=welding())
    assert first.taught.modules == ()
    assert (first.change, first.since, first.until) == (None, welding().recorded_at, second.since)
    assert second.taught.modules == (TaughtModule("Souder à plat", 140, "", ("lire un plan",), ("RNCP34502BC01",)),)
    assert second.taught.certifications == ("RNCP34502",)
    assert latest.until is None
    assert latest.change is not None
    assert latest.change.modules_rewritten == (
        ModuleRewriting(second.taught.modules[0], replace(second.taught.modules[0], hours=160)),
    )
    assert latest.change.blocks_added == ("RNCP34502BC02",)
    difference = version_difference(actor=NOBODY, training=welding(), before=1, after=3)
    assert len(difference.modules_added) == 2
    with pytest.raises(NotFound):
        version_difference(actor=NOBODY, training=welding(), before=1, after=4)
    assert training_versions_since(actor=NOBODY, since=start, host_id=offer.host_id) == {welding().pk: 2}
    assert training_versions_since(actor=NOBODY, since=now() + timedelta(days=1)) == {}


def test_a_file_with_another_content_keeps_the_former_text(offer: Offer) -> None:
    import_again(offer, content="Souder et lire un plan.")
    latest, first = training_versions(actor=NOBODY, training=welding())
    assert (first.taught.content, latest.taught.content) == ("", "Souder et lire un plan.")
    assert latest.change == TaughtDifference(texts=("content",))


def test_a_version_is_written_with_its_training_only_and_never_changes(offer: Offer) -> None:
    provider, adviser, intruder = (offer.cast[part].actor for part in ("provider", "adviser", "intruder"))
    set_row_context(provider)
    set_modules(actor=provider, training=welding(), items=[FLAT])
    with pytest.raises(DatabaseError), transaction.atomic():
        TrainingVersion.objects.update(rank=4)
    for reader in (adviser, intruder):
        set_row_context(reader)
        assert TrainingVersion.objects.count() == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            TrainingVersion.objects.create(training=welding(), rank=9, taught={}, closed_at=now())


@pytest.mark.usefixtures("lasting_database")
def test_two_changes_at_once_make_two_versions(django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        with acting_as(MACHINE):
            gather_offer()
            training = welding()

        def rewrite(module: ModuleItem) -> None:
            try:
                with acting_as(MACHINE):
                    set_modules(actor=MACHINE, training=training, items=[module])
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(rewrite, (FLAT, PIPES)))
        with acting_as(MACHINE):
            latest, second, first = training_versions(actor=MACHINE, training=training)
        connection.close()
    assert [len(each.taught.modules) for each in (first, second, latest)] == [0, 1, 1]
    assert second.taught.modules != latest.taught.modules
