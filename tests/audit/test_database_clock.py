"""The database follows the clock of the program, and a program that cannot set it refuses another day."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest

from pacte.audit.database_clock import verify_database_clock, write_database_clock
from pacte.kernel.clock import shift_clock
from pacte.kernel.errors import ConfigurationError

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(django_db_setup: None) -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as made:
        yield made
        shift_clock(days=0)
        write_database_clock(made)


def test_the_database_is_set_on_the_day_of_the_program(owner: psycopg.Connection) -> None:
    verify_database_clock()
    shift_clock(days=-2196)
    with pytest.raises(ConfigurationError, match="décalée de 0 jours, et le programme de -2196"):
        verify_database_clock()
    write_database_clock(owner)
    verify_database_clock()


def test_history_is_dated_by_the_clock_of_the_trade(owner: psycopg.Connection) -> None:
    shift_clock(days=-2196)
    write_database_clock(owner)
    dated = owner.execute("select (pacte_now() - clock_timestamp()) between '-2197 days' and '-2195 days'").fetchone()
    assert dated == (True,)
