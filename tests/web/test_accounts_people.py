"""Pages of people: invitations, posts, accounts."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from pacte.accounts.models import Person
from pacte.accounts.queries import has_second_factor
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import add_membership
from pacte.audit.models import AuditEntry
from pacte.kernel.actor import Role
from pacte.kernel.clock import today
from tests.accounts.entering import an_invitation, entered, lines_of, post_of, posts_of, telephone
from tests.cast import MACHINE, SINCE, Cast

MISSING = 999_999

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(cast: Cast) -> Client:
    return entered(cast["administrator"])


def test_an_invited_person_chooses_a_password_and_enters(cast: Cast, keeper: Client) -> None:
    answer = keeper.post("/personnes/inviter/", an_invitation(cast))
    person = Person.objects.get(email="neuve@exemple.fr")
    assert (answer.status_code, answer["Location"]) == (302, f"/personnes/{person.pk}/")
    assert mail.outbox[0].to == ["neuve@exemple.fr"]
    secret = re.search(r"/connexion/lien/([\w-]+)/", str(mail.outbox[0].body))
    assert secret
    newcomer, address = Client(), f"/connexion/lien/{secret[1]}/"
    assert 'autocomplete="new-password"' in newcomer.get(address).content.decode()
    weak = {"new_password": "court", "new_password_again": "court"}
    assert newcomer.post(address, weak).status_code == 422
    strong = {"new_password": "ma phrase longue à moi", "new_password_again": "ma phrase longue à moi"}
    assert newcomer.post(address, strong).status_code == 302
    assert newcomer.get("/mon-compte/").status_code == 200
    assert newcomer.post(address, strong).status_code == 410
    login = {"email": "neuve@exemple.fr", "password": strong["new_password"]}
    assert Client().post("/connexion/", login).status_code == 302


def test_inviting_an_e_mail_that_has_an_account_only_adds_a_post(cast: Cast, keeper: Client) -> None:
    sent = an_invitation(cast, email="PARTNER@exemple.fr", first_name="Autre", last_name="Nom")
    assert keeper.post("/personnes/inviter/", sent).status_code == 302
    partner = Person.objects.get(email="partner@exemple.fr")
    assert partner.last_name == "Distribution"
    assert {post.role for post in posts_of(partner)} == {"partner", "analyst"}
    assert "/connexion/lien/" not in str(mail.outbox[0].body)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "pas une adresse"}, "email"),
        ({"last_name": ""}, "last_name"),
        ({"role": "king"}, "role"),
        ({"organisation": MISSING}, "organisation"),
        ({"service": MISSING}, "service"),
        ({"valid_until": "2001-01-01"}, "valid_until"),
        ({"zone_kind": "department"}, "zone_code"),
        ({"zone_code": "18"}, "zone_kind"),
    ],
)
def test_a_wrong_invitation_opens_nothing(cast: Cast, keeper: Client, wrong: dict[str, object], field: str) -> None:
    answer = keeper.post("/personnes/inviter/", an_invitation(cast, **wrong))
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in answer.content.decode()
    assert not Person.objects.filter(email="neuve@exemple.fr").exists()
    assert mail.outbox == []


def test_no_invitation_goes_into_the_pact_of_another_region(cast: Cast, keeper: Client) -> None:
    keeper.post("/personnes/inviter/", an_invitation(cast, host=cast.other_region.pk))
    person = Person.objects.get(email="neuve@exemple.fr")
    assert [post.host_id for post in posts_of(person)] == [cast.region.pk]


def test_who_administers_two_pacts_chooses_which_one(cast: Cast, keeper: Client) -> None:
    with acting_as(MACHINE):
        add_membership(
            actor=MACHINE, person=cast["administrator"].person, organisation=cast.other_region,
            host=cast.other_region, role=Role.ADMINISTRATOR, valid_from=SINCE,
        )  # fmt: skip
    assert keeper.post("/personnes/inviter/", an_invitation(cast)).status_code == 422
    keeper.post("/personnes/inviter/", an_invitation(cast, host=cast.other_region.pk))
    assert posts_of(Person.objects.get(email="neuve@exemple.fr"))[0].host_id == cast.other_region.pk


def test_a_mail_that_does_not_leave_is_told_and_the_account_stays(
    cast: Cast, keeper: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(message: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    answer = keeper.post("/personnes/inviter/", an_invitation(cast), follow=True)
    assert "Le courriel n’est pas parti" in answer.content.decode()
    assert Person.objects.filter(email="neuve@exemple.fr").exists()


def test_without_a_mail_server_one_is_told_where_the_mail_waits(
    cast: Cast, keeper: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    answer = keeper.post("/personnes/inviter/", an_invitation(cast), follow=True)
    assert "dossier" in answer.content.decode()
    assert "/connexion/lien/" in next(tmp_path.iterdir()).read_text()
    assert "dossier" in Client().get("/connexion/lien/?envoye=1").content.decode()


def test_a_new_invitation_leaves_on_demand_and_not_by_reading(cast: Cast, keeper: Client) -> None:
    path = f"/personnes/{cast['lead'].person.pk}/invitation/"
    assert keeper.get(path).status_code == 405
    assert keeper.post(path).status_code == 302
    assert mail.outbox[0].to == ["lead@exemple.fr"]


def test_a_post_is_given_and_ended_with_a_reason(cast: Cast, keeper: Client) -> None:
    lead = cast["lead"].person
    given = an_invitation(cast, role="analyst")
    keeper.post(f"/personnes/{lead.pk}/fonctions/nouvelle/", given)
    post = next(each for each in posts_of(lead) if each.role == "analyst")
    path = f"/personnes/{lead.pk}/fonctions/{post.pk}/finir/"
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert keeper.post(path, {"on": tomorrow, "reason": ""}).status_code == 422
    assert keeper.post(path, {"on": tomorrow, "reason": "mission finie"}).status_code == 302
    post = next(each for each in posts_of(lead) if each.role == "analyst")
    assert post.valid_until == today()
    with acting_as(MACHINE):
        assert AuditEntry.objects.get(act="membership.end").reason == "mission finie"


def test_a_post_removed_before_it_began_leads_back_somewhere(cast: Cast, keeper: Client) -> None:
    lead = cast["lead"].person
    path = f"/personnes/{lead.pk}/fonctions/{post_of(lead).pk}/finir/"
    answer = keeper.post(path, {"on": "2010-01-01", "reason": "erreur"}, follow=True)
    assert answer.status_code == 200


def test_the_last_administrator_cannot_end_their_own_post(cast: Cast, keeper: Client) -> None:
    me = cast["administrator"].person
    path = f"/personnes/{me.pk}/fonctions/{post_of(me).pk}/finir/"
    answer = keeper.post(path, {"on": today().isoformat(), "reason": "départ"})
    assert answer.status_code == 422
    assert "dernière fonction" in answer.content.decode()


def test_an_account_is_closed_and_reopened_with_a_reason_that_stays(cast: Cast, keeper: Client) -> None:
    lead = cast["lead"].person
    assert keeper.post(f"/personnes/{lead.pk}/fermer/", {"reason": ""}).status_code == 422
    keeper.post(f"/personnes/{lead.pk}/fermer/", {"reason": "départ"})
    lead.refresh_from_db()
    assert not lead.is_active
    assert "compte fermé" in keeper.get(f"/personnes/{lead.pk}/").content.decode()
    keeper.post(f"/personnes/{lead.pk}/rouvrir/", {"reason": "retour"})
    lead.refresh_from_db()
    assert lead.is_active
    with acting_as(MACHINE):
        assert set(AuditEntry.objects.filter(act__startswith="person.").values_list("reason", flat=True)) >= {
            "départ", "retour",
        }  # fmt: skip


def test_nobody_closes_their_own_account_by_its_address(cast: Cast, keeper: Client) -> None:
    answer = keeper.post(f"/personnes/{cast['administrator'].person.pk}/fermer/", {"reason": "fatigue"})
    assert answer.status_code == 403


def test_a_lost_telephone_is_forgotten_with_a_reason(cast: Cast, keeper: Client) -> None:
    pilot = cast["pilot"].person
    telephone(pilot)
    keeper.post(f"/personnes/{pilot.pk}/telephone/", {"reason": "perdu, vu en personne"})
    assert not has_second_factor(pilot)


def test_a_name_is_corrected(cast: Cast, keeper: Client) -> None:
    lead = cast["lead"].person
    keeper.post(f"/personnes/{lead.pk}/corriger/", {"first_name": "Léa", "last_name": "Porteuse"})
    lead.refresh_from_db()
    assert str(lead) == "Léa Porteuse"


def test_people_are_found_by_name_role_and_access(cast: Cast, keeper: Client) -> None:
    keeper.post(f"/personnes/{cast['lead'].person.pk}/fermer/", {"reason": "départ"})
    assert lines_of(keeper.get("/personnes/?role=analyst").content.decode()) == ["Analyst Distribution"]
    assert lines_of(keeper.get("/personnes/?acces=ferme").content.decode()) == ["Lead Distribution"]
    assert lines_of(keeper.get("/personnes/?mots=partner+distribution").content.decode()) == ["Partner Distribution"]
    assert len(lines_of(keeper.get("/personnes/?acces=ouvert").content.decode())) == 13


def test_the_menu_leads_each_one_to_the_pages_that_they_may_read(cast: Cast) -> None:
    pages = [entered(cast[part]).get("/mon-compte/").content.decode() for part in ("administrator", "auditor", "lead")]
    assert ["/personnes/" in page for page in pages] == [True, True, False]
    assert ["/organisations/" in page for page in pages] == [True, False, False]


def test_what_a_person_typed_is_shown_as_text(cast: Cast, keeper: Client) -> None:
    lead = cast["lead"].person
    keeper.post(f"/personnes/{lead.pk}/corriger/", {"first_name": "<script>x</script>", "last_name": "<b>Nom"})
    for path in ("/personnes/", f"/personnes/{lead.pk}/", f"/personnes/{lead.pk}/fermer/"):
        page = keeper.get(path).content.decode()
        assert "<script>x" not in page
        assert "<b>Nom" not in page
