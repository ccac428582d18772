"""Fixtures of the access tests: the shared world, and whether to ask every reader."""

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
    """True with ``--full``: ask every reader, not only one per distinct set of rights."""
    return bool(pytestconfig.getoption("full"))
