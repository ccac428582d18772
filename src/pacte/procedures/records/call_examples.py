"""The lives of a case that every call for projects runs, as executable examples."""

from __future__ import annotations

from pacte.kernel.actor import Role
from pacte.procedures.records.call_parts import COMMITTEE, CONVENTION, FINAL_REPORT, READING_GRID
from pacte.procedures.records.description import ExampleAction, ExampleActionKind, ProcedureExample


def call_examples(*proofs: str) -> tuple[ProcedureExample, ...]:
    """Returns the lives of a case that every call must run: to the last payment, refused, set aside, withdrawn.

    ``proofs``: documents that the balance needs beside the bills.
    """
    kind = ExampleActionKind
    read = (
        ExampleAction(kind.MOVE, "admit", refusal_code="needs_lacking"),
        ExampleAction(kind.FORM),
        ExampleAction(kind.ANSWER, "eligible", answer="yes"),
        ExampleAction(kind.MOVE, "admit", Role.BUYER, refusal_code="move_right"),
        ExampleAction(kind.MOVE, "admit", Role.ACTION_LEAD),
        ExampleAction(kind.MOVE, "submit", refusal_code="needs_lacking"),
        ExampleAction(kind.READ, READING_GRID),
        ExampleAction(kind.MOVE, "submit"),
    )
    return (
        ProcedureExample(
            "un projet retenu, mené et soldé",
            (
                *read,
                ExampleAction(kind.MOVE, "award", refusal_code="needs_lacking"),
                ExampleAction(kind.COMMITTEE, COMMITTEE, answer=True),
                ExampleAction(kind.MOVE, "award"),
                ExampleAction(kind.MOVE, "start", refusal_code="needs_lacking"),
                ExampleAction(kind.SIGN, CONVENTION),
                ExampleAction(kind.MOVE, "start"),
                ExampleAction(kind.MOVE, "finish", refusal_code="needs_lacking"),
                ExampleAction(kind.REPORT, FINAL_REPORT),
                ExampleAction(kind.MOVE, "finish"),
                ExampleAction(kind.MOVE, "settle", refusal_code="needs_lacking"),
                *(ExampleAction(kind.DOCUMENT, code) for code in ("bills", *proofs)),
                ExampleAction(kind.PAY),
                ExampleAction(kind.MOVE, "settle", Role.FINANCE_OFFICER),
            ),
            ends_at="settled",
            outcome="settled",
        ),
        ProcedureExample(
            "un projet que le comité ne retient pas",
            (
                *read,
                ExampleAction(kind.MOVE, "refuse", refusal_code="needs_lacking"),
                ExampleAction(kind.COMMITTEE, COMMITTEE, answer=False),
                ExampleAction(kind.MOVE, "award", refusal_code="needs_lacking"),
                ExampleAction(kind.MOVE, "refuse", refusal_code="reason_missing"),
                ExampleAction(kind.MOVE, "refuse", reason="l’effet du projet n’est pas mesuré"),
            ),
            ends_at="refused",
            outcome="refused",
        ),
        ProcedureExample(
            "un dossier qui n’est pas recevable",
            (
                ExampleAction(kind.FORM),
                ExampleAction(kind.ANSWER, "eligible", answer="no"),
                ExampleAction(kind.MOVE, "admit", refusal_code="needs_lacking"),
                ExampleAction(kind.MOVE, "set_aside", refusal_code="reason_missing"),
                ExampleAction(kind.MOVE, "set_aside", reason="le projet a commencé avant le dépôt"),
            ),
            ends_at="refused",
            outcome="ineligible",
        ),
        ProcedureExample(
            "un dossier corrigé, puis retiré",
            (
                ExampleAction(kind.MOVE, "ask", reason="il manque un devis"),
                ExampleAction(kind.FORM),
                ExampleAction(kind.MOVE, "resend", is_applicant=True),
                ExampleAction(kind.MOVE, "withdraw", reason="un autre financeur paie tout", is_applicant=True),
            ),
            ends_at="withdrawn",
            outcome="withdrawn",
        ),
    )
