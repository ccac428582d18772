"""A body that applied from its account signs from « Mes demandes »: who may, who may not, and what the page says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.conf import LazySettings

from pacte.accounts.row_context import acting_as
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied
from pacte.notifications.models import Notification
from pacte.procedures.models import Application, Case, CasePaper, PaperAnswer, PaperSignatory
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.papers import APPLICANT_PARTY, ApplicantSigner, Paper, PaperPart, RegionSigner
from pacte.procedures.services import move_case
from pacte.procedures.services.applications import send_application
from pacte.procedures.services.paper_reminders import remind_signatories
from pacte.procedures.services.paper_signatures import answer_for_applicant, answer_paper, sign_for_region
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.procedures.trial_procedure import FIRST, begun, offer, written_by
from tests.web.plan_stage import Stage, plain, staged

pytestmark = pytest.mark.django_db
AGREEMENT = Paper(
    code="agreement", label="Accord", title="Accord d’essai",
    parts=(PaperPart(heading="Le besoin", sentences=("{body} demande pour {people} personnes.",)),),
    signed_by=(ApplicantSigner(), RegionSigner(frozenset({Role.REGION_PILOT}))),
)  # fmt: skip


def with_agreement() -> Procedure:
    transitions = (
        replace(each, papers=(AGREEMENT.code,)) if each.code == "read" else each for each in FIRST.transitions
    )
    return replace(FIRST, papers=(AGREEMENT,), transitions=tuple(transitions))


kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1))))


@dataclass(slots=True)
class Asked:
    """An application of the provider, whose paper is made."""

    stage: Stage
    application: Application
    case: Case

    @property
    def paper(self) -> CasePaper:
        with acting_as(MACHINE):
            return CasePaper.objects.get(case=self.case)

    def signatory(self, party: str = APPLICANT_PARTY) -> PaperSignatory:
        with acting_as(MACHINE):
            return PaperSignatory.objects.get(paper=self.paper, party=party)

    def answer(self, who: str, *, reason: str | None = None, digest: str = "") -> None:
        actor, signatory, paper = self.stage.cast[who].actor, self.signatory(), self.paper
        with acting_as(actor):
            answer_for_applicant(
                actor=actor, application=self.application, signatory_id=signatory.pk, digest=digest or paper.digest,
                reason=reason,
            )  # fmt: skip

    @property
    def page(self) -> str:
        return f"demandes/{self.application.pk}/signer/{self.signatory().pk}/"


@pytest.fixture
def asked(stage: Stage, monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Asked:
    settings.TOTP_REQUIRED = False
    offer(monkeypatch, with_agreement())
    provider, pilot = stage.cast["provider"].actor, stage.cast["pilot"].actor
    application = written_by(provider, begun(stage.plan, provider, body=stage.cast.provider))
    with acting_as(provider):
        case = send_application(actor=provider, application=application, arrived_at=now())
    with acting_as(pilot):
        move_case(actor=pilot, case=case, transition="read", on=today())
    return Asked(stage, application, case)


def told(asked: Asked) -> list[str]:
    with acting_as(MACHINE):
        rows = Notification.objects.filter(person=asked.stage.cast["provider"].person, subject__contains="igner")
        return list(rows.order_by("pk").values_list("subject", flat=True))


def test_the_body_is_told_reminded_signs_and_the_region_then_has_all(asked: Asked) -> None:
    assert told(asked) == ["À signer : Accord"]
    with acting_as(MACHINE):
        assert remind_signatories(actor=MACHINE, on=today()) == 0
    asked.answer("provider")
    with pytest.raises(Conflict) as twice:
        asked.answer("provider")
    assert twice.value.code == "paper_signed"
    with acting_as(MACHINE):
        kept = PaperAnswer.objects.get(signatory=asked.signatory())
        assert kept.person_id == asked.stage.cast["provider"].person.pk
        assert (kept.digest, kept.proved_at) == (asked.paper.digest, None)
        assert remind_signatories(actor=MACHINE, on=today() + timedelta(days=30)) == 0


def test_nobody_else_signs_for_the_body(asked: Asked) -> None:
    for part in ("intruder", "adviser", "pilot", "partner"):
        with pytest.raises(NotFound):
            asked.answer(part)
    provider = asked.stage.cast["provider"].actor
    of_region, paper = asked.signatory("region"), asked.paper
    with acting_as(provider):
        with pytest.raises(NotFound):
            answer_for_applicant(
                actor=provider, application=asked.application, signatory_id=of_region.pk, digest=paper.digest
            )
        with pytest.raises(NotFound):
            answer_paper(actor=provider, signatory_id=asked.signatory().pk, digest=paper.digest)
    # Somebody of the same body, in a role that does not apply.
    colleague = Actor(
        name="Un collègue", person_id=asked.stage.cast["provider"].person.pk,
        memberships=tuple(replace(each, role=Role.VISITOR) for each in provider.memberships),
    )  # fmt: skip
    with acting_as(colleague), pytest.raises(NotFound):
        answer_for_applicant(
            actor=colleague, application=asked.application, signatory_id=asked.signatory().pk, digest=paper.digest
        )
    with pytest.raises(Conflict) as changed:
        asked.answer("provider", digest="autre")
    assert changed.value.code == "paper_changed"


def test_one_person_never_signs_for_the_body_and_for_the_region(asked: Asked) -> None:
    pilot, signatory, paper = asked.stage.cast["pilot"].actor, asked.signatory("region"), asked.paper
    with acting_as(pilot):
        sign_for_region(actor=pilot, case=asked.case, signatory_id=signatory.pk, digest=paper.digest)
    provider = asked.stage.cast["provider"]
    with acting_as(MACHINE):
        both = replace(pilot, memberships=(*pilot.memberships, *provider.actor.memberships))
    with acting_as(both), pytest.raises(PermissionDenied) as same:
        answer_for_applicant(
            actor=both, application=asked.application, signatory_id=asked.signatory().pk, digest=paper.digest
        )
    assert same.value.code == "same_person"


def test_the_page_is_reached_from_the_case_refuses_with_a_reason_then_signs(asked: Asked) -> None:
    stage, address = asked.stage, asked.stage.address(asked.page)
    cover = stage.get(f"demandes/{asked.application.pk}/", "provider")
    assert "Un document attend votre signature." in cover
    assert address in cover
    assert "Vous avez 1 document à signer." in cover
    desk = stage.get("demandes/", "provider")
    assert "Vous avez 1 document à signer." in desk
    assert address in desk
    page = stage.get(asked.page, "provider")
    assert "signature électronique simple" in page
    assert "demande pour 12 personnes" in page
    for part in ("intruder", "adviser", "pilot"):
        stage.get(asked.page, part, 404)
        stage.get(f"{asked.page}document.pdf", part, 404)
    client, digest = stage.client("provider"), asked.paper.digest
    assert client.post(address, {"digest": digest, "answer": "refuse"}).status_code == 422
    assert client.post(address, {"digest": "autre", "answer": "sign"}).status_code == 422
    assert client.post(address, {"digest": digest, "answer": "refuse", "reason": "Trop tôt."}).status_code == 302
    assert "refusé" in stage.get(asked.page, "provider")
    assert client.post(address, {"digest": digest, "answer": "sign"}).status_code == 302
    done = plain(client.get(address).content.decode())
    assert "C’est signé." in done
    assert "Je signe" not in done
    assert client.get(f"{address}document.pdf")["Content-Type"] == "application/pdf"
    assert "Un document attend votre signature" not in stage.get(f"demandes/{asked.application.pk}/", "provider")
    assert "Lire, puis signer" not in stage.get("demandes/", "provider")
    assert "depuis son compte" in stage.get(f"dossiers/{asked.case.number}/", "pilot")
