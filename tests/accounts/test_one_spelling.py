"""The database holds one spelling of each e-mail; the migration says which accounts a person must settle first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django.plugin import DjangoDbBlocker

from pacte.accounts.context import acting_as
from pacte.accounts.models import Person
from pacte.accounts.queries import person_by_email
from pacte.accounts.services import create_person
from pacte.kernel.errors import Conflict, Invalid, Misconfigured
from tests.cast import MACHINE

pytestmark = pytest.mark.django_db
to_one_spelling = import_module("pacte.accounts.migrations.0005_one_spelling_of_an_email").to_one_spelling


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
    with pytest.raises(Invalid):
        _make("pılote.nom@été.fr")


def test_names_hold_no_line_end_nor_hidden_sign() -> None:
    """L7."""
    made = _make("a@exemple.fr")
    assert (made.first_name, made.last_name) == ("A Bcc: x", "B")


class _Editor:
    """What the migration needs of Django's own."""

    def __init__(self, used: BaseDatabaseWrapper) -> None:
        self.connection = used


@contextmanager
def _before_the_migration(*emails: str) -> Iterator[list[int]]:
    """Accounts as an older release let them be made, by the owner of the tables; all is taken back."""
    with connection.cursor() as cursor:
        cursor.execute("create temp table accounts_person (like public.accounts_person including defaults)")
        cursor.execute("alter table pg_temp.accounts_person drop column id, add column id bigserial")
        cursor.execute("set local search_path to pg_temp, public")
        numbers = []
        for email in emails:
            cursor.execute(
                "insert into accounts_person (email, password, first_name, last_name, is_active, is_synthetic,"
                " created_at, login_generation) values (%s, '', 'A', 'B', true, true, now(), 0) returning id",
                [email],
            )
            numbers.append(cursor.fetchone()[0])
    yield numbers


def test_the_migration_rewrites_each_spelling(django_db_blocker: DjangoDbBlocker) -> None:
    with _before_the_migration("A@Exemple.fr", "b@été.fr", "c@exemple.fr"):
        to_one_spelling(apps, _Editor(connection))
        found = set(Person.objects.values_list("email", flat=True))
    assert found == {"a@exemple.fr", "b@xn--t-9fab.fr", "c@exemple.fr"}


def test_the_migration_names_the_accounts_that_collide_or_cannot_be_read_and_changes_nothing() -> None:
    with _before_the_migration("a@été.fr", "A@xn--t-9fab.fr", "pılote@exemple.fr", "B@exemple.fr") as numbers:
        with pytest.raises(Misconfigured) as refused:
            to_one_spelling(apps, _Editor(connection))
        assert f"{numbers[0]}, {numbers[1]}" in refused.value.what
        assert f": {numbers[2]}" in refused.value.what
        assert "exemple.fr" not in refused.value.what
        assert "B@exemple.fr" in set(Person.objects.values_list("email", flat=True))
