"""In-process cache of voted versions, which a trigger makes immutable and which everybody may see.

A draft is read again each time, and so is anything read inside a transaction that has written, since it may roll back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from django.db import connection

from pacte.plan.models import PlanVersion
from pacte.plan.records import VersionState

Content = TypeVar("Content")


class ImmutableVersionCache(Generic[Content]):
    """Bounded cache of immutable versions.

    ``read`` loads the content of some versions, by identifier. Callers must have checked the actor's permissions.
    """

    def __init__(self, read: Callable[[Sequence[PlanVersion]], Mapping[int, Content]], *, maxsize: int) -> None:
        self._read = read
        self._maxsize = maxsize
        self._entries: dict[tuple[object, ...], Content] = {}

    def load(self, versions: Sequence[PlanVersion]) -> dict[int, Content]:
        """Return the content of each version by identifier, loading all cache misses together."""
        by_version_id = {
            version.pk: self._entries.get(_cache_key(version)) for version in versions if _is_frozen(version)
        }
        missing = [version for version in versions if by_version_id.get(version.pk) is None]
        if missing:
            loaded = self._read(missing)
            if any(_is_frozen(version) for version in missing) and _transaction_has_not_written():
                self._store([version for version in missing if _is_frozen(version)], loaded)
            by_version_id |= loaded
        return {identifier: content for identifier, content in by_version_id.items() if content is not None}

    def _store(self, versions: Sequence[PlanVersion], contents: Mapping[int, Content]) -> None:
        for version in versions[: self._maxsize]:
            while len(self._entries) >= self._maxsize:
                self._entries.pop(next(iter(self._entries)), None)
            self._entries[_cache_key(version)] = contents[version.pk]


def _cache_key(version: PlanVersion) -> tuple[object, ...]:
    # The creation time distinguishes a version from one with the same identifier in a restored database.
    return version.pk, version.created_at, version.plan.code, version.plan.region


def _is_frozen(version: PlanVersion) -> bool:
    return version.state != VersionState.DRAFT


def _transaction_has_not_written() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_current_xact_id_if_assigned() is null")
        return bool(cursor.fetchone()[0])
