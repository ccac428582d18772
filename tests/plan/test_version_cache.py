"""Voted versions are cached; drafts and uncommitted changes are read each time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from pacte.accounts.row_context import acting_as
from pacte.plan.models import PlanVersion
from pacte.plan.queries import content, content_of_version, version_cache
from pacte.plan.services import vote
from tests.cast import MACHINE, gather_cast
from tests.plans_at_hand import shipped_plan, written

pytestmark = pytest.mark.django_db
READS = 9
"""Number of queries that read one whole version."""


@pytest.fixture
def draft(monkeypatch: pytest.MonkeyPatch) -> Iterator[PlanVersion]:
    monkeypatch.setattr(
        content, "_CONTENT_CACHE", version_cache.ImmutableVersionCache(content._CONTENT_CACHE._read, maxsize=2)
    )
    with acting_as(MACHINE):
        yield written(actor=MACHINE, host=gather_cast().region)


def _voted(version: PlanVersion) -> PlanVersion:
    vote(actor=MACHINE, version=version, assembly="Assemblée plénière", number="18.05.01", on=date(2018, 11, 19))
    return PlanVersion.objects.select_related("plan").get(pk=version.pk)


def test_a_voted_version_that_was_committed_is_read_once(
    draft: PlanVersion, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(version_cache, "_transaction_has_not_written", lambda: True)
    version = _voted(draft)
    with django_assert_num_queries(READS):
        first = content_of_version(version)
    with django_assert_num_queries(0):
        assert content_of_version(version) is first
    assert first == shipped_plan()


def test_a_transaction_that_wrote_keeps_nothing(draft: PlanVersion, django_assert_num_queries: Any) -> None:
    version = _voted(draft)
    for _ in range(2):
        with django_assert_num_queries(READS + 1):
            content_of_version(version)


def test_a_draft_is_read_each_time(
    draft: PlanVersion, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(version_cache, "_transaction_has_not_written", lambda: True)
    for _ in range(2):
        with django_assert_num_queries(READS):
            content_of_version(draft)


def test_a_version_of_the_same_number_in_another_database_is_another_one(
    draft: PlanVersion, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(version_cache, "_transaction_has_not_written", lambda: True)
    version = _voted(draft)
    content_of_version(version)
    version.created_at = version.created_at.replace(microsecond=(version.created_at.microsecond + 1) % 1_000_000)
    with django_assert_num_queries(READS):
        content_of_version(version)
