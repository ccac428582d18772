"""Pages of figures: the catalogue with values; an indicator with its curve, map, changes, definition and data."""

from __future__ import annotations

import csv
import io
import json
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import copytree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from pacte.accounts.row_context import acting_as
from pacte.indicators.facts.overlap_notes import overlap_notes
from pacte.indicators.models import Publication, Series, SeriesPoint
from pacte.indicators.queries import answer_sets, indicator, indicators
from pacte.indicators.queries.aggregation import RESERVED_REFUSAL
from pacte.indicators.queries.disk_cache import evict_stale_answers
from pacte.indicators.queries.store import default_facts_dir
from pacte.indicators.records import AnswerRow, IndicatorAnswer, MeasureCounts, Value, ValueState
from pacte.indicators.records.series_input import SeriesInput, SeriesPointInput
from pacte.indicators.rules.crosstab_suppression import complementary_suppression
from pacte.indicators.rules.curves import adds_up, month_starts, quarter_ends, rolling_sums
from pacte.indicators.rules.values import indicator_value
from pacte.indicators.services import add_points, record_series_break, refresh_facts, save_series
from pacte.journeys.records import StepKind
from pacte.kernel.actor import Role
from pacte.kernel.clock import now
from pacte.plan.records import PriorityPublic
from pacte.reference.models import Edition, Zone
from pacte.reference.services.shipped_territory import load_shipped_territory
from pacte.web.charts.curve import CurveChart, CurveChartPoint, curve_svg, round_step
from pacte.web.charts.maps import round_class_limits
from pacte.web.pages.figures.crosstab import answer_crosstab
from pacte.web.pages.figures.dashboard_page import ROLE_INDICATORS, year_over_year_text
from pacte.web.value_text import INDICATOR_FAMILIES, indicator_family, missing_value_text
from pacte.workflows.prepare_figures import warm_indicator_cache, warm_indicator_pages
from tests.cast import MACHINE, Cast, gather_cast
from tests.journeys.making import session_with, somebody, walk
from tests.kept import kept_with_folder
from tests.plan.contents import row, small_plan
from tests.plans_at_hand import written
from tests.web.plan_stage import IN_FORCE, enforce, plain

K = StepKind
BACKEND = "pacte.accounts.backends.PasswordBackend"
JOBS = "/chiffres/in_job_6_months/"
ENTRIES = "/chiffres/entries_by_session/"
START = date(2021, 1, 11)


def three_people(folder: Path) -> tuple[Cast, Path]:
    """A plan in force, three people who entered a session of the provider, and the folder of the facts."""
    cast = gather_cast()
    with acting_as(MACHINE):
        enforce(written(actor=MACHINE, host=cast.region, content=small_plan(row("A01", 1), code="plan")), IN_FORCE)
    session = session_with(cast, opened=9)
    for name in ("Inès", "Omar", "Léa"):
        journey = somebody(cast, first_name=name)
        walk(cast["adviser"].actor, journey, session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
        walk(cast["provider"].actor, journey, session, K.ENTERED, on=START)
    with acting_as(MACHINE):
        refresh_facts(actor=MACHINE, facts_dir=folder)
    return cast, folder


kept = kept_with_folder(three_people)


@pytest.fixture
def cast(settings: object, kept: tuple[Cast, Path], tmp_path: Path, db: None) -> Cast:
    """Before the facts are ready."""
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]
    settings.FACTS_FOLDER = tmp_path / "facts"  # type: ignore[attr-defined]
    return deepcopy(kept[0])


@pytest.fixture
def counted(cast: Cast, kept: tuple[Cast, Path], tmp_path: Path) -> Cast:
    copytree(kept[1], tmp_path / "facts")
    return cast


def test_the_first_page_of_a_process_reads_what_was_counted_beforehand(
    counted: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pages(query: str = "") -> list[str]:
        found = [read(counted, part, f"/chiffres/{query}") for part in ("pilot", "state_reader")]
        return [page.partition("<main")[2] for page in found]

    with acting_as(MACHINE):
        warm_indicator_cache(actor=MACHINE)
    known = pages()
    answer_sets.clear_answer_cache()
    monkeypatch.setattr(answer_sets, "_answers_from_facts", None)
    assert pages() == known
    assert all("entries_by_session" in page for page in known)
    with pytest.raises(TypeError):
        pages("?periode=2021")


def test_the_page_of_an_indicator_reads_what_the_night_counted_for_the_whole_catalogue(
    counted: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pages() -> dict[tuple[str, str], str]:
        answer_sets.clear_answer_cache()
        return {
            (part, code): read(counted, part, f"/chiffres/{code}/").partition("<main")[2]
            for part in ("pilot", "state_reader")
            for code in ("entries_by_session", "fill_of_places_bought")
        }

    alone = pages()
    evict_stale_answers(default_facts_dir(), digest="")
    answer_sets.clear_answer_cache()
    with acting_as(MACHINE):
        warm_indicator_pages(actor=MACHINE)
    monkeypatch.setattr(answer_sets, "_answers_from_facts", None)
    assert pages() == alone
    with pytest.raises(TypeError):
        read(counted, "pilot", f"{ENTRIES}?periode=2021")


def client_of(cast: Cast, part: str) -> Client:
    client = Client()
    client.force_login(cast[part].person, backend=BACKEND)
    return client


def read(cast: Cast, part: str, url: str) -> str:
    answer = client_of(cast, part).get(url)
    assert answer.status_code == 200, answer.content[-800:]
    return plain(answer.content.decode())


def test_the_catalogue_gives_each_value_at_once_and_says_what_is_missing(counted: Cast) -> None:
    page = read(counted, "pilot", "/chiffres/")
    assert "Combien entrent, et qui ?" in page
    assert f'href="{ENTRIES}"' in page
    assert 'data-value="3"' in page
    assert "Manquant : à fournir par Dares." in page


def test_the_catalogue_draws_each_figure_over_time_beside_its_value(counted: Cast) -> None:
    page = read(counted, "pilot", "/chiffres/")
    [line] = [each for each in page.split("<tr") if f'href="{ENTRIES}"' in each]
    assert "<strong>3 entrées</strong>" in line
    assert '<svg class="sp"' in line
    assert page.count('<svg class="sp"') > 3
    assert "<title" not in page.partition("satisfaction/")[2].partition("</tr>")[0]


@pytest.mark.parametrize("url", ["/chiffres/", "/chiffres/publics/", "/chiffres/comparer/"])
def test_choosing_something_else_keeps_the_day(counted: Cast, url: str) -> None:
    def form(query: str) -> str:
        return read(counted, "pilot", url + query).partition('id="choix"')[2].partition("</form>")[0]

    assert 'name="au"' not in form("")
    assert '<input type="hidden" name="au" value="2020-06-30">' in form("?au=2020-06-30&periode=2020")


def test_who_may_not_see_a_small_count_reads_that_it_is_hidden(counted: Cast) -> None:
    page = read(counted, "state_reader", "/chiffres/")
    assert "Masqué : ce chiffre montrerait de petits effectifs" in page
    assert 'data-value="3"' not in page
    assert 'data-value="3"' not in read(counted, "state_reader", ENTRIES)


def test_a_search_keeps_the_indicators_that_bear_its_words(counted: Cast) -> None:
    page = read(counted, "pilot", "/chiffres/?mots=peu+qualifi%C3%A9es")
    assert "Entrées de personnes peu qualifiées" in page
    assert "Rendez-vous manqués" not in page
    assert "Aucun indicateur ne répond" in read(counted, "pilot", "/chiffres/?mots=girafe")


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("bas niveau", "Part des entrées de personnes peu qualifiées"),
        ("abandon", "Sorties anticipées par décision du stagiaire"),
        ("chomeurs", "Taux d’accès à la formation des demandeurs d’emploi"),
        ("remplisage", "Remplissage des places achetées"),
        ("I6", "Remplissage en heures-stagiaires"),
        ("qualif", "Entrées de personnes peu qualifiées"),
    ],
)
def test_the_catalogue_is_searched_with_the_words_of_the_trade(counted: Cast, words: str, label: str) -> None:
    page = read(counted, "pilot", f"/chiffres/?mots={words}")
    assert label in page
    assert "Coût d’une entrée" not in page


def test_an_indicator_answers_first_then_shows_when_where_why_and_how_it_is_counted(counted: Cast) -> None:
    page = read(counted, "pilot", ENTRIES)
    assert "<strong>3 entrées</strong>" in page
    for heading in ("Dans le temps", "Définition", "Pourquoi ça a changé", "Les données"):
        assert f">{heading}</h2>" in page
    assert "janv. 2021" in page
    assert "count(*)" in page
    assert "Objectif de la formation" in page


def test_the_same_indicator_is_read_by_residence_or_by_session_as_of_a_past_day(counted: Cast) -> None:
    page = read(counted, "pilot", "/chiffres/entries_by_residence/?lieu=session&periode=2021&fonds=pact")
    assert "payé par le pacte" in page
    then = read(counted, "pilot", f"{ENTRIES}?au=2020-12-31")
    assert "<strong>3 entrées</strong>" not in then
    assert client_of(counted, "pilot").get(f"{ENTRIES}?au=hier").status_code == 422


def test_why_it_changed_leads_to_the_sessions_for_who_may_see_them(counted: Cast) -> None:
    asked = f"{ENTRIES}?depuis=2020-12-31"
    page = read(counted, "pilot", asked)
    assert "faits nouveaux" in page
    assert "Sessions qui ont le plus pesé" in page
    assert "Sessions qui ont le plus pesé" not in read(counted, "state_reader", asked)
    assert "Pourquoi ça a changé" not in read(counted, "provider", asked)


def test_both_sides_of_a_rate_move_under_their_own_words(counted: Cast) -> None:
    page = read(counted, "pilot", "/chiffres/low_qualified_share/?depuis=2020-12-31")
    causes = page.partition('id="causes"')[2].partition("</table>")[0]
    assert "entrées de niveau connu +" in causes
    assert "numérateur" not in causes


def test_an_indicator_may_be_named_by_its_number(counted: Cast) -> None:
    answer = client_of(counted, "pilot").get("/chiffres/I1-S/")
    assert answer.status_code == 302
    assert answer["Location"] == ENTRIES


def test_a_map_stands_beside_its_table_and_leads_to_each_zone(counted: Cast) -> None:
    with acting_as(MACHINE):
        load_shipped_territory(actor=MACHINE, region_code="24")
    page = read(counted, "pilot", ENTRIES)
    assert "Par département" in page
    assert "zone=department%3A18" in page
    told = json.loads(client_of(counted, "pilot").get(f"{ENTRIES[:-1]}.json").content)
    assert ("zone", "month") in {tuple(line["split"]) for line in told["indicators"]}
    assert "Par zone d’emploi" in read(counted, "pilot", f"{ENTRIES}?decoupage=employment_zone")
    assert "Par EPCI" in (by_epci := read(counted, "pilot", f"{ENTRIES}?decoupage=epci"))
    assert "zone=epci%3A" in by_epci
    assert "Cher" in read(counted, "pilot", f"{ENTRIES}?zone=department:18")


def test_before_the_facts_are_ready_the_pages_say_so_and_keep_the_definitions(cast: Cast) -> None:
    assert "Pas encore de faits" in read(cast, "pilot", "/chiffres/")
    page = read(cast, "pilot", ENTRIES)
    assert "Pas encore de faits" in page
    assert "Règle de territoire" in page
    assert client_of(cast, "pilot").get("/chiffres/tout.csv").status_code == 409


def test_files_hold_the_whole_the_zones_and_the_months(counted: Cast) -> None:
    client = client_of(counted, "pilot")
    told = json.loads(client.get(f"{ENTRIES[:-1]}.json").content)
    splits = {tuple(line["split"]) for line in told["indicators"]}
    assert splits == {(), ("month",)}
    text = client.get("/chiffres/tout.csv").content.decode("utf-8-sig")
    assert any(row[:1] == ["entries_by_session"] for row in csv.reader(io.StringIO(text), delimiter=";"))
    assert client.get("/chiffres/tout.xlsx").content[:2] == b"PK"
    assert client.get("/chiffres/tout.exe").status_code == 404


LOW = {"indicateur": "low_qualified_entries", "fund": "pact", "annee": "2021"}


def test_a_ready_sentence_is_answered_at_once_and_kept_under_a_number(counted: Cast) -> None:
    client = client_of(counted, "pilot")
    asked = plain(client.get("/chiffres/question/").content.decode())
    assert "Combien d’entrées de personnes peu qualifiées" in asked
    answer = client.post("/chiffres/question/", LOW)
    assert answer.status_code == 302
    page = read(counted, "pilot", answer["Location"])
    assert "Entrées de personnes peu qualifiées" in page
    assert "Seulement, fonds" in page
    assert answer["Location"] in read(counted, "pilot", "/chiffres/question/")


def test_an_answer_is_a_cross_table_with_its_scope_and_stays_as_it_was(counted: Cast) -> None:
    sent = {"indicateur": "entries_by_session", "de": "2021", "a": "2021", "par": "level", "puis": "month"}
    client = client_of(counted, "pilot")
    address = client.post("/chiffres/question/", sent)["Location"]
    first = read(counted, "pilot", address)
    assert "janvier 2021" in first
    assert "Portée" in first
    journey = somebody(counted, first_name="Awa")
    session = session_with(counted, number="24_9", opened=4)
    walk(counted["adviser"].actor, journey, session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    walk(counted["provider"].actor, journey, session, K.ENTERED, on=START)
    with acting_as(MACHINE):
        refresh_facts(actor=MACHINE)
    assert "<strong>3 entrées</strong>" in read(counted, "pilot", address)
    again = client.post(f"{address}redemander/", {"jour": "meme"})
    page = read(counted, "pilot", again["Location"])
    assert "<strong>4 entrées</strong>" in page
    assert "Ce qui a changé entre les deux réponses" in page
    assert "+1" in page


SHARED = "une personne compte entière dans chaque {payer} et une seule fois dans l’ensemble"


@pytest.mark.parametrize(("split", "payer"), [("fund", "fonds"), ("action", "action"), ("lot", "lot")])
def test_a_split_by_what_pays_says_that_people_count_once(counted: Cast, split: str, payer: str) -> None:
    client, sentence = client_of(counted, "pilot"), SHARED.format(payer=payer)
    assert sentence in read(counted, "pilot", f"{ENTRIES}?croise={split}")
    assert sentence not in read(counted, "pilot", f"{ENTRIES}?croise=level")
    sent = {"indicateur": "entries_by_session", "de": "2021", "a": "2021", "par": split}
    address = client.post("/chiffres/question/", sent)["Location"]
    assert sentence in read(counted, "pilot", address)
    files = {extension: client.get(f"{address[:-1]}.{extension}").content for extension in ("json", "csv", "xlsx")}
    assert sentence in json.loads(files["json"])["notes"][0]
    assert sentence in files["csv"].decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(files["xlsx"])).active
    assert sentence in str(sheet["D1"].value)


def test_credits_by_fund_share_nobody() -> None:
    assert overlap_notes([indicator("pact_euros"), indicator("places_bought")], ("fund", "action", "month")) == []


def test_asked_twice_for_the_same_facts_a_question_keeps_its_number(counted: Cast) -> None:
    client = client_of(counted, "pilot")
    first = client.post("/chiffres/question/", LOW)["Location"]
    assert client.post("/chiffres/question/", LOW)["Location"] == first
    assert client.post(f"{first}redemander/", {"jour": "meme"})["Location"] == first


def test_a_question_that_means_nothing_says_what_to_correct(counted: Cast) -> None:
    client = client_of(counted, "pilot")
    for wrong in ({}, LOW | {"annee": "", "de": "2021", "a": "2020"}, LOW | {"vu": "2999-01-01"}):
        assert client.post("/chiffres/question/", wrong).status_code == 422


def test_protected_situations_are_not_offered_to_who_may_not_count_them(counted: Cast) -> None:
    assert 'value="rqth"' in read(counted, "pilot", "/chiffres/question/")
    assert 'value="rqth"' not in read(counted, "state_reader", "/chiffres/question/")


@pytest.mark.parametrize(
    ("part", "first"),
    [
        ("pilot", "Remplissage des places achetées"),
        ("provider", "Absents le premier jour"),
        ("adviser", "Attente entre"),
        ("state_reader", "Entrées sur les fonds du pacte"),
        ("finance", "Crédits de paiement"),
        ("buyer", "Coût d’une place"),
    ],
)
def test_each_role_sees_first_what_it_looks_at(counted: Cast, part: str, first: str) -> None:
    page = read(counted, part, "/chiffres/tableau-de-bord/")
    assert first in page
    assert 'class="figures-tiles"' in page


def test_every_role_that_counts_has_a_dashboard_of_known_indicators() -> None:
    assert {code for codes in ROLE_INDICATORS.values() for code in codes} <= set(indicators())
    assert set(ROLE_INDICATORS) == {role for role in Role if role not in (Role.PARTNER, Role.VISITOR)}


@pytest.mark.parametrize(
    ("code", "before", "after", "told"),
    [
        ("low_qualified_share", (100, 62), (100, 53), "▼ 9,0 points de moins que les douze mois d’avant (62,0 %)"),
        ("low_qualified_share", (1000, 521), (1000, 530), "▲ 0,9 point de plus que les douze mois d’avant (52,1 %)"),
        ("low_qualified_share", (9999, 5000), (9999, 5001), "comme les douze mois d’avant (50,0 %)"),
        ("entries_by_session", (None, 21), (None, 12), "▼ 9 de moins que les douze mois d’avant (21 entrées)"),
        ("entries_by_session", (None, 10), (None, 1234), "▲ 1 224 de plus que les douze mois d’avant (10 entrées)"),
        ("cost_per_place", (2, 4001), (2, 4004), "▲ 1,5 de plus que les douze mois d’avant (2 000,5 € par place)"),
        ("cost_per_place", (100, 310), (100, 305), "▼ 0,05 de moins que les douze mois d’avant (3,10 € par place)"),
    ],
)
def test_shares_move_by_points_and_what_is_counted_by_whole_numbers(
    code: str, before: tuple[float | None, float], after: tuple[float | None, float], told: str
) -> None:
    asked = indicators()[code]
    then, now = (
        IndicatorAnswer(
            code,
            (AnswerRow((), indicator_value(asked, MeasureCounts(numerator=above, denominator=under, expected=under))),),
        )
        for under, above in (before, after)
    )
    assert plain(year_over_year_text(asked, now, then)) == told


def test_publics_are_compared_to_their_eligible_population_or_it_is_said_to_be_missing(counted: Cast) -> None:
    missing = read(counted, "pilot", "/chiffres/publics/")
    assert "Population éligible manquante" in missing
    assert "CNAF, MSA et départements" in missing
    analyst, year = counted["analyst"].actor, (date(2021, 1, 1), date(2021, 12, 31))
    with acting_as(analyst):
        sheet = SeriesInput(
            "eligible_population",
            "Population éligible",
            "Combien sont-ils ?",
            "personnes",
            "personne",
            "Insee",
            "Insee",
        )
        series = save_series(actor=analyst, host=counted.region, data=sheet)
        point = SeriesPointInput("region", "24", *year, Decimal(1000), split="under_26")
        add_points(actor=analyst, series=series, points=[point], source_label="un fichier")
    page = read(counted, "pilot", "/chiffres/publics/")
    assert "Population éligible manquante" not in page
    assert "Entrées pour 100" in page
    assert "DARES : demandeurs d’emploi par sexe" in page
    assert "DARES : demandeurs d’emploi par âge" in page


def test_an_invented_population_leaves_its_place_to_the_first_real_series(counted: Cast) -> None:
    with acting_as(MACHINE):
        Zone.objects.create(kind="region", code="24", edition=2026, name="Centre-Val de Loire", plain_name="centre")
        Edition.objects.create(year=2026, loaded_at=now())
        for code, label, day, count in (
            ("fictitious-eligible_population", "Inventée", date(2021, 12, 31), 400),
            ("jobseekers", "Demandeurs d’emploi", date(2021, 12, 31), 900),
            ("jobseekers", "Demandeurs d’emploi", date(2025, 12, 31), 700),
        ):
            page = read(counted, "pilot", "/chiffres/publics/")
            known = SeriesInput(code, label, "Combien ?", "personnes", "personne", "DARES", "DARES", is_additive=True)
            series = Series.objects.filter(code=code).first() or save_series(
                actor=MACHINE, host=counted.region, data=known
            )
            point = SeriesPointInput("region", "24", date(day.year, 12, 1), day, Decimal(count))
            add_points(actor=MACHINE, series=series, points=[point], source_label="un fichier")
            if code == "jobseekers" and count == 900:
                assert "Population inventée" in page
                record_series_break(actor=MACHINE, series=series, on=date(2020, 4, 1), reason="Confinement")
    page = read(counted, "pilot", "/chiffres/publics/")
    assert "Inventée" not in page
    assert 'data-value="900"' in page
    assert "avril 2020 : Confinement" in page


def test_what_is_counted_by_year_of_the_end_leads_to_its_public_table(counted: Cast) -> None:
    table = "/chiffres-publics/job_at_6_months_by_department/"
    with acting_as(MACHINE):
        load_shipped_territory(actor=MACHINE, region_code="24")
    assert table not in read(counted, "state_reader", JOBS), "none is published"
    with acting_as(MACHINE):
        for year, whole in ((2019, 40), (2020, None), (2021, 0)):
            Publication.objects.create(
                organisation=counted.region, code="job_at_6_months_by_department", year=year, known_on=date(2022, 1, 1),
                published_at=now(), document={"cells": [{"keys": ["*", "*"], "count": whole}]},
            )  # fmt: skip
    page = read(counted, "state_reader", JOBS)
    assert "Ce détail montrerait de petits effectifs : demandez l’ensemble d’une année." in page
    assert f'href="{table}2020/"' in page
    assert "l’ensemble ; ce qui montrerait" in page
    assert table not in read(counted, "pilot", JOBS), "they read the map"


def test_who_sees_no_small_count_is_told_what_to_read_instead(counted: Cast) -> None:
    assert "pas à cette date" not in read(counted, "state_reader", "/chiffres/")
    page = read(counted, "state_reader", "/chiffres/?au=2021-06-24")
    assert "pas à cette date" in page
    assert "aujourd’hui, ou tels qu’au 31 décembre 2021" in page
    assert "pas à cette date" not in read(counted, "state_reader", "/chiffres/?au=2021-12-31")
    assert "pas à cette date" not in read(counted, "pilot", "/chiffres/?au=2021-06-24")


def test_what_a_reader_may_not_see_is_told_and_is_no_nought(counted: Cast) -> None:
    page = read(counted, "state_reader", "/chiffres/publics/")
    assert "Ce détail montrerait de petits effectifs : demandez une seule année à la fois" in page
    assert 'data-value="0"' not in page
    for cut in ("level", "sex", "age"):
        assert f'<a href="{reverse("outcomes:places")}?par={cut}">Les lire là</a>' in page
    crossed_page = read(counted, "state_reader", "/chiffres/entries_by_residence/?croise=level")
    assert "demandez par année, par département ou par public" in crossed_page
    assert "par mois dans chaque zone" not in crossed_page
    assert "Rien n’est compté pour ces choix" not in crossed_page


def test_the_publics_of_each_plan_are_counted_by_its_own_rule(counted: Cast) -> None:
    young = PriorityPublic("under_26", "Jeunes", "moins de 30 ans", "Comme le prévoit la loi.")
    with acting_as(MACHINE):
        large = small_plan(row("A01", 1), code="large", publics=(young,))
        enforce(written(actor=MACHINE, host=counted.region, content=large), IN_FORCE)
    page = read(counted, "pilot", "/chiffres/publics/")
    section = page[page.index('id="selon-les-plans"') :]
    assert "moins de 30 ans" in section
    assert 'data-value="3"' in section
    masked = read(counted, "state_reader", "/chiffres/publics/")
    section = masked[masked.index('id="selon-les-plans"') :]
    assert "moins de 30 ans" in section
    assert "data-value" not in section


def test_publics_that_the_law_protects_are_for_those_who_may_count_them(counted: Cast) -> None:
    def section(part: str) -> str:
        return read(counted, part, "/chiffres/publics/").partition('id="par-public"')[2].partition("</section>")[0]

    assert 'data-value="3"' in section("pilot")
    assert "Ce détail montrerait de petits effectifs" in section("state_reader")
    assert "data-value" not in section("state_reader")
    for part in ("administrator", "provider", "buyer"):
        assert section(part) == "", part


def test_territories_are_compared_between_two_years(counted: Cast) -> None:
    assert "Rien ne se compare encore" in read(counted, "pilot", "/chiffres/comparer/")
    with acting_as(MACHINE):
        load_shipped_territory(actor=MACHINE, region_code="24")
    page = read(counted, "pilot", "/chiffres/comparer/?indicateur=entries_by_session&avant=2020&apres=2021")
    assert "0 entrée en 2020, 3 entrées en 2021" in page
    assert "gap-after" in page


def test_an_analyst_adds_a_series_its_values_and_its_breaks_by_form(counted: Cast) -> None:
    with acting_as(MACHINE):
        load_shipped_territory(actor=MACHINE, region_code="24")
    client = client_of(counted, "analyst")
    sheet = {
        "code": "chomage", "label": "Chômage localisé", "question": "Quel est le taux de chômage ?", "unit": "%",
        "entity": "actif", "source": "Insee", "owner": "observatoire", "territory": "residence", "direction": "falling",
        "periodicity_months": "3", "delay_months": "3",
    }  # fmt: skip
    assert client.post("/chiffres/series/nouvelle/", sheet)["Location"] == "/chiffres/series/"
    for period, value in (("2020", "8,1"), ("2021", "7,4")):
        sent = {"zone": "region:24", "first": period, "last": period, "value": value, "proof": "Insee, fichier du jour"}
        assert client.post("/chiffres/series/chomage/valeur/", sent).status_code == 302
    broken = {"on": "2021-01-01", "reason": "Nouvelle enquête"}
    assert client.post("/chiffres/series/chomage/rupture/", broken).status_code == 302
    page = read(counted, "pilot", "/chiffres/chomage/")
    assert "<strong>7,4 %</strong>" in page
    assert "Nouvelle enquête" in page
    assert "rupture" in page
    assert "Chômage localisé" in read(counted, "pilot", "/chiffres/")


def test_a_value_is_declared_with_its_proof_and_corrected_without_losing_the_first(counted: Cast) -> None:
    with acting_as(MACHINE):
        load_shipped_territory(actor=MACHINE, region_code="24")
    client = client_of(counted, "analyst")
    sent = {"code": "satisfaction", "zone": "region:24", "first": "2021", "last": "2021", "value": "4,2"}
    assert client.post("/chiffres/declarer/", sent).status_code == 422
    for value in ("4,2", "4,4"):
        assert client.post("/chiffres/declarer/", sent | {"value": value, "proof": "enquête"}).status_code == 302
    assert "<strong>4,4 en moyenne</strong>" in read(counted, "pilot", "/chiffres/satisfaction/")
    with acting_as(counted["analyst"].actor):
        assert SeriesPoint.objects.filter(series__code="satisfaction").count() == 2
    assert client.post("/chiffres/declarer/", sent | {"code": "places_taken", "proof": "non"}).status_code == 422


def test_reading_the_catalogue_costs_few_queries(counted: Cast) -> None:
    client = client_of(counted, "pilot")
    client.get("/chiffres/")
    with CaptureQueriesContext(connection) as found:
        client.get("/chiffres/")
    assert len(found) < 40


def test_every_question_of_the_catalogue_has_its_family() -> None:
    anchors = {anchor for _, anchor, _ in INDICATOR_FAMILIES}
    assert {indicator_family(each) for each in indicators().values()} <= anchors


def test_what_is_missing_says_who_owes_it_and_for_when() -> None:
    asked = indicators()["access_rate"]
    line = AnswerRow((), Value(ValueState.MISSING, received=0, expected=1))
    told = plain(missing_value_text(asked, IndicatorAnswer(asked.code, (line,), due_on=date(2022, 3, 1))))
    assert told == "Manquant : à fournir par Dares. Attendu le 1ᵉʳ mars 2022."


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (RESERVED_REFUSAL, "Réservé : ce chiffre touche des situations protégées par la loi."),
        ("les crédits n’ont pas de territoire", "Sans objet ici : les crédits n’ont pas de territoire."),
    ],
)
def test_what_is_reserved_is_not_said_to_be_pointless(refusal: str, said: str) -> None:
    asked = indicators()["access_rate"]
    line = AnswerRow((), Value(ValueState.NOT_COMPUTABLE))
    assert plain(missing_value_text(asked, IndicatorAnswer(asked.code, (line,), refusal=refusal))) == said


def test_twelve_months_are_sums_over_sums_and_a_hidden_month_hides_them() -> None:
    asked = indicators()["fill_of_places_bought"]
    months = [indicator_value(asked, MeasureCounts(numerator=1, denominator=2))] * 12
    assert rolling_sums(asked, months)[-1] == indicator_value(asked, MeasureCounts(numerator=12, denominator=24))
    assert rolling_sums(asked, months)[:11] == [None] * 11
    assert rolling_sums(asked, [*months[:11], Value(ValueState.HIDDEN)])[-1] is None


def test_people_counted_once_and_medians_do_not_add_up() -> None:
    known = indicators()
    assert adds_up(known["entries_by_session"])
    assert not adds_up(known["people_trained"])
    assert not adds_up(known["referral_to_entry_days"])


def test_months_and_quarters_end_with_the_last_day() -> None:
    assert month_starts(date(2021, 2, 28), 3) == [date(2020, 12, 1), date(2021, 1, 1), date(2021, 2, 1)]
    assert quarter_ends(date(2021, 5, 4), 2) == [date(2020, 12, 31), date(2021, 3, 31), date(2021, 5, 4)]


def test_no_line_and_no_column_keeps_a_single_hidden_cell() -> None:
    sizes = {("a", "x"): 5.0, ("a", "y"): 40.0, ("b", "x"): 30.0, ("b", "y"): 50.0}
    assert complementary_suppression(sizes, {("a", "x")}) == frozenset(sizes)
    assert complementary_suppression(sizes, set()) == frozenset()


def test_a_crossed_table_hides_what_a_subtraction_would_give() -> None:
    asked = indicators()["entries_by_session"]

    def line(zone: str, level: str, count: int) -> AnswerRow:
        value = Value(ValueState.HIDDEN) if count < 11 else indicator_value(asked, MeasureCounts(numerator=count))
        return AnswerRow((("zone", zone, zone), ("level", level, level)), value)

    lines = [line("18", "low", 5), line("18", "bac", 40), line("36", "low", 30), line("36", "bac", 50)]
    table = answer_crosstab(asked, lines, ("zone", "level"), id="t", caption="T", is_masked=True)
    assert all(cell["text"].startswith("masqué") for row in table["rows"] for cell in row[1:])
    shown = answer_crosstab(asked, lines, ("zone", "level"), id="t", caption="T")
    assert [cell.get("value") for row in shown["rows"] for cell in row[1:]] == [None, "40", "30", "50"]


def test_a_curve_breaks_where_nothing_is_known_and_says_its_ends() -> None:
    hidden = CurveChartPoint("février", is_hidden=True, state="masqué")
    points = (CurveChartPoint("janvier", Decimal(70)), hidden, CurveChartPoint("mars", Decimal(75)))
    drawn = curve_svg(CurveChart("Places", points, unit="%"), "c")
    assert "De 70,0 (janvier) à 75,0 % (mars)." in drawn
    assert drawn.count("cv-dot") == 2
    assert "cv-hidden" in drawn
    assert curve_svg(CurveChart("Rien", ()), "c")


def test_steps_of_scales_are_round() -> None:
    assert [round_step(Decimal(each)) for each in ("0.3", "3", "17", "240")] == [
        Decimal("0.5"), Decimal(5), Decimal(20), Decimal(250),
    ]  # fmt: skip
    assert round_class_limits([Decimal(59), Decimal(78)]) == (Decimal(60), Decimal(65), Decimal(70), Decimal(75))
    assert len(round_class_limits([])) == 4
