"""Jobs whose worker died: the one search of the product on the tables of the queue.

The queue's own search misses a job whose dead worker was already pruned (procrastinate#1518), and a search that stalls
never runs again (procrastinate#1408). Rooms call this one each minute, from jobs of their own.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, TypeVar

from django.db import connection
from django.db.models import BigIntegerField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Now
from procrastinate.contrib.django.models import ProcrastinateJob

# Workers send a heartbeat every ten seconds.
WORKER_TIMEOUT = timedelta(seconds=30)

_DELETE_DEAD_JOBS_SQL = """
delete from procrastinate_jobs j where j.status = 'doing' and j.task_name = any(%s) and not exists (
    select 1 from procrastinate_workers w
    where w.id = j.worker_id and w.last_heartbeat > now() - make_interval(secs => %s)
) returning j.task_name, j.args::text
"""

Row = TypeVar("Row", bound=Model)


def without_live_job(rows: QuerySet[Row], *, task_name: str, argument: str) -> QuerySet[Row]:
    """Those of ``rows`` whose primary key no job bears in ``argument``: neither queued, nor run by a live worker."""
    is_live = Q(status="todo") | Q(status="doing", worker__last_heartbeat__gt=Now() - WORKER_TIMEOUT)
    row_key = Cast(KeyTextTransform(argument, "args"), BigIntegerField())
    jobs = ProcrastinateJob.objects.filter(is_live, task_name=task_name).annotate(row_key=row_key)
    return rows.exclude(Exists(jobs.filter(row_key=OuterRef("pk"))))


def delete_dead_jobs(*task_names: str) -> list[tuple[str, dict[str, Any]]]:
    """Deletes the jobs of these tasks that no live worker runs any more. Returns their tasks and arguments.

    The caller queues again what must not be lost, in the same transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DELETE_DEAD_JOBS_SQL, [list(task_names), WORKER_TIMEOUT.total_seconds()])
        return [(task_name, json.loads(arguments)) for task_name, arguments in cursor.fetchall()]
