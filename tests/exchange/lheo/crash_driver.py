"""Kills catalogue imports at random instants, lets them resume, then compares with an import that nothing stopped.

Run by ``test_import_killed.py`` as a process of its own, because it forks. Prints one JSON line.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import signal
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402

from pacte.accounts.context import acting_as  # noqa: E402
from pacte.exchange.lheo import limits  # noqa: E402
from pacte.exchange.lheo.importing import import_catalogue  # noqa: E402
from pacte.offer.models import Delivery, Quarantined, Session, Training, TrainingAction, TrainingSource  # noqa: E402
from tests.cast import MACHINE, gather_cast  # noqa: E402
from tests.exchange.lheo.documents import catalogue, changed  # noqa: E402

SEED = 20231
TRAININGS = 60


def text_of(mark: int) -> bytes:
    """A catalogue of its own, with one bad training in it."""
    text = catalogue(TRAININGS, seed=7).replace("(parcours", f"(essai {mark},")
    return changed("<certifiante>1", "<certifiante>7", text=text).encode()


def state() -> str:
    """Hash of all that the file brought, whatever the identifiers."""
    with acting_as(MACHINE):
        rows = [
            *Training.objects.order_by("number").values_list("number", "title", "digest", "closed_on"),
            *TrainingAction.objects.order_by("number").values_list("number", "digest", "site__key", "closed_on"),
            *Session.objects.order_by("number").values_list("number", "digest", "starts_on", "state", "closed_on"),
            *((source.training.number, bytes(source.data))
              for source in TrainingSource.objects.select_related("training").order_by("training__number")),
            *Quarantined.objects.filter(dropped_at=None).order_by("rank").values_list("rank", "number", "text"),
            *Delivery.objects.order_by("pk").values_list("state", "position").reverse()[:1],
        ]  # fmt: skip
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def import_once(host_id: int, mark: int) -> None:
    import_catalogue(actor=MACHINE, host_id=host_id, stream=io.BytesIO(text_of(mark)), file_name="c.xml", is_full=True)


def in_a_child(host_id: int, mark: int, wait: float | None) -> None:
    """Runs one import in a child; kills it after ``wait`` seconds when one is given."""
    connection.close()
    child = os.fork()
    if child == 0:
        import_once(host_id, mark)
        connection.close()
        os._exit(0)
    if wait is not None:
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def main(kills: int) -> None:
    # Small batches, so that an instant often falls between two of them.
    limits.BATCH_CHARACTERS = 60_000
    with acting_as(MACHINE):
        host_id = gather_cast().region.pk
    started = time.monotonic()
    in_a_child(host_id, 0, None)
    duration = time.monotonic() - started
    chance = random.Random(SEED)
    seen = {"same": 0, "different": 0, "stopped": 0}
    for mark in range(1, kills + 1):
        for _ in range(2):
            in_a_child(host_id, mark, chance.uniform(0.1, duration))
        with acting_as(MACHINE):
            last = Delivery.objects.order_by("-pk").first()
            assert last is not None
            seen["stopped"] += last.state != "done" and last.position > 0
        in_a_child(host_id, mark, None)
        resumed = state()
        with acting_as(MACHINE):
            Training.objects.all().delete()
            Delivery.objects.all().delete()
        in_a_child(host_id, mark, None)
        seen["same" if resumed == state() else "different"] += 1
    print(json.dumps({"kills": 2 * kills, **seen}))  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]))
