"""Kills the writing of a file of acts at random instants, lets it resume, then counts what the file brought.

``test_acts_killed.py`` runs it in a process of its own, because it forks. Prints one JSON line.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402

from pacte.accounts.models import Organisation  # noqa: E402
from pacte.accounts.row_context import acting_as  # noqa: E402
from pacte.intake.catalog import file_kind  # noqa: E402
from pacte.intake.models import ReceivedFile  # noqa: E402
from pacte.intake.records import FileSender  # noqa: E402
from pacte.intake.services import receive_file, start_writing, write_received_file  # noqa: E402
from pacte.journeys.models import Journey, Learner, LearnerContact, OutboxMessage, Step  # noqa: E402
from pacte.kernel.actor import system_actor  # noqa: E402
from tests.cast import MACHINE, gather_cast  # noqa: E402
from tests.journeys.making import session_with  # noqa: E402

SEED = 20261124
FEWEST_BETWEEN = 2
FEW_ROWS = 1000
HEAD = "Numéro de la personne;Nom;Prénom;Numéro de session;Statut;Date\n"


def file_of(rows: int) -> bytes:
    """Each row enrols a different person on the session; one row in fifty is a refusal, which partners must receive."""
    lines = (
        f"P{rank};Exemple;Camille;24_1;{'ICN' if rank % 50 == 0 else 'positionne'};05/01/2021\n" for rank in range(rows)
    )
    return (HEAD + "".join(lines)).encode()


def receive(data: bytes, host_id: int, body_id: int) -> None:
    """The file is checked and its writing starts: what is killed is the writing."""
    actor = system_actor("essai")
    with acting_as(actor):
        host, body = (Organisation.objects.get(pk=identifier) for identifier in (host_id, body_id))
        file = receive_file(
            actor=actor, kind=file_kind("acts"), sender=FileSender(body, host), file_name="actes.csv", data=data,
            options={"tool": "reseau"},
        )  # fmt: skip
        start_writing(actor=actor, file=file, agreements={})


def write_on() -> None:
    actor = system_actor("essai")
    with acting_as(actor):
        file = ReceivedFile.objects.select_related("organisation", "host").get()
    write_received_file(actor=actor, file=file, synthetic=True)


def in_a_child(wait: float | None) -> bool:
    """Writes the file in a child process, killed after ``wait`` seconds if given.

    True if the child ended by itself.
    """
    connection.close()
    child = os.fork()
    if child == 0:
        write_on()
        connection.close()
        os._exit(0)
    if wait is not None:
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status)


def position() -> int:
    with acting_as(MACHINE):
        return ReceivedFile.objects.values_list("position", flat=True).first() or 0


def main(rows: int, kills: int, longest: float) -> None:
    if rows < FEW_ROWS:
        type(file_kind("acts")).batch_size = 10
    with acting_as(MACHINE):
        cast = gather_cast()
        session_with(cast)
    receive(file_of(rows), cast.region.pk, cast.network.pk)
    started = time.monotonic()
    chance = random.Random(SEED)
    killed = between = 0
    ended = False
    while (killed < kills or between < FEWEST_BETWEEN) and not ended:
        before = position()
        ended = in_a_child(chance.uniform(0.2, longest))
        killed += not ended
        between += before < position() < rows
        # On a slow machine, children killed before their first batch say nothing: the next one lives longer.
        longest *= 1 if between or ended else 1.5
    if not ended:
        in_a_child(None)
    refused = rows // 50 + bool(rows % 50)
    with acting_as(MACHINE):
        received = ReceivedFile.objects.get()
        found = {
            "people": Learner.objects.count(),
            "journeys": Journey.objects.count(),
            "steps": Step.objects.count(),
            "outgoing": OutboxMessage.objects.count(),
            "ledger": received.counts.get("added", 0),
        }
        doubled = Step.objects.count() - Step.objects.values("journey", "kind").distinct().count()
        # Count by name: one lost and one duplicated would still give the right total.
        found["named"] = LearnerContact.objects.values("partner_number").distinct().count()
    wanted = {
        "people": rows, "journeys": rows, "steps": rows * 2 + refused * 2, "outgoing": refused, "ledger": rows,
        "named": rows,
    }  # fmt: skip
    print(  # noqa: T201
        json.dumps(
            {
                "killed": killed, "between": between, "lost": {key: wanted[key] - found[key] for key in wanted},
                "doubled": doubled, "state": received.state, "seconds": round(time.monotonic() - started, 1),
            }
        )
    )  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
