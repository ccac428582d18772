"""« / » is the desk of the reader's role; who has several chooses one, and the next page remembers it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from pacte.accounts.models import Membership
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import add_membership
from pacte.finance.records import AllocationTarget, DeclaredAmountInput, Fund, MoneyStage, Section
from pacte.finance.records.public_totals import PublicAxisMoney, PublicMoney
from pacte.finance.services import declare_amount, import_extract
from pacte.indicators.models import Publication
from pacte.indicators.records.plan_figures import PublicCount, PublicPlanFigures, PublicQuarter
from pacte.indicators.records.survey import GapInput
from pacte.indicators.rules.plan_figures import plan_publication_code
from pacte.indicators.services.gaps import record_gap
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Role
from pacte.kernel.clock import now, today
from pacte.notifications.models import Notification
from pacte.offer.services import store_trainings
from pacte.offer.services.search import refresh_search
from pacte.plan.queries import content_of_version
from pacte.reference.models import Nomenclature
from pacte.steering.rules.serialisation import record_to_json
from tests.accounts.entering import BACKEND, entered_for_long
from tests.cast import MACHINE
from tests.finance.accounts import account, extract
from tests.offer.world import READING, WELDING, gather_offer
from tests.steering.round_stage import OPENED, round_stage
from tests.web.plan_stage import Stage, plain, staged

pytestmark = pytest.mark.django_db
SINCE = date(2019, 1, 1)
# Title of the desk of each role.
TITLES = {
    "pilot": "Qui attend un geste de moi ?",
    "lead": "Qui attend un geste de moi ?",
    "adviser": "Qui attend un geste de moi ?",
    "buyer": "Qu’est-ce qui m’attend ?",
    "provider": "Qu’est-ce qui m’attend ?",
    "finance": "Qu’est-ce qui m’attend ?",
    "state_reader": "Qu’est-ce qui m’attend ?",
    "analyst": "Qu’est-ce qui m’attend ?",
    "auditor": "Qu’est-ce qui m’attend ?",
    "administrator": "Qu’est-ce qui m’attend ?",
    "partner": "Qu’est-ce qui m’attend ?",
    "visitor": "Qu’est-ce qui m’attend ?",
}


@pytest.fixture
def stage() -> Stage:
    return staged()


@pytest.mark.parametrize("role", TITLES)
@override_settings(TOTP_REQUIRED=False)
def test_signed_in_the_first_page_is_the_desk_of_the_role(stage: Stage, role: str) -> None:
    page = plain(stage.client(role).get("/").content.decode())
    assert f"<h1>{TITLES[role]}</h1>" in page.replace(' class="title"', "")
    assert 'aria-current="true">Mon bureau</a>' in page
    assert "Vu <strong>aujourd’hui</strong>" in page


def test_for_nobody_it_says_how_to_find_a_training_and_where_the_plan_is(stage: Stage) -> None:
    page = plain(Client().get("/").content.decode())
    assert "Que fait le pacte pour la formation ?" in page
    assert "250,98 M€ et 39 actions." in page
    assert 'action="/formations/"' in page
    assert f'href="{stage.address("")}"' in page
    assert "Mon bureau" not in page
    assert "Aucune formation à venir n’est annoncée pour l’instant." in page


def test_for_nobody_it_counts_the_choices_that_the_search_lists() -> None:
    """Trainings of welding and of reading in their towns, on a day when both are to come."""
    offer = gather_offer()
    with time_machine.travel(date(2020, 12, 1)):
        with acting_as(MACHINE):
            store_trainings(actor=MACHINE, host_id=offer.host_id, provider=offer.provider, trainings=[WELDING, READING])
            refresh_search(actor=MACHINE, host_id=offer.host_id)
        staged(cast=offer.cast)
        page = plain(Client().get("/").content.decode())
        found = plain(Client().get("/formations/").content.decode())
    counted = re.search(r"([0-9]+ formations?) dans ([0-9]+ communes?), soit ([0-9]+ choix)", page)
    assert counted
    assert f"{counted[3]} : {counted[1]}, {counted[2]}" in found


def published(stage: Stage) -> None:
    """The figures of the plan at the end of September 2020, as everybody reads them."""
    axes = tuple(
        PublicAxisMoney(axis.code, axis.label, axis.title, axis.amount_cents, 20_000_000_00, 10_000_000_00)
        for axis in content_of_version(stage.version).axes
    )
    money = PublicMoney(250_980_000_00, 60_000_000_00, 30_000_000_00, axes)
    quarters = tuple(PublicQuarter(date(2020, month, 1), date(2020, month + 2, 28), 40, 100) for month in (1, 4))
    counts = (
        PublicCount("people_trained", PublicQuarter(date(2019, 1, 1), date(2020, 6, 30), 12_981), quarters),
        PublicCount("fill_of_places_bought", PublicQuarter(date(2019, 1, 1), date(2020, 6, 30), 80, 200), quarters),
        PublicCount("in_job_6_months", None, (PublicQuarter(date(2019, 1, 1), date(2019, 3, 31), None),)),
    )
    figures = PublicPlanFigures(stage.plan.code, 2019, 2022, date(2020, 9, 30), date(2020, 11, 2), money, counts)
    with acting_as(MACHINE):
        Publication.objects.create(
            organisation=stage.cast.region, code=plan_publication_code(stage.plan.pk, figures.closed_on), year=2020,
            known_on=figures.known_on, published_at=now(), person_name="", document=record_to_json(figures),
        )  # fmt: skip


def test_for_nobody_it_says_where_the_pact_is_as_published_after_the_last_quarter(stage: Stage) -> None:
    assert "Aucun chiffre n’est encore publié." in plain(Client().get("/").content.decode())
    published(stage)
    page = plain(Client().get("/").content.decode())
    assert "Au 30 septembre 2020, 60,00 M€ sont engagés (23,9 %), à 43,7 % de la durée." in page
    assert "L’argent engagé a 19,8 points de retard sur le temps, soit 49,77 M€." in page
    assert "12 981" in page
    assert "80 prises / 200 achetées" in page
    assert page.count('class="mn-elapsed"') == 4, "a mark on each axis, and its key"
    assert "En emploi six mois après" not in page, "no quarter of it is published"


def test_for_nobody_no_amount_of_an_action_is_on_the_page(stage: Stage) -> None:
    finance = stage.cast["finance"].actor
    with acting_as(finance):
        lines = [account(f"E{number}", 1_234_567_00 + number, action=number) for number in (1, 2, 3)]
        import_extract(actor=finance, organisation=stage.cast.region, extract=extract(*lines), plan=stage.plan)
    published(stage)
    assert "1 234 567" in plain(stage.client("auditor").get(stage.address("actions/1/")).content.decode())
    page = plain(Client().get("/").content.decode())
    assert "1 234 567" not in page
    assert "1,23 M€" not in page
    assert "3,70 M€" not in page, "money of today is not public either"


def test_a_desk_says_what_waits_and_what_is_followed(stage: Stage) -> None:
    state = stage.cast["state_reader"]
    with acting_as(MACHINE):
        Notification.objects.create(
            organisation=stage.cast.region, person=state.person, kind="tests", key="one", subject="Un mot",
            text="Un mot", created_at=now(),
        )  # fmt: skip
    page = plain(stage.client("state_reader").get("/").content.decode())
    assert "1 chose attend un geste de vous." in page
    assert "1 message à lire" in page
    assert "39 actions, 2019-2022" in page
    visitor = plain(stage.client("visitor").get("/").content.decode())
    assert "Rien n’attend de vous aujourd’hui." in visitor
    assert "engagés" not in visitor
    published(stage)
    assert "60,00 M€ engagés sur 250,98 M€" in plain(stage.client("visitor").get("/").content.decode())


@pytest.fixture
def money_stage(stage: Stage) -> Stage:
    """900 € committed on action 1 of axis 1, for 500 € voted; 300 € on a line that waits for an action."""
    finance, plan = stage.cast["finance"].actor, stage.plan
    voted = DeclaredAmountInput(
        AllocationTarget(plan.code, "1", ActionCode(1)), 2019, Section.OPERATING, Fund.PACT, MoneyStage.VOTED,
        date(2018, 12, 20), 500_00,
    )  # fmt: skip
    with acting_as(finance):
        lines = (
            account("E1", {MoneyStage.COMMITTED: 900_00, MoneyStage.ORDERED: 400_00}),
            account("E2", 300_00, action=57),
        )
        declare_amount(actor=finance, plan=plan, reason="Budget", amount=voted)
        import_extract(actor=finance, organisation=stage.cast.region, extract=extract(*lines), plan=plan)
    return stage


@override_settings(TOTP_REQUIRED=False)
def test_finance_sees_lines_to_allocate_with_their_euros_overruns_and_axes_behind_time(money_stage: Stage) -> None:
    page = plain(money_stage.client("finance").get("/").content.decode())
    assert "1 ligne comptable à affecter" in page
    assert "300 € engagés, hors de tous les chiffres" in page
    assert "1 action engage plus que le voté" in page
    assert "Les affecter" in page
    assert "points de retard" in page
    assert "Extraction d’aujourd’hui" in page


@override_settings(TOTP_REQUIRED=False)
def test_the_state_sees_its_report_and_what_the_pact_added(money_stage: Stage) -> None:
    page = plain(money_stage.client("state_reader").get("/").content.decode())
    assert "Rapport annuel 2022 à l’État" in page
    assert f'href="{money_stage.address("annee/2022/rapport-etat.xlsx")}"' in page
    assert "ajoutés en 2019" in page
    assert "à affecter" not in page, "it allocates nothing"


@override_settings(TOTP_REQUIRED=False)
def test_the_analyst_sees_figures_that_are_due_and_the_age_of_the_facts(stage: Stage) -> None:
    analyst = stage.cast["analyst"].actor
    with acting_as(analyst):
        gap = GapInput("Durée des contrats", "Action 8", "la DREETS", due_on=date(2020, 6, 30))
        record_gap(actor=analyst, plan=stage.plan, data=gap)
    page = plain(stage.client("analyst").get("/").content.decode())
    assert "Durée des contrats" in page
    assert "dû par la DREETS" in page
    assert "attendu le 30 juin 2020" in page
    assert "Durée des contrats" not in plain(stage.client("finance").get("/").content.decode())


@override_settings(TOTP_REQUIRED=False)
def test_the_analyst_sees_the_files_that_are_late_and_who_owes_them(stage: Stage) -> None:
    Nomenclature.objects.create(
        scheme="certification", edition="2019-01-01", starts_on=date(2019, 1, 1), source="x", loaded_at=now()
    )
    page = plain(stage.client("analyst").get("/").content.decode())
    assert "Certifications (RNCP et répertoire spécifique)" in page
    assert "personne n’en répond" in page
    assert 'href="/fichiers/attendus/"' in page
    assert "répertoire spécifique" not in plain(stage.client("finance").get("/").content.decode())


@override_settings(TOTP_REQUIRED=False)
def test_the_auditor_sees_how_much_was_written_in_the_log_of_their_region_only(money_stage: Stage) -> None:
    page = plain(money_stage.client("auditor").get("/").content.decode())
    assert re.search(r"[0-9]+ actes? écrits? au journal", page)
    assert "argent 2" in page
    with acting_as(MACHINE):
        Membership.objects.filter(person=money_stage.cast["intruder"].person).update(role=Role.AUDITOR)
    theirs = plain(money_stage.client("intruder").get("/").content.decode())
    assert "argent 2" not in theirs


@override_settings(TOTP_REQUIRED=False)
def test_the_administrator_sees_the_roles_that_end_soon_in_their_region(stage: Stage) -> None:
    with acting_as(MACHINE):
        ends = Membership.objects.filter(person__in=[stage.cast[part].person for part in ("buyer", "intruder")])
        ends.update(valid_until=today() + timedelta(days=10))
    page = plain(stage.client("administrator").get("/").content.decode())
    assert str(stage.cast["buyer"].person) in page
    assert str(stage.cast["intruder"].person) not in page
    assert "peuvent se connecter" in page


@override_settings(TOTP_REQUIRED=False)
def test_a_past_day_shows_the_plan_as_it_was_known_and_no_message(money_stage: Stage) -> None:
    with acting_as(MACHINE):
        Notification.objects.create(
            organisation=money_stage.cast.region, person=money_stage.cast["finance"].person, kind="tests", key="one",
            subject="Un mot", text="Un mot", created_at=now(),
        )  # fmt: skip
    client = money_stage.client("finance")
    page = plain(client.get("/?au=2020-11-24").content.decode())
    assert "Où en était le pacte le 24 novembre 2020 ?" in page
    assert "47,4 % de la durée" in page
    assert "message à lire" not in page
    assert "à affecter" not in page, "the accounts were imported later"
    assert 'Vu au <strong class="keep">24 nov. 2020</strong>' in page
    assert "?au=2020-11-24" in page
    assert client.get("/?au=2020-13-45").status_code == 422


@override_settings(TOTP_REQUIRED=False)
def test_the_desk_of_a_pilot_has_the_control_of_the_day_and_answers_for_a_past_one() -> None:
    stage = round_stage()
    client = Client()
    client.force_login(stage.cast["pilot"].person, backend=BACKEND)
    entered_for_long(client, ahead=timedelta(hours=1))
    assert "Vu <strong>aujourd’hui</strong>" in plain(client.get("/").content.decode())
    assert client.get(f"/?au={today().isoformat()}")["Location"] == "/", "today needs no day in its address"
    assert client.get("/mon-bureau/?au=2020-11-10")["Location"] == "/?au=2020-11-10"
    page = plain(client.get("/?au=2020-11-10").content.decode())
    assert "Où en était le pacte le 10 novembre 2020 ?" in page
    assert "0 réponses sur 3" in page
    assert "tour des actions" not in plain(client.get("/?au=2020-10-10").content.decode()), "it was not open yet"


@override_settings(TOTP_REQUIRED=False)
def test_who_has_two_roles_chooses_a_desk_which_is_remembered(stage: Stage) -> None:
    member = stage.cast["buyer"]
    with acting_as(MACHINE):
        add_membership(
            actor=MACHINE, person=member.person, organisation=stage.cast.region, host=stage.cast.region,
            role=Role.FINANCE_OFFICER, valid_from=SINCE,
        )  # fmt: skip
    client = stage.client("buyer")
    assert ">Bureau : Achats<" in plain(client.get("/").content.decode()), "the one that is open is not counted"
    assert 'href="?bureau=finances"' in client.get("/").content.decode()
    assert ">Bureau : Finances (0)<" in plain(client.get("/").content.decode())
    assert client.get("/?bureau=finances")["Location"] == "/"
    assert ">Bureau : Finances<" in plain(client.get("/").content.decode())
    client.get("/?bureau=pilotage")
    assert ">Bureau : Achats<" in plain(client.get("/").content.decode()), "a desk of another role is not chosen"


@override_settings(TOTP_REQUIRED=False)
def test_each_other_desk_says_how_many_things_wait_there(money_stage: Stage) -> None:
    stage = money_stage
    for role in (Role.FINANCE_OFFICER, Role.REGION_PILOT, Role.ADVISER):
        with acting_as(MACHINE):
            add_membership(
                actor=MACHINE, person=stage.cast["buyer"].person, organisation=stage.cast.region,
                host=stage.cast.region, role=role, valid_from=SINCE,
            )  # fmt: skip
    client = stage.client("buyer")
    client.get("/?bureau=achats")
    page = plain(client.get("/").content.decode())
    assert ">Bureau : Pilotage (1)<" in page, "a line to allocate"
    assert ">Bureau : Conseil (0)<" in page
    assert ">Bureau : Achats<" in page, "what waits on this desk is on the page"
    assert ">Bureau : Finances (2)<" in page, "a line to allocate, an action that commits more than voted"


@pytest.mark.parametrize(
    ("part", "desk", "label"),
    [
        ("pilot", "pilotage", "Pilotage"),
        ("lead", "actions", "Mes actions"),
        ("observatory_lead", "actions", "Mes actions"),
    ],
)
@override_settings(TOTP_REQUIRED=False)
def test_the_number_of_a_desk_of_rounds_is_that_of_its_first_column(part: str, desk: str, label: str) -> None:
    """Messages are on all desks, and in none of these numbers."""
    stage = round_stage()
    member = stage.cast[part]
    stage.send("state_lead", 2, on=OPENED)
    with acting_as(MACHINE):
        add_membership(
            actor=MACHINE, person=member.person, organisation=member.organisation, host=stage.cast.region,
            role=Role.VISITOR, valid_from=SINCE,
        )  # fmt: skip
    client = Client()
    client.force_login(member.person, backend=BACKEND)
    entered_for_long(client, ahead=timedelta(hours=1))
    client.get("/?bureau=lecture")
    there = re.search(rf">Bureau : {label} \(([0-9]+)\)<", plain(client.get("/").content.decode()))
    assert there
    client.get(f"/?bureau={desk}")
    to_do = plain(client.get("/").content.decode()).split('id="a-faire"')[1].split("</section>")[0]
    entries, messages = len(re.findall("<li", to_do)), len(re.findall("<strong>[0-9]+ messages? à lire", to_do))
    assert int(there[1]) == entries - messages > 0


DESK_QUERIES = 12
# What each kind of file awaits, for who follows the files of the Region.
LATE_FILE_QUERIES = {"analyst": 6}
# The cases drawn in a sample, for who controls them.
SAMPLE_QUERIES = {"analyst": 1, "finance": 1, "auditor": 1}
# The content of a version in force is cached, except in a transaction that has written, as that of a test has.
_CACHED = re.compile(r'^(?:SAVEPOINT|RELEASE)|FROM "plan_(?:version|rowlead)|pg_current_xact_id')


@pytest.mark.parametrize(
    "role", ["finance", "state_reader", "analyst", "auditor", "administrator", "partner", "visitor"]
)
@override_settings(TOTP_REQUIRED=False)
def test_a_desk_asks_few_queries(money_stage: Stage, role: str) -> None:
    client = money_stage.client(role)
    client.get("/")
    with CaptureQueriesContext(connection) as seen:
        client.get("/")
    asked = [each["sql"][:170] for each in seen if not _CACHED.search(each["sql"])]
    most = DESK_QUERIES + LATE_FILE_QUERIES.get(role, 0) + SAMPLE_QUERIES.get(role, 0)
    assert len(asked) <= most, "\n".join(asked)


@override_settings(TOTP_REQUIRED=False)
def test_who_has_the_same_role_in_another_region_sees_the_public_plan_and_none_of_its_round() -> None:
    stage = round_stage()
    other = stage.cast["intruder"]
    with acting_as(MACHINE):
        Membership.objects.filter(person=other.person).update(role=Role.AUDITOR)
    pages = {}
    for part in ("auditor", "intruder"):
        client = Client()
        client.force_login(stage.cast[part].person, backend=BACKEND)
        entered_for_long(client, ahead=timedelta(hours=1))
        pages[part] = plain(client.get("/").content.decode())
        assert "Qu’est-ce qui m’attend ?" in pages[part]
        assert "Où en est le pacte ?" in pages[part]
    assert "tour des actions" in pages["auditor"]
    assert "tour des actions" not in pages["intruder"]
    assert "/tour/" not in pages["intruder"]
