"""Whether what a description says of money holds together: every code named exists, and no case ends owing. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pacte.procedures.records.audits import AUDIT_DEADLINE
from pacte.procedures.records.description import Procedure, Requirement, RequirementKind
from pacte.procedures.records.form import AmountField, AttachmentField, DayField
from pacte.procedures.records.money import RECOVERY_CODE, Instalment, Payments, ProRata
from pacte.procedures.rules.form_answers import field_paths

_OF_PAYMENTS = frozenset({
    RequirementKind.GRANTED, RequirementKind.PAYMENTS_SETTLED, RequirementKind.PAYMENTS_RETURNED,
})  # fmt: skip
_SETTLING = frozenset({RequirementKind.PAYMENTS_SETTLED, RequirementKind.PAYMENTS_RETURNED})


def money_defects(of: Procedure) -> Iterator[str]:
    """Yields what does not hold, each as one sentence."""
    yield from _doubles("report", (each.code for each in of.reports))
    yield from _doubles("amendment", (each.code for each in of.amendments))
    yield from _report_defects(of)
    yield from _amendment_defects(of)
    needs = [(each.code, need) for each in of.transitions for need in each.needs]
    if of.payments is None:
        yield from (
            f"transition {code}: {need.kind}, without payments" for code, need in needs if need.kind in _OF_PAYMENTS
        )
    else:
        yield from _payment_defects(of, of.payments)
    yield from _audit_defects(of, [need.kind for _, need in needs])
    if not of.has_money and any(need.kind is RequirementKind.TRANSITION_TAKEN for _, need in needs):
        yield "transition_taken: only read where reports or payments are declared"


def _audit_defects(of: Procedure, kinds: list[RequirementKind]) -> Iterator[str]:
    if of.audit is None:
        if RequirementKind.AUDITED in kinds:
            yield "audited: no sample of this procedure is ever drawn"
        return
    if of.payments is None or of.rounds is None:
        yield "audit: drawn among the funded cases of a round, and there is none"
    if not 0 < of.audit.percent <= 100 or of.audit.always_above_cents < 0:
        yield f"audit: {of.audit.percent} % and all above {of.audit.always_above_cents} cents"
    if not of.audit.drawn_by or not of.audit.controlled_by:
        yield "audit: nobody draws or controls"
    if any(each.code == AUDIT_DEADLINE for each in of.deadlines):
        yield f"audit: the deadline « {AUDIT_DEADLINE} » is that of the control"


def _report_defects(of: Procedure) -> Iterator[str]:
    days = {each.code for each in of.fields if isinstance(each, DayField)}
    transitions = {each.code for each in of.transitions}
    for each in of.reports:
        if bool(each.due.field) == bool(each.due.transition):
            yield f"report {each.code}: due after one field or after one transition"
        yield from _unknown(f"report {each.code}: day", {each.due.field} - {""}, days)
        yield from _unknown(f"report {each.code}: transition", {each.due.transition, each.due.once} - {""}, transitions)
        yield from _doubles(
            f"report {each.code}: field", (field.code for section in each.form for field in section.fields)
        )
        # A report keeps answers alone: accepted here, a file would be asked for and have nowhere to go.
        for path, field in field_paths(tuple(field for section in each.form for field in section.fields)):
            if isinstance(field, AttachmentField):
                yield f"report {each.code}: « {path} » asks for a file, and a report keeps none: add it to the case"


def _amendment_defects(of: Procedure) -> Iterator[str]:
    for each in of.amendments:
        yield from _unknown(f"amendment {each.code}: field", each.fields, {field.code for field in of.fields})
        if not each.roles or not each.fields:
            yield f"amendment {each.code}: changes nothing, or by nobody"


def _payment_defects(of: Procedure, payments: Payments) -> Iterator[str]:
    yield from _doubles("instalment", (each.code for each in payments.instalments))
    yield from _unknown("payments: transition", payments.stopped_by, {each.code for each in of.transitions})
    for each in payments.instalments:
        yield from _instalment_defects(of, each)
    percents = sum(each.percent or 0 for each in payments.instalments)
    rests = [rank for rank, each in enumerate(payments.instalments) if each.is_rest]
    if percents > 100 or (not rests and percents < 100):
        yield f"payments: the instalments make {percents} %"
    if rests not in ([], [len(payments.instalments) - 1]):
        yield "payments: the rest is the last instalment, once"
    if not (payments.granted_by and payments.prepared_by and payments.ordered_by):
        yield "payments: nobody grants, prepares or orders"
    for transition in of.transitions:
        kinds = {need.kind for need in transition.needs}
        if of.stage(transition.after).is_end and not kinds & _SETTLING:
            yield f"transition {transition.code}: ends without its payments settled"


def _instalment_defects(of: Procedure, each: Instalment) -> Iterator[str]:
    name = f"instalment {each.code}"
    if each.code == RECOVERY_CODE:
        yield f"{name}: this code is kept for what is recovered"
    if each.percent is not None and not 0 < each.percent <= 100:
        yield f"{name}: {each.percent} %"
    attachments = {*(kind.code for kind in of.documents), *(field.code for field in of.fields)}
    yield from _unknown(f"{name}: document", each.proofs, attachments)
    yield from _after_defects(of, name, each.after)
    if each.ceiling:
        yield from _ceiling_defects(of, name, each.ceiling)


def _after_defects(of: Procedure, name: str, after: Requirement) -> Iterator[str]:
    known = {
        RequirementKind.DOCUMENT: {each.code for each in of.documents},
        RequirementKind.TRANSITION_TAKEN: {each.code for each in of.transitions},
        RequirementKind.REPORT_ACCEPTED: {each.code for each in of.reports},
    }
    if after.kind in known:
        yield from _unknown(f"{name}: {after.kind}", {after.code}, known[after.kind])
    if after.kind in _SETTLING:
        yield f"{name}: waits for the end of the payments"


def _ceiling_defects(of: Procedure, name: str, ceiling: ProRata) -> Iterator[str]:
    report = of.report(ceiling.report)
    proved = dict(field_paths(tuple(each for section in report.form for each in section.fields))) if report else {}
    planned = dict(field_paths(of.fields))
    if not isinstance(proved.get(ceiling.spent_path), AmountField):
        yield f"{name}: « {ceiling.spent} » is no amount of a report"
    if not isinstance(planned.get(ceiling.planned), AmountField):
        yield f"{name}: « {ceiling.planned} » is no amount of the form"


def _doubles(what: str, codes: Iterable[str]) -> Iterator[str]:
    return (f"{what} « {code} » is there twice" for code, times in Counter(codes).items() if times > 1)


def _unknown(what: str, named: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    return (f"{what} « {code} » does not exist" for code in sorted(set(named) - set(known)))
