"""What the tests of a module start from, made once: each works on a copy, and what it writes is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.cast import Cast, gather_cast


class _Undo(Exception):
    """Takes back what was done since."""


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written inside is undone at the end."""
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        pass


def kept_for_module(make: Callable[[], Any]) -> Any:
    """A fixture of the scope of a module, of which each test takes a copy: ``kept_stage`` gives ``stage``.

    Its rows are written in a transaction that stays open: a test of the module has a savepoint of it. So no test of the
    module may commit (``lasting_database``), nor rely on a cache that outlives the test and is told by numbers of rows.
    """
    return kept_with_folder(lambda _: make())


def kept_with_folder(make: Callable[[Path], Any]) -> Any:
    """The same. ``make``: from a new folder."""

    @pytest.fixture(scope="module")
    def kept(
        django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[Any]:
        with django_db_blocker.unblock(), taken_back():
            yield make(tmp_path_factory.mktemp("kept"))

    return kept


kept_cast = kept_for_module(gather_cast)


@pytest.fixture
def cast(kept_cast: Cast, db: None) -> Cast:
    """The cast, in a module that does not make its own."""
    return deepcopy(kept_cast)


@pytest.fixture
def stage(kept_stage: Any, db: None) -> Any:
    """A copy of what the module names ``kept_stage``."""
    return deepcopy(kept_stage)


@pytest.fixture
def offer(kept_offer: Any, db: None) -> Any:
    """A copy of what the module names ``kept_offer``."""
    return deepcopy(kept_offer)
