"""Outside series: the file is known by its headings, good lines are kept, the rest is told with its place."""

from __future__ import annotations

import argparse
import json
from decimal import Decimal
from pathlib import Path

import pytest

from pacte.accounts.context import acting_as
from pacte.cli.commands import import_series as command
from pacte.cli.french_parser import FrenchParser
from pacte.exchange.series_import import import_series
from pacte.exchange.series_reading import read_series, series_sources
from pacte.indicators.models import Series, SeriesImport, SeriesPoint, SeriesSplit
from pacte.indicators.queries import points, series_by_code
from pacte.kernel.clock import today
from pacte.kernel.errors import Invalid, Unseen
from pacte.reference.records import ZoneKind
from pacte.reference.services import load_territory
from tests.cast import MACHINE, Cast, gather_cast
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
    assert "bmo" in read.errors[0].fix


def test_a_file_that_is_not_of_the_source_asked_says_what_it_lacks() -> None:
    read = read_series(b"annee,met\n2024,2\n", name="x.csv", known=KNOWN, source_code="bmo")
    assert "code_metier" in read.errors[0].message


def test_what_is_no_table_is_refused_whole() -> None:
    assert [each.code for each in read_series(b"%PDF-1.7", name="x.pdf", known=KNOWN).errors] != []


def test_each_source_has_series_with_a_whole_sheet_and_a_licence() -> None:
    sources = series_sources()
    assert len(sources) == 12
    for source in sources.values():
        assert all(sheet.code and sheet.question and sheet.source and sheet.licence for sheet in source.sheets)
        assert {code for code, _, _ in source.breaks} <= {sheet.code for sheet in source.sheets}


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


@pytest.fixture
def cast(db: None) -> Cast:
    made = gather_cast()
    with acting_as(MACHINE):
        load_territory(actor=MACHINE, region_code="24")
    return made


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
        assert (first.was_known, again.was_known) == (False, True)
        series = series_by_code(actor=analyst, host_id=cast.region.pk, code="hiring_projects")
        assert [point.value for point in points(actor=analyst, series=series, known_on=today())] == [260]
        assert SeriesPoint.objects.filter(series=series).count() == 2
        assert SeriesSplit.objects.get(series=series).label == "Agriculteurs"
        kept = SeriesImport.objects.order_by("pk")
        assert [(each.edition, each.licence) for each in kept] == [("2024", "Licence Ouverte (Etalab)")] * 2


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
        found = points(actor=MACHINE, series=series, known_on=today())
    assert [(each.value, each.is_hidden) for each in found] == [(Decimal(70), False)]


def test_who_may_not_enter_a_series_imports_none(cast: Cast) -> None:
    for part in ("lead", "provider", "intruder"):
        with acting_as(cast[part].actor) as actor, pytest.raises(Unseen):
            import_series(actor=actor, host=cast.region, data=bmo(GOOD), name="bmo.csv")


@pytest.fixture
def _ready_already(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "ready", lambda: None)


def run(folder: Path, data: bytes, *words: str) -> int:
    (folder / "bmo.csv").write_bytes(data)
    parser = FrenchParser(prog="essai")
    command.arguments(parser)
    found: argparse.Namespace = parser.parse_args([str(folder / "bmo.csv"), *words])
    return command.run(found, MACHINE)


@pytest.mark.usefixtures("_ready_already")
def test_the_command_tells_what_it_read_and_wrote(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, bmo(GOOD), "--dry-run", "--json") == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["source"], told["hidden"], told["written"]) == ("bmo", 1, False)
    with acting_as(MACHINE):
        assert Series.objects.count() == 0
    assert run(tmp_path, bmo(GOOD, GOOD.replace("253", "x")), "--source", "bmo", "--json") == 1
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["added"], told["errors"][0]["row"], told["errors"][0]["column"]) == (3, 3, "G")
    with pytest.raises(Invalid):
        run(tmp_path, bmo(GOOD), "--source", "inconnue")
