"""« Versions » of the public page of a training: nothing while it never changed, then what each version changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from pacte.accounts.row_context import acting_as
from pacte.offer.models import Training
from pacte.offer.services import set_modules, store_trainings
from tests.cast import MACHINE
from tests.offer.test_versions import FLAT, PIPES
from tests.offer.world import WELDING, gather_offer
from tests.web.plan_stage import plain

pytestmark = pytest.mark.django_db
PAGE = reverse("search:training", args=["24_118402"])


def seen_by_anybody() -> str:
    return plain(Client().get(PAGE).content.decode())


def test_anybody_reads_what_each_version_of_a_training_changed() -> None:
    offer = gather_offer()
    assert 'id="versions"' not in seen_by_anybody()
    with acting_as(MACHINE):
        training = Training.objects.select_related("provider").get(number="24_118402")
        set_modules(actor=MACHINE, training=training, items=[FLAT])
        set_modules(actor=MACHINE, training=training, items=[replace(FLAT, hours=160), PIPES])
        store_trainings(
            actor=MACHINE, host_id=offer.host_id, provider=offer.provider,
            trainings=[replace(WELDING, objective="Souder <seul>.")],
        )  # fmt: skip
    page = seen_by_anybody()
    for said in (
        "Version 4", "Version 1", "Module ajouté : Souder des tubes, 70 h", "(140 h, puis 160 h)",
        "Blocs nouvellement préparés : RNCP34502BC02", "ajouté : </span>Souder &lt;seul&gt;.",
    ):  # fmt: skip
        assert said in page, said
