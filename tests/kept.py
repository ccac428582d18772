"""What the tests of a module start from, made once: each works on a copy, and what it writes is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker


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


def kept_for_module(make: Callable[[Path], Any]) -> Any:
    """A fixture of the scope of a module, of which each test takes a copy (``deepcopy``). ``make``: from a new folder.

    Its rows are written in a transaction that stays open: a test of the module has a savepoint of it. So no test of the
    module may commit (``lasting_database``), nor rely on a cache that outlives the test and is told by numbers of rows.
    """

    @pytest.fixture(scope="module")
    def kept(
        django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[Any]:
        with django_db_blocker.unblock(), taken_back():
            yield make(tmp_path_factory.mktemp("kept"))

    return kept
