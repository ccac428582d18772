"""What an applicant does about money on their own case: reads it, gives an account, writes a report, by their link."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client

from pacte.accounts.models import Guest
from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import acting_as
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.money import format_euros
from pacte.procedures.models import Application, CaseReport, PayeeAccount
from pacte.procedures.services.co_applicants import accept_invitation, invite_co_applicant
from pacte.procedures.services.reports import accept_report, refuse_report
from tests.accounts.guests_at_hand import guest_of, secret_for
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.procedures.example_money import example_call  # noqa: F401
from tests.procedures.test_money import applied
from tests.web.plan_stage import Stage, plain, staged
from tests.web.test_application_pages import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_call")]
IBAN = "FR76 3000 6000 0112 3456 7890 189"
WRONG_IBAN = "FR76 3000 6000 0112 3456 7890 180"
WHOLE = {"audience": "12", "spent-0-what": "Salle", "spent-0-euros": "9 000"}

kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1))))


@pytest.fixture(autouse=True)
def _password_is_enough(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


def test_the_money_of_ones_own_case_by_ones_link(stage: Stage) -> None:
    application, case, guest = applied(stage)
    one = f"demandes/{application.pk}/"
    door = Visitor(Client(), f"/mon-dossier/{secret_for(guest_of(stage.cast.region, 'asso@exemple.fr'))}/")
    other = Visitor(Client(), f"/mon-dossier/{secret_for(guest_of(stage.cast.region, 'autre@exemple.fr'))}/")
    desk = Visitor(stage.client("intruder"), stage.address(f"demandes/{application.pk}/"))
    for rest in ("argent/", "compte/", "bilans/final/"):
        other.get(f"{one}{rest}", 404)
        desk.get(rest, 404)
    other.post(f"{one}compte/", 404, holder="Autre", iban=IBAN)
    other.post(f"{one}bilans/final/", 404, envoi="1", **WHOLE)
    door.get(f"{one}bilans/autre/", 404)

    assert "Versements et bilans" in door.get(one)
    page = door.get(f"{one}argent/")
    assert "Un bilan est en retard : Bilan final." in page
    for words in (plain(format_euros(800_000)), "Avance", "Solde", "il manque", "le bilan accepté"):
        assert words in page
    friend = _co_applicant(application, guest)
    assert "Seule la personne qui a fait la demande" in friend.get(f"{one}argent/")
    friend.get(f"{one}compte/", 404)
    friend.post(f"{one}compte/", 404, holder="Asso", iban=IBAN)
    friend.post(f"{one}bilans/final/", audience="3")
    assert "Envoyer ce bilan" not in friend.get(f"{one}bilans/final/")
    friend.post(f"{one}bilans/final/", 403, envoi="1", **WHOLE)
    refused = door.post(f"{one}compte/", 422, holder="Asso", iban=WRONG_IBAN)
    assert "n’est pas valable" in refused
    door.post(f"{one}compte/", holder="Asso", iban=IBAN)
    page = door.get(f"{one}argent/")
    assert "0189" in page
    assert "3000" not in page
    assert "FR76" not in page
    with acting_as(MACHINE):
        assert PayeeAccount.objects.get().contact_id == guest.guest_id

    assert "Il était attendu le" in door.get(f"{one}bilans/final/"), "late: it is said, and still received"
    door.post(f"{one}bilans/final/", audience="12")
    assert 'value="12"' in door.client.get(f"{door.base}{one}bilans/final/").content.decode()
    door.post(f"{one}bilans/final/", 422, envoi="1", audience="12")
    for _ in range(2):
        door.post(f"{one}bilans/final/", envoi="1", **WHOLE)
    with acting_as(MACHINE):
        assert CaseReport.objects.filter(is_sent=True).count() == 1
    assert "Envoyer ce bilan" not in door.get(f"{one}bilans/final/")
    door.post(f"{one}bilans/final/", 422, audience="13")

    pilot = stage.cast["pilot"].actor
    with acting_as(pilot):
        refuse_report(actor=pilot, case=case, code="final", on=today(), reason="une facture manque")
    page = door.get(f"{one}bilans/final/")
    assert "une facture manque" in page
    assert "Envoyer ce bilan" in page
    door.post(f"{one}bilans/final/", envoi="1", **WHOLE)
    with acting_as(pilot):
        accept_report(actor=pilot, case=case, code="final", on=today())
    assert "accepté" in door.get(f"{one}bilans/final/")
    door.post(f"{one}bilans/final/", 422, audience="13")


def _co_applicant(application: Application, guest: Actor) -> Visitor:
    """Somebody invited, who accepted."""
    with acting_as(guest):
        row_ = invite_co_applicant(actor=guest, application=application, email="amie@exemple.fr")
    friend = Actor(name="Amie", guest_id=row_.guest_id)
    with acting_as(friend):
        accept_invitation(actor=friend, application_id=application.pk)
    with acting_as(MACHINE):
        secret = secret_for(Guest.objects.get(pk=row_.guest_id), GuestScope.CO_APPLY, application.pk)
    return Visitor(Client(), f"/mon-dossier/{secret}/")
