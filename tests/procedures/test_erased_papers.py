"""What the end of its retention takes from the papers of a case: who signed, what it said; never that it was signed."""

from __future__ import annotations

import pytest
from django.conf import LazySettings

from pacte.accounts.models import Guest
from pacte.accounts.row_context import acting_as
from pacte.kernel.clock import today
from pacte.procedures.models import CasePaper, PaperAnswer
from pacte.procedures.services.case_retention import erase_ended_cases
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.procedures.test_papers import BAKERY, SOAP, Signing, signing
from tests.procedures.test_retention import end_long_ago, where_marked

kept_signing = kept_for_module(signing)


@pytest.mark.django_db
def test_a_signed_paper_keeps_its_digest_and_names_nobody(kept_signing: Signing, settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False
    made = kept_signing
    made.answer(SOAP)
    made.answer(BAKERY, reason="Refus de la Savonnerie.")
    made.sign_inside("pilot")
    digest, guest = made.paper.digest, made.signatory(SOAP).guest
    assert guest is not None
    assert "procedures_casepaper" in where_marked("Savonnerie")
    assert where_marked("savon@exemple.fr")
    end_long_ago(made.case)
    with acting_as(MACHINE):
        assert erase_ended_cases(actor=MACHINE, on=today()) == 1
        assert Guest.objects.get(pk=guest.pk).erased_at
        kept = CasePaper.objects.get(case=made.case)
        assert (kept.digest, kept.signatories.count()) == (digest, 3)
        assert PaperAnswer.objects.filter(signatory__paper=kept).count() == 3
    assert where_marked("Savonnerie") == []
    assert where_marked("savon@exemple.fr") == []
    page = made.stage.get(f"dossiers/{made.case.number}/", "pilot")
    assert "données personnelles effacées" in page
    assert "signé par 2 sur 3" in page
