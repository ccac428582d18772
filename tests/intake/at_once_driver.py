"""Two processes act at the same moment: on one file, then on two files about the same things. What is there afterwards
is compared with what one at a time leaves.

``test_kinds_at_once.py`` runs it in a process of its own, because it forks. Prints one JSON line.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from typing import Any
from unittest.mock import patch

import django

django.setup()

from django.db import connection  # noqa: E402

from pacte.accounts.row_context import acting_as  # noqa: E402
from pacte.intake import table_kind  # noqa: E402
from pacte.intake.catalog import file_kind  # noqa: E402
from pacte.intake.records import FileState  # noqa: E402
from pacte.intake.services import preview_file, start_writing, write_received_file  # noqa: E402
from pacte.intake.services.writing import WritingLedger  # noqa: E402
from pacte.kernel.errors import PacteError  # noqa: E402
from tests.database_template import empty_tables  # noqa: E402
from tests.intake.crash_driver import current, received, staged  # noqa: E402
from tests.intake.kind_trials import AGREED, KindTrial  # noqa: E402
from tests.kept import taken_back  # noqa: E402

SEED = 20261201
PATIENCE, LONGEST_DELAY = 60, 0.02
FORKS = multiprocessing.get_context("fork")
Act = Callable[[KindTrial, int], str]


@dataclass(frozen=True, slots=True)
class Scenario:
    """What each process does, and to which of the two rivals; and the orders in which they may have been written."""

    acts: tuple[tuple[Act, int], tuple[Act, int]]
    orders: tuple[tuple[int, ...], ...]


def write(trial: KindTrial, file_id: int) -> str:
    """« done », or what whoever writes is told."""
    try:
        return str(write_received_file(actor=trial.actor, file=current(file_id)).state)
    except PacteError as error:
        return f"{type(error).__name__} {error.code}"


def look(trial: KindTrial, file_id: int) -> str:
    """What the file would do is tried, and taken back."""
    with acting_as(trial.actor) as actor:
        preview = preview_file(actor=actor, file=current(file_id))
    assert preview is not None
    return "blocked" if preview.is_blocked else "seen"


SCENARIOS = {
    "one_file": Scenario(((write, 0), (write, 0)), ((0,),)),
    "two_files": Scenario(((write, 0), (write, 1)), ((0, 1), (1, 0))),
    "one_tried": Scenario(((write, 0), (look, 1)), ((0,),)),
}


def once_both_are_there(act: Callable[..., Any], together: Barrier, delay: float) -> Callable[..., Any]:
    def act_together(*given: object, **named: object) -> Any:
        together.wait(PATIENCE)
        time.sleep(delay)
        return act(*given, **named)

    return act_together


def act_in_a_child(
    trial: KindTrial, act: Act, file_id: int, together: Barrier, delay: float, endings: SimpleQueue[str]
) -> None:
    """Once both have read their file, they write, or try."""
    start = once_both_are_there(WritingLedger.start, together, delay)
    try_out = once_both_are_there(acting_as, together, delay)
    with patch.object(WritingLedger, "start", start), patch.object(table_kind, "acting_as", try_out):
        endings.put(act(trial, file_id))
    connection.close()


def endings_at_once(trial: KindTrial, acts: Sequence[tuple[Act, int]], chance: random.Random) -> str:
    """How two processes end. One that stops without a word for its user leaves its traceback."""
    connection.close()
    together, endings = FORKS.Barrier(2), FORKS.SimpleQueue()
    children = [
        FORKS.Process(target=act_in_a_child, args=(trial, *each, together, chance.uniform(0, LONGEST_DELAY), endings))
        for each in acts
    ]
    for each in children:
        each.start()
    for each in children:
        each.join()
    return ", ".join(sorted(endings.get() if each.exitcode == 0 else "traceback" for each in children))


def write_on(trial: KindTrial, file_id: int) -> None:
    """What the next job does, or its sender when it is sent back to them."""
    file = current(file_id)
    if file.state == FileState.RECEIVED:
        with acting_as(trial.actor) as actor:
            file = start_writing(actor=actor, file=file, agreements=AGREED)
    if file.state == FileState.WRITING:
        write_received_file(actor=trial.actor, file=file)


def held(trial: KindTrial, file_ids: Sequence[int]) -> object:
    """What the rooms and the ledger hold, in whatever order it came."""
    counts = [Counter[str](current(each).counts) for each in file_ids]
    return sorted(map(repr, trial.written())), [+each for each in counts]


def held_one_by_one(trial: KindTrial, order: Sequence[int]) -> object:
    """The same once the rivals are written one after the other, which is taken back."""
    with taken_back():
        file_ids = [received(trial, each).pk for each in trial.rivals]
        for rank in order:
            write_on(trial, file_ids[rank])
        return held(trial, file_ids)


def outcomes(code: str, scenario: Scenario, attempts: int, chance: random.Random) -> list[tuple[str, bool, int]]:
    """How both end, whether they leave what one at a time leaves, and how many times."""
    wanted: list[object] = []
    seen = Counter[tuple[str, bool]]()
    for _ in range(attempts):
        empty_tables()
        trial = staged(code)
        wanted = wanted or [held_one_by_one(trial, each) for each in scenario.orders]
        file_ids = [received(trial, each).pk for each in trial.rivals]
        endings = endings_at_once(trial, [(act, file_ids[rank]) for act, rank in scenario.acts], chance)
        for rank in scenario.orders[0]:
            write_on(trial, file_ids[rank])
        seen[endings, held(trial, file_ids) in wanted] += 1
    return [(*each, count) for each, count in seen.items()]


def main(code: str, attempts: int) -> None:
    chance = random.Random(SEED)
    is_tried = isinstance(file_kind(code), table_kind.TableKind)
    result = {
        name: outcomes(code, scenario, attempts, chance)
        for name, scenario in SCENARIOS.items()
        if is_tried or name != "one_tried"
    }
    print(json.dumps(result))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
