"""Pages of the directory and of people: who cannot open them; what the directory shows and writes."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pacte.accounts.models import Organisation, OrganisationName
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import add_membership, create_organisation, rename_organisation
from pacte.audit.models import AuditEntry
from pacte.kernel.actor import Role
from tests.accounts.entering import an_invitation, entered, lines_of, post_of, same
from tests.cast import MACHINE, SINCE, Cast

MISSING = 999_999
READERS = ("administrator", "pilot", "auditor")
OTHERS = ("lead", "state_lead", "observatory_lead", "partner", "analyst", "buyer", "finance", "state_reader", "visitor")

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(cast: Cast) -> Client:
    return entered(cast["administrator"])


def organisation_paths(organisation_id: int) -> list[str]:
    return [f"/organisations/{organisation_id}/{end}" for end in ("", "corriger/", "renommer/", "services/nouveau/")]


def person_paths(person_id: int, post_id: int) -> list[str]:
    ends = ("corriger/", "fermer/", "rouvrir/", "telephone/", "fonctions/nouvelle/", f"fonctions/{post_id}/finir/")
    return [f"/personnes/{person_id}/{end}" for end in ends]


# ---------------------------------------------------------------- who sees these pages


@pytest.mark.drawn("part", [*OTHERS, "intruder"], 3, always=["intruder"])
def test_the_pages_of_the_directory_do_not_exist_for_who_does_not_keep_it(cast: Cast, part: str) -> None:
    client = entered(cast[part])
    missing = client.get(f"/organisations/{MISSING}/").content
    sheet, *forms = organisation_paths(cast.state.pk)
    forms = ["/organisations/nouvel/", *forms]
    answers = [client.get(path) for path in ("/organisations/", sheet, *forms)]
    answers += [client.post(path, {"name": "Pris", "kind": "state", "on": "2024-01-01"}) for path in forms]
    assert {answer.status_code for answer in answers} == {404}
    assert {same(answer.content) for answer in answers} == {same(missing)}
    assert not OrganisationName.objects.filter(name="Pris").exists()


@pytest.mark.drawn("part", [*OTHERS, "pilot", "auditor", "intruder"], 3, always=["pilot", "auditor", "intruder"])
def test_the_acts_on_people_do_not_exist_for_who_does_not_administer(cast: Cast, part: str) -> None:
    client, lead = entered(cast[part]), cast["lead"].person
    post = post_of(lead)
    missing = client.get(f"/personnes/{MISSING}/corriger/").content
    for path in ("/personnes/inviter/", *person_paths(lead.pk, post.pk)):
        for answer in (client.get(path), client.post(path, {"reason": "malice", "on": "2020-01-01"})):
            assert answer.status_code == 404, path
            assert same(answer.content) == same(missing), path
    assert client.post(f"/personnes/{lead.pk}/invitation/").status_code == 404
    lead.refresh_from_db()
    assert lead.is_active
    assert post_of(lead).valid_until is None
    assert mail.outbox == []


def test_a_person_of_another_pact_is_like_a_person_who_does_not_exist(cast: Cast) -> None:
    with acting_as(MACHINE):
        add_membership(
            actor=MACHINE, person=cast["intruder"].person, organisation=cast.other_region, host=cast.other_region,
            role=Role.ADMINISTRATOR, valid_from=SINCE,
        )  # fmt: skip
    stranger, lead = entered(cast["intruder"]), cast["lead"].person
    real = [f"/personnes/{lead.pk}/", *person_paths(lead.pk, post_of(lead).pk)]
    absent = [f"/personnes/{MISSING}/", *person_paths(MISSING, MISSING)]
    for ours, nobody in zip(real, absent, strict=True):
        first, second = stranger.get(ours), stranger.get(nobody)
        assert (first.status_code, same(first.content)) == (404, same(second.content)), ours
    page = stranger.get("/personnes/").content.decode()
    assert "lead@exemple.fr" not in page
    assert "intruder@exemple.fr" in page


def test_a_post_is_reached_through_its_own_person_only(cast: Cast, keeper: Client) -> None:
    lead_post = post_of(cast["lead"].person)
    path = f"/personnes/{cast['partner'].person.pk}/fonctions/{lead_post.pk}/finir/"
    assert keeper.get(path).status_code == 404


@pytest.mark.parametrize("part", READERS)
def test_those_who_read_people_see_their_posts(cast: Cast, part: str) -> None:
    client = entered(cast[part])
    assert "lead@exemple.fr" in client.get("/personnes/").content.decode()
    page = client.get(f"/personnes/{cast['lead'].person.pk}/").content.decode()
    assert "Porteur d’action" in page
    assert ("/finir/" in page) == (part == "administrator")


@pytest.mark.parametrize("part", OTHERS)
def test_the_others_read_nobody(cast: Cast, part: str) -> None:
    client = entered(cast[part])
    assert client.get("/personnes/").status_code == 404
    assert client.get(f"/personnes/{cast['pilot'].person.pk}/").status_code == 404


# ---------------------------------------------------------------- the directory


def test_the_directory_shows_the_names_of_the_day_asked(cast: Cast, keeper: Client) -> None:
    with acting_as(MACHINE):
        body = create_organisation(actor=MACHINE, name="Pôle emploi")
        rename_organisation(actor=MACHINE, organisation=body, name="France Travail", on=date(2024, 1, 1))
    assert "France Travail" in lines_of(keeper.get("/organisations/").content.decode())
    assert "Pôle emploi" in lines_of(keeper.get("/organisations/?au=2023-12-31").content.decode())
    assert keeper.get("/organisations/?au=31-12-2023").status_code == 200


def test_the_directory_is_found_by_words_without_accents_by_former_name_and_by_kind(cast: Cast, keeper: Client) -> None:
    with acting_as(MACHINE):
        body = create_organisation(actor=MACHINE, name="Pôle emploi", siret="73282932000074")
        rename_organisation(actor=MACHINE, organisation=body, name="France Travail", on=date(2024, 1, 1))
    for asked in ("mots=pole", "mots=732829", "mots=emploi+travail"):
        assert lines_of(keeper.get(f"/organisations/?{asked}").content.decode()) == ["France Travail"], asked
    assert lines_of(keeper.get("/organisations/?nature=state").content.decode()) == ["Etat"]
    assert "Aucun organisme" in keeper.get("/organisations/?mots=zzz").content.decode()


def test_a_long_directory_is_cut_in_pages_that_keep_the_filter(cast: Cast, keeper: Client) -> None:
    with acting_as(MACHINE):
        for rank in range(60):
            create_organisation(actor=MACHINE, name=f"Organisme {rank:03}")
    first = keeper.get("/organisations/?mots=organisme").content.decode()
    assert len(lines_of(first)) == 50
    assert "?mots=organisme&amp;page=2" in first
    assert len(lines_of(keeper.get("/organisations/?mots=organisme&page=2").content.decode())) == 11


def test_an_organisation_is_added_renamed_corrected_and_given_a_service(cast: Cast, keeper: Client) -> None:
    answer = keeper.post("/organisations/nouvel/", {"name": "DIRECCTE", "kind": "state", "siret": "", "valid_from": ""})
    body = Organisation.objects.get(names__name="DIRECCTE")
    address = f"/organisations/{body.pk}/"
    assert (answer.status_code, answer["Location"]) == (302, address)
    keeper.post(f"{address}renommer/", {"name": "DREETS", "on": "2021-04-01"})
    keeper.post(f"{address}services/nouveau/", {"code": "DEETS", "name": "Emploi et travail"})
    keeper.post(f"{address}corriger/", {"kind": "state", "siret": "73282932000074", "reason": "SIRET reçu"})
    page = keeper.get(address).content.decode()
    for told in ("DREETS", "DIRECCTE", "31\u00a0mars\u00a02021", "Emploi et travail", "73282932000074"):
        assert told in page, told
    with acting_as(MACHINE):
        acts = set(AuditEntry.objects.filter(person_id=cast["administrator"].person.pk).values_list("act", flat=True))
    assert {"organisation.create", "organisation.rename", "organisation.change", "service.create"} <= acts


@pytest.mark.parametrize(
    ("path", "sent", "field"),
    [
        ("nouvel/", {"name": "", "kind": "state"}, "name"),
        ("nouvel/", {"name": "etat", "kind": "state"}, "name"),
        ("nouvel/", {"name": "Neuf", "kind": "state", "siret": "123"}, "siret"),
        ("nouvel/", {"name": "Neuf", "kind": "royaume"}, "kind"),
        ("{id}/renommer/", {"name": "", "on": "2021-04-01"}, "name"),
        ("{id}/renommer/", {"name": "Neuf", "on": "31/02/2021"}, "on"),
        ("{id}/corriger/", {"kind": "state", "siret": ""}, "reason"),
        ("{id}/services/nouveau/", {"code": " "}, "code"),
    ],
)
def test_a_wrong_answer_stands_by_its_field_and_writes_nothing(
    cast: Cast, keeper: Client, path: str, sent: dict[str, str], field: str
) -> None:
    before = OrganisationName.objects.count()
    answer = keeper.post(f"/organisations/{path.format(id=cast.state.pk)}", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in page
    assert f'href="#id_{field}"' in page
    assert OrganisationName.objects.count() == before


@pytest.mark.parametrize("path", ["/organisations/", "/personnes/"])
def test_a_longer_list_asks_the_database_no_more_questions(cast: Cast, keeper: Client, path: str) -> None:
    counts = []
    for rank in range(2):
        keeper.get(path)  # Shows the pending messages once, so that they are not counted below.
        with CaptureQueriesContext(connection) as queries:
            keeper.get(path)
        counts.append(len(queries))
        for extra in range(10):
            name = f"Organisme {rank} {extra}"
            keeper.post("/organisations/nouvel/", {"name": name, "kind": "state"})
            keeper.post("/personnes/inviter/", an_invitation(cast, email=f"p{rank}{extra}@exemple.fr"))
    assert counts[0] == counts[1]
