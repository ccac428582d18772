"""In-process cache of voted versions, which a trigger makes immutable and which everybody may see.

A draft is read again each time, and so is anything read inside a transaction that has written, since it may roll back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from django.db import connection

from pacte.infra.versioned_cache import EVERYBODY, MISSING, CacheKey, VersionedCache
from pacte.plan.models import PlanVersion
from pacte.plan.records import VersionState

Content = TypeVar("Content")


class ImmutableVersionCache(Generic[Content]):
    """Bounded cache of immutable versions.

    ``read`` loads the content of some versions, by identifier. Callers must have checked the actor's permissions.
    """

    def __init__(self, read: Callable[[Sequence[PlanVersion]], Mapping[int, Content]], *, maxsize: int) -> None:
        self._read = read
        self._cache = VersionedCache("plan.versions", maxsize)

    def load(self, versions: Sequence[PlanVersion]) -> dict[int, Content]:
        """Return the content of each version by identifier, loading all cache misses together."""
        cached = {version.pk: self._cache.find(_cache_key(version)) for version in versions if _is_frozen(version)}
        contents: dict[int, Content] = {key: content for key, content in cached.items() if content is not MISSING}
        missing = [version for version in versions if version.pk not in contents]
        if missing:
            loaded = self._read(missing)
            frozen = [version for version in missing if _is_frozen(version)]
            if frozen and _transaction_has_not_written():
                for version in frozen:
                    self._cache.store(_cache_key(version), loaded[version.pk])
            contents |= loaded
        return contents


def _cache_key(version: PlanVersion) -> CacheKey:
    # The creation time distinguishes a version from one with the same identifier in a restored database.
    return CacheKey((version.pk, version.created_at), EVERYBODY, (version.plan.code, version.plan.region))


def _is_frozen(version: PlanVersion) -> bool:
    return version.state != VersionState.DRAFT


def _transaction_has_not_written() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_current_xact_id_if_assigned() is null")
        return bool(cursor.fetchone()[0])
