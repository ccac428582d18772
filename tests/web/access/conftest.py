"""The world of the tests of access, and whom they ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.web.access_world import World, world


@pytest.fixture(scope="package")
def shared(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One world for all the tests of this folder on a worker: they are one xdist group a worker, asked in a row."""
    with django_db_blocker.unblock(), world() as found:
        yield found


@pytest.fixture(scope="session")
def full(pytestconfig: pytest.Config) -> bool:
    """Every reader is asked, not only one a distinct right."""
    return bool(pytestconfig.getoption("full"))
