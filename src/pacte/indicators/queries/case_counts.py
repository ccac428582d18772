"""What the procedures count, by code: each count of each description measures the figures that name it. Public.

A new procedure needs no file here: its counts are read from the catalogue of procedures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from json import loads
from typing import Any, NamedTuple

from django.db import connection

from pacte.indicators.queries.completed_journeys import completion_by_action
from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.records.counted_cases import CountedCase
from pacte.indicators.records.coverage import CoverageSource, LocatedItem
from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.french import format_number
from pacte.plan.models import Plan
from pacte.plan.queries import action_ids_by_number
from pacte.procedures.records.counts import CaseCount, CountMeasure
from pacte.procedures.records.form import FormField, Total
from pacte.procedures.rules.catalogue import procedures_by_code
from pacte.procedures.rules.conditions import fields_of_condition, holds
from pacte.procedures.rules.form_answers import total_of
from pacte.procedures.rules.grades import GradePair, grade_pairs, points_gained
from pacte.reference.queries import current_commune_codes, latest_territory_edition

# What they count may be promised by the plan; the others are shown next to its figures.
_TARGETS = (
    CountMeasure.MOVED, CountMeasure.HIRES, CountMeasure.COMPLETED, CountMeasure.EXIT_DIFFERENCE,
    CountMeasure.CERTIFICATION_DIFFERENCE, CountMeasure.TENSION_COVERED, CountMeasure.SHARE,
    CountMeasure.REPORTED_GAIN,
)  # fmt: skip


class AllCases(NamedTuple):
    """Deliverables ``accepted`` out of ``due``: accepted or past their date; cases ``opened``, and held ``pending``."""

    accepted: int
    due: int
    opened: int
    pending: int


@dataclass(frozen=True, slots=True)
class ProcedureCount:
    """A count of one procedure."""

    procedure: str
    count: CaseCount

    @property
    def service(self) -> OperationalCount:
        each = self.count
        return OperationalCount(
            code=each.code,
            what=each.what,
            unit=each.unit,
            source=each.source,
            target=each.code if each.measure in _TARGETS else "",
            one=each.one,
            grade=EvidenceGrade.RESULT if each.is_result else EvidenceGrade.MEANS,
        )

    @property
    def grades(self) -> tuple[GradePair, ...]:
        """The criteria whose points are compared, before and after; empty when the count compares none."""
        return grade_pairs(procedures_by_code()[self.procedure], self.count.gain) if self.count.gain else ()

    @property
    def coverage(self) -> CoverageSource | None:
        """The map of what has none, when the description says where things are."""
        each = self.count
        if each.zone is None:
            return None
        return CoverageSource(
            code=each.code,
            what=each.what,
            unit=each.unit,
            one=each.one,
            source=each.source,
            target=each.target_code or each.code,
            zone_kind=each.zone,
            note="Un dossier qui ne dit pas sa commune n’est pas sur la carte.",
            grade=EvidenceGrade.RESULT if each.is_result else EvidenceGrade.MEANS,
            scope=ProofScope.ACTION,
        )


def procedure_counts() -> tuple[ProcedureCount, ...]:
    """The counts of every procedure, closed ones included: what was done stays proved."""
    return tuple(
        ProcedureCount(code, count)
        for code, procedure in sorted(procedures_by_code().items())
        for count in procedure.counts
    )


def counted_cases(
    *, actor: Actor, plan: Plan, source: ProcedureCount, known: datetime, on: date, also: Iterable[str] = ()
) -> Iterator[CountedCase]:
    """The cases of a plan that the count keeps by that day, as known then, with the answers to ``also`` too."""
    count = source.count
    numbers = {pk: number for number, pk in action_ids_by_number(actor=actor, plan=plan).items()}
    paths = (count.different, count.total, count.commune, count.journey, *count.context_fields)
    graded = {each.code for pair in source.grades for each in pair}
    named = {*fields_of_condition(count.when), *graded, *(path.partition(".")[0] for path in paths), *also}
    fields = sorted(named - {""})
    with connection.cursor() as cursor:
        cursor.execute(
            "select plan_action_id, case_id, first_on, opened_on, answers::text"
            " from procedures_counted(%s, %s, %s, %s, %s, %s)",
            [plan.pk, source.procedure, count.transition, known, on, fields],
        )
        rows = cursor.fetchall()
    for action, case_id, first_on, opened_on, answers in rows:
        case = CountedCase(numbers[action], case_id, first_on, opened_on, _parsed(answers))
        if holds(count.when, case.answers):
            yield case


def results_by_action(context: CountContext, source: ProcedureCount) -> dict[ActionCode, CountResult]:
    """The count of each action, with the days of what it counts, for an operational count."""
    if not source.count.measure.is_of_moves:
        return {number: _of_all(source.count, each) for number, each in _all_cases(context, source.procedure).items()}
    cases: dict[ActionCode, list[CountedCase]] = defaultdict(list)
    for each in counted_cases(
        actor=context.actor, plan=context.plan, source=source, known=context.known, on=context.on
    ):
        cases[each.action].append(each)
    if source.count.measure is CountMeasure.COMPLETED:
        return completion_by_action(context, source.count, _context_fields(source), cases)
    return {
        number: _gain(source, same)
        if source.count.gain
        else _result(source.count, sorted(same, key=lambda each: each.first_on))
        for number, same in cases.items()
    }


def located_cases(
    *, actor: Actor, plan: Plan, source: ProcedureCount, by: date, known: datetime
) -> Iterator[LocatedItem]:
    """What the count keeps, where its commune is, for the map of what has none."""
    cases = list(counted_cases(actor=actor, plan=plan, source=source, known=known, on=by))
    written = {str(each.answers.get(source.count.commune) or "") for each in cases} - {""}
    heirs: Mapping[str, str] = current_commune_codes(written, edition=latest_territory_edition()) if written else {}
    for each in cases:
        if commune := heirs.get(str(each.answers.get(source.count.commune))):
            yield LocatedItem(commune, each.first_on, str(each.case_id))


def _context_fields(source: ProcedureCount) -> dict[str, FormField]:
    of = procedures_by_code()[source.procedure]
    return {each.code: each for each in of.fields if each.code in source.count.context_fields}


def _all_cases(context: CountContext, procedure: str) -> dict[ActionCode, AllCases]:
    """All the cases of a procedure by action, read once for the counts that share them."""

    def read(context: CountContext) -> dict[ActionCode, AllCases]:
        with connection.cursor() as cursor:
            cursor.execute(
                "select * from procedures_counts(%s, %s, %s, %s)",
                [context.plan.pk, procedure, context.known, context.on],
            )
            return {ActionCode(number): AllCases(*counts) for number, *counts in cursor.fetchall()}

    return context.cached_as(("cases", procedure), read)


def _of_all(count: CaseCount, cases: AllCases) -> CountResult:
    if count.measure is CountMeasure.DELIVERABLES:
        return CountResult(cases.accepted, cases.due)
    pending = f"dont {format_number(cases.pending)} en attente d’une réponse" if cases.pending else ""
    return CountResult(cases.opened, precision=pending)


def _result(count: CaseCount, cases: list[CountedCase]) -> CountResult:
    if count.different:
        first_days: dict[str, date] = {}
        for each in cases:
            answer = each.answers.get(count.different)
            for code in answer if isinstance(answer, list) else [answer]:
                if code:
                    first_days.setdefault(str(code), each.first_on)
        return CountResult(len(first_days), days=tuple(sorted(first_days.values())))
    if count.total:
        total = sum((total_of(Total((count.total,)), each.answers) for each in cases), Decimal(0))
        return CountResult(int(total))
    return CountResult(len(cases), days=tuple(each.first_on for each in cases))


def _gain(source: ProcedureCount, cases: list[CountedCase]) -> CountResult:
    """The mean of the points gained. Not shown of very few bodies: it would tell the grid of one of them."""
    pairs = source.grades
    gained = [each for case in cases if (each := points_gained(pairs, case.answers)) is not None]
    if source.count.gain and 0 < len(gained) < source.count.gain.least:
        why = f"moins de {source.count.gain.least} organismes réévalués : leur moyenne dirait la grille de l’un d’eux"
        return CountResult(0, len(gained), withheld=why)
    return CountResult(sum(gained), len(gained))


def _parsed(answers: str) -> dict[str, Any]:
    parsed: dict[str, Any] = loads(answers)
    return parsed
