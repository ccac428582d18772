"""Outside series: a file is recognised by its headings; valid lines are kept; invalid ones are listed by place."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from pacte.accounts.row_context import acting_as
from pacte.exchange.series_files.importer import import_series
from pacte.exchange.series_files.reading import read_series, series_sources
from pacte.indicators.models import SeriesPoint, SeriesSplit
from pacte.indicators.queries import series_by_code, series_points
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.reference.records import ZoneKind
from pacte.reference.services import load_shipped_territory
from tests.cast import MACHINE, Cast, gather_cast
from tests.effort import share
from tests.kept import kept_for_module
from tests.shared import shared_file

BMO_HEAD = "annee,code_metier,nom_metier,dep,bassin,nom_bassin,met,xmet,smet"
KNOWN = {ZoneKind.DEPARTMENT: frozenset({"18"}), ZoneKind.COMMUNE: frozenset({"18033"})}


def bmo(*lines: str) -> bytes:
    return "\n".join([BMO_HEAD, *lines]).encode()


GOOD = "2024,A0X40,Agriculteurs,18,2401,BOURGES,253,127,*"


def test_a_file_is_known_by_its_headings_whatever_its_name() -> None:
    read = read_series(bmo(GOOD), name="truc.csv", known=KNOWN)
    assert read.source is not None
    assert (read.source.code, read.edition, read.lines) == ("bmo", "2024", 1)


def test_a_secret_value_is_hidden_and_not_nought() -> None:
    read = read_series(bmo(GOOD), name="bmo.csv", known=KNOWN)
    assert read.hidden == 1
    assert [point.value for point in read.points["hiring_projects_seasonal"]] == [None]
    assert [point.value for point in read.points["hiring_projects"]] == [Decimal(253)]


def test_an_empty_cell_is_no_value_at_all() -> None:
    read = read_series(bmo("2024,A0X40,Agriculteurs,18,2401,BOURGES,253,,"), name="bmo.csv", known=KNOWN)
    assert set(read.points) == {"hiring_projects"}


def test_wrong_lines_are_told_with_their_place_and_good_ones_kept() -> None:
    wrong = [
        "2024,A0X41,Éleveurs,18,2401,BOURGES,beaucoup,1,1",
        "2024,A0X42,Maraîchers,18,24-01,BOURGES,3,1,1",
        "deux mille,A0X43,Bûcherons,18,2401,BOURGES,3,1,1",
        "2024,,Jardiniers,18,2401,BOURGES,3,1,1",
        "2024,A0X44,Marins,18,2401,BOURGES,-3,1,1",
    ]
    read = read_series(bmo(GOOD, *wrong), name="bmo.csv", known=KNOWN)
    assert len(read.points["hiring_projects"]) == 1
    assert [(each.code, each.cell.row, each.cell.column) for each in read.errors if each.cell] == [
        ("number_shape", 3, "G"), ("zone_shape", 4, "E"), ("year_shape", 5, "A"), ("cell_missing", 6, "B"),
        ("number_negative", 7, "G"),
    ]  # fmt: skip


def test_two_lines_that_contradict_each_other_keep_the_first() -> None:
    read = read_series(bmo(GOOD, GOOD, GOOD.replace("253", "254")), name="bmo.csv", known=KNOWN)
    assert [each.code for each in read.errors] == ["line_contradicts"]
    assert [point.value for point in read.points["hiring_projects"]] == [Decimal(253)]


def test_a_zone_of_elsewhere_is_counted_and_one_that_should_be_here_is_a_defect() -> None:
    data = b"codgeo,YEAR,Demandeurs_Emploi\n18033,janvier_2020,7450\n75056,janvier_2020,10\n18999,janvier_2020,10\n"
    read = read_series(data, name="de.csv", known=KNOWN)
    assert (len(read.points["jobseekers"]), read.outside) == (1, 1)
    assert [(each.code, each.value) for each in read.errors] == [("zone_unknown", "18999")]


def test_a_month_covers_its_days() -> None:
    read = read_series(b"codgeo,YEAR,Demandeurs_Emploi\n18033,fevrier_2020,7450\n", name="de.csv", known=KNOWN)
    point = read.points["jobseekers"][0]
    assert (point.first.isoformat(), point.last.isoformat()) == ("2020-02-01", "2020-02-29")


def test_a_department_is_read_on_two_or_three_signs_and_a_comma_is_a_point() -> None:
    head = "codeDepartement,libelleDepartement,rentreeScolaire,tauxChomage"
    read = read_series(f'{head}\n018,CHER,2023,"7,3"\n'.encode(), name="chomage.csv", known=KNOWN)
    assert [(point.zone_code, point.value) for point in read.points["unemployment_rate"]] == [("18", Decimal("7.3"))]


def test_a_share_over_a_hundred_is_refused() -> None:
    head = "departement,nom,pct_jeunes_difficulte_lecture"
    read = read_series(f"{head}\n18,Cher,119\n".encode(), name="jdc.csv", known=KNOWN)
    assert [each.code for each in read.errors] == ["share_too_big"]


def test_headings_that_nobody_knows_name_the_sources_that_are_read() -> None:
    read = read_series(b"a,b\n1,2\n", name="x.csv", known=KNOWN)
    assert read.source is None
    assert series_sources()["bmo"].label in read.errors[0].hint
    assert "jobseekers_communes" not in read.errors[0].hint, "a code says nothing to a civil servant"


def test_a_file_that_is_not_of_the_source_asked_says_what_it_lacks() -> None:
    read = read_series(b"annee,met\n2024,2\n", name="x.csv", known=KNOWN, source_code="bmo")
    assert "code_metier" in read.errors[0].message


def test_what_is_no_table_is_refused_whole() -> None:
    assert [each.code for each in read_series(b"%PDF-1.7", name="x.pdf", known=KNOWN).errors] != []


def test_each_source_has_series_with_a_whole_sheet_and_a_licence() -> None:
    sources = series_sources()
    assert set(REAL.values()) <= set(sources)
    for source in sources.values():
        assert all(sheet.code and sheet.question and sheet.source and sheet.licence for sheet in source.series)
        assert {code for code, _, _ in source.breaks} <= {sheet.code for sheet in source.series}


REAL = {
    "bmo_2024_centre_val_de_loire.csv": "bmo",
    "tensions_rome_bassin_cvl_2021.csv": "tensions_rome",
    "tensions_fap2009_cvl_2019.csv": "tensions_fap",
    "metiers_en_tension_arrete_mars_2024.csv": "shortage_occupations",
    "demandeurs_emploi_communes_cvl_mensuel.csv": "jobseekers_communes",
    "demandeurs_emploi_secteur_bassin_cvl.csv": "jobseekers_sectors",
    "chomage_departemental_insee.csv": "unemployment_departments",
    "chomage_regional_insee.csv": "unemployment_regions",
    "taux_chomage_departements_2020.csv": "unemployment_young",
    "illettrisme_jdc_2020_departements.csv": "reading_difficulty",
    "indicateurs_sociaux_departements_2020.csv": "social_departments",
    "../territoires/population_communes_cvl_2013_2021.csv": "population_communes",
}


@pytest.mark.parametrize("name", REAL)
def test_the_real_file_of_each_source_reads_whole(name: str) -> None:
    data = shared_file(f"data/reference/emploi/{name}").read_bytes()
    read = read_series(data, name=Path(name).name, known={})
    assert read.source is not None
    assert read.source.code == REAL[name]
    assert read.errors == ()
    assert read.lines == len(data.decode().splitlines()) - 1


def test_the_real_needs_for_labour_add_up_to_what_their_reader_says() -> None:
    data = shared_file("data/reference/emploi/bmo_2024_centre_val_de_loire.csv").read_bytes()
    read = read_series(data, name="bmo.csv", known={})
    projects = read.points["hiring_projects"]
    assert sum(point.value for point in projects if point.value is not None) == 98_613
    assert sum(point.is_hidden for point in projects) == 611


HERE = {**KNOWN, ZoneKind.REGION: frozenset({"24"})}
BY_NAME = {ZoneKind.DEPARTMENT: {"cher": "18", "paris": "75"}, ZoneKind.REGION: {"centre val de loire": "24"}}
# Headings of a producer's file, in its order, with invented lines.
AS_PUBLISHED = {
    "needs of 2020": (
        "annee;BE20;NOMBE20;Famille_met;Lbl_fam_met;metier;nommetier;Dept;NomDept;met;xmet;smet;REG;NOM_REG",
        "2020;2401;BOURGES;Z;Autres;A0Z40;Agriculteurs;18;Cher;50;20;*;24;Centre-Val de Loire",
    ),
    "needs of 2023": (
        "annee;Code métier BMO;Nom métier BMO;Famille_met;Lbl_fam_met;BE23;NOMBE23;Dept;NomDept;REG;NOM_REG;met;xmet;"
        "smet",
        "2023;A0Z40;Agriculteurs;Z;Autres;2401;BOURGES;18;Cher;24;Centre-Val de Loire;50;20;*",
    ),
    "needs of 2024": (
        "annee;Code métier BMO;Nom métier BMO;Famille_met;Lbl_fam_met;REG;NOM_REG;Dept;NomDept;BE24;NOMBE24;met;xmet;"
        "smet",
        "2024;A0X40;Agriculteurs;Z;Autres;24;Centre-Val de Loire;18;Cher;2401;BOURGES;50;20;*",
    ),
}


@pytest.mark.parametrize("which", AS_PUBLISHED)
def test_the_survey_of_needs_reads_as_its_producer_writes_it_each_year(which: str) -> None:
    head, line = AS_PUBLISHED[which]
    paris = line.replace("2401;BOURGES", "7511;PARIS").replace("18;Cher", "75;Paris")
    paris = paris.replace(";24;Centre-Val de Loire", ";11;Ile-de-France")
    read = read_series("\n".join((head, line, paris)).encode(), name="Base_open_data_BMO.csv", known=HERE)
    assert read.source is not None
    assert (read.source.code, read.errors, read.lines) == ("bmo", (), 2)
    (point,) = read.points["hiring_projects"]
    family = "fap_2021" if "A0X40" in line else "fap_2009"
    assert (point.zone_code, point.split[:8], point.value) == ("2401", family, Decimal(50))
    assert read.outside == 3, "a national file: the other regions are counted, and not kept"


def test_a_zone_that_the_producer_cuts_over_several_lines_is_added_up_and_secret_with_its_parts() -> None:
    head = "annee;Code métier BMO;Nom métier BMO;REG;Dept;BE26;NOMBE26;clpe;met;xmet;smet"
    one = "2026;A0X40;Agriculteurs;24;18;2401;BOURGES;Bourges;50;20;*"
    two = "2026;A0X40;Agriculteurs;24;36;2401;BOURGES;Issoudun;30;5;10"
    read = read_series("\n".join((head, one, two, one)).encode(), name="bmo.csv", known=HERE)
    assert read.errors == ()
    told = {code: [point.value for point in found] for code, found in read.points.items()}
    assert told == {
        "hiring_projects": [80], "hiring_projects_hard": [25], "hiring_projects_seasonal": [None],
    }  # fmt: skip
    assert read.hidden == 1
    wrong = read_series("\n".join((head, one, one.replace(";50;", ";51;"))).encode(), name="bmo.csv", known=HERE)
    assert [each.code for each in wrong.errors] == ["line_contradicts"]


def test_the_populations_of_a_census_read_in_a_workbook_with_titles_above() -> None:
    head = ["CODGEO", "REG", "DEP", "LIBGEO", "PMUN2021", "PMUN2020", "PTOT1999"]
    rows: list[list[object]] = [["Populations"], ["Données"], [], ["Mise en ligne"], [], head,
                                ["18033", "24", "18", "Bourges", 64000, 64541, 72480],
                                ["75056", "11", "75", "Paris", 2133111, 2145906, 2125246]]  # fmt: skip
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    read = read_series(out.getvalue(), name="base-pop-historiques-1876-2021.xlsx", known=HERE)
    assert read.source is not None
    assert (read.source.code, read.errors, read.outside) == ("population_communes", (), 2)
    assert {(each.first.year, each.value) for each in read.points["population"]} == {(2021, 64000), (2020, 64541)}


def test_the_populations_of_reference_read_one_line_a_measure() -> None:
    lines = [
        "GEO;GEO_OBJECT;FREQ;POPREF_MEASURE;TIME_PERIOD;OBS_VALUE", "18033;COM;A;PMUN;2023;64000",
        "18033;COM;A;PTOT;2023;66000", "18;DEP;A;PMUN;2023;300000",
    ]  # fmt: skip
    read = read_series("\n".join(lines).encode(), name="DS_POPULATIONS_REFERENCE_2023_data.csv", known=HERE)
    assert read.errors == ()
    assert [(each.zone_code, each.value) for each in read.points["population"]] == [("18033", Decimal(64000))]


def test_rates_of_unemployment_by_quarter_read_by_the_name_of_the_zone() -> None:
    lines = [
        '"Libellé";"idBank";"Dernière mise à jour";"Période";"2023-T4";"2024-T1"',
        '"Taux de chômage localisé par département - Cher";"001515859";"01/07/2024 12:00";"";"7.6";"7,5"',
        '"Codes";"";"";"";"A";"P"',
        '"Taux de chômage localisé par région - Centre-Val de Loire";"001515845";"01/07/2024 12:00";"";"7.0";"6.9"',
        '"Taux de chômage localisé par département - Paris";"001515900";"01/07/2024 12:00";"";"5.6";"5.7"',
        '"Taux de chômage localisé par département - Ailleurs";"001515901";"01/07/2024 12:00";"";"5.6";"5.7"',
    ]
    read = read_series("\n".join(lines).encode(), name="valeurs_trimestrielles.csv", known=HERE, names=BY_NAME)
    found = read.points["unemployment_rate_by_quarter"]
    assert [(each.zone_code, each.first.isoformat(), each.last.isoformat(), each.value) for each in found] == [
        ("18", "2023-10-01", "2023-12-31", Decimal("7.6")), ("18", "2024-01-01", "2024-03-31", Decimal("7.5")),
        ("24", "2023-10-01", "2023-12-31", Decimal("7.0")), ("24", "2024-01-01", "2024-03-31", Decimal("6.9")),
    ]  # fmt: skip
    assert read.outside == 2
    assert [(each.code, each.cell.row if each.cell else 0) for each in read.errors] == [("zone_name", 6)]


def test_a_wrong_line_keeps_its_cells_under_the_headings_of_the_file() -> None:
    read = read_series(bmo(GOOD, GOOD.replace("253", "x")), name="bmo.csv", known=KNOWN)
    ((place, cells),) = read.wrong_rows.items()
    assert place[1] == 3
    assert dict(zip(read.headings, cells, strict=True))["met"] == "x"


def test_a_national_file_of_some_ten_thousand_lines_is_read_whole() -> None:
    count = share(60_000)
    head, line = AS_PUBLISHED["needs of 2024"]
    lines = [
        line.replace("2401", f"{2401 + rank % 400}").replace("A0", f"{chr(65 + rank // 4000)}{rank // 400 % 10}")
        for rank in range(count)
    ]
    read = read_series("\n".join((head, *lines)).encode(), name="bmo.csv", known=HERE)
    assert (read.lines, read.errors, len(read.points["hiring_projects"])) == (count, (), count)


def made_cast() -> Cast:
    made = gather_cast()
    with acting_as(MACHINE):
        load_shipped_territory(actor=MACHINE, region_code="24")
    return made


kept_cast = kept_for_module(made_cast)


def test_values_are_written_once_and_corrected_never_overwritten(cast: Cast) -> None:
    with acting_as(cast["analyst"].actor) as analyst:
        first = import_series(actor=analyst, host=cast.region, data=bmo(GOOD), name="bmo.csv")
        again = import_series(actor=analyst, host=cast.region, data=bmo(GOOD), name="bmo.csv")
        mended = import_series(actor=analyst, host=cast.region, data=bmo(GOOD.replace("253", "260")), name="bmo2.csv")
        assert first.written is not None
        assert again.written is not None
        assert mended.written is not None
        assert (first.written.added, again.written.added, again.written.known) == (3, 0, 3)
        assert (mended.written.corrected, mended.written.known) == (1, 2)
        series = series_by_code(actor=analyst, host_id=cast.region.pk, code="hiring_projects")
        assert [point.value for point in series_points(actor=analyst, series=series, known_on=today())] == [260]
        assert SeriesPoint.objects.filter(series=series).count() == 2
        assert SeriesSplit.objects.get(series=series).label == "Agriculteurs"
        assert (first.reading.edition, series.licence) == ("2024", "Licence Ouverte (Etalab)")


def test_the_break_of_a_series_is_noted_once(cast: Cast) -> None:
    with acting_as(MACHINE):
        for _ in range(2):
            import_series(actor=MACHINE, host=cast.region, data=bmo(GOOD), name="bmo.csv")
        assert series_by_code(actor=MACHINE, host_id=cast.region.pk, code="hiring_projects").breaks.count() == 1


def test_a_hidden_value_that_becomes_known_corrects_itself(cast: Cast) -> None:
    with acting_as(MACHINE):
        import_series(actor=MACHINE, host=cast.region, data=bmo(GOOD), name="bmo.csv")
        import_series(actor=MACHINE, host=cast.region, data=bmo(GOOD.replace("*", "70")), name="bmo.csv")
        series = series_by_code(actor=MACHINE, host_id=cast.region.pk, code="hiring_projects_seasonal")
        found = series_points(actor=MACHINE, series=series, known_on=today())
    assert [(each.value, each.is_hidden) for each in found] == [(Decimal(70), False)]


def test_who_may_not_enter_a_series_imports_none(cast: Cast) -> None:
    for part in ("lead", "provider", "intruder"):
        with acting_as(cast[part].actor) as actor, pytest.raises(NotFound):
            import_series(actor=actor, host=cast.region, data=bmo(GOOD), name="bmo.csv")
