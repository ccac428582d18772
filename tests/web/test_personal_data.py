"""Public page of the personal data that we hold."""

from __future__ import annotations

import pytest
from django.test import Client

from pacte.infra.data_inventory import load_data_inventory
from tests.web.plan_stage import plain

pytestmark = pytest.mark.django_db


def test_anybody_reads_every_information_with_its_reason_and_its_end() -> None:
    answer = Client().get("/donnees-personnelles/")
    told = plain(answer.content.decode())
    assert answer.status_code == 200
    assert "Que savons-nous des personnes, et pourquoi" in told
    for model in load_data_inventory():
        assert plain(model.category.title) in told
        assert plain(model.category.retention) in told
        assert all(plain(field.label[1:]) in told for field in model.personal_fields), model.name
