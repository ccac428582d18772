"""The conventions of subsidy of a procedure, for open data: what was granted to bodies and signed. Public."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.accounts.models import Organisation
from pacte.accounts.queries.directory import organisation_names
from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless
from pacte.plan.models import Plan
from pacte.procedures.models import Case, CaseDocument
from pacte.procedures.queries.money_rows import MoneyRows
from pacte.procedures.queries.paper_rows import PaperRows
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.form import FormField, FormSection, SiretField, TextField
from pacte.procedures.records.money import PaymentState
from pacte.procedures.records.papers import RegionSigner
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.subsidy_rows import SubsidyRow, broken_rules, gives_subsidies

_CONVENTIONS = ("convention", "agreement")
"""Kinds of documents that are the convention, where it is signed on paper."""


def subsidies(*, actor: Actor, plan: Plan, procedure: Procedure, on: date) -> list[SubsidyRow]:
    """Returns the conventions signed, the first signed first, whatever their amount. Public.

    Read as the machine: nothing leaves but what the national schema names. The name of a beneficiary is that of the
    directory, else its public answer; the name of whoever applied, which may be a person's, never is. A case without
    SIRET, without such a name or without a signed convention has no row. Raises ``NotFound`` without subsidies.
    """
    hide_unless(gives_subsidies(procedure))
    giver = plan.organisation
    with system_elevation():
        names = organisation_names(on=on)
        sirets = dict(Organisation.objects.exclude(siret=None).values_list("siret", "pk"))
        cases = Case.objects.filter(plan=plan, procedure_code=procedure.code, grants__isnull=False)
        cases = cases.select_related("body").distinct().order_by("number")
        by_siret = {siret: names.get(pk, "") for siret, pk in sirets.items() if siret}
        rows = [row for each in cases if (row := _row(each, giver, names.get(giver.pk, ""), by_siret))]
    return sorted(rows, key=lambda each: (each.signed_on, each.reference))


def _row(case: Case, giver: Organisation, giver_name: str, by_siret: dict[str, str]) -> SubsidyRow | None:
    procedure = procedure_edition(case.procedure_code, case.edition)
    money, signed_on = MoneyRows.of_case(case, procedure), _signed_on(case, procedure)
    siret, name = _receiver(case, procedure, by_siret)
    if procedure.payments is None or money.grant is None or signed_on is None:
        return None
    paid = [each.settled_on for each in money.payments if each.state == PaymentState.PAID and each.settled_on]
    row = SubsidyRow(
        giver=giver_name,
        giver_siret=giver.siret or "",
        signed_on=signed_on,
        reference=f"{case.plan.code} dossier {case.number}",
        receiver=name,
        receiver_siret=siret,
        subject=_subject(case, procedure, name),
        cents=money.grant.cents,
        is_by_parts=len(procedure.payments.instalments) > 1,
        until=max((*paid, *(each.due_on for each in money.reports() if each.due_on)), default=None),
        is_notified=case.values.get("notified_aid") is True,
    )
    return None if broken_rules(row.cells()) else row


def _signed_on(case: Case, procedure: Procedure) -> date | None:
    """The day of the last signature of what the Region signs with others, else of the convention put in the case."""
    rows = PaperRows.of_case(case, procedure)
    states = [rows.state(paper, row) for paper, row in rows.papers]
    days = [
        signatory.answered_on
        for state in states
        if state.is_signed and any(isinstance(each, RegionSigner) for each in state.paper.signed_by)
        for signatory in state.signatories
        if signatory.answered_on
    ]
    papers = CaseDocument.objects.filter(case=case, kind__in=_CONVENTIONS).order_by("-dated_on")
    return max(days, default=None) or papers.values_list("dated_on", flat=True).first()


def _receiver(case: Case, procedure: Procedure, by_siret: dict[str, str]) -> tuple[str, str]:
    """The SIRET and the name of the body that receives; "" for what is not known."""
    if case.body is not None and case.body.siret:
        return case.body.siret, by_siret.get(case.body.siret, "")
    for section in procedure.form:
        for each in section.fields:
            if isinstance(each, SiretField) and case.values.get(each.code):
                siret = str(case.values[each.code])
                return siret, by_siret.get(siret) or _first_text(case, _texts(section))
    return "", ""


def _subject(case: Case, procedure: Procedure, name: str) -> str:
    """The title of the procedure, and the first public text of the project: a title typed by somebody is not public."""
    texts = (text for section in procedure.form for text in _texts(section))
    words = next((str(case.values[each.code]) for each in texts if case.values.get(each.code)), "")
    return procedure.title if words in ("", name) else f"{procedure.title} : {words}"


def _texts(section: FormSection) -> Iterator[FormField]:
    return (each for each in section.fields if isinstance(each, TextField) and each.is_public and not each.is_personal)


def _first_text(case: Case, fields: Iterator[FormField]) -> str:
    return next((str(case.values[each.code]) for each in fields if case.values.get(each.code)), "")
