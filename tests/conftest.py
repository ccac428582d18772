"""Fixtures of all tests: one migrated database per worker, created by the owner role, used as the application role."""

from __future__ import annotations

import gc
import logging
import os
import shutil
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.template.base import Template
from hypothesis import settings as hypothesis_settings
from hypothesis.internal.conjecture import providers
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker
from xdist.remote import Producer

from pacte.infra.sandbox import parent
from pacte.reference.services import shipped_territory
from pacte.reference.shipped_territory import read_shipped_territory
from pacte.workflows.prepare_database import prepare_database
from tests import database_template
from tests.by_file import ByFile
from tests.demonstration import remove_demonstration
from tests.effort import drawn, share, try_all
from tests.forked_readers import START, ReaderForks
from tests.kept import cast as cast
from tests.kept import kept_cast as kept_cast
from tests.kept import offer as offer
from tests.kept import stage as stage
from tests.stage import DATABASE
from tests.unresolved_names import UnresolvedNames

_TURNS: Path = settings.TURNS_FOLDER
# As it is outside the tests: read before Django prepares its own.
_RENDER = Template._render


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--hostile",
        default="1",
        help="hostile addresses: how many slices, drawn by the seed; « all »: hours",
    )
    parser.addoption("--full", action="store_true", help="every reader asks each page, every property all its examples")


def pytest_configure(config: pytest.Config) -> None:
    """No time limit for an example: a slow one on a busy machine says nothing about the rule."""
    if config.getoption("full"):
        try_all()
    else:
        _read_no_constant()
    hypothesis_settings.register_profile("pacte", hypothesis_settings(max_examples=share(100)), deadline=None)
    hypothesis_settings.load_profile("pacte")


def _read_no_constant() -> None:
    """On each commit Hypothesis parses none of our two thousand modules for the constants that it tries first."""
    providers._get_local_constants = lambda: providers._local_constants


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile | None:
    return ByFile(config, log) if config.getoption("dist") == "loadgroup" else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """``@pytest.mark.drawn("name", values, most)``: as ``parametrize``, with that many values on each commit."""
    for mark in metafunc.definition.iter_markers("drawn"):
        name, values, most = mark.args
        metafunc.parametrize(name, drawn(metafunc.config, list(values), most, **mark.kwargs))


def pytest_collection_finish() -> None:
    """Modules are never freed: the garbage collector need not look at them again during the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_unconfigure() -> None:
    remove_demonstration()


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Names bytes parameters after their argument: archives hold the time, and workers must collect the same tests."""
    return argname if isinstance(val, bytes) else None


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Each test has its own folder of turns: a file left half read by another test keeps its turn."""
    settings.TURNS_FOLDER = _TURNS / sha256(item.nodeid.encode()).hexdigest()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> None:
    """A new database for each run, copied from a template, so that nothing remains from an earlier run."""
    shutil.rmtree(_TURNS, ignore_errors=True)
    name = sql.Identifier(DATABASE)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("drop database if exists {} with (force)").format(name))
        template = database_template.prepared(server)
        server.execute(sql.SQL("create database {} template {}").format(name, sql.Identifier(template)))
    with django_db_blocker.unblock():
        prepare_database()


@pytest.fixture(scope="session", autouse=True)
def templates_as_served(django_test_environment: None) -> None:
    """Renders as a served site does. Django's own tests copy the context of each template, for ``answer.context``."""
    Template._render = _RENDER  # type: ignore[method-assign]


@pytest.fixture(scope="session", autouse=True)
def forked_readers() -> Iterator[None]:
    """Files from outside are read by forks of one process. See ``new_interpreters``."""
    forks = ReaderForks()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parent, "_start_child", forks.start_child)
        yield
    forks.stop()


@pytest.fixture(scope="session", autouse=True)
def territories_read_once() -> Iterator[None]:
    """A dozen files load the same region: half of the time of a load is to read the shipped file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shipped_territory, "read_shipped_territory", lru_cache(maxsize=2)(read_shipped_territory))
        yield


@pytest.fixture
def new_interpreters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files from outside are read as on a site: a new interpreter for each."""
    monkeypatch.setattr(parent, "_start_child", START)


@pytest.fixture(autouse=True)
def templates_find_what_they_name() -> Iterator[None]:
    """Fails the test if a template reads an attribute that an object lacks, which Django would show as nothing."""
    names, log = UnresolvedNames(), logging.getLogger("django.template")
    level = log.level
    log.addFilter(names)
    log.setLevel(logging.DEBUG)
    yield
    log.removeFilter(names)
    log.setLevel(level)
    assert names.found == set()


@pytest.fixture
def lasting_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For tests that need committed writes. The owner empties the tables afterwards."""
    yield
    database_template.empty_tables()
