"""Findings that whoever controls funded cases owes: the same entry on each desk whose role may control."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.kernel.french import format_day, pluralise
from pacte.procedures.queries.audits import owed_findings
from pacte.web.desk_panels import DeskEntry
from pacte.web.pages.desks.desk_reader import DeskReader


def owed_audits(reader: DeskReader) -> Iterator[DeskEntry]:
    """One entry a round, the first due first: only cases that the reader may control."""
    if not reader.is_today:
        return
    lines = owed_findings(actor=reader.actor, plan=reader.plan, on=reader.on)
    by_round = {each.sampled.sample.call_round_id: each for each in reversed(lines)}
    for round_id, first in reversed(by_round.items()):
        count = sum(each.sampled.sample.call_round_id == round_id for each in lines)
        yield DeskEntry(
            pluralise(count, "dossier à contrôler", "dossiers à contrôler"),
            f"tirés dans l’échantillon ; le premier : {first.case.title}",
            f"constat dû le {format_day(first.sampled.due_on)}",
            "bad" if first.is_late(reader.on) else "",
            "Rendre les constats", reader.url("readings:audit", round_id),
        )  # fmt: skip
