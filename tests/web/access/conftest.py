"""Fixtures of the access tests: the shared world, and who asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.web.access_world import World, world


@pytest.fixture(scope="package")
def shared(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """World shared by all the access tests of a worker. They form one xdist group per worker and run in a row."""
    with django_db_blocker.unblock(), world() as found:
        yield found


@pytest.fixture(scope="session")
def full(pytestconfig: pytest.Config) -> bool:
    """True with ``--full``: ask every reader, not only one of each class."""
    return bool(pytestconfig.getoption("full"))


@pytest.fixture(scope="session")
def seed(pytestconfig: pytest.Config) -> int:
    """Of the run: it draws the readers who ask."""
    return int(pytestconfig.getoption("randomly_seed", 0))
