"""« Pourquoi ça a changé » between two days: itemised, to the records for those who may see them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from pacte.indicators.facts.behind import BEHIND, gained
from pacte.indicators.permissions import may, reach_of
from pacte.indicators.queries.asking import ask
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.store import known_until, manifest, opened
from pacte.indicators.queries.zones import load_zones
from pacte.indicators.records import Indicator, Question, Reach, Value
from pacte.indicators.records.changes import Cause, ChangedRecord, ChangeLine, Explanation
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Invalid, Unseen

_MOST_RECORDS = 500


def why_changed(
    *, actor: Actor, host_id: int, code: str, question: Question, since: date, place: Path | None = None
) -> Explanation:
    """From the end of ``since`` to that of ``question.known_on``. Raises ``Unseen``, or ``Invalid`` (days reversed)."""
    reach = reach_of(actor, host_id)
    if not may(actor, "indicators.see_changes", host_id) or reach.is_empty:
        raise Unseen
    if since >= question.known_on:
        raise Invalid("since_later", "Les deux jours à comparer sont inversés.", todo="Donnez d’abord le plus ancien.")
    asked = indicator(code)
    question = replace(question, codes=(asked.code,), by=(), territory=question.territory or asked.territory)
    sees = may(actor, "indicators.see_records", host_id)
    return _explained(manifest(place).digest, question, reach, since, place, sees)


@lru_cache(maxsize=128)
def _explained(
    digest: str, question: Question, reach: Reach, since: date, place: Path | None, sees: bool
) -> Explanation:
    """``digest`` says which facts: as long as they are the same, so is the explanation."""
    asked = indicator(question.codes[0])
    before = _value(asked, replace(question, known_on=since), reach, since, place)
    learnt = _value(asked, replace(question, known_on=since), reach, question.known_on, place)
    after = _value(asked, question, reach, question.known_on, place)
    lines, records = _gained(asked, question, reach, since, place, sees=sees)
    changed = [
        ChangeLine(Cause.DEFINITION, "", 0, note) for on, note in asked.changes if since < on <= question.known_on
    ]
    return Explanation(asked.code, since, question.known_on, before, learnt, after, (*changed, *lines), tuple(records))


def _value(asked: Indicator, question: Question, reach: Reach, known_on: date, place: Path | None) -> Value:
    with opened(on=question.known_on, known_on=known_on, place=place) as connection:
        if question.zone:
            load_zones(connection, kind=question.zone.kind)
        (answer,) = ask(connection, [asked], question, reach, labels={})
    return answer.whole.value


def _gained(
    asked: Indicator, question: Question, reach: Reach, since: date, place: Path | None, *, sees: bool
) -> tuple[list[ChangeLine], list[ChangedRecord]]:
    tables = dict.fromkeys(table for measure in asked.measures for table in BEHIND[measure.relation])
    lines: list[ChangeLine] = []
    records: list[ChangedRecord] = []
    with opened(on=question.known_on, place=place) as connection:
        for table in tables:
            text = gained(
                table, question, reach, since=since, was_known=known_until(since),
                is_known=known_until(question.known_on),
            )  # fmt: skip
            rows = connection.execute(f"{text} order by 1, 6, 3").fetchall()
            counts = Counter(Cause(row[0]) for row in rows)
            lines += [ChangeLine(cause, table, counts[cause]) for cause in Cause if counts[cause]]
            room = _MOST_RECORDS - len(records) if sees else 0
            records += [
                ChangedRecord(Cause(cause), table, fact, journey, session, happened_on, recorded_at)
                for cause, _, fact, journey, session, happened_on, recorded_at in rows[: max(0, room)]
            ]
    return lines, records
