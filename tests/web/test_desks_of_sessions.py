"""« / » for who buys, trains or orients: three columns, the same counts as their pages, nothing of another body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import add_membership, create_organisation
from pacte.journeys.records import StepKind as K
from pacte.journeys.services.notebook import write_notebook_entry
from pacte.kernel.actor import Role
from pacte.offer.models import Provider, ProviderRequest, Session
from pacte.offer.queries import ledger_differences
from pacte.offer.records import ChangeCause, ProviderRequestKind
from pacte.offer.rules.differences import FileSession
from pacte.offer.services import compare_with_ledger, confirm_session, start_session, submit_request
from tests.cast import MACHINE, SINCE, Member, hire_buyer
from tests.journeys.making import somebody, walk
from tests.kept import kept_for_module
from tests.offer.world import order_of
from tests.web.plan_stage import staged
from tests.web.supply_stage import VIERZON, Stage, order_rows, supply_stage
from tests.web.training_stage import PEOPLE, entered, informed, on_the_way

pytestmark = pytest.mark.django_db
# A Wednesday, nine days after the first day of the session of Vierzon.
NOW = datetime(2021, 1, 20, 9, tzinfo=UTC)
TODAY = date(2021, 1, 20)


@pytest.fixture(autouse=True)
def _that_day(settings: object) -> Iterator[None]:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]
    with time_machine.travel(NOW):
        yield


def desk_stage() -> Stage:
    stage = supply_stage()
    staged(cast=stage.offer.cast)
    return stage


kept_stage = kept_for_module(desk_stage)


def column(page: str, key: str) -> str:
    return page.split(f'id="{key}"')[1].split("</section>")[0]


def count_of(page: str, key: str) -> int:
    counted = re.search(r'class="desk-count">([0-9]+)<', column(page, key))
    assert counted
    return int(counted[1])


def asked(stage: Stage) -> ProviderRequest:
    provider = stage.offer.cast["provider"].actor
    with acting_as(provider):
        return submit_request(
            actor=provider, session=stage.offer.session(), kind=ProviderRequestKind.CANCEL, reason="Deux candidats.",
            cause=ChangeCause.TOO_FEW_CANDIDATES,
        )  # fmt: skip


def differing(stage: Stage) -> int:
    with acting_as(MACHINE):
        session = stage.offer.session()
        said = FileSession(session.pk, session.starts_on, session.ends_on, places=12)
        compare_with_ledger(actor=MACHINE, host_id=stage.offer.host_id, file_sessions=[said])
        return int(ledger_differences(actor=MACHINE)[0].difference.pk)


def prepared(stage: Stage) -> None:
    """An order of 4 places that waits for a second buyer."""
    terms = {
        "number": "2021-0002", "title": "Soudage", "siret": "73282932000074", "form": "convention", "fund": "pact",
        "domain_code": "230", "nature": "certifying", "price_unit": "trainee_hour", "unit_price": "8,50",
        "signed_on": "2021-01-20", "ends_on": "2022-12-31", **order_rows(("24_407733", 4, 2660)),
    }  # fmt: skip
    stage.client("second_buyer")
    stage.send("second_buyer", "/sessions/commandes/preparer/", terms)


def another_provider(stage: Stage) -> str:
    """Somebody of the other provider of the offer, in the same Region."""
    cast = stage.offer.cast
    with acting_as(MACHINE):
        body = create_organisation(
            actor=MACHINE, name="Touraine Soudure", kind=OrganisationKind.TRAINING_PROVIDER, synthetic=True
        )
        Provider.objects.filter(pk=stage.offer.other.pk).update(body=body)
    person = hire_buyer(cast.region, body, "autre@exemple.fr", role=Role.PROVIDER).person
    cast.members["other_provider"] = Member(person, body, Role.PROVIDER)
    return "other_provider"


# The buyer.


def test_a_buyer_has_each_thing_to_sign_answer_decide_and_settle_with_one_verb(stage: Stage) -> None:
    request, difference = asked(stage), differing(stage)
    prepared(stage)
    waiting = column(stage.get("buyer", "/"), "m-attend")
    for words, verb, url in (
        ("2021-0002", "Lire et signer", "/sessions/signatures/"),
        (f"R-{request.pk}, annulation de la session", "Répondre", f"/sessions/demande/{request.pk}/"),
        ("Soudeur assembleur industriel, 24_407731", "Décider", VIERZON),
        ("Places ouvertes, 24_407731", "Régler", f"/sessions/difference/{difference}/"),
    ):
        assert words in waiting
        assert re.search(rf'href="{url}[^"]*">{verb}<', waiting), verb
    assert "0 / 15 places tenues, il manque 8 personnes" in waiting
    assert "début passé, 11 janvier 2021" in waiting


def test_the_sentence_of_a_buyer_counts_what_the_page_of_sessions_lists(stage: Stage) -> None:
    asked(stage)
    differing(stage)
    prepared(stage)
    page, lists = stage.get("buyer", "/"), stage.get("buyer", "/sessions/")
    for words in ("1 commande ou avenant à signer", "1 demande d’organisme", "1 différence à régler"):
        assert words in page
        assert words in lists
    assert "1 session proche à décider" in page
    assert "1 session proche à confirmer" in lists


def test_a_buyer_follows_lots_orders_and_sessions_short_of_people(stage: Stage) -> None:
    said = {
        "code": "2021-SOUDAGE-18", "title": "Soudage dans le Cher", "year": "2021", "domain_code": "230",
        "nature": "certifying", "zone_kind": "department", "zone_code": "18", "places": "24", "hours": "15960",
        "price_unit": "trainee_hour", "unit_price": "8,50", "fund": "pact",
    }  # fmt: skip
    stage.send("buyer", "/sessions/lots/nouveau/", said)
    followed = column(stage.get("buyer", "/"), "je-suis")
    assert "1 lot en préparation ou en consultation" in followed
    assert "24 places, sans commande" in followed
    assert "commandé en partie" not in followed
    stage.send("buyer", "/sessions/lot/2021-SOUDAGE-18/", {"act": "publish"})
    terms = {
        "number": "2021-0500", "title": "Soudage dans le Cher", "siret": "73282932000074", "form": "convention",
        "fund": "pact", "domain_code": "230", "nature": "certifying", "price_unit": "trainee_hour",
        "unit_price": "8,50", "signed_on": "2021-01-19", "ends_on": "2022-12-31",
        **order_rows(("24_407732", 10, 6650)),
    }  # fmt: skip
    stage.sign("/sessions/commandes/preparer/?lot=2021-SOUDAGE-18", terms)
    page = stage.get("buyer", "/")
    followed = column(page, "je-suis")
    assert "sans commande" not in followed
    assert "1 lot attribué, commandé en partie" in followed
    assert "il reste 14 places à commander" in followed
    assert "1 commande en 2021" in followed
    assert "10 places pour 56 525 €" in followed
    assert "1 session avec trop peu de personnes" in followed
    assert "il manque 5 admissions" in followed
    assert "2021-0500 : signé par Acheteur-Second Distribution" in column(page, "a-bouge")
    risk = stage.get("buyer", "/comptes/sessions-a-risque/?semaines=8")
    assert "1 session commence sous 8 semaines" in risk
    assert "il manque 5 admissions" in risk


def test_a_word_of_the_shared_notebook_waits_on_the_desk_of_the_provider(stage: Stage) -> None:
    journey, adviser = informed(stage, "Inès"), stage.offer.cast["adviser"].actor
    assert "carnet partagé" not in stage.get("provider", "/")
    with acting_as(adviser):
        write_notebook_entry(actor=adviser, key=journey.key, text="Peut-elle venir jeudi ?")
    assert "1 mot à lire dans le carnet partagé" in stage.get("provider", "/")


def test_a_session_confirmed_this_week_is_news_for_its_buyer_and_its_provider(stage: Stage) -> None:
    provider = stage.offer.cast["provider"].actor
    with acting_as(provider):
        confirm_session(actor=provider, session=stage.offer.session(), on=TODAY)
    another_provider(stage)
    news = "Soudeur assembleur industriel, 24_407731 : confirmée"
    assert news in column(stage.get("buyer", "/"), "a-bouge")
    assert news in column(stage.get("provider", "/"), "a-bouge")
    assert news not in stage.get("other_provider", "/")


def test_news_of_all_kinds_are_mixed_the_latest_first(stage: Stage) -> None:
    buyer = stage.offer.cast["buyer"].actor
    with acting_as(buyer):
        confirm_session(actor=buyer, session=stage.offer.session(), on=TODAY)
    with time_machine.travel(NOW + timedelta(minutes=1)):
        order_of(stage.offer, ("24_407732", 10, 6650), number="2021-0001", signed_on=TODAY)
    with time_machine.travel(NOW + timedelta(minutes=2)), acting_as(buyer):
        start_session(actor=buyer, session=stage.offer.session(), on=TODAY)
    with time_machine.travel(NOW + timedelta(minutes=3)):
        moved = column(stage.get("buyer", "/"), "a-bouge")
    places = [moved.index(words) for words in (": en cours", "2021-0001 : signé par", ": confirmée")]
    assert places == sorted(places)


def test_a_buyer_of_another_region_sees_nothing_of_ours(stage: Stage) -> None:
    asked(stage)
    differing(stage)
    prepared(stage)
    order_of(stage.offer, ("24_407732", 10, 6650), number="2021-0001", signed_on=date(2021, 1, 18))
    region = stage.offer.cast.other_region
    stage.offer.cast.members["elsewhere"] = hire_buyer(region, region, "ailleurs@exemple.fr")
    page = stage.get("elsewhere", "/")
    assert "Qu’est-ce qui m’attend ?" in page
    assert "Rien n’attend de vous aujourd’hui." in page
    assert not re.search("R-[0-9]|24_40|2021-000|à signer ;|commande en|Métal", page)


# The provider.


def test_a_provider_has_people_to_decide_on_weeks_to_sign_and_acts_that_are_due(stage: Stage) -> None:
    informed(stage, "Aminata")
    entered(stage, "Inès")
    difference = differing(stage)
    page = stage.get("provider", "/")
    waiting = column(page, "m-attend")
    assert "1 personne attend votre décision" in waiting
    assert f'href="{PEOPLE}">Décider<' in waiting
    assert "aucune semaine signée" in waiting
    assert f'href="{VIERZON}presences/">Signer<' in waiting
    assert "Les présences sont attendues par demi-journée" in waiting
    assert f'href="/sessions/difference/{difference}/">Expliquer<' in waiting
    assert "1 personne attend votre décision" in stage.get("provider", "/sessions/stagiaires/")


def test_a_provider_reads_who_came_or_left_by_others_and_not_its_own_acts(stage: Stage) -> None:
    on_the_way(stage, "Aminata")
    journey = on_the_way(stage, "Inès")
    walk(stage.offer.cast["provider"].actor, journey, stage.offer.session(), K.INFORMATION_ATTENDED, K.ADMITTED)
    moved = column(stage.get("provider", "/"), "a-bouge")
    assert "2 · Formation proposée" in moved
    assert "Admission" not in moved
    walk(stage.offer.cast["adviser"].actor, journey, stage.offer.session(), K.DECLINED)
    moved = column(stage.get("provider", "/"), "a-bouge")
    assert "1 · Renoncement de la personne" in moved
    assert "Inès" not in moved


def test_the_answer_of_the_buyer_and_an_order_are_news_for_the_provider(stage: Stage) -> None:
    request = asked(stage)
    answer = {"act": "refuse", "on": "2021-01-20", "why": "Cherchez encore une semaine."}
    stage.send("buyer", f"/sessions/demande/{request.pk}/", answer)
    order_of(stage.offer, ("24_407732", 10, 6650), number="2021-0001", signed_on=TODAY)
    moved = column(stage.get("provider", "/"), "a-bouge")
    assert f"R-{request.pk}, annulation de la session : refusée" in moved
    assert "« Cherchez encore une semaine. »" in moved
    assert "Commande 2021-0001 signée" in moved
    assert "€" not in moved


def test_a_provider_follows_its_coming_sessions_and_what_the_buyer_owes(stage: Stage) -> None:
    asked(stage)
    followed = column(stage.get("provider", "/"), "je-suis")
    assert "24_407732" in followed
    assert "24_407731" not in followed, "it has begun"
    assert "24_300003" not in followed, "it is another provider's"
    assert "1 demande sans réponse" in followed


def test_another_provider_of_the_region_sees_nothing_of_it(stage: Stage) -> None:
    informed(stage, "Aminata")
    entered(stage, "Inès")
    asked(stage)
    differing(stage)
    page = stage.get(another_provider(stage), "/")
    assert "Rien n’attend de vous aujourd’hui." in page
    assert "24_300003" in column(page, "je-suis"), "its own"
    assert not re.search("24_40|R-[0-9]|Inès|Aminata|Formation proposée", page)


def test_an_account_without_a_provider_in_the_catalogue_has_an_empty_desk(stage: Stage) -> None:
    with acting_as(MACHINE):
        Provider.objects.filter(pk=stage.offer.provider.pk).update(body=None)
    page = stage.get("provider", "/")
    assert "Rien n’attend de vous aujourd’hui." in page
    assert "24_40" not in page


# All of them.


def readers(stage: Stage) -> None:
    """Something to do for each of them, and a second role that shows how much waits on the first desk."""
    somebody(stage.offer.cast, first_name="Nadège")
    informed(stage, "Aminata")
    entered(stage, "Inès")
    walk(stage.offer.cast["provider"].actor, informed(stage, "Léa"), stage.offer.session(), K.NOT_KEPT)
    asked(stage)
    differing(stage)
    prepared(stage)
    cast = stage.offer.cast
    with acting_as(MACHINE):
        for part in ("buyer", "provider", "adviser"):
            add_membership(
                actor=MACHINE, person=cast[part].person, organisation=cast[part].organisation, host=cast.region,
                role=Role.VISITOR, valid_from=SINCE,
            )  # fmt: skip


@pytest.mark.parametrize(
    ("part", "desk", "label", "key"),
    [
        ("buyer", "achats", "Achats", "m-attend"),
        ("provider", "formation", "Formation", "m-attend"),
        ("adviser", "conseil", "Conseil", "a-faire"),
    ],
)
def test_the_number_of_another_desk_is_that_of_its_first_column(
    stage: Stage, part: str, desk: str, label: str, key: str
) -> None:
    """Messages are on all desks, and in none of these numbers. An adviser's depends on the silence that they chose."""
    readers(stage)
    stage.client("adviser").get("/mes-personnes/bureau/?silence=60")
    stage.client(part).get("/?bureau=lecture")
    there = re.search(rf">Bureau : {label} \(([0-9]+)\)<", stage.get(part, "/"))
    assert there
    stage.client(part).get(f"/?bureau={desk}")
    page = stage.get(part, "/")
    messages = len(re.findall("<strong>[0-9]+ messages? à lire", column(page, key)))
    assert int(there[1]) == count_of(page, key) - messages > 0


@pytest.mark.parametrize("part", ["buyer", "provider", "adviser"])
def test_a_past_day_is_read_on_the_desk_of_the_plan_and_nothing_waits_there(stage: Stage, part: str) -> None:
    readers(stage)
    stage.client(part).get(f"/?bureau={ {'buyer': 'achats', 'provider': 'formation', 'adviser': 'conseil'}[part] }")
    assert "Vu <strong>aujourd’hui</strong>" in stage.get(part, "/")
    page = stage.get(part, "/?au=2020-12-02")
    assert "Où en était le pacte le 2 décembre 2020 ?" in page
    assert 'Vu au <strong class="keep">2 déc. 2020</strong>' in page
    assert "Rien n’attendait ce jour-là." in page
    assert not re.search("24_40|R-[0-9]|Aminata", page)


# Statements of « / », those of the frame included; the content of a version is cached outside of tests.
# One reads which sessions are of a module (ADR 50); an adviser also has contacts of campaigns and releases to note.
QUERIES = {"buyer": 24, "provider": 29, "adviser": 21}
_CACHED = re.compile(r'^(?:SAVEPOINT|RELEASE)|FROM "plan_(?:version|rowlead)|pg_current_xact_id')


@pytest.mark.parametrize("part", QUERIES)
def test_a_desk_costs_the_same_whatever_the_number_of_sessions_and_people(stage: Stage, part: str) -> None:
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            stage.get(part, "/")
        return [each["sql"][:150] for each in seen if not _CACHED.search(each["sql"])]

    informed(stage, "Aminata")
    entered(stage, "Inès")
    asked(stage)
    differing(stage)
    queries()
    before = queries()
    with acting_as(MACHINE):
        model = Session.objects.get(number="24_407733")
        for rank in range(6):
            model.pk, model.number = None, f"24_5000{rank}"
            model.save(force_insert=True)
    for name in ("Léa", "Omar", "Paul"):
        informed(stage, name)
    after = queries()
    assert len(after) == len(before), "\n".join(after)
    assert len(after) <= QUERIES[part], "\n".join(after)
