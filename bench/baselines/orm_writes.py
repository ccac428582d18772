"""Benchmark of the usual ORM writes of a catalogue, to compare with the bulk import. Not used elsewhere."""

from __future__ import annotations

import time
from typing import Any

from django.db import transaction
from django.db.models import Model

from pacte.kernel.actor import Actor
from pacte.kernel.errors import PermissionDenied
from pacte.offer.models import Session, Training, TrainingAction

_NUMBER_PREFIX = "plain-"


def time_orm_writes(*, actor: Actor, trainings: int) -> dict[str, tuple[int, float]]:
    """Time ``update_or_create`` and ``bulk_create`` on copies of the first trainings: (rows, seconds) by method.

    Everything is rolled back. Raises ``Refused`` unless the actor is the system.
    """
    if not actor.is_system:
        raise PermissionDenied("plain_ways", "Seule la machine mesure les façons d’écrire.")
    with transaction.atomic():
        sample = _sample(trainings)
        rows = sum(len(each) for _, each in sample)
        timings = {}
        for name, write in (("update_or_create", _one_by_one), ("bulk_create", _in_bulk)):
            point = transaction.savepoint()
            started = time.perf_counter()
            write(sample)
            timings[name] = rows, time.perf_counter() - started
            transaction.savepoint_rollback(point)
        transaction.set_rollback(True)
    return timings


def _sample(trainings: int) -> list[tuple[type[Model], list[dict[str, Any]]]]:
    """Rows as a file reader would provide them, with their own numbers and ids."""
    chosen = list(Training.objects.order_by("pk").values_list("pk", flat=True)[:trainings])
    levels: list[tuple[type[Model], str, str]] = [
        (Training, "pk__in", ""),
        (TrainingAction, "training_id__in", "training_id"),
        (Session, "training_action__training_id__in", "training_action_id"),
    ]
    sample = []
    for model, condition, parent in levels:
        rows = [dict(row) for row in model._default_manager.filter(**{condition: chosen}).order_by("pk").values()]
        for row in rows:
            row["number"] = _NUMBER_PREFIX + row["number"]
            row["id"] = -row["id"]
            if parent:
                row[parent] = -row[parent]
        sample.append((model, rows))
    return sample


def _one_by_one(sample: list[tuple[type[Model], list[dict[str, Any]]]]) -> None:
    for model, rows in sample:
        for row in rows:
            model._default_manager.update_or_create(id=row["id"], defaults={k: v for k, v in row.items() if k != "id"})


def _in_bulk(sample: list[tuple[type[Model], list[dict[str, Any]]]]) -> None:
    for model, rows in sample:
        model._default_manager.bulk_create([model(**row) for row in rows], batch_size=1000)
