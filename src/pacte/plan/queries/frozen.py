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


class Kept(Generic[Content]):
    """Bounded cache of immutable versions.

    ``read`` loads the content of some versions, by identifier. Callers must have checked the actor's permissions.
    """

    def __init__(self, read: Callable[[Sequence[PlanVersion]], Mapping[int, Content]], *, most: int) -> None:
        self._read = read
        self._most = most
        self._held: dict[tuple[object, ...], Content] = {}

    def of(self, versions: Sequence[PlanVersion]) -> dict[int, Content]:
        """Return the content of each version by identifier, loading all cache misses together."""
        held = {version.pk: self._held.get(_key(version)) for version in versions if _is_frozen(version)}
        missing = [version for version in versions if held.get(version.pk) is None]
        if missing:
            read = self._read(missing)
            if any(_is_frozen(version) for version in missing) and _has_only_read():
                self._keep([version for version in missing if _is_frozen(version)], read)
            held |= read
        return {identifier: content for identifier, content in held.items() if content is not None}

    def _keep(self, versions: Sequence[PlanVersion], read: Mapping[int, Content]) -> None:
        for version in versions[: self._most]:
            while len(self._held) >= self._most:
                self._held.pop(next(iter(self._held)), None)
            self._held[_key(version)] = read[version.pk]


def _key(version: PlanVersion) -> tuple[object, ...]:
    # The creation time distinguishes a version from one with the same identifier in a restored database.
    return version.pk, version.created_at, version.plan.code, version.plan.region


def _is_frozen(version: PlanVersion) -> bool:
    return version.state != VersionState.DRAFT


def _has_only_read() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_current_xact_id_if_assigned() is null")
        return bool(cursor.fetchone()[0])
