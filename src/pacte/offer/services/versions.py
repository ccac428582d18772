"""Keeps the versions of a training: whoever writes what it teaches says so here, and the former content stays."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.offer.queries.taught_sql import TAUGHT, TAUGHT_NOW

# Two writings of one training at once would otherwise read the same former content. In one order: no deadlock.
_LOCK = "select id from offer_training where id = any(%(ids)s) order by id for no key update"
_BEFORE = f"select k.id, k.taught::text from ({TAUGHT_NOW}) as k (id, taught)"  # noqa: S608 - our own statements
_KEEP = f"""
insert into offer_trainingversion (training_id, rank, taught, closed_at, file_id)
select t.id, 1 + (select count(*) from offer_trainingversion v where v.training_id = t.id), f.taught, %(now)s, %(file)s
from unnest(%(ids)s::bigint[], %(taught)s::text[]::jsonb[]) as f (id, taught)
join offer_training t on t.id = f.id
where f.taught <> {TAUGHT}
"""  # noqa: S608


@contextmanager
def preserve_versions(*, actor: Actor, training_ids: Collection[int], file_id: int | None = None) -> Iterator[None]:
    """Around what may change the taught content of these trainings: a version ends where it does change.

    Inside the transaction of the act, whose caller has checked permissions. Three queries, none without a training.
    """
    del actor  # Row-level security says who may write versions.
    if not training_ids:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, {"ids": list(training_ids)})
        cursor.execute(_BEFORE, {"ids": list(training_ids)})
        before: dict[int, str] = dict(cursor.fetchall())
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP, {"ids": list(before), "taught": list(before.values()), "now": now(), "file": file_id}
        )  # fmt: skip
