"""« Pourquoi ça a changé » between two days: itemised by cause, with the records for readers who may see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from pacte.indicators.facts.behind import BEHIND, Step, gained, kept_whole, standing, steps
from pacte.indicators.permissions import may, reach_of
from pacte.indicators.queries.asking import ask
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.store import known_until, manifest, open_relations, opened
from pacte.indicators.queries.zones import load_zones
from pacte.indicators.records import Indicator, Question, Reach, State, Value
from pacte.indicators.records.changes import Cause, ChangedRecord, ChangeLine, Explanation
from pacte.indicators.rules.contributions import at_least, contributions
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, ValidationError

_MOST_RECORDS = 500


def why_changed(
    *, actor: Actor, host_id: int, code: str, question: Question, since: date, place: Path | None = None
) -> Explanation:
    """From the end of ``since`` to the end of ``question.known_on``.

    Raises ``Unseen``, or ``Invalid`` (days reversed).
    """
    reach = reach_of(actor, host_id)
    if not may(actor, "indicators.see_changes", host_id) or reach.is_empty:
        raise NotFound
    if since >= question.known_on:
        raise ValidationError(
            "since_later", "Les deux jours à comparer sont inversés.", hint="Donnez d’abord le plus ancien."
        )
    asked = indicator(code)
    question = replace(question, codes=(asked.code,), by=(), territory=question.territory or asked.territory)
    sees = may(actor, "indicators.see_records", host_id)
    return _explained(manifest(place).digest, question, reach, since, place, sees)


@lru_cache(maxsize=128)
def _explained(
    digest: str, question: Question, reach: Reach, since: date, place: Path | None, sees: bool
) -> Explanation:
    """Cached by ``digest`` of the facts."""
    return explained(question, reach, since, place=place, sees=sees)


def explained(
    question: Question, reach: Reach, since: date, *, place: Path | None = None, sees: bool = False
) -> Explanation:
    """Explanation for the one indicator of the question, in a given scope. ``with_records``: includes the records."""
    asked = indicator(question.codes[0])
    lines, records = _gained(asked, question, reach, since, place, sees=sees)
    before, walked = _walked(asked, question, reach, since, place, {line.cause for line in lines})
    told = contributions(before, walked)
    learnt, after = dict(walked)[Cause.LATE], walked[-1][1]
    if not reach.sees_small and asked.hides_small:
        # Two arbitrarily close days would disclose small counts: see ``rules.suppression``.
        before = learnt = after = Value(State.HIDDEN)
        told, lines = (), [replace(line, count=at_least(line.count, asked.threshold)) for line in lines]
    changed = [
        ChangeLine(Cause.DEFINITION, "", 0, note) for on, note in asked.changes if since < on <= question.known_on
    ]
    return Explanation(
        asked.code, since, question.known_on, before, learnt, after, (*changed, *lines), tuple(records), told,
    )  # fmt: skip


def _walked(
    asked: Indicator, question: Question, reach: Reach, since: date, place: Path | None, met: AbstractSet[Cause]
) -> tuple[Value, list[tuple[Cause, Value]]]:
    """The value on the earlier day, then after each cause is applied.

    A cause without facts is not computed separately: its effect goes to the next one. The end of each half is always
    computed, and so are the due dates: the passing of time changes what is due.
    """
    earlier, tables = replace(question, known_on=since), _tables(asked)
    always = {Cause.LATE, Cause.DUE, Cause.NEW}
    with opened(on=since, place=place) as connection:
        if question.zone:
            load_zones(connection, kind=question.zone.kind)
        for text in kept_whole(tables):
            connection.execute(text)

        def value(asked_then: Question, known_on: date, step: Step | None = None) -> Value:
            for text in standing(step, tables):
                connection.execute(text)
            open_relations(connection, on=asked_then.known_on, known=known_until(known_on))
            (answer,) = ask(connection, [asked], asked_then, reach, labels={}, place=place)
            return answer.whole.value

        before = value(earlier, since)
        walked = [
            (step.cause, value(question if step.is_later else earlier, question.known_on, step))
            for step in steps(since=since, was_known=known_until(since))
            if step.cause in always | met
        ]
    return before, walked


def _tables(asked: Indicator) -> dict[str, None]:
    return dict.fromkeys(table for measure in asked.measures for table in BEHIND[measure.relation])


def _gained(
    asked: Indicator, question: Question, reach: Reach, since: date, place: Path | None, *, sees: bool
) -> tuple[list[ChangeLine], list[ChangedRecord]]:
    lines: list[ChangeLine] = []
    records: list[ChangedRecord] = []
    with opened(on=question.known_on, place=place) as connection:
        for table in _tables(asked):
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
