"""Whether the description of a procedure holds together: every code that it names exists. Pure.

A broken description is told when the catalogue is read, before a case meets it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pacte.procedures.records.counts import CaseCount, CountMeasure
from pacte.procedures.records.description import Procedure, RequirementKind
from pacte.procedures.records.form import (
    AmountField,
    AtMostShare,
    ChoiceField,
    DayField,
    EqualTotals,
    FormCheck,
    FormField,
    LinesField,
    MonthsApart,
    NumberField,
    PeriodsOverlap,
    ReferenceField,
    ReferenceTarget,
)
from pacte.procedures.rules.conditions import fields_of_condition
from pacte.procedures.rules.form_answers import field_paths
from pacte.procedures.rules.grades import grade_pairs
from pacte.procedures.rules.level_gains import level_defects
from pacte.procedures.rules.money_check import money_defects
from pacte.procedures.rules.paper_check import paper_defects
from pacte.procedures.rules.reading_check import reading_defects
from pacte.procedures.rules.report_tables import report_table_defects


def description_defects(of: Procedure) -> list[str]:
    """Returns what does not hold, each as one sentence; empty when all does."""
    return [
        *_doubles(of),
        *_stage_defects(of),
        *_form_defects(of),
        *_need_defects(of),
        *_count_defects(of),
        *_promise_defects(of),
        *_block_defects(of),
        *_privacy_defects(of),
        *_outreach_defects(of),
        *level_defects(of),
        *report_table_defects(of),
        *money_defects(of),
        *reading_defects(of),
        *paper_defects(of),
    ]


def _doubles(of: Procedure) -> Iterator[str]:
    named: dict[str, list[str]] = {
        "stages": [each.code for each in of.stages],
        "transitions": [each.code for each in of.transitions],
        "sections": [each.code for each in of.form],
        "fields": [each.code for each in of.fields],
        "documents": [each.code for each in of.documents],
        "deadlines": [each.code for each in of.deadlines],
        "outcomes": [each.code for each in of.outcomes],
        "counts": [each.code for each in of.counts],
        "grids": [each.code for each in of.grids],
        "committees": [each.code for each in of.committees],
    }
    for kind, codes in named.items():
        yield from (f"{kind}: « {code} » is there twice" for code, times in Counter(codes).items() if times > 1)


def _stage_defects(of: Procedure) -> Iterator[str]:
    stages = {each.code: each for each in of.stages}
    outcomes, sections = {each.code for each in of.outcomes}, {each.code for each in of.form}
    reached = {of.first_stage.code}
    for each in of.transitions:
        yield from _unknown(f"transition {each.code}: stage", {*each.before, each.after}, stages)
        yield from _unknown(f"transition {each.code}: section", each.opens, sections)
        yield from _unknown(f"transition {each.code}: outcome", {each.outcome} - {""}, outcomes)
        if not each.roles and not each.by_applicant:
            yield f"transition {each.code}: nobody may trigger it"
        if any(stages[code].is_end for code in each.before if code in stages):
            yield f"transition {each.code}: leaves an end"
    for _ in of.stages:
        reached |= {each.after for each in of.transitions if set(each.before) & reached}
    yield from (f"stage {code}: nothing leads to it" for code in stages if code not in reached)
    left = {code for each in of.transitions for code in each.before}
    yield from (
        f"stage {code}: nothing leaves it" for code, each in stages.items() if not each.is_end and code not in left
    )
    yield from _unknown("deadline: stage", {each.stage for each in of.deadlines}, stages)
    days = {each.code for each in of.fields if isinstance(each, DayField)}
    yield from _unknown("deadline: day", {each.field for each in of.deadlines} - {""}, days)
    if clause := of.purchase_clause:
        yield from _unknown("purchase clause: transition", {clause.transition}, {each.code for each in of.transitions})
        yield from _unknown(
            "purchase clause: field", {clause.text, clause.certification}, {each.code for each in of.fields}
        )
    yield from _unknown("public from: transition", {of.public_from} - {""}, {each.code for each in of.transitions})


def _form_defects(of: Procedure) -> Iterator[str]:
    codes = {each.code for each in of.fields}
    paths = dict(field_paths(of.fields))
    for section in of.form:
        yield from _unknown(f"section {section.code}: field", fields_of_condition(section.when), codes)
        for check in section.checks:
            yield from _unknown(f"section {section.code}: field", _paths_of_check(check), paths)
        yield from _field_defects(section.fields, codes)


def _field_defects(fields: tuple[FormField, ...], around: Iterable[str]) -> Iterator[str]:
    codes = {*around, *(each.code for each in fields)}
    for each in fields:
        yield from _unknown(f"field {each.code}: field", fields_of_condition(each.when), codes)
        if each.is_personal and not each.purpose:
            yield f"field {each.code}: it is about a person, and does not say why it is asked"
        if isinstance(each, DayField) and each.after:
            yield from _unknown(f"field {each.code}: field", {each.after}, codes)
        if isinstance(each, LinesField):
            yield from _field_defects(each.columns, codes)


def _paths_of_check(check: FormCheck) -> set[str]:
    match check:
        case EqualTotals():
            return {*check.one.paths, *check.other.paths}
        case AtMostShare():
            return {*check.part.paths, *check.whole.paths}
        case PeriodsOverlap():
            return {*check.one, *check.other}
        case MonthsApart():
            return {check.earlier, check.later}


def _need_defects(of: Procedure) -> Iterator[str]:
    known = {
        RequirementKind.DOCUMENT: {each.code for each in of.documents},
        RequirementKind.FIELD: {each.code for each in of.fields},
        RequirementKind.DEADLINE: {each.code for each in of.deadlines},
        RequirementKind.FORM: {"", *(each.code for each in of.form)},
        RequirementKind.TRANSITION_TAKEN: {each.code for each in of.transitions},
        RequirementKind.REPORT_ACCEPTED: {each.code for each in of.reports},
    }
    for transition in of.transitions:
        for need in transition.needs:
            if need.kind in known:
                yield from _unknown(f"transition {transition.code}: {need.kind}", {need.code}, known[need.kind])
            yield from _unknown(
                f"transition {transition.code}: field", fields_of_condition(need.condition), {f.code for f in of.fields}
            )


def _count_defects(of: Procedure) -> Iterator[str]:
    transitions = {each.code for each in of.transitions}
    paths = dict(field_paths(of.fields))
    for count in of.counts:
        if count.measure not in (CountMeasure.OPENED, CountMeasure.DELIVERABLES):
            yield from _unknown(f"count {count.code}: transition", {count.transition}, transitions)
        yield from _unknown(f"count {count.code}: end", count.ended_by, transitions)
        named = {*fields_of_condition(count.when), count.different, count.total, count.commune}
        named = {*named, count.journey, count.order, *count.context_fields} - {""}
        yield from _unknown(f"count {count.code}: field", named, paths)
        yield from _measure_defects(count, paths)
        yield from _share_defects(of, count, paths)
        yield from _journey_defects(of, count)
        names_trades = _is_reference(paths.get(count.different), ReferenceTarget.OCCUPATION)
        if count.measure is CountMeasure.TENSION_COVERED and not names_trades:
            yield f"count {count.code}: « {count.different} » names no occupation"
        if count.measure.compares_providers and (of.applicants is None or of.applicants.by_link):
            yield f"count {count.code}: nobody is compared, since no body of the pact applies from its account"
        if count.gain:
            yield from _unknown(
                f"count {count.code}: section", {count.gain.before, count.gain.after}, {each.code for each in of.form}
            )
            if not grade_pairs(of, count.gain):
                yield f"count {count.code}: the two sections are not the same grid"


def _share_defects(of: Procedure, count: CaseCount, paths: dict[str, FormField]) -> Iterator[str]:
    """A share has a base; what is told beside it comes with it alone."""
    transitions = {each.code for each in of.transitions}
    if (count.measure is CountMeasure.SHARE) != bool(count.out_of):
        yield f"count {count.code}: a share, and nothing else, has a base"
    yield from _unknown(f"count {count.code}: transition", {*count.out_of, *count.conversions}, transitions)
    if count.conversions and not count.out_of:
        yield f"count {count.code}: conversions are those of a share"
    if comparison := count.compared:
        yield from _unknown(f"count {count.code}: transition", {comparison.since}, transitions)
        kinds = ((comparison.by, ChoiceField), (comparison.mean, NumberField), (comparison.cost, AmountField))
        yield from (
            f"count {count.code}: « {path} » cannot be compared" for path, kind in kinds
            if not isinstance(paths.get(path), kind)
        )  # fmt: skip


def _promise_defects(of: Procedure) -> Iterator[str]:
    spec = of.promises
    if spec is None:
        if any(each.measure.is_of_hires for each in of.counts):
            yield "counts: hires are counted, and no firm promises any"
        return
    columns = (spec.firm, spec.name, spec.email, spec.posts, spec.by)
    named = {spec.lines, spec.sessions, *(f"{spec.lines}.{column}" for column in columns)}
    yield from _unknown("promises: field", named, dict(field_paths(of.fields)))
    yield from _unknown("promises: transition", {spec.signed, *spec.void}, {each.code for each in of.transitions})


def _block_defects(of: Procedure) -> Iterator[str]:
    if blocks := of.missing_blocks:
        if not _is_reference(of.field(blocks.certification), ReferenceTarget.CERTIFICATION):
            yield f"missing blocks: « {blocks.certification} » names no certification"
        if not _is_reference(of.field(blocks.blocks), ReferenceTarget.BLOCK):
            yield f"missing blocks: « {blocks.blocks} » names no block"


def _measure_defects(count: CaseCount, paths: dict[str, FormField]) -> Iterator[str]:
    if (count.measure is CountMeasure.REPORTED_GAIN) != (count.levels is not None):
        yield f"count {count.code}: levels, and nothing else, are gained in reports"
    if count.total in paths and not isinstance(paths[count.total], NumberField):
        yield f"count {count.code}: « {count.total} » is no number"
    if count.order and not _is_reference(paths.get(count.order), ReferenceTarget.ORDER):
        yield f"count {count.code}: « {count.order} » names no order"
    if count.ended_by and (count.measure is not CountMeasure.MOVED or not count.commune):
        yield f"count {count.code}: only cases that took a transition, in a commune, last until another ends them"
    if bool(count.commune) != (count.zone is not None):
        yield f"count {count.code}: a map needs both a commune and a kind of zone"


def _journey_defects(of: Procedure, count: CaseCount) -> Iterator[str]:
    if _is_journey(of.field(count.journey)) != (count.measure is CountMeasure.COMPLETED):
        yield f"count {count.code}: what is completed is a journey, named by a field of the form"


def _outreach_defects(of: Procedure) -> Iterator[str]:
    """Winners and where they go are public: whoever opens a journey reads them."""
    if of.outreach is None:
        return
    public = {each.code for each in of.fields if each.is_public and not each.is_personal}
    yield from _unknown("outreach: public field", {of.outreach.name, *of.outreach.communes}, public)
    if not of.public_from or of.is_sensitive:
        yield "outreach: nobody reads who won"


def _privacy_defects(of: Procedure) -> Iterator[str]:
    """A journey leads to a person: only sensitive cases name one, and nothing of them is public."""
    journeys = [each for each in of.fields if _is_journey(each)]
    if journeys and not of.is_sensitive:
        yield f"field {journeys[0].code}: it names a journey in a case that is not sensitive"
    if len(journeys) > 1:
        yield "fields: a case names one journey"
    if journeys and of.applicants and not of.applicants.button:
        yield f"field {journeys[0].code}: the page of a journey has no words for the button that begins a request"
    if of.is_sensitive and (of.public_from or any(each.is_public for each in of.fields)):
        yield "a sensitive case has nothing public"


def _is_journey(field: FormField | None) -> bool:
    return _is_reference(field, ReferenceTarget.JOURNEY)


def _is_reference(field: FormField | None, kind: ReferenceTarget) -> bool:
    return isinstance(field, ReferenceField) and field.kind is kind


def _unknown(what: str, named: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    return (f"{what} « {code} » does not exist" for code in sorted(set(named) - set(known)))
