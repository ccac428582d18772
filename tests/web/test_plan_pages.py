"""Pages of a plan: what each reader sees, and what they do not see."""

from __future__ import annotations

import re

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import ActionCount
from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import Amount
from pacte.plan.services import appoint_action_lead, edit_row
from tests.cast import MACHINE
from tests.plan.contents import row, small_plan, target
from tests.web.plan_stage import IN_FORCE, Stage, plain, staged

pytestmark = pytest.mark.django_db
PAGES = ("", "actions/", "actions/1/", "actions/1/historique/", "historique/", "versions/", "versions/1/1/")
FILES = ("telecharger/csv", "telecharger/xlsx", "telecharger/yaml")


@pytest.fixture(autouse=True)
def _password_is_enough(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


@pytest.fixture
def stage() -> Stage:
    return staged(small_plan())


def headings(html: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", each).strip() for each in re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.S)]


@pytest.mark.parametrize("page", PAGES)
def test_each_page_asks_one_question_and_opens_without_an_account(stage: Stage, page: str) -> None:
    found = headings(stage.get(page))
    assert len(found) == 1
    assert found[0].endswith("?")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("part", ["pilot", "partner", "auditor", "visitor"])
def test_each_page_opens_for_whoever_is_logged_in(stage: Stage, page: str, part: str) -> None:
    stage.get(page, part)


def test_the_plan_that_opens_first_has_an_address_without_its_code(stage: Stage) -> None:
    answer = stage.client().get("/plan/")
    assert headings(plain(answer.content.decode())) == ["Où en est le pacte ?"]


def test_without_any_plan_the_home_page_says_so() -> None:
    answer = Client().get("/")
    assert answer.status_code == 200
    assert "Aucun plan n’est encore publié" in answer.content.decode()
    assert "Aucun plan" in Client().get("/plans/").content.decode()


def test_a_plan_of_which_all_is_draft_does_not_exist_for_the_public() -> None:
    stage = staged(small_plan(), in_force=False)
    assert "Projet, non voté" in stage.get("", "pilot")
    stage.get("", status=404)
    assert "Aucun plan n’est encore publié" in stage.client().get("/").content.decode()


def test_a_sum_of_some_years_names_those_that_it_leaves_out(stage: Stage) -> None:
    with acting_as(MACHINE):
        ActionCount.objects.create(
            organisation_id=stage.plan.organisation_id, plan=stage.plan, action_number=ActionCode(1), sessions=4,
            values={"bought": 26, "taken": 13, "entered": 0, "ended": 0}, hidden=["in_job", "answered"],
            hidden_years=[2019, 2020], counted_at=timezone.now(),
        )  # fmt: skip
    page = stage.get("actions/1/")
    stages = dict(
        re.findall(r'scope="row">([^<]+)</th>.*?class="num">([^<]+)<', page.partition('class="funnel"')[2], re.S)
    )
    assert stages["Places achetées, toutes sessions"] == "26"
    assert stages["Places prises, toutes sessions"] == "13"
    assert "sans celles de 2019 et 2020, masquées" in page
    # Somebody may have entered in a year that is hidden.
    assert stages["Entrées en formation"] == stages["En emploi à 6 mois"] == "masqué"


def test_the_shipped_plan_is_told_in_figures_that_add_up() -> None:
    page = staged().get("?au=2020-11-24")
    assert "Au 24 novembre 2020, à 47,4 % de la durée du plan, le plan répartit <strong>250,98 M€</strong>" in page
    assert "Aucune des 39 actions n’a encore de résultat mesuré" in page
    assert "12 actions sur 15 sans cible" in page
    assert page.count("aucune preuve à ce jour") == 39
    assert "1 jalon dépassé" in page
    assert "dépassé de 329 jours" in page
    assert "porteur à désigner" in page


def test_a_view_of_the_table_shows_its_actions_only(stage: Stage) -> None:
    whole, wanting = stage.get("?voir=rien"), stage.get("?voir=sans-resultat")
    assert 'aria-current="true">Toutes' in whole
    assert 'aria-current="true">Sans résultat' in wanting


def test_a_view_keeps_the_day_and_its_rows_are_those_that_it_counts() -> None:
    late = staged().get("?au=2020-11-24&voir=jalon")
    assert late.count('class="tl-title"') == 1
    assert "Accrochage SI FP" in late
    assert "?au=2020-11-24&amp;voir=sans-resultat#les-actions" in late


def test_what_the_sheets_contain_is_told_with_the_versions(stage: Stage) -> None:
    assert "champs remplis par action" in stage.get("versions/")
    assert "champs remplis par action" not in stage.get()


def test_a_plan_that_gives_amounts_shows_them_by_year_and_by_action() -> None:
    content = small_plan(
        axes=tuple(small_plan().axes[:1]),
        objectives=tuple(each for each in small_plan().objectives if each.axis_code == "1"),
        amounts=(Amount(ActionCode(1), 2019, 600_000_000), Amount(ActionCode(1), 2020, 400_000_000)),
    )
    stage = staged(content)
    glance = stage.get()
    assert "Ce que le plan donne par année" in glance
    assert "6 000 000 €" in glance
    assert 'data-value="10000000"' in stage.get("actions/")
    assert "4 000 000 €" in stage.get("actions/1/")


def test_an_unknown_plan_and_an_unknown_action_answer_alike(stage: Stage) -> None:
    pages = [stage.client().get(address).content for address in ("/plan/rien/", stage.address("actions/99/"))]
    assert pages[0] == pages[1]
    stage.get("actions/99/historique/", status=404)
    stage.get("actions/99/fiche.pdf", status=404)
    stage.get("versions/1/9/", status=404)


@pytest.mark.parametrize("rest", ["", "actions/", "actions/1/"])
def test_the_number_of_queries_does_not_follow_the_number_of_rows(rest: str) -> None:
    counts, cast = [], None
    for size in (5, 45):
        rows = tuple(row(f"A{number:02}", number, figures=(target(),)) for number in range(1, size + 1))
        stage = staged(small_plan(*rows, code=f"essai-{size}"), cast=cast)
        cast, client = stage.cast, stage.client("partner")
        with CaptureQueriesContext(connection) as seen:
            assert client.get(stage.address(rest)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 42


def test_people_are_named_to_members_of_the_pact_only(stage: Stage) -> None:
    lead = stage.cast["lead"]
    with acting_as(MACHINE):
        appoint_action_lead(
            actor=MACHINE,
            plan=stage.plan,
            number=ActionCode(1),
            organisation_id=stage.cast.region.pk,
            person=lead.person,
            on=IN_FORCE,
        )
    name = str(lead.person)
    assert name in stage.get("actions/1/", "partner")
    public = stage.get("actions/1/")
    assert name not in public
    assert "Qui agit" not in public
    assert name not in stage.get("actions/1/", "intruder")


def test_an_action_says_what_it_lacks_and_who_owes_its_evidence(stage: Stage) -> None:
    page = stage.get("actions/1/")
    assert "Aucune preuve à ce jour" in page
    assert "à fournir par le porteur, Région (DFP)." in page
    assert "Aucune valeur à ce jour : à fournir par Région." in page
    assert "manque : description" in page
    assert "10 formations" in page
    assert "prévu par le plan" in page


def test_figures_that_are_no_targets_stand_apart_and_have_no_progress() -> None:
    page = staged().get("actions/35/")
    others = page[page.index("Autres chiffres de la source") : page.index("Champs de la fiche")]
    assert "aucune progression ne s’y calcule" in others
    assert "80, unité inconnue" in others
    assert "1 ETP (tout au long du PACTE)" in others
    assert "aucune preuve" not in others.lower()
    assert "proposé par nous" in page[: page.index("Autres chiffres de la source")]


def test_the_doubts_of_the_source_are_marked_where_they_stand_with_their_reason() -> None:
    page = staged().get("actions/14/")
    source = page[page.index("Ce que dit la source") :]
    assert '<mark class="doubt">illttrisme' in source
    assert "Deux marques pour trois colonnes" in source
    assert "679-714" in source


def test_links_go_both_ways() -> None:
    stage = staged()
    assert "Renvoie à" in stage.get("actions/1/")
    assert "Citée par" in stage.get("actions/12/")


def test_neighbours_lead_from_one_action_to_the_next(stage: Stage) -> None:
    first, second = stage.get("actions/1/"), stage.get("actions/2/")
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second


def test_the_journal_is_for_those_who_have_the_right_and_versions_for_all(stage: Stage) -> None:
    draft = stage.draft()
    with acting_as(MACHINE):
        edit_row(
            actor=MACHINE, version=draft, row_key="A01", changes={"comment": "Relu par le comité"}, seen_digest={},
            lead_organisations={}, reason="Le comité l’a demandé",
        )  # fmt: skip
    for page in ("historique/", "actions/1/historique/"):
        pilot = stage.get(page, "pilot")
        assert "Relu par le comité" in pilot
        assert "Le comité l’a demandé" in pilot
        for part in ("", "partner", "visitor", "intruder"):
            assert "Le comité l’a demandé" not in stage.get(page, part)
        assert "Plan initial" in stage.get(page)
    assert "Une version l’a changée" in stage.get("actions/1/historique/", "pilot")
    assert "Aucune version ne l’a changée" in stage.get("actions/1/historique/")


def test_the_actions_of_a_lead_are_those_of_their_service_and_those_in_their_name() -> None:
    stage = staged()
    page = plain(stage.client("state_lead").get("/mes-actions/").content.decode())
    assert "Vous portez" in page
    assert "/actions/16/" in page
    assert "/actions/18/" not in page
    with acting_as(MACHINE):
        partner = stage.cast["partner"]
        appoint_action_lead(
            actor=MACHINE, plan=stage.plan, number=ActionCode(18), organisation_id=partner.organisation.pk,
            person=partner.person,
            on=IN_FORCE,
        )  # fmt: skip
    named = plain(stage.client("partner").get("/mes-actions/").content.decode())
    assert "Vous portez 1 action" in named
    assert "/actions/18/" in named


def test_my_actions_ask_who_i_am(stage: Stage) -> None:
    answer = stage.client().get("/mes-actions/")
    assert answer.status_code == 302
    assert "connexion" in answer["Location"]
    assert "Vous ne portez aucune action" in plain(stage.client("visitor").get("/mes-actions/").content.decode())


def test_a_draft_waits_for_who_may_vote_it(stage: Stage) -> None:
    stage.draft()
    assert "voter" in plain(stage.client("pilot").get("/mes-actions/").content.decode())
    assert "voter" not in plain(stage.client("lead").get("/mes-actions/").content.decode())


@pytest.mark.parametrize("file", FILES)
def test_what_is_in_force_is_taken_away_by_anyone(stage: Stage, file: str) -> None:
    answer = stage.client().get(stage.address(file))
    assert answer.status_code == 200
    assert len(answer.content) > 500
    extension = file.rsplit("/", 1)[1]
    assert re.fullmatch(
        rf'attachment; filename="essai_2019-2022_v1_\d{{4}}-\d\d-\d\d\.{extension}"', answer["Content-Disposition"]
    )


def test_the_sheet_of_an_action_is_a_pdf(stage: Stage) -> None:
    answer = stage.client().get(stage.address("actions/1/fiche.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_an_unknown_format_is_a_page_that_does_not_exist(stage: Stage) -> None:
    stage.get("telecharger/docx", status=404)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_to_read_refuses_to_be_written_to(stage: Stage, page: str) -> None:
    assert stage.client("pilot").post(stage.address(page)).status_code == 405
