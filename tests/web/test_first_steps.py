"""Home page of an empty installation: the administrator sees the first steps, from the territory to the plan."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.accounts.entering import entered
from tests.cast import gather_cast

pytestmark = pytest.mark.django_db


def test_the_administrator_of_an_empty_installation_sees_what_comes_next() -> None:
    cast = gather_cast()
    page = entered(cast["administrator"]).get("/").content.decode()
    for step in ("Territoire", "Organismes", "Personnes", "Plan"):
        assert step in page
    assert "à charger" in page
    assert "/organisations/" in page
    assert "/fichiers/plan/" in page


def test_a_gateway_of_texts_without_a_ceiling_is_one_of_the_first_steps(settings: LazySettings) -> None:
    client = entered(gather_cast()["administrator"])
    assert "sans plafond" not in client.get("/").content.decode()
    settings.SMS_GATEWAY, settings.SMS_MONTHLY_CENTS = "simulator", None
    assert "sans plafond" in client.get("/").content.decode()
    settings.SMS_MONTHLY_CENTS = 20_000
    assert "sans plafond" not in client.get("/").content.decode()


def test_the_public_is_only_told_that_nothing_is_published() -> None:
    page = Client().get("/").content.decode()
    assert "Aucun plan" in page
    assert "Premiers pas" not in page
