"""Inviting: the session first, then its people and its slots; nobody is invited to the slot of another training."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.agenda.models import Meeting
from pacte.agenda.records import MeetingInput, MeetingKind
from pacte.agenda.services import open_meetings
from pacte.journeys.models import Invitation, Journey, LearnerContact
from pacte.journeys.records import Channel, InvitationInput, InvitationMode, Theme
from pacte.journeys.services import StepInput, make_slot_link, note_barrier
from pacte.journeys.services.sending import record_sending
from pacte.kernel.clock import PARIS, now, paris_date, today
from pacte.workflows.invite_people import invite_people
from pacte.workflows.record_journey_step import record_journey_step
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import K, Stage, advising_stage, body
from tests.web.test_advising_people import another_network

pytestmark = pytest.mark.django_db
INVITE = "/rendez-vous/inviter/"


@pytest.fixture(autouse=True)
def _without_code(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(advising_stage)


def slots(stage: Stage, *days: int, number: str = "24_1", seats: int = 3, title: str = "Visite") -> list[Meeting]:
    """Slots that the provider opens for a session, at 9 h 30 so many days from now."""
    given = MeetingInput(MeetingKind.INFORMATION, title, timedelta(minutes=90), seats, "12 rue des Forges, Vierzon")
    at = now().astimezone(PARIS).replace(hour=9, minute=30, second=0, microsecond=0)
    with acting_as(stage.cast["provider"].actor) as actor:
        return open_meetings(
            actor=actor, host_id=stage.cast.region.pk, body_id=stage.cast.provider.pk, details=given,
            starts=[at + timedelta(days=day) for day in days], session=stage.session(number), synthetic=True,
        )  # fmt: skip


def page_of(stage: Stage, *people: Journey, number: str = "24_1") -> str:
    ticked = "".join(f"&qui={each.key}" for each in people)
    return f"{INVITE}?session={stage.sessions[number]}{ticked}"


def sent_for(people: list[Journey], meetings: list[Meeting], **more: object) -> dict[str, object]:
    return {
        "people": [str(each.key) for each in people],
        "meetings": [str(each.pk) for each in meetings],
        "mode": "chosen",
        "answer_by": (today() + timedelta(days=2)).isoformat(),
    } | more


def invite(stage: Stage, people: list[Journey], meetings: list[Meeting], channel: Channel = Channel.LETTER) -> None:
    asked = InvitationInput(
        tuple(each.pk for each in meetings), InvitationMode.CHOSEN, channel, today() + timedelta(days=2)
    )
    with acting_as(stage.cast["adviser"].actor) as actor:
        assert not invite_people(actor=actor, keys=[each.key for each in people], invitation_input=asked).refused


def miss(stage: Stage, journey: Journey, **detail: str) -> None:
    with acting_as(stage.cast["adviser"].actor) as actor:
        for kind in (K.INVITED, K.INFORMATION_MISSED):
            given = StepInput(kind, today(), session_id=stage.sessions["24_1"], detail=detail)
            record_journey_step(actor=actor, key=journey.key, step_input=given)


def line_of(page: str, journey: Journey) -> str:
    """The markup of one person in the list."""
    (line,) = [each for each in page.split("<li>") if f'id="qui-{journey.key}"' in each]
    return line.split("</li>")[0]


def is_ticked(page: str, journey: Journey) -> bool:
    return "checked" in line_of(page, journey).split("</label>")[0]


def way_of(page: str, journey: Journey) -> str:
    (way,) = re.findall(r'<option value="(\w+)" selected>', line_of(page, journey))
    return way


def test_without_a_session_the_page_asks_for_which_one_the_nearest_first(stage: Stage) -> None:
    slots(stage, 3, 5)
    stage.somebody("Inès Benali", K.PROPOSED)
    stage.somebody("Omar Haddad", K.PROPOSED)
    stage.somebody("Sofia Marques", K.PROPOSED, number="24_2")
    page = stage.get(INVITE)
    assert "Pour quelle session" in page
    assert page.index("Vierzon, ") < page.index("Bourges, ")
    assert f"?session={stage.sessions['24_1']}" in page
    assert "2 personnes" in page
    assert "2 créneaux" in page
    assert "aucun créneau" in page
    assert "12 libres sur 12" in page


def test_people_ticked_for_one_session_lead_to_it_and_for_several_to_the_choice(stage: Stage) -> None:
    ines = stage.somebody("Inès Benali", K.PROPOSED)
    omar = stage.somebody("Omar Haddad", K.PROPOSED)
    sofia = stage.somebody("Sofia Marques", K.PROPOSED, number="24_2")
    stage.somebody("Lina Bouchard", K.PROPOSED, number="24_3")
    straight = stage.client().get(f"{INVITE}?qui={ines.key}&qui={omar.key}", follow=True)
    assert straight.redirect_chain[0][0].endswith(f"session={stage.sessions['24_1']}")
    chosen = straight.content.decode()
    assert is_ticked(chosen, ines)
    assert is_ticked(chosen, omar)
    choice = stage.get(f"{INVITE}?qui={ines.key}&qui={sofia.key}")
    assert "Pour quelle session" in choice
    assert "Tours, " not in choice
    ways = re.findall(r'<a[^>]* href="([^"]*session=\d+)"', choice)
    assert [f"qui={ines.key}" in way and f"qui={sofia.key}" in way for way in ways] == [True, True]
    one_side = stage.get(page_of(stage, ines, sofia))
    assert is_ticked(one_side, ines)
    assert "Hors de cette session :</strong> Sofia Marques" in one_side


def test_people_who_head_to_no_session_are_named_and_not_lost(stage: Stage) -> None:
    alone = stage.somebody("Thomas Girard")
    assert "Thomas Girard" in stage.get(f"{INVITE}?qui={alone.key}")


def test_the_page_shows_the_people_of_the_session_in_groups(stage: Stage) -> None:
    meetings = slots(stage, 3)
    proposed = stage.somebody("Inès Benali", K.PROPOSED, days_ago=9)
    missed = stage.somebody("Dylan Vasseur", K.PROPOSED)
    miss(stage, missed, mode="summoned", channel="letter")
    already = stage.somebody("Hawa Traoré", K.PROPOSED)
    told = stage.somebody("Éric Dubois", K.PROPOSED)
    invite(stage, [already, told], meetings)
    with acting_as(stage.cast["adviser"].actor) as actor:
        record_sending(actor=actor, invitation_id=Invitation.objects.get(journey=told).pk)
    stage.somebody("Sofia Marques", K.PROPOSED, number="24_2")
    page = stage.get(page_of(stage))
    assert "2 personnes à inviter. 2 ont déjà une invitation." in page
    assert "Marques" not in page
    assert page.index("À inviter") < page.index("Inès") < page.index("Absents la dernière fois")
    assert page.index("Absents la dernière fois") < page.index("Dylan") < page.index("Déjà invités")
    assert page.index("Déjà invités") < page.index("Hawa")
    assert "convocation par lettre" in line_of(page, missed)
    assert "Vierzon, 0 km · proposition du" in line_of(page, proposed)
    assert "invitation prête, à envoyer" in line_of(page, already)
    assert "n’a pas encore choisi" in line_of(page, told)
    assert not any(is_ticked(page, each) for each in (proposed, missed, already, told))
    assert "<details open" not in page


def test_the_way_is_chosen_for_each_person_from_what_is_known(stage: Stage) -> None:
    phone = stage.somebody("Omar Haddad", K.PROPOSED, phone="06 00 00 00 01", email="omar@exemple.fr")
    mail = stage.somebody("Sarah Colas", K.PROPOSED, email="sarah@exemple.fr")
    nothing = stage.somebody("Thomas Girard", K.PROPOSED)
    absent = stage.somebody("Dylan Vasseur", K.PROPOSED, phone="06 00 00 00 02", email="dylan@exemple.fr")
    miss(stage, absent, mode="chosen", channel="sms")
    page = stage.get(page_of(stage))
    assert [way_of(page, each) for each in (phone, mail, nothing, absent)] == ["sms", "email", "letter", "email"]
    assert 'value="sms"' not in line_of(page, mail)
    assert "par SMS" in line_of(page, absent)


def test_no_text_is_proposed_to_who_wants_none(stage: Stage) -> None:
    omar = stage.somebody("Omar Haddad", K.PROPOSED, phone="06 00 00 00 01", email="omar@exemple.fr")
    with acting_as(MACHINE):
        LearnerContact.objects.filter(learner=omar.learner).update(no_texts_on=today())
    page = stage.get(page_of(stage))
    assert way_of(page, omar) == "email"
    assert 'value="sms"' not in line_of(page, omar)


def test_each_person_is_invited_their_own_way(stage: Stage) -> None:
    meetings = slots(stage, 3, 5)
    omar = stage.somebody("Omar Haddad", K.PROPOSED, phone="06 00 00 00 01", email="omar@exemple.fr")
    sarah = stage.somebody("Sarah Colas", K.PROPOSED, email="sarah@exemple.fr")
    thomas = stage.somebody("Thomas Girard", K.PROPOSED, phone="06 00 00 00 03")
    sent = sent_for([omar, sarah, thomas], meetings) | {f"moyen-{thomas.key}": "letter"}
    page = stage.send(page_of(stage), **sent)
    assert "3 invitations préparées" in page
    with acting_as(MACHINE):
        ways = dict(Invitation.objects.values_list("journey_id", "channel"))
    assert ways == {omar.pk: "sms", sarah.pk: "email", thomas.pk: "letter"}


def test_a_way_that_is_not_known_is_refused(stage: Stage) -> None:
    meetings = slots(stage, 3)
    thomas = stage.somebody("Thomas Girard", K.PROPOSED)
    stage.refused(page_of(stage), **(sent_for([thomas], meetings) | {f"moyen-{thomas.key}": "sms"}))
    with acting_as(MACHINE):
        assert not Invitation.objects.exists()


def test_nobody_answers_after_the_last_slot(stage: Stage) -> None:
    near, _ = slots(stage, 3, 9)
    omar = stage.somebody("Omar Haddad", K.PROPOSED)
    page = stage.get(page_of(stage))
    assert f'value="{(today() + timedelta(days=5)).isoformat()}"' in page
    stage.send(page_of(stage), **sent_for([omar], [near], answer_by=(today() + timedelta(days=8)).isoformat()))
    with acting_as(MACHINE):
        assert Invitation.objects.get().expires_on == paris_date(near.starts_at)


def test_only_the_slots_of_the_session_and_of_its_sheet_are_shown(stage: Stage) -> None:
    slots(stage, 3)
    (elsewhere,) = slots(stage, 4, number="24_2")
    stage.somebody("Omar Haddad", K.PROPOSED)
    page = stage.get(page_of(stage))
    assert page.count('name="meetings"') == 1
    assert f'value="{elsewhere.pk}"' not in page


def test_a_slot_of_another_training_is_refused_whatever_the_form_sends(stage: Stage) -> None:
    slots(stage, 3)
    (elsewhere,) = slots(stage, 4, number="24_2")
    omar = stage.somebody("Omar Haddad", K.PROPOSED)
    page = stage.refused(page_of(stage), **sent_for([omar], [elsewhere]))
    assert "n’est pas de cette formation" in page
    with acting_as(stage.cast["adviser"].actor) as actor:
        asked = InvitationInput((elsewhere.pk,), InvitationMode.CHOSEN, Channel.LETTER, today() + timedelta(days=2))
        done = invite_people(actor=actor, keys=[omar.key], invitation_input=asked)
    assert not done.invitations
    ((key, why),) = done.refused
    assert key == omar.key
    assert "« Soudeur assembleur industriel », à Bourges" in why
    assert "« Soudeur assembleur industriel », à Vierzon" in why
    assert stage.again(omar).state == "proposed"


def test_a_full_slot_is_shown_and_neither_ticked_nor_given_twice(stage: Stage) -> None:
    full, free = slots(stage, 3, 5, seats=1)
    omar, sarah = (stage.somebody(name, K.PROPOSED) for name in ("Omar Haddad", "Sarah Colas"))
    stage.send(page_of(stage), **sent_for([omar], [full], mode="summoned"))
    page = stage.get(page_of(stage))
    assert "complet" in page
    assert f'id="creneau-{full.pk}"' not in page
    assert f'id="creneau-{free.pk}"' in page
    assert "est complet, ou" in stage.refused(page_of(stage), **sent_for([sarah], [full]))
    with acting_as(stage.cast["adviser"].actor) as actor:
        asked = InvitationInput((full.pk, free.pk), InvitationMode.CHOSEN, Channel.LETTER, today() + timedelta(days=2))
        done = invite_people(actor=actor, keys=[sarah.key], invitation_input=asked)
    assert [why.partition(".")[0][-11:] for _, why in done.refused] == ["est complet"]


def test_one_refused_person_does_not_stop_the_others(stage: Stage) -> None:
    (seat,) = slots(stage, 3, seats=1)
    omar, sarah = (stage.somebody(name, K.PROPOSED) for name in ("Omar Haddad", "Sarah Colas"))
    page = stage.send(page_of(stage), **sent_for([omar, sarah], [seat], mode="summoned"))
    assert "1 invitation préparée" in page
    assert "Sarah Colas : Le créneau du" in page
    with acting_as(MACHINE):
        assert [(each.journey_id, each.chosen_id) for each in Invitation.objects.all()] == [(omar.pk, seat.pk)]
    assert stage.again(sarah).state == "proposed"


def test_a_provider_invites_its_own_and_sees_no_barrier(stage: Stage) -> None:
    meetings = slots(stage, 3)
    omar = stage.somebody("Omar Haddad", K.PROPOSED)
    with acting_as(stage.cast["adviser"].actor) as actor:
        note_barrier(
            actor=actor, learner=omar.learner, body=stage.cast.network, theme=Theme.FAMILY, constraint="childcare"
        )
    assert "garde à trouver" in line_of(stage.get(page_of(stage)), omar)
    theirs = stage.get(page_of(stage), "provider")
    assert "Omar Haddad" in theirs
    assert "garde à trouver" not in theirs
    assert "1 invitation préparée" in stage.send(page_of(stage), "provider", **sent_for([omar], meetings))


def test_nobody_of_another_network_is_shown_ticked_or_invited(stage: Stage) -> None:
    meetings = slots(stage, 3)
    ours = stage.somebody("Omar Haddad", K.PROPOSED)
    theirs = stage.somebody("Maria Costa", K.PROPOSED, part="lead", body=another_network(stage))
    assert "Costa" not in stage.get(page_of(stage))
    assert "Haddad" not in stage.get(page_of(stage), "lead")
    for key in (theirs.key, uuid4(), "pas-une-cle"):
        stage.get(f"{INVITE}?qui={key}", status=404)
        stage.get(f"{page_of(stage)}&qui={key}", status=404)
    stage.get(page_of(stage, ours), "lead", status=404)
    stage.refused(page_of(stage), **sent_for([theirs], meetings))
    with acting_as(MACHINE):
        assert not Invitation.objects.exists()
    assert stage.again(theirs).state == "proposed"


def test_a_session_that_does_not_exist_is_not_found(stage: Stage) -> None:
    for session in ("999999", "-1", "x"):
        stage.get(f"{INVITE}?session={session}", status=404)


def test_sessions_of_one_training_are_told_apart_when_slots_are_opened(stage: Stage) -> None:
    page = stage.get("/rendez-vous/ouvrir/", "provider")
    for town in ("Vierzon", "Bourges", "Tours"):
        assert f"Soudeur assembleur industriel, {town}, " in page


def test_a_person_is_invited_from_their_page_when_their_state_allows_it(stage: Stage) -> None:
    slots(stage, 3)
    proposed = stage.somebody("Omar Haddad", K.PROPOSED)
    nothing = stage.somebody("Thomas Girard")
    link = f"{INVITE}?qui={proposed.key}"
    assert link in stage.get(f"/mes-personnes/{proposed.learner.key}/")
    assert f"{INVITE}?" not in stage.get(f"/mes-personnes/{nothing.learner.key}/")
    assert is_ticked(stage.client().get(link, follow=True).content.decode(), proposed)


RECEIVE, OWN_SLOTS = "/rendez-vous/inviter/moi/", "/rendez-vous/ouvrir/moi/"


def moments(*days: int) -> str:
    return "\n".join(f"{today() + timedelta(days=day):%d/%m/%Y} 9h30" for day in days)


def test_an_adviser_opens_times_of_their_own_and_offers_them_to_one_person(stage: Stage) -> None:
    journey = stage.somebody("Thomas Girard")
    page = stage.get(f"/mes-personnes/{journey.learner.key}/")
    assert f"{RECEIVE}?qui={journey.key}" in page
    assert f"{OWN_SLOTS}?qui={journey.key}" in stage.get(f"{RECEIVE}?qui={journey.key}")
    page = stage.send(
        f"{OWN_SLOTS}?qui={journey.key}", starts=moments(3, 4), minutes="30", place="2 rue de la Gare, Vierzon"
    )
    assert "2 moments ouverts" in page
    assert is_ticked(page, journey)
    with acting_as(MACHINE):
        opened = list(Meeting.objects.order_by("starts_at"))
    assert {(each.kind, each.seats, each.place) for each in opened} == {("individual", 1, "2 rue de la Gare, Vierzon")}
    assert "1 invitation préparée" in stage.send(f"{RECEIVE}?qui={journey.key}", **sent_for([journey], opened))
    assert stage.again(journey).state == "open"
    assert "2 rue de la Gare, Vierzon" in stage.get(OWN_SLOTS), "the last place is proposed again"


def test_times_by_telephone_need_no_place_and_the_others_do(stage: Stage) -> None:
    assert "L’adresse manque" in stage.refused(OWN_SLOTS, starts=moments(3), minutes="30")
    stage.send(OWN_SLOTS, starts=moments(3), minutes="30", by_phone="on")
    with acting_as(MACHINE):
        assert Meeting.objects.get().place.startswith("Par téléphone")


def test_the_times_of_an_adviser_are_for_their_own_network_alone(stage: Stage) -> None:
    stage.send(OWN_SLOTS, starts=moments(3), minutes="30", by_phone="on")
    ours = stage.somebody("Omar Haddad", K.PROPOSED)
    theirs = stage.somebody("Maria Costa", part="lead", body=another_network(stage))
    with acting_as(MACHINE):
        meeting = Meeting.objects.get()
    own = f"/rendez-vous/{meeting.pk}/"
    assert "avec vous" in stage.get(page_of(stage))
    stage.get(own)
    for part in ("lead", "provider", "pilot"):
        stage.get(own, part, status=404)
    assert f'value="{meeting.pk}"' not in stage.get(page_of(stage), "provider")
    assert f'value="{meeting.pk}"' not in stage.get(RECEIVE, "lead")
    assert own not in stage.get("/rendez-vous/", "lead")
    stage.get(f"{RECEIVE}?qui={theirs.key}", status=404)
    stage.get(f"{RECEIVE}?qui={ours.key}", "lead", status=404)
    for page in (RECEIVE, OWN_SLOTS):
        stage.get(page, "provider", status=404)
    assert "individual" not in stage.get("/rendez-vous/ouvrir/", "provider")


def test_the_person_reads_that_it_is_with_their_adviser(stage: Stage) -> None:
    journey = stage.somebody("Thomas Girard")
    stage.send(OWN_SLOTS, starts=moments(3), minutes="30", place="2 rue de la Gare, Vierzon")
    with acting_as(MACHINE):
        meeting = Meeting.objects.get()
    stage.send(f"{RECEIVE}?qui={journey.key}", **sent_for([journey], [meeting]))
    with acting_as(stage.cast["adviser"].actor) as actor:
        secret = make_slot_link(actor=actor, invitation=Invitation.objects.get(), channel=Channel.LETTER).secret
    page = body(Client().get(f"/r/{secret}/"))
    assert "Rendez-vous avec votre conseiller" in page
    assert "Information collective" not in page
    chosen = body(Client().post(f"/r/{secret}/", {"slot": meeting.pk}, follow=True))
    assert "2 rue de la Gare, Vierzon" in chosen
    assert "Information collective" not in chosen
    assert stage.again(journey).state == "open"
    listed = stage.get(f"/rendez-vous/{meeting.pk}/")
    assert "Thomas Girard" in listed
    assert "Changer les places" not in listed
