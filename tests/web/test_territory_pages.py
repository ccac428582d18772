"""Pages of territories: public, each figure with its date and its source; a secret or missing value is not a zero."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import acting_as
from pacte.indicators.models import Series
from pacte.indicators.records.profile import FICTITIOUS
from pacte.indicators.records.series_input import SeriesPointInput
from pacte.indicators.services import add_points, save_series
from pacte.kernel.clock import today
from pacte.offer.models import SearchRow
from pacte.reference.models import Contour, Zone, ZoneMembership
from tests.accounts.entering import entered
from tests.cast import MACHINE, Cast, gather_cast
from tests.journeys.making import session_with
from tests.web.world_territory import NEEDS, territory_of_the_world, year

pytestmark = pytest.mark.django_db
CHER = "/territoires/departement/18/"


@pytest.fixture
def cast() -> Cast:
    made = gather_cast()
    territory_of_the_world(made)
    return made


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"[\u00a0\u202f]", " ", answer.content.decode())


def test_the_profile_gives_figures_with_their_date_and_source(cast: Cast) -> None:
    page = text(Client(), f"{CHER}profil/")
    assert "Cher : que sait-on de ce territoire" in page
    assert "297 977" in page
    assert "2023, série fictive" in page
    assert "Agriculteurs" in page
    assert "secret" in page


def test_the_plan_there_is_for_whoever_may_ask_for_figures(cast: Cast) -> None:
    assert "se lisent avec un compte" in text(Client(), f"{CHER}profil/") or "Aucun plan" in text(
        Client(), f"{CHER}profil/"
    )
    assert entered(cast["analyst"]).get(f"{CHER}profil/").status_code == 200


def test_the_profile_is_printed_as_a_tagged_pdf_and_given_as_a_table(cast: Cast) -> None:
    paper = Client().get(f"{CHER}profil.pdf")
    assert paper.content.startswith(b"%PDF")
    assert "profil_departement_18" in paper["Content-Disposition"]
    told = Client().get(f"{CHER}profil.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(told), delimiter=";"))
    secret = [row for row in rows if row["ventilation"] == "fap_2021:A0X41"]
    assert [(row["valeur"], row["valeurs_secretes"]) for row in secret] == [("", "1")]


def test_what_changed_compares_two_days_and_says_what_does_not_compare(cast: Cast) -> None:
    page = text(Client(), f"{CHER}evolution/?du=2016&au=2024-06-01")
    assert "−8" in page
    assert "Projets de recrutement" in page
    assert "aucune valeur au" in page


def test_two_days_the_wrong_way_round_are_told(cast: Cast) -> None:
    assert Client().get(f"{CHER}evolution/?du=2024&au=2020").status_code == 422


def test_a_zone_is_found_by_its_name(cast: Cast) -> None:
    assert "/territoires/commune/18033/profil/" in text(Client(), "/territoires/?q=bourg")
    assert "Aucune zone de ce nom" in text(Client(), "/territoires/?q=atlantide")


def test_a_living_area_is_found_listed_and_has_its_profile(cast: Cast) -> None:
    Zone.objects.create(kind="living_area", code="18033", edition=2012, name="Bourges", plain_name="bourges")
    for commune in ("18033", "18279"):
        ZoneMembership.objects.create(kind="living_area", vintage=2012, commune_code=commune, zone_code="18033")
    url = "/territoires/bassin-de-vie/18033/profil/"
    page = text(Client(), "/territoires/")
    assert "Bassins de vie" in page
    assert url in page
    assert url in text(Client(), "/territoires/?q=bourg")
    assert "Bassin de vie 18033, 2 communes." in " ".join(text(Client(), url).split())


def test_the_map_leads_to_each_department_with_the_number_of_its_table(cast: Cast) -> None:
    three_departments_of_the_region()
    edition = today().year
    with acting_as(MACHINE):
        for rank, code in enumerate(("18", "36", "41")):
            ring = [[rank, 47], [rank + 1, 47], [rank + 1, 48], [rank, 47]]
            Contour.objects.create(kind="department", code=code, edition=edition, rings=[ring])
    searchable_session(cast, "24_9", "18033", 25)
    page = text(Client(), "/territoires/")
    drawing = page.partition('aria-labelledby="departements-carte-t')[2].partition("</svg>")[0]
    assert f'<a href="{CHER}profil/" aria-label="Cher : 1">' in drawing
    assert drawing.count("<a href=") == 3
    table = page.partition('id="departements-table"')[2].partition("</table>")[0]
    assert table.count('data-value="1"') == 2, "its own and the whole"
    assert table.count('data-value="0"') == 2
    assert table.count("<a href=") == 3


def test_zones_are_listed_under_the_department_of_most_of_their_communes(cast: Cast) -> None:
    Zone.objects.create(kind="living_area", code="36044", edition=2012, name="Châteauroux", plain_name="chateauroux")
    for commune in ("36044", "18033"):
        ZoneMembership.objects.create(kind="living_area", vintage=2012, commune_code=commune, zone_code="36044")
    page = text(Client(), "/territoires/")
    folds = page.partition('id="zones"')[2].split("<details")[1:]
    named = [each.partition("<summary>")[2].partition(" <span")[0] for each in folds if "bassin-de-vie/36044" in each]
    assert len(named) == 1
    assert named[0] in ("Cher", "Indre")


def test_without_a_series_the_page_says_who_brings_them() -> None:
    gather_cast()
    assert "l’observatoire les importe à la page" in text(Client(), "/territoires/")


@pytest.mark.parametrize("path", ["departement/99/profil/", "planete/18/profil/", "departement/18/profil.exe"])
def test_what_does_not_exist_is_not_found(cast: Cast, path: str) -> None:
    assert Client().get(f"/territoires/{path}").status_code == 404


def test_the_sessions_that_one_may_still_enter_there_are_told_and_no_others(cast: Cast) -> None:
    for number, commune, left in (("24_1", "18033", 25), ("24_2", "36044", -5), ("24_3", "18279", -40)):
        searchable_session(cast, number, commune, left)
    page = text(Client(), f"{CHER}profil/")
    assert "1 session de 1 formation où l’on peut encore entrer" in page
    assert 'href="/formations/F24_1/"' in page
    assert "F24_2" not in page
    assert "F24_3" not in page
    assert "Aucune session où l’on puisse encore entrer ici" in text(Client(), "/territoires/commune/18279/profil/")
    assert "Que peut-on suivre ici" not in text(Client(), f"{CHER}profil/?au=2024")


def test_needs_are_told_zone_by_zone_for_one_occupation_or_for_all(cast: Cast) -> None:
    edition = today().year
    three_departments_of_the_region()
    with acting_as(MACHINE):
        points = [
            SeriesPointInput("department", "36", *year(2024), Decimal(70), split="fap_2021:A0X40"),
            SeriesPointInput("department", "41", *year(2024), Decimal(5), split="fap_2021:A0X41"),
        ]
        add_points(actor=MACHINE, series=Series.objects.get(code=NEEDS.code), points=points, source_label="un fichier")
        x, y = 1.0, 47.0
        for rank, code in enumerate(("18", "36", "41")):
            ring = [[x + rank, y], [x + rank + 1, y], [x + rank + 1, y + 1], [x + rank, y]]
            Contour.objects.create(kind="department", code=code, edition=edition, rings=[ring])
    page = text(Client(), "/territoires/region/24/profil/")
    assert "Où sont les besoins, zone par zone ?" in page
    assert "2024 : 70 à Indre, le plus de 3 départements" in page
    assert page.count('class="map-zone') == 3
    one = text(Client(), "/territoires/region/24/profil/?metier=fap_2021:A0X41&par=planete")
    section = one[one.index('id="zones-table"') :]
    section = section[: section.index("</table>")]
    assert [word in section for word in ("secret", "non donné", ">5<")] == [True, True, True]
    assert "70" not in section
    assert "Où sont les besoins" not in text(Client(), f"{CHER}profil/")


def test_the_number_of_queries_does_not_depend_on_the_number_of_series(cast: Cast) -> None:
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            text(Client(), "/territoires/region/24/profil/")
        return [each["sql"] for each in seen]

    def queries_of_the_index() -> int:
        with CaptureQueriesContext(connection) as seen:
            text(Client(), "/territoires/")
        return len(seen)

    three_departments_of_the_region()
    department_series(cast, ["jobseekers", "unemployment_rate"])
    queries()  # Outlines are then kept.
    queries_of_the_index()
    of_the_index = queries_of_the_index()
    few = queries()
    department_series(cast, ["poverty_rate", "jobseekers_by_occupation", "tension_by_occupation"])
    many = queries()
    assert len(many) < 40
    assert len(many) == len(few)
    assert queries_of_the_index() == of_the_index < 25


def searchable_session(cast: Cast, number: str, commune: str, days_left: int) -> None:
    session, starts = session_with(cast, number=number), today() + timedelta(days=days_left)
    with acting_as(MACHINE):
        SearchRow.objects.create(
            session=session, training=session.training_action.training, host_id=cast.region.pk,
            commune_code=commune, department_code=commune[:2], starts_on=starts, open_until=starts,
            is_rolling=False, state="planned", nature="certifying", is_certifying=True, modality=1,
            is_evening=False, is_part_time=False,
        )  # fmt: skip


def three_departments_of_the_region() -> None:
    edition = today().year
    with acting_as(MACHINE):
        Zone.objects.create(kind="region", code="24", edition=edition, name="Centre", plain_name="centre")
        Zone.objects.filter(department_code="18").update(region_code="24")
        for code, name in (("36", "Indre"), ("41", "Loir-et-Cher")):
            Zone.objects.create(kind="department", code=code, edition=edition, name=name, plain_name=name.lower())
            Zone.objects.create(kind="commune", code=f"{code}001", edition=edition, name=f"Bourg {code}",
                                plain_name="bourg", department_code=code, region_code="24")  # fmt: skip
        for zone, commune in (("2401", "18033"), ("2401", "18279"), ("2402", "36001"), ("2403", "41001")):
            Zone.objects.update_or_create(kind="employment_zone", code=zone, edition=edition,
                                          defaults={"name": zone, "plain_name": zone})  # fmt: skip
            ZoneMembership.objects.create(kind="employment_zone", vintage=edition, commune_code=commune, zone_code=zone)


def department_series(cast: Cast, codes: list[str]) -> None:
    """For each code, one series by department, one by commune, one by employment zone; rates are not additive."""
    zones = {"department": ["18", "36", "41"], "commune": ["18033", "18279", "36001", "41001"],
             "employment_zone": ["2401", "2402", "2403"]}  # fmt: skip
    with acting_as(MACHINE):
        for code in codes:
            for kind in zones:
                data = replace(NEEDS, code=code if kind == "department" else f"{code}_by_{kind}",
                               label=f"{code} {kind}", is_additive="rate" not in code)  # fmt: skip
                points = [
                    SeriesPointInput(kind, zone, *year(when), Decimal(when), split=split)
                    for zone in zones[kind]
                    for when in (2023, 2024)
                    for split in ("", "fap_2021:A0X40", "rome:A1101")
                ]  # fmt: skip
                series = save_series(actor=MACHINE, host=cast.region, data=data)
                add_points(actor=MACHINE, series=series, points=points, source_label="un fichier")


def test_every_sentence_with_an_invented_figure_says_so(cast: Cast) -> None:
    real = text(Client(), f"{CHER}profil/")
    assert "inventé" not in real
    with acting_as(MACHINE):
        for code in ("hiring_projects", "population"):
            Series.objects.filter(code=code).update(code=f"{FICTITIOUS}{code}")
    page = text(Client(), f"{CHER}profil/")
    assert "dans 1 métier ; 1 valeur gardée secrète en plus. Chiffres inventés pour la démonstration." in page
    assert "297 977 habitants (chiffre inventé)" in page


def test_a_figure_whose_name_says_that_it_is_invented_does_not_say_it_twice(cast: Cast) -> None:
    Series.objects.filter(code="population").update(
        code=f"{FICTITIOUS}population", label="Population (inventée)", unit="personnes"
    )
    page = text(Client(), f"{CHER}profil/")
    assert "population (inventée) : 297 977 personnes ;" in page
    assert "(chiffre inventé)" not in page
