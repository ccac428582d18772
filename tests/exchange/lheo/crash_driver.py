"""Kills catalogue imports, lets them resume, then compares with an import that was never stopped.

Kills between steps first, one step after the other; then at random instants. ``test_import_killed.py`` runs it in a
process of its own, because it forks. Prints one JSON line.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import django
import psycopg

django.setup()

from django.db import connection  # noqa: E402

from pacte.accounts.row_context import acting_as  # noqa: E402
from pacte.exchange.lheo import limits  # noqa: E402
from pacte.intake.kinds import lheo  # noqa: E402
from pacte.intake.models import ReceivedFile, RefusedRow  # noqa: E402
from pacte.intake.services.writing import WritingLedger  # noqa: E402
from pacte.offer.models import (  # noqa: E402
    SearchRow,
    SearchText,
    Session,
    Training,
    TrainingAction,
    TrainingSource,
    TrainingVersion,
)
from pacte.offer.services import publication  # noqa: E402
from tests.cast import MACHINE, gather_cast  # noqa: E402
from tests.exchange.lheo.documents import catalogue, changed  # noqa: E402
from tests.exchange.lheo.importing import import_catalogue  # noqa: E402

STEPS = (
    (WritingLedger, "start"),
    (lheo, "write_batch"),
    (lheo, "close_absent"),
    (lheo, "publish_file"),
    (publication, "refresh_search"),
    (publication, "refresh_quality"),
)
SEED = 20231
TRAININGS = 30


def text_of(mark: int) -> bytes:
    """A catalogue that differs by ``mark``, with one invalid training."""
    text = catalogue(TRAININGS, seed=7).replace("(parcours", f"(essai {mark},")
    return changed("<certifiante>1", "<certifiante>7", text=text).encode()


def state() -> str:
    """Hash of all that the file brought and of what searches find, independent of the identifiers."""
    with acting_as(MACHINE):
        numbers = dict(Session.objects.values_list("pk", "number"))
        titles = dict(Training.objects.values_list("pk", "number"))
        rows = [
            *Training.objects.order_by("number").values_list("number", "title", "digest", "closed_on"),
            *TrainingAction.objects.order_by("number").values_list("number", "digest", "site__key", "closed_on"),
            *Session.objects.order_by("number").values_list("number", "digest", "starts_on", "state", "closed_on"),
            *((source.training.number, bytes(source.data))
              for source in TrainingSource.objects.select_related("training").order_by("training__number")),
            *RefusedRow.objects.filter(settled_at=None).order_by("position").values_list("position", "key", "text"),
            *sorted((numbers[key], nature) for key, nature in SearchRow.objects.values_list("session_id", "nature")),
            *sorted((titles[key], words) for key, words in SearchText.objects.values_list("training_id", "words")),
            *ReceivedFile.objects.order_by("pk").values_list("state", "position").reverse()[:1],
        ]  # fmt: skip
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def import_once(host_id: int, mark: int) -> None:
    import_catalogue(actor=MACHINE, host_id=host_id, stream=io.BytesIO(text_of(mark)), file_name="c.xml", is_full=True)


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def deadly(module: Any, name: str, *, before: bool, call: int = 1) -> None:
    """Replaces a step so that its ``call``-th call kills the process, before the step begins or once it has ended."""
    step: Callable[..., object] = getattr(module, name)
    calls = itertools.count(1)

    def or_die(*own: object, **given: object) -> object:
        is_last = next(calls) == call
        if is_last and before:
            die()
        done = step(*own, **given)
        if is_last:
            die()
        return done

    setattr(module, name, or_die)


def in_a_child(host_id: int, mark: int, wait: float | None, prepare: Callable[[], None] | None = None) -> bool:
    """Runs one import in a child process, killed after ``wait`` seconds if given. Returns whether it was killed."""
    connection.close()
    child = os.fork()
    if child == 0:
        if prepare:
            prepare()
        import_once(host_id, mark)
        connection.close()
        os._exit(0)
    if wait is not None:
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def forgotten(host_id: int, mark: int) -> str:
    """State after the same import on empty tables, without any kill."""
    # The program may not delete what a training taught before.
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("truncate offer_trainingversion")
    with acting_as(MACHINE):
        Training.objects.all().delete()
        ReceivedFile.objects.all().delete()
        SearchRow.objects.all().delete()
        SearchText.objects.all().delete()
    in_a_child(host_id, mark, None)
    return state()


def doubled_versions() -> int:
    """Number of trainings of which the file, stopped and resumed, ended more than one version."""
    with acting_as(MACHINE):
        return TrainingVersion.objects.filter(rank__gt=1).values("training").distinct().count()


def killed_between_steps(host_id: int) -> dict[str, object]:
    """Kills before and after each step.

    Returns the number of kills, and the steps after which the final state differs.
    """
    killed, different = 0, []
    between, doubled, batches = 0, 0, (lheo, "write_batch")
    steps = [*((*step, True, 1) for step in STEPS), (*STEPS[3], False, 1), (*batches, True, 2), (*batches, False, 3)]
    for mark, (module, name, before, call) in enumerate(steps, start=1000):
        killed += in_a_child(host_id, mark, None, partial(deadly, module, name, before=before, call=call))
        between += name == "write_batch" and is_half_written()
        in_a_child(host_id, mark, None)
        doubled += doubled_versions()
        if state() != forgotten(host_id, mark):
            different.append(f"{'before' if before else 'after'} {name} {call}")
    return {
        "steps": len(steps), "steps_killed": killed, "steps_different": different, "between_batches": between,
        "doubled_versions": doubled,
    }  # fmt: skip


def is_half_written() -> bool:
    """True if some batches of the last file are written and others are not."""
    with acting_as(MACHINE):
        last = ReceivedFile.objects.order_by("-pk").first()
    assert last is not None
    return last.state != "done" and last.position > 0


def main(kills: int) -> None:
    # Small batches, so that there are several.
    limits.BATCH_CHARACTERS = 40_000
    with acting_as(MACHINE):
        host_id = gather_cast().region.pk
    steps = killed_between_steps(host_id)
    started = time.monotonic()
    in_a_child(host_id, 0, None)
    duration = time.monotonic() - started
    chance = random.Random(SEED)
    seen = {"same": 0, "different": 0}
    for mark in range(1, kills + 1):
        for _ in range(2):
            in_a_child(host_id, mark, chance.uniform(0.1, duration))
        in_a_child(host_id, mark, None)
        resumed = state()
        seen["same" if resumed == forgotten(host_id, mark) else "different"] += 1
    print(json.dumps({"kills": 2 * kills, **seen, **steps}))  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]))
