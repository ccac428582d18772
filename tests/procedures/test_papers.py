"""Papers that a case makes in its move, and the signatures of several: who signs, what voids them, what is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from pacte.accounts.models import Guest
from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import acting_as
from pacte.exchange.documents import paper_docx, paper_pdf
from pacte.exchange.documents.paper_text import PrintedPaper
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.notifications.models import GuestLetter
from pacte.procedures.models import Application, Case, CasePaper, PaperAnswer, PaperSignatory
from pacte.procedures.queries.cases import case_facts
from pacte.procedures.records.papers import ApplicantSigner, LinesSigner, PaperParty
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.description_check import description_defects
from pacte.procedures.rules.papers import paper_content, paper_digest, paper_parties
from pacte.procedures.services import move_case, open_case, update_case_fields
from pacte.procedures.services.paper_signatures import answer_paper, sign_for_region
from pacte.procedures.services.papers import remake_paper
from tests.accounts.guests_at_hand import guest_of, secret_for
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.procedures.signing import last_paper, sign_by_hand
from tests.procedures.test_promises import BAKERY, NEED, SOAP, VALUES, line
from tests.web.plan_stage import Stage, plain, staged

PROCEDURE = procedure_by_code("custom_training")
PAPER = PROCEDURE.papers[0]
OPENED = date(2020, 10, 5)
ANSWERS: dict[str, Any] = {**NEED, **VALUES}
LABELS = {("occupation", "H2301"): "Conduite d’équipement"}


def content(values: dict[str, Any]) -> dict[str, Any]:
    parties = paper_parties(PAPER, values, region="Région", applicant=None)
    return paper_content(PROCEDURE, PAPER, values, parties, LABELS)


def test_a_paper_says_what_the_form_says_and_names_each_firm_once() -> None:
    made = content(ANSWERS)
    assert made["parties"] == [f"Savonnerie, SIRET {SOAP}", f"Fournil, SIRET {BAKERY}", "Région"]
    need, _, promises, _ = made["parts"]
    assert need["sentences"][0] == "Savonnerie veut embaucher, pour ce métier : Conduite d’équipement (H2301)."
    assert not any("Lieu de travail" in said for said in need["sentences"]), "an optional answer is empty"
    assert promises["rows"][-1] == ["En tout", "", "", "4", "", ""]
    assert "savon@exemple.fr" not in str(made), "an address is not printed"
    assert paper_digest(made) == paper_digest(content(dict(reversed(ANSWERS.items()))))
    assert paper_digest(made) != paper_digest(content({**ANSWERS, "design": "Six semaines."}))


def test_a_paper_that_lacks_something_is_not_made() -> None:
    with pytest.raises(ValidationError) as refused:
        content({code: each for code, each in ANSWERS.items() if code != "design"})
    assert refused.value.code == "paper_incomplete"
    assert "Ce qui est construit ensemble" in str(refused.value)
    with pytest.raises(ValidationError, match="personne n’est nommé"):
        content({**ANSWERS, "promises": []})
    with pytest.raises(ValidationError) as same:
        content({**ANSWERS, "promises": [line(SOAP, 1), line(BAKERY, 1)]})
    assert same.value.code == "paper_one_address", "two firms, one address"


def test_a_description_whose_paper_names_nothing_is_told() -> None:
    signer = LinesSigner(lines="promises", party="siren", name="firm_name", email="email")
    first, *parts = PAPER.parts
    broken = replace(PAPER, parts=(replace(first, sentences=("{nothing}",)), *parts), signed_by=(signer,))
    assert description_defects(replace(PROCEDURE, papers=(broken,))) == [
        "paper convention: field « nothing » does not exist",
        "paper convention: field « promises.siren » does not exist",
    ]
    assert description_defects(replace(PROCEDURE, papers=())) == [
        "transition prepare: paper « convention » does not exist",
        "transition sign: signed « convention » does not exist",
    ]


def test_the_same_paper_is_had_as_pdf_and_as_docx() -> None:
    made = content(ANSWERS)
    printed = PrintedPaper(
        content=made, label="Convention", number=3, digest=paper_digest(made), version=1, made_on=OPENED,
        signatures=(("Savonnerie", "signé le 6 octobre 2020, par son lien"), ("Région", "")), is_outdated=False,
    )  # fmt: skip
    assert paper_pdf.write(printed).startswith(b"%PDF")
    assert paper_docx.write(printed).startswith(b"PK")


def test_who_applied_signs_where_the_paper_says_so() -> None:
    commune = PaperParty("applicant", "Commune", "mairie@exemple.fr")
    of = replace(PAPER, signed_by=(ApplicantSigner(), *PAPER.signed_by))
    signing = paper_parties(of, ANSWERS, region="Région", applicant=commune)
    assert [each.code for each in signing] == ["applicant", SOAP, BAKERY, "region"]
    with pytest.raises(ValidationError, match="ce dossier n’en a pas"):
        paper_parties(of, ANSWERS, region="Région", applicant=None)


@dataclass(slots=True)
class Signing:
    stage: Stage
    case: Case

    @property
    def paper(self) -> CasePaper:
        with acting_as(MACHINE):
            return last_paper(self.case, "convention")

    def signatory(self, party: str) -> PaperSignatory:
        with acting_as(MACHINE):
            return PaperSignatory.objects.select_related("guest").get(paper=self.paper, party=party)

    def firm(self, party: str) -> Actor:
        """The firm, as if it had opened the link of its letter."""
        guest = self.signatory(party).guest
        assert guest is not None
        with acting_as(MACHINE):
            Guest.objects.filter(pk=guest.pk, proved_at=None).update(proved_at=now())
        return Actor(name="par son lien", guest_id=guest.pk)

    def answer(self, party: str, *, reason: str | None = None) -> None:
        signatory, actor, digest = self.signatory(party), self.firm(party), self.paper.digest
        with acting_as(actor):
            answer_paper(actor=actor, signatory_id=signatory.pk, digest=digest, reason=reason)

    def sign_inside(self, who: str) -> None:
        actor, signatory, digest = self.stage.cast[who].actor, self.signatory("region"), self.paper.digest
        with acting_as(actor):
            sign_for_region(actor=actor, case=self.case, signatory_id=signatory.pk, digest=digest)

    def change(self, **values: Any) -> None:
        with acting_as(MACHINE):
            update_case_fields(actor=MACHINE, case=self.case, title="", values=values, on=OPENED)

    def is_signed(self) -> bool:
        with acting_as(MACHINE):
            self.case.refresh_from_db()
            return "convention" in case_facts(self.case).signed


def signing() -> Signing:
    stage = staged(
        small_plan(row("A01", 1, figures=(target(value=80, unit="%", indicator_code="employer_promises_kept"),)))
    )
    with acting_as(MACHINE):
        case = open_case(
            actor=MACHINE, plan=stage.plan, number=ActionCode(1), procedure_code=PROCEDURE.code, title="Savonniers",
            on=OPENED, values=ANSWERS,
        )  # fmt: skip
        for transition in ("design", "prepare"):
            move_case(actor=MACHINE, case=case, transition=transition, on=OPENED)
    return Signing(stage, case)


kept_signing = kept_for_module(signing)


@pytest.fixture
def made(kept_signing: Signing, db: None) -> Signing:
    with acting_as(MACHINE):
        return Signing(kept_signing.stage, Case.objects.get(pk=kept_signing.case.pk))


def test_the_paper_is_made_with_the_move_and_goes_to_each_firm(made: Signing) -> None:
    with acting_as(MACHINE):
        letters = GuestLetter.objects.filter(scope=GuestScope.SIGN)
        assert [each.subject_id for each in letters.order_by("pk")] == [
            made.signatory(SOAP).pk, made.signatory(BAKERY).pk,
        ]  # fmt: skip
    assert (made.paper.version, made.paper.edition) == (1, 1)
    assert made.paper.digest == paper_digest(made.paper.content)
    with acting_as(made.firm(SOAP)):
        assert [each.party for each in PaperSignatory.objects.all()] == [SOAP], "by row-level security"
        assert not CasePaper.objects.exists()


def test_everybody_signs_what_they_read_and_only_then_the_training_starts(made: Signing) -> None:
    with acting_as(MACHINE), pytest.raises(ValidationError, match="signée par chaque entreprise"):
        move_case(actor=MACHINE, case=made.case, transition="sign", on=OPENED)
    made.answer(SOAP)
    with pytest.raises(Conflict) as twice:
        made.answer(SOAP)
    assert twice.value.code == "paper_signed"
    made.answer(BAKERY, reason="Trop de postes.")
    made.sign_inside("pilot")
    assert not made.is_signed(), "a firm refused"
    made.answer(BAKERY)
    assert made.is_signed()
    with acting_as(MACHINE):
        kept = PaperAnswer.objects.filter(signatory=made.signatory(SOAP)).get()
        assert (kept.digest, kept.proved_at is not None) == (made.paper.digest, True)
        move_case(actor=MACHINE, case=made.case, transition="sign", on=OPENED)


def test_nobody_signs_for_another(made: Signing) -> None:
    bakery, soap = made.firm(BAKERY), made.signatory(SOAP)
    with acting_as(bakery), pytest.raises(NotFound):
        answer_paper(actor=bakery, signatory_id=soap.pk, digest=made.paper.digest)
    with pytest.raises(PermissionDenied) as refused:
        made.sign_inside("buyer")
    assert refused.value.code == "signing_right"
    pilot = made.stage.cast["pilot"]
    made.change(promises=[line(SOAP, 1, email=pilot.person.email)])
    with acting_as(MACHINE):
        remake_paper(actor=MACHINE, case=made.case, code="convention")
    made.answer(SOAP)
    with pytest.raises(PermissionDenied) as same:
        made.sign_inside("pilot")
    assert same.value.code == "same_person", "one person never signs for two parties"


def test_a_case_that_changes_voids_the_signatures_until_the_paper_is_made_again(made: Signing) -> None:
    with acting_as(MACHINE):
        sign_by_hand(made.case, "convention", OPENED)
    assert made.is_signed()
    with acting_as(MACHINE), pytest.raises(Conflict) as same:
        remake_paper(actor=MACHINE, case=made.case, code="convention")
    assert same.value.code == "paper_same"
    made.change(design="Six semaines.")
    assert not made.is_signed()
    with pytest.raises(Conflict) as changed:
        made.answer(SOAP)
    assert changed.value.code == "paper_changed"
    with acting_as(MACHINE):
        remake_paper(actor=MACHINE, case=made.case, code="convention")
        assert CasePaper.objects.filter(case=made.case).count() == 2, "the former one stays"
    assert not made.is_signed(), "those who had signed sign again"


def test_the_link_of_the_letter_shows_the_text_signs_it_and_the_case_says_so(
    made: Signing, settings: LazySettings
) -> None:
    settings.TOTP_REQUIRED = False
    signatory = made.signatory(SOAP)
    assert signatory.guest is not None
    secret = secret_for(signatory.guest, GuestScope.SIGN, signatory.pk)
    address = reverse("cases:sign", args=[secret, signatory.pk])
    client = Client()
    page = plain(client.get(address).content.decode())
    assert "signé par 0 sur 3" in page
    assert "signature électronique simple" in page
    assert client.post(address, {"digest": made.paper.digest, "answer": "refuse"}).status_code == 422
    assert client.post(address, {"digest": "autre", "answer": "sign"}).status_code == 422
    assert client.post(address, {"digest": made.paper.digest, "answer": "sign"}).status_code == 302
    assert client.get(reverse("cases:sign_file", args=[secret, signatory.pk]))["Content-Type"] == "application/pdf"
    with acting_as(MACHINE):
        guest, moment = guest_of(made.case.organisation), now()
        Case.objects.filter(pk=made.case.pk).update(guest=guest)
        application = Application.objects.create(
            organisation=made.case.organisation, plan=made.case.plan, plan_action=made.case.plan_action, edition=1,
            procedure_code=PROCEDURE.code, guest=guest, case=made.case, key=uuid4(), created_at=moment,
            touched_at=moment,
        )  # fmt: skip
    cover = client.get(reverse("applications:guest_cover", args=[secret_for(guest), application.pk])).content.decode()
    assert "signé par 1 sur 3" in plain(cover)
    case = made.stage.get(f"dossiers/{made.case.number}/", "pilot")
    assert "signé par 1 sur 3" in case
    assert "à signer, par le lien de son courriel" in case
    made.change(design="Six semaines.")
    changed = made.stage.get(f"dossiers/{made.case.number}/", "pilot")
    assert "ses signatures portent sur l’ancien texte" in changed
    assert "Refaire le document" in changed
    assert "ce document n’est plus à signer" in plain(client.get(address).content.decode()).lower()
