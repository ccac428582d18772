"""The cast, which tests make in a few statements, is what the services make of the same organisations and people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.db import models

from pacte.accounts.models import Membership, Organisation, OrganisationName, Person
from pacte.accounts.row_context import acting_as
from pacte.audit.models import RowChange
from tests.cast import MACHINE, PASSWORD, Cast, gather_cast, gather_cast_by_services
from tests.kept import taken_back

pytestmark = pytest.mark.django_db

# Differ from one making to the next.
_VARYING = {"id", "created_at", "password"}


def _rows(gather: Callable[[], Cast]) -> dict[str, list[dict[str, Any]]]:
    """What was written by table; rows of other tables by their place among them, not by their number."""
    found: dict[str, list[dict[str, Any]]] = {}
    ranks: dict[tuple[type[models.Model], int], int] = {}
    with taken_back(), acting_as(MACHINE):
        gather()
        for model in (Organisation, OrganisationName, Person, Membership):
            rows = list(model.objects.order_by("pk"))
            ranks |= {(model, row.pk): rank for rank, row in enumerate(rows)}
            found[model.__name__] = [_comparable(row, ranks) for row in rows]
        found["RowChange"] = list(RowChange.objects.order_by("table_name", "pk").values("table_name", "operation"))
    return found


def _comparable(row: models.Model, ranks: dict[tuple[type[models.Model], int], int]) -> dict[str, Any]:
    return {
        field.name: ranks.get((field.related_model, row.serializable_value(field.attname)))
        if field.is_relation
        else getattr(row, field.name)
        for field in row._meta.concrete_fields
        if field.name not in _VARYING
    }


def test_the_cast_is_what_the_services_make_of_it() -> None:
    made = _rows(gather_cast)
    assert [len(made[name]) for name in ("Organisation", "Person", "Membership")] == [6, 15, 15]
    assert made == _rows(gather_cast_by_services)


def test_everybody_of_the_cast_has_its_password() -> None:
    cast = gather_cast()
    assert [part for part, each in cast.members.items() if not check_password(PASSWORD, each.person.password)] == []
    assert len({each.actor.memberships for each in cast.members.values()}) == len(cast.members)
