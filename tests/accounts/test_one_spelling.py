"""The database stores one spelling of each e-mail; the migration lists the accounts that need a manual decision."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from pacte.accounts.models import Person
from pacte.accounts.queries import person_by_email
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import create_person
from pacte.kernel.errors import Conflict, ValidationError
from tests.cast import MACHINE

pytestmark = pytest.mark.django_db


def _make(email: str) -> Person:
    with acting_as(MACHINE):
        return create_person(actor=MACHINE, email=email, first_name="A\r\nBcc: x", last_name="B\u202e", synthetic=True)


@pytest.mark.parametrize("email", ["A@exemple.fr", "pılote@exemple.fr", "a b@exemple.fr", "é@exemple.fr"])
def test_the_database_refuses_another_spelling(email: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(email=email, first_name="A", last_name="B")


def test_an_account_is_made_and_found_under_one_spelling() -> None:
    made = _make("  Pilote.NOM@Été.FR ")
    assert made.email == "pilote.nom@xn--t-9fab.fr"
    for spelling in ("PILOTE.nom@été.fr", "pilote.nom@xn--t-9fab.fr", "pilote.nom@ÉTÉ.fr"):
        assert person_by_email(spelling) == made
        assert Person.objects.get_by_natural_key(spelling) == made
        with pytest.raises(Conflict):
            _make(spelling)
    for other in ("pılote.nom@été.fr", "pilote.nom@ete.fr", "", "pilote.nom"):
        assert person_by_email(other) is None
        with pytest.raises(Person.DoesNotExist):
            Person.objects.get_by_natural_key(other)
    with pytest.raises(ValidationError):
        _make("pılote.nom@été.fr")


def test_names_hold_no_line_end_nor_hidden_sign() -> None:
    """L7: a line break becomes a space, an invisible character is removed."""
    made = _make("a@exemple.fr")
    assert (made.first_name, made.last_name) == ("A Bcc: x", "B")
