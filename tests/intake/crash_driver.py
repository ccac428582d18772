"""Kills the writing of a file of a kind at random instants, lets it resume, then compares with an undisturbed writing.

``test_kinds_killed.py`` runs it in a process of its own, because it forks. Prints one JSON line.
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

from pacte.accounts.row_context import acting_as  # noqa: E402
from pacte.intake.models import ReceivedFile, RefusedRow  # noqa: E402
from pacte.intake.records import FileState  # noqa: E402
from pacte.intake.services import preview_file, receive_file, start_writing, write_received_file  # noqa: E402
from pacte.intake.table_kind import TableKind  # noqa: E402
from tests.cast import MACHINE  # noqa: E402
from tests.intake.kind_trials import TRIALS, KindTrial  # noqa: E402
from tests.kept import taken_back  # noqa: E402

SEED = 20261201
LONGEST_FACTOR = 1.5
# A table advances by some rows in each life: enough of them for every kill to fall before its end.
ROWS_BY_KILL = 5
FEWEST_FOR_A_LONG_TABLE = 20


def received(trial: KindTrial, data: bytes) -> ReceivedFile:
    """The file, checked and about to be written."""
    with acting_as(trial.actor) as actor:
        file = receive_file(
            actor=actor, kind=trial.kind, sender=trial.sender, file_name=trial.file_name, data=data,
            options=trial.options,
        )  # fmt: skip
        preview = preview_file(actor=actor, file=file)
        assert preview is not None
        agreements = {each.name: "on" for each in preview.agreements}
        return start_writing(actor=actor, file=file, agreements=agreements)


def current(file_id: int) -> ReceivedFile:
    with acting_as(MACHINE):
        return ReceivedFile.objects.select_related("organisation", "host").get(pk=file_id)


def written_by_a_child(trial: KindTrial, file_id: int, wait: float | None) -> bool:
    """Writes in a child process, killed after ``wait`` seconds if given. True if the child ended by itself."""
    connection.close()
    child = os.fork()
    if child == 0:
        write_received_file(actor=trial.actor, file=current(file_id))
        connection.close()
        os._exit(0)
    if wait is not None:
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status)


def refused_count(file_id: int) -> int:
    with acting_as(MACHINE):
        return RefusedRow.objects.filter(file=file_id).count()


def undisturbed(trial: KindTrial, data: bytes) -> tuple[tuple[object, int], float]:
    """What the rooms and the quarantine hold after a writing that nothing stops, taken back; and its seconds."""
    with taken_back():
        file = received(trial, data)
        started = time.monotonic()
        write_received_file(actor=trial.actor, file=file)
        return (trial.written(), refused_count(file.pk)), time.monotonic() - started


def staged(code: str) -> KindTrial:
    """The trial of a kind, on its day."""
    trial = TRIALS[code]()
    if trial.today:
        sys.modules[type(trial.kind).__module__].today = lambda: trial.today  # type: ignore[attr-defined]
    return trial


def instants(kills: int, longest: float, *, are_sorted: bool) -> list[float]:
    chance = random.Random(SEED)
    drawn = [chance.uniform(0, longest) for _ in range(kills)]
    return sorted(drawn) if are_sorted else drawn


def main(code: str, kills: int) -> None:
    trial = staged(code)
    is_table = isinstance(trial.kind, TableKind)
    if is_table:
        # Small batches: some instants must fall between two of them.
        type(trial.kind).batch_size = 1
    data = trial.refused or trial.good
    wanted, seconds = undisturbed(trial, data)
    longest = seconds * LONGEST_FACTOR
    if is_table and kills >= FEWEST_FOR_A_LONG_TABLE:
        data = trial.many(kills * ROWS_BY_KILL)
        wanted, seconds = undisturbed(trial, data)
        longest += seconds / kills
    file_id = received(trial, data).pk
    killed = 0
    # What is written in one transaction begins again in each life: the soonest first, for the last one ends it.
    for wait in instants(kills, longest, are_sorted=not is_table):
        if current(file_id).state == FileState.WRITING:
            killed += not written_by_a_child(trial, file_id, wait)
    if current(file_id).state == FileState.WRITING:
        written_by_a_child(trial, file_id, None)
    is_same = (trial.written(), refused_count(file_id)) == wanted
    result = {"killed": killed, "state": current(file_id).state, "same": is_same}
    print(json.dumps(result))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
