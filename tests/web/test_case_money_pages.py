"""Pages of the money of a case, made from the description of its procedure: each act by who may do it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.http import HttpResponse

from pacte.accounts.row_context import acting_as
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.procedures.models import Case
from pacte.procedures.services import add_document, move_case, open_case
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.procedures.example_money import ANSWERS, CALL, example_call  # noqa: F401
from tests.web.plan_stage import Stage, plain, staged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_call")]
OPENED = date(2020, 1, 6)
IBAN = "FR76 3000 6000 0112 3456 7890 189"

kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1))))


@pytest.fixture(autouse=True)
def _password_is_enough(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


@pytest.fixture
def case(stage: Stage) -> Case:
    """A case whose convention is signed; its money is for the pages."""
    with acting_as(MACHINE):
        case = open_case(
            actor=MACHINE, plan=stage.plan, number=ActionCode(1), procedure_code=CALL.code, title="Projet d’essai",
            on=OPENED, values=ANSWERS,
        )  # fmt: skip
        for kind in ("convention", "rib"):
            add_document(actor=MACHINE, case=case, kind=kind, title=kind, on=OPENED, name="p.txt", data=kind.encode())
    return case


def act(stage: Stage, part: str, case: Case, address: str, **data: Any) -> HttpResponse:
    return stage.client(part).post(stage.address(f"dossiers/{case.number}/{address}"), data)


def done(stage: Stage, part: str, case: Case, address: str, **data: Any) -> None:
    answer = act(stage, part, case, address, **data)
    assert answer.status_code == 302, plain(answer.content.decode())[-3000:]


def test_the_money_of_a_case_from_its_grant_to_a_payment(stage: Stage, case: Case) -> None:
    page = f"dossiers/{case.number}/"
    assert "Accorder le montant" in stage.get(page, "pilot")
    done(stage, "pilot", case, "argent/accorder/", cents="8 000", on="2020-01-06")
    with acting_as(MACHINE):
        move_case(actor=MACHINE, case=case, transition="award", on=OPENED)
    assert act(stage, "pilot", case, "argent/compte/", holder="Asso", iban="FR76 1234").status_code == 422
    done(stage, "lead", case, "argent/compte/", holder="Asso", iban=IBAN)
    seen = stage.get(page, "finance")
    assert "Asso, FR76 … 189" in seen
    assert "3000" not in seen
    assert "Connu" in stage.get(page, "lead")
    key = str(uuid4())
    for _ in range(2):
        done(stage, "finance", case, "versements/advance/", key=key)
    order = _only_order(case)
    assert act(stage, "finance", case, f"ordres/{order}/ordonner/").status_code == 403, "the same person"
    assert act(stage, "lead", case, f"ordres/{order}/ordonner/").status_code == 403, "another role"
    listed = stage.get("dossiers/a-payer/", "pilot")
    assert "1 paiement attend un ordre" in listed
    assert "4 000 € à verser en tout" in listed
    done(stage, "pilot", case, f"ordres/{order}/ordonner/")
    done(stage, "pilot", case, f"ordres/{order}/verse/", on=today().isoformat())
    seen = stage.get(page, "auditor")
    assert "ordonné par" in seen
    assert "Ce qu’il faut payer" in stage.get("dossiers/", "auditor")


def test_a_report_is_entered_read_refused_and_accepted(stage: Stage, case: Case) -> None:
    report = {"audience": "12", "spent-0-what": "Salle", "spent-0-euros": "9 000", "on": "2020-09-01"}
    page = f"dossiers/{case.number}/"
    assert stage.client("pilot").get(stage.address(f"{page}rapports/final/lire/")).status_code == 404
    assert "Public touché" in stage.get(f"{page}rapports/final/saisir/", "pilot")
    assert act(stage, "pilot", case, "rapports/final/saisir/", **report | {"audience": ""}).status_code == 422
    done(stage, "pilot", case, "rapports/final/saisir/", **report)
    assert "9 000 €" in stage.get(f"{page}rapports/final/lire/", "finance")
    done(stage, "pilot", case, "rapports/final/refuser/", on="2020-09-02", reason="une facture manque")
    assert "une facture manque" in stage.get(page, "pilot")
    done(stage, "pilot", case, "rapports/final/saisir/", **report)
    assert act(stage, "finance", case, "rapports/final/accepter/", on="2020-09-03").status_code == 403
    done(stage, "pilot", case, "rapports/final/accepter/", on="2020-09-03")
    assert "le bilan accepté" not in stage.get(page, "pilot")


def test_an_amendment_is_written_from_the_page_of_the_case(stage: Stage, case: Case) -> None:
    done(stage, "pilot", case, "argent/accorder/", cents="8 000", on="2020-01-06")
    assert "Prolongation" in stage.get(f"dossiers/{case.number}/", "pilot")
    asked = stage.get(f"dossiers/{case.number}/avenants/longer/", "pilot")
    assert "Fin du projet" in asked
    assert "Résumé" not in asked
    done(stage, "pilot", case, "avenants/longer/", ends="2020-09-30", on="2020-02-01", reason="travaux")
    assert "Prolongation" in stage.get(f"dossiers/{case.number}/", "pilot")
    assert act(stage, "finance", case, "avenants/longer/", ends="2021-01-01").status_code == 403


def test_a_procedure_without_money_has_none_of_these_pages(stage: Stage) -> None:
    with acting_as(MACHINE):
        plainly = open_case(
            actor=MACHINE, plan=stage.plan, number=ActionCode(1), procedure_code="assistance_study", title="Étude",
            on=OPENED,
        )  # fmt: skip
    assert 'id="argent"' not in stage.get(f"dossiers/{plainly.number}/", "pilot")
    for address in ("argent/accorder/", "versements/advance/", "ordres/1/ordonner/", "rapports/final/lire/"):
        assert stage.client("pilot").get(stage.address(f"dossiers/{plainly.number}/{address}")).status_code == 404


def _only_order(case: Case) -> int:
    with acting_as(MACHINE):
        return case.payments.get().pk
