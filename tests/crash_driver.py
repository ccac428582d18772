"""Kills plan imports at random moments, then checks that the plan is either the old one or the new one.

``tests/plan/test_import_killed.py`` runs it in a process of its own, because it forks. Prints one JSON line.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
import time
from dataclasses import replace
from datetime import date

import django

django.setup()

from django.db import connection  # noqa: E402

from pacte.accounts.row_context import acting_as  # noqa: E402
from pacte.plan.models import Plan, PlanVersion  # noqa: E402
from pacte.plan.queries import content_of_version  # noqa: E402
from pacte.plan.records import PlanContent  # noqa: E402
from pacte.plan.services import put_in_force, replace_draft, sign, vote  # noqa: E402
from tests.cast import MACHINE, gather_cast  # noqa: E402
from tests.plans_at_hand import shipped_plan, written  # noqa: E402

SEED = 20181119
DAY = date(2018, 11, 19)


def changed(content: PlanContent, mark: int) -> PlanContent:
    """The same plan with every row's comment changed, so that a half-written import is visible."""
    return replace(content, rows=tuple(replace(row, comment=f"import {mark}") for row in content.rows))


def state() -> str:
    """Hash of the whole draft of the plan; « none » if there is no draft."""
    with acting_as(MACHINE):
        draft = PlanVersion.objects.filter(state="draft").select_related("plan").first()
        return hashlib.sha256(repr(content_of_version(draft)).encode()).hexdigest() if draft else "none"


def import_once(plan_id: int, mark: int) -> None:
    with acting_as(MACHINE):
        plan = Plan.objects.get(pk=plan_id)
        base = PlanVersion.objects.get(plan=plan, state="in_force")
        replace_draft(
            actor=MACHINE,
            plan=plan,
            base=base,
            content=changed(shipped_plan(), mark),
            lead_organisations={},
            reason="essai",
        )


def in_a_child(plan_id: int, mark: int, wait: float | None) -> None:
    """Runs one import in a child process, killed after ``wait`` seconds if given."""
    connection.close()
    child = os.fork()
    if child == 0:
        import_once(plan_id, mark)
        connection.close()
        os._exit(0)
    if wait is not None:
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def main(kills: int) -> None:
    with acting_as(MACHINE):
        cast = gather_cast()
        version = written(actor=MACHINE, host=cast.region)
        vote(actor=MACHINE, version=version, assembly="Assemblée", number="1", on=DAY)
        sign(actor=MACHINE, version=version, on=DAY)
        put_in_force(actor=MACHINE, version=version, on=DAY)
    plan_id = version.plan_id
    started = time.monotonic()
    in_a_child(plan_id, 0, None)
    duration = time.monotonic() - started
    seen = {"old": 0, "new": 0, "between": 0}
    chance = random.Random(SEED)
    for mark in range(1, kills + 1):
        before = state()
        wanted = hashlib.sha256(repr(changed(shipped_plan(), mark)).encode()).hexdigest()
        in_a_child(plan_id, mark, chance.uniform(0, duration * 2))
        after = state()
        seen["old" if after == before else "new" if after == wanted else "between"] += 1
    print(json.dumps({"kills": kills, **seen}))  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]))
