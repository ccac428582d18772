"""Papers of cases, signed by hand: what every walk and every story needs."""

from __future__ import annotations

from datetime import date

from pacte.procedures.models import Case, CasePaper
from pacte.procedures.services import add_document
from pacte.procedures.services.paper_signatures import record_signed_by_hand
from tests.cast import MACHINE


def last_paper(case: Case, code: str) -> CasePaper:
    return CasePaper.objects.filter(case=case, code=code).latest("pk")


def sign_by_hand(case: Case, code: str, on: date, kind: str = "agreement") -> None:
    """Everybody signed on paper: one document came back. Reads and writes as the machine, in its context."""
    document = add_document(actor=MACHINE, case=case, kind=kind, title="Signé", on=on, reference="armoire")
    for each in last_paper(case, code).signatories.all():
        record_signed_by_hand(actor=MACHINE, case=case, signatory_id=each.pk, document=document, on=on)
