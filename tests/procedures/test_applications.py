"""Applications from outside, whatever the procedure: edge cases 1 to 5, 7, 19, 20 and 25 of the lessons, by number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from pacte.accounts.models import Guest
from pacte.accounts.row_context import acting_as
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import clock_stopped_on, now, paris_date, today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.notifications.models import Notification
from pacte.procedures.models import Application, Attachment, Case, CaseDocument, CaseMessage, CoApplicant
from pacte.procedures.queries.applications import application_by_id, invited_to, own_applications
from pacte.procedures.queries.public_register import public_register
from pacte.procedures.rules.applicant_addresses import arrival_text
from pacte.procedures.rules.edition_difference import edition_difference
from pacte.procedures.services import move_case
from pacte.procedures.services.applicant_address import (
    ask_address_change,
    confirm_address_change,
    move_applicant_address,
)
from pacte.procedures.services.applications import begin_application, save_section, send_application
from pacte.procedures.services.attachments import add_attachment
from pacte.procedures.services.co_applicants import accept_invitation, end_co_applicant, invite_co_applicant
from pacte.procedures.services.draft_editions import carry_draft
from pacte.procedures.services.draft_retention import keep_draft, purge_drafts
from pacte.procedures.services.messages import post_message
from pacte.procedures.services.own_erasure import erase_own_application
from pacte.procedures.services.transitions import move_own_case
from tests.accounts.guests_at_hand import guest_of, send_waiting_letters
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.procedures.trial_procedure import (
    CODE,
    FIRST,
    NEED,
    SECOND,
    WHO,
    as_guest,
    begun,
    closed_on,
    offer,
    written_by,
)
from tests.web.plan_stage import Stage, staged

pytestmark = pytest.mark.django_db
kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1))))


@pytest.fixture(autouse=True)
def _offered(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, FIRST)


@pytest.fixture
def mayor(stage: Stage) -> Actor:
    return as_guest(guest_of(stage.cast.region))


@pytest.fixture
def ready(stage: Stage, mayor: Actor) -> Application:
    return written_by(mayor, begun(stage.plan, mayor))


def sent(actor: Actor, application: Application, at: datetime | None = None) -> Case:
    with acting_as(actor):
        return send_application(actor=actor, application=application, arrived_at=at or now())


def refused(code: str, act: Callable[[], object], actor: Actor) -> None:
    with acting_as(actor), pytest.raises((Conflict, ValidationError, PermissionDenied)) as caught:
        act()
    assert caught.value.code == code


def letters() -> list[str]:
    """Titles of the letters that leave now."""
    before = len(mail.outbox)
    send_waiting_letters()
    return [str(each.subject) for each in mail.outbox[before:]]


def test_edge_1_the_same_start_again_and_again_begins_one_draft(stage: Stage, mayor: Actor) -> None:
    first, again = begun(stage.plan, mayor), begun(stage.plan, mayor)
    assert first.pk == again.pk
    with acting_as(MACHINE):
        assert purge_drafts(actor=MACHINE, on=today() + timedelta(days=13)) == 0
        Application.objects.update(touched_at=now() - timedelta(days=14))
        assert purge_drafts(actor=MACHINE, on=today()) == 1, "one in which nothing was written goes without a letter"
    assert letters() == []


def test_edge_1_drafts_are_counted(stage: Stage, mayor: Actor) -> None:
    for rank in range(2):
        written_by(mayor, begun(stage.plan, mayor), title=f"Demande {rank}")
    with pytest.raises(Conflict, match="déjà 2 brouillons"):
        begun(stage.plan, mayor)


def test_edge_2_send_six_times_makes_one_case_and_one_receipt(mayor: Actor, ready: Application) -> None:
    numbers = {sent(mayor, ready).number for _ in range(6)}
    assert len(numbers) == 1
    with acting_as(MACHINE):
        assert Case.objects.count() == 1
    assert letters() == ["Reçu : votre demande n° 1"]


def test_edge_3_the_arrival_decides_in_paris_and_says_its_zone(
    stage: Stage, mayor: Actor, ready: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    last_day = date(2026, 11, 30)
    offer(monkeypatch, closed_on(last_day))
    in_time, late = datetime(2026, 11, 30, 22, 59, 59, tzinfo=UTC), datetime(2026, 11, 30, 23, 0, 0, tzinfo=UTC)
    assert arrival_text(in_time).replace("\u00a0", " ") == "30 novembre 2026, 23 h 59, heure de Paris"
    refused("procedure_closed", lambda: send_application(actor=mayor, application=ready, arrived_at=late), mayor)
    with acting_as(mayor):
        assert [each.case_id for each in own_applications(actor=mayor)] == [None], "the draft stays"
    assert sent(mayor, ready, in_time).sent_at == in_time


def test_edge_3_a_change_of_hour_moves_the_last_instant(
    mayor: Actor, ready: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(monkeypatch, closed_on(date(2026, 7, 14)))
    summer_late = datetime(2026, 7, 14, 22, 0, 0, tzinfo=UTC)
    refused("procedure_closed", lambda: send_application(actor=mayor, application=ready, arrived_at=summer_late), mayor)
    sent(mayor, ready, summer_late - timedelta(seconds=1))


def test_edge_5_a_draft_follows_a_new_form_when_its_author_says_so_and_a_sent_case_never(
    stage: Stage, mayor: Actor, ready: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = written_by(mayor, begun(stage.plan, mayor), title="Autre")
    offer(monkeypatch, FIRST, SECOND)
    found = edition_difference(FIRST, SECOND, ready.values)
    assert (found.added, found.removed, found.changed) == (("Pourquoi ?",), ("Personne à joindre",), ())
    assert found.lost == ("Personne à joindre",)
    case = sent(mayor, other)
    assert case.edition == 1, "what was begun ends under its form"
    with acting_as(mayor):
        assert application_by_id(actor=mayor, application_id=ready.pk, on=today()).procedure.edition == 1
    refused("edition_passed", lambda: carry_draft(actor=mayor, application=ready, edition=3), mayor)
    refused("already_sent", lambda: carry_draft(actor=mayor, application=other, edition=2), mayor)
    with acting_as(mayor):
        carried = carry_draft(actor=mayor, application=ready, edition=2)
    assert carried.edition == 2
    assert carried.values == {"body": WHO["body"], **NEED}


def test_edge_7_a_hidden_answer_stays_in_the_draft_with_its_document(mayor: Actor, ready: Application) -> None:
    need = FIRST.form[1]
    with acting_as(mayor):
        save_section(actor=mayor, application=ready, section=need, values={**NEED, "helped": True, "help": "un prêt"})
        add_attachment(actor=mayor, application=ready, field="proof", name="a.txt", data=b"preuve")
        save_section(actor=mayor, application=ready, section=need, values=NEED)
    case = sent(mayor, ready)
    assert case.values == {**WHO, **NEED}, "a required field that is hidden never blocks"
    with acting_as(MACHINE):
        assert not CaseDocument.objects.filter(case=case).exists()
        assert Application.objects.get().values["help"] == "un prêt"
        assert Attachment.objects.get().data is not None


def test_edge_19_a_co_applicant_accepts_by_their_own_link_writes_and_never_sends(
    stage: Stage, mayor: Actor, ready: Application
) -> None:
    with acting_as(mayor):
        row_ = invite_co_applicant(actor=mayor, application=ready, email="architecte@exemple.fr")
    with acting_as(MACHINE):
        friend = as_guest(Guest.objects.get(email="architecte@exemple.fr"))
    with acting_as(friend):
        assert own_applications(actor=friend) == [], "nothing before they accept"
        assert [key for key, _ in invited_to(actor=friend)] == [ready.pk]
        accept_invitation(actor=friend, application_id=ready.pk)
        assert [each.pk for each in own_applications(actor=friend)] == [ready.pk]
        save_section(actor=friend, application=ready, section=FIRST.form[1], values={**NEED, "people": 9})
    refused("sending_right", lambda: send_application(actor=friend, application=ready, arrived_at=now()), friend)
    with acting_as(friend), pytest.raises(NotFound):
        erase_own_application(actor=friend, application=ready)
    assert letters() == ["Écrire une demande à plusieurs"]
    with acting_as(mayor):
        end_co_applicant(actor=mayor, application=ready, co_applicant_id=row_.pk)
    with acting_as(friend):
        assert own_applications(actor=friend) == []


def test_edge_19_an_invitation_expires_and_the_same_happens_for_any_address(mayor: Actor, ready: Application) -> None:
    with acting_as(mayor):
        for email in ("connue@exemple.fr", "connue@exemple.fr", "inconnue@exemple.fr"):
            invite_co_applicant(actor=mayor, application=ready, email=email)
    with acting_as(MACHINE):
        assert CoApplicant.objects.count() == 2
        CoApplicant.objects.update(expires_at=now() - timedelta(seconds=1))
        friend = as_guest(Guest.objects.get(email="connue@exemple.fr"))
    with acting_as(friend), pytest.raises(NotFound):
        accept_invitation(actor=friend, application_id=ready.pk)


def test_edge_20_an_address_changes_by_proof_on_both_and_the_old_one_is_told(mayor: Actor, ready: Application) -> None:
    case = sent(mayor, ready)
    letters()
    with acting_as(mayor):
        ask_address_change(actor=mayor, email="nouvelle@exemple.fr")
    assert letters() == ["Confirmez votre nouvelle adresse"]
    token = str(mail.outbox[-1].body).partition("/adresse/")[2].partition("/")[0]
    with acting_as(MACHINE):
        new = as_guest(Guest.objects.get(email="nouvelle@exemple.fr"))
    with acting_as(mayor), pytest.raises(NotFound):
        confirm_address_change(actor=mayor, token=token)
    with acting_as(new):
        assert confirm_address_change(actor=new, token=token) == 1
        assert [each.pk for each in own_applications(actor=new)] == [ready.pk]
    with acting_as(mayor):
        assert own_applications(actor=mayor) == []
    with acting_as(MACHINE):
        case.refresh_from_db()
        assert case.guest_id == new.guest_id
    assert letters() == ["Vos dossiers suivent une autre adresse"]
    with acting_as(new), clock_stopped_on(today() + timedelta(days=3)), pytest.raises((Conflict, NotFound)):
        confirm_address_change(actor=new, token="forged")


def test_edge_20_the_desk_moves_a_case_with_a_reason(stage: Stage, mayor: Actor, ready: Application) -> None:
    case = sent(mayor, ready)
    letters()
    pilot = stage.cast["pilot"].actor
    given = {"case": case, "email": "nouvelle@exemple.fr"}
    refused("reason_missing", lambda: move_applicant_address(actor=pilot, reason=" ", **given), pilot)
    lead = stage.cast["lead"].actor
    refused("procedures_right", lambda: move_applicant_address(actor=lead, reason="parti", **given), lead)
    with acting_as(pilot):
        move_applicant_address(actor=pilot, reason="arrêté du maire", **given)
    assert set(letters()) == {"Votre dossier suit cette adresse", "Vos dossiers suivent une autre adresse"}
    with acting_as(MACHINE):
        assert case.steps.order_by("-pk").first().reason == "arrêté du maire"


def test_edge_25_a_draft_is_told_14_and_3_days_before_and_what_is_sent_never_goes(
    stage: Stage, mayor: Actor, ready: Application
) -> None:
    case = sent(mayor, written_by(mayor, begun(stage.plan, mayor), title="Envoyée"))
    letters()
    day = paris_date(ready.touched_at) + timedelta(days=FIRST.keeps.draft_days)
    told = []
    with acting_as(MACHINE):
        Application.objects.update(touched_at=ready.touched_at - timedelta(days=2))
        day -= timedelta(days=2)
        for left in (20, 14, 13, 3, 2):
            assert purge_drafts(actor=MACHINE, on=day - timedelta(days=left)) == 0
    told = letters()
    assert [each.replace("\u00a0", " ") for each in told] == [
        "Votre brouillon s’efface dans 14 jours",
        "Votre brouillon s’efface dans 3 jours",
    ]
    with acting_as(mayor):
        keep_draft(actor=mayor, application=ready)
    with acting_as(MACHINE):
        assert purge_drafts(actor=MACHINE, on=day) == 0, "kept: honoured at once"
        Application.objects.filter(pk=ready.pk).update(touched_at=now() - timedelta(days=200), warned_days=3)
        Application.objects.filter(case=case).update(touched_at=now() - timedelta(days=2000))
        assert purge_drafts(actor=MACHINE, on=today()) == 1
        assert Application.objects.get().case == case
        assert Case.objects.filter(pk=case.pk).exists()


def test_edge_25_a_late_job_still_leaves_three_days(mayor: Actor, ready: Application) -> None:
    with acting_as(MACHINE):
        Application.objects.update(touched_at=now() - timedelta(days=200))
        assert purge_drafts(actor=MACHINE, on=today()) == 0
        assert purge_drafts(actor=MACHINE, on=today() + timedelta(days=2)) == 0
        assert purge_drafts(actor=MACHINE, on=today() + timedelta(days=3)) == 1
    assert len(letters()) == 1


def test_a_correction_is_asked_told_made_and_sent_again(stage: Stage, mayor: Actor, ready: Application) -> None:
    case, pilot = sent(mayor, ready), stage.cast["pilot"].actor
    letters()
    with acting_as(pilot):
        move_case(actor=pilot, case=case, transition="ask", on=today(), reason="Combien de personnes ?")
    assert letters() == [f"À corriger : votre demande n° {case.number}"]
    assert "Combien de personnes ?" in str(mail.outbox[-1].body)
    who, need = FIRST.form
    closed = {"actor": mayor, "application": ready, "section": who, "values": WHO}
    refused("section_closed", lambda: save_section(**closed), mayor)
    with acting_as(mayor):
        save_section(actor=mayor, application=ready, section=need, values={**NEED, "people": 8})
        move_own_case(actor=mayor, case=case, transition="resend")
    with acting_as(MACHINE):
        case.refresh_from_db()
        assert (case.stage, case.values["people"]) == ("received", 8)
        assert case.versions.filter(is_sending=True).count() == 2, "what was sent first stays"
    with acting_as(mayor):
        with pytest.raises(ValidationError, match="motif"):
            move_own_case(actor=mayor, case=case, transition="withdraw")
        move_own_case(actor=mayor, case=case, transition="withdraw", reason="projet reporté")
    with acting_as(MACHINE):
        case.refresh_from_db()
    assert case.stage == "withdrawn"


def test_messages_go_both_ways_and_nobody_else_writes_or_reads(stage: Stage, mayor: Actor, ready: Application) -> None:
    case, pilot = sent(mayor, ready), stage.cast["pilot"].actor
    letters()
    with acting_as(mayor):
        post_message(actor=mayor, case=case, text="Bonjour")
    with acting_as(pilot):
        post_message(actor=pilot, case=case, text="Bonjour, madame")
    assert letters() == [f"Un message sur votre demande n° {case.number}"]
    refused("message_missing", lambda: post_message(actor=mayor, case=case, text=" "), mayor)
    auditor = stage.cast["auditor"].actor
    refused("procedures_right", lambda: post_message(actor=auditor, case=case, text="?"), auditor)
    strangers = [as_guest(guest_of(stage.cast.region, "autre@exemple.fr"))]
    strangers += [as_guest(guest_of(stage.cast.other_region))]
    strangers += [stage.cast[part].actor for part in ("partner", "intruder", "adviser")]
    for stranger in strangers:
        with acting_as(stranger):
            with pytest.raises(NotFound):
                post_message(actor=stranger, case=case, text="?")
            with pytest.raises(NotFound):
                application_by_id(actor=stranger, application_id=ready.pk, on=today())
            assert not Case.objects.filter(pk=case.pk).exists(), "row-level security says the same"
            assert not Application.objects.exists()
            assert not CaseMessage.objects.exists()


def test_a_guest_of_another_region_begins_nothing_here(stage: Stage) -> None:
    stranger = as_guest(guest_of(stage.cast.other_region))
    with pytest.raises(NotFound):
        begun(stage.plan, stranger)


def test_an_account_applies_for_its_body_and_its_colleagues_are_told(stage: Stage, mayor: Actor) -> None:
    provider, body = stage.cast["provider"].actor, stage.cast.provider
    application = written_by(provider, begun(stage.plan, provider, body=body))
    case = sent(provider, application)
    with acting_as(MACHINE):
        told = Notification.objects.filter(kind="application", person_id=provider.person_id).values_list("subject")
    assert [subject for (subject,) in told] == [f"Reçu : votre demande n° {case.number}"]
    for part in ("intruder", "adviser"):
        other = stage.cast[part].actor
        with acting_as(other), pytest.raises(NotFound):
            application_by_id(actor=other, application_id=application.pk, on=today())
    adviser = stage.cast["adviser"].actor
    with pytest.raises(NotFound):
        begun(stage.plan, adviser, body=stage.cast.network)
    with acting_as(provider), pytest.raises(NotFound):
        begin_application(
            actor=provider, plan=stage.plan, number=ActionCode(1), procedure_code=CODE, key=application.key,
            body=stage.cast.network,
        )  # fmt: skip


def test_the_public_register_shows_public_answers_alone(stage: Stage, mayor: Actor, ready: Application) -> None:
    case, pilot = sent(mayor, ready), stage.cast["pilot"].actor
    nobody = Actor()
    with acting_as(nobody):
        assert public_register(actor=nobody, plan=stage.plan, procedure=FIRST) == []
    with acting_as(pilot):
        for transition in ("read", "accept"):
            move_case(actor=pilot, case=case, transition=transition, on=today())
    with acting_as(nobody):
        (line,) = public_register(actor=nobody, plan=stage.plan, procedure=FIRST)
        assert not Case.objects.exists()
    assert line.answers == {"body": WHO["body"], "people": 12}
    assert (line.number, line.stage.code) == (case.number, "accepted")
