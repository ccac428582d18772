"""Official tables: recognised by headings, read line by line, invalid lines listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pacte.kernel.errors import ValidationError
from pacte.reference.file_content import inspect_file
from pacte.reference.official_tables import OfficialTable, recognise_table
from pacte.reference.records import CodeChangeRow, FileReport, PopulationRow, Row, ZoneKind, ZoneMembershipRow, ZoneRow
from tests.shared import shared_file

TERRITORIES = "data/reference/territoires"
INSEE = "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT"


def table(folder: Path, text: str | bytes, name: str = "fichier.csv", edition: int | None = None) -> OfficialTable:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return recognise_table(inspect_file(path), edition=edition, latest_edition=2026)


def read(found: OfficialTable) -> tuple[list[Row], FileReport]:
    report = FileReport(found.content.path.name)
    return found.read_rows(report), report


@pytest.mark.parametrize(
    ("name", "layout", "edition", "lines"),
    [
        ("communes_cvl_millesimes_2019_2026.csv", "communes_by_year", None, 12_293),
        ("communes_france.csv", "communes_of_a_year", 2026, 37_590),
        ("appartenance_communes_2022.csv", "membership_table", 2022, 34_955),
        ("zones_emploi_2020.csv", "employment_zones", 2020, 306),
        ("bassins_vie_2012.csv", "living_areas", 2012, 1_664),
        ("passage_communes_2025.csv", "code_passage", None, 1_887),
        ("bassins_emploi_bmo_communes_cvl_2019.csv", "labour_basins_by_year", 2019, 1_776),
        ("bassins_emploi_bmo_communes_cvl_2021.csv", "labour_basins", 2021, 1_877),
        ("epci_france.csv", "epci", 2026, 1_255),
        ("epci_communes_cvl_2020.csv", "epci_communes", 2020, 1_867),
        ("epci_communes_cvl_2025.csv", "epci_communes", 2025, 1_864),
        ("population_communes_cvl_2013_2021.csv", "census_population", 2021, 1_758),
        ("departements.csv", "departments", 2026, 109),
        ("regions.csv", "regions", 2026, 26),
        ("arrondissements.csv", "arrondissements", 2026, 333),
        ("zrr_communes_cvl_2022.csv", "rural_revitalisation", 2022, 1_757),
    ],
)
def test_the_real_files_are_recognised_and_read_without_defect(
    name: str, layout: str, edition: int | None, lines: int
) -> None:
    found = recognise_table(inspect_file(shared_file(f"{TERRITORIES}/{name}")), edition=None, latest_edition=2026)
    rows, report = read(found)
    assert found.layout.code == layout
    assert edition is None or found.edition == edition
    assert report.lines == lines
    assert report.defects == []
    assert rows


def test_headings_are_recognised_in_another_order_case_and_delimiter(tmp_path: Path) -> None:
    found = table(tmp_path, "LIBZE2020;nb;Ze2020\nBlois;2;2404\n")
    assert read(found)[0] == [ZoneRow(ZoneKind.EMPLOYMENT_ZONE, "2404", 2020, "Blois")]


def test_the_name_of_the_file_does_not_count(tmp_path: Path) -> None:
    found = table(tmp_path, "ZE2020,LIBZE2020\n2404,Blois\n", name="communes_france.csv")
    assert found.layout.code == "employment_zones"


def test_lines_that_come_back_mended_bear_the_mark_of_what_they_mend(tmp_path: Path) -> None:
    """Our columns make no other file of it, even where no other heading is allowed."""
    found = table(
        tmp_path,
        "Code,Libellé,Motif,Repère de la ligne refusée\n80054,Apprenti,,12\n24066,Soudage,,13\n80060,Cadre,,\n",
    )
    rows, report = read(found)
    assert (found.layout.code, len(rows), report.refused_count) == ("formacode_publics", 2, 1)
    assert report.settled_marks == [12]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_accents_survive_whatever_the_encoding(tmp_path: Path, encoding: str) -> None:
    found = table(tmp_path, "ZE2020,LIBZE2020\n2402,Châteauroux\n".encode(encoding))
    assert read(found)[0] == [ZoneRow(ZoneKind.EMPLOYMENT_ZONE, "2402", 2020, "Châteauroux")]


def test_bad_lines_are_listed_with_their_place_and_good_ones_kept(tmp_path: Path) -> None:
    text = (
        "annee,code_insee,nom,departement,epci,population\n"
        "2026,18033,Bourges,18,241800507,64000\n"
        "2026,1803,Bourges,18,241800507,64000\n"
        "2026,18001,Achères,18,200066330,beaucoup\n"
        "hier,18002,Ainay-le-Vieil,18,200049484,189\n"
        "2026,18003\n"
        "2026,18004,,18,200049484,189\n"
    )
    rows, report = read(table(tmp_path, text))
    communes = [row for row in rows if isinstance(row, ZoneRow) and row.kind == ZoneKind.COMMUNE]
    assert [row.code for row in communes] == ["18033"]
    assert [(each.row, each.column, each.code) for each in report.defects] == [
        (3, "code_insee", "cell"), (4, "population", "cell"), (5, "annee", "cell"), (6, "", "cells"),
        (7, "nom", "cell"),
    ]  # fmt: skip
    assert "« beaucoup »" in report.defects[1].message.replace("\u202f", " ")
    assert report.lines == 6


def test_a_line_that_contradicts_another_is_listed_and_one_that_completes_it_is_not(tmp_path: Path) -> None:
    heading = "reg,dep,codgeo,codbe,libbe\n"
    rows, report = read(table(tmp_path, heading + "24,18,18001,2403,AUBIGNY\n24,18,18002,2403,AUBIGNY\n", edition=2021))
    assert report.defects == []
    assert len(rows) == 3
    rows, report = read(table(tmp_path, heading + "24,18,18001,2403,AUBIGNY\n24,18,18001,2404,VIERZON\n"))
    assert [(each.row, each.code) for each in report.defects] == [(3, "double")]
    assert ZoneMembershipRow(ZoneKind.LABOUR_BASIN, 2026, "18001", "2403") in rows


def test_a_long_list_of_defects_is_counted_whole_and_kept_short(tmp_path: Path) -> None:
    _, report = read(table(tmp_path, "ZE2020,LIBZE2020\n" + "?,Blois\n" * 500))
    assert report.defect_count == 500
    assert len(report.defects) == 200


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\n\n", "file_empty"),
        (b"a,b\n1,2\n", "file_unknown"),
        (b"PK\x03\x04\x00\x00", "file_binary"),
        (b"ZE2020,LIBZE2020,LIBZE2020\n1,a,b\n", "headings_double"),
        (b",".join(b"c%d" % n for n in range(300)), "columns"),
        (b'"ZE2020,LIBZE2020\n1,a\n', "file_empty"),
    ],
)
def test_a_file_that_cannot_be_read_has_one_clear_error(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        table(tmp_path, content)
    assert refused.value.code == code
    assert str(refused.value)


def test_a_quote_left_open_ends_the_reading_with_a_defect(tmp_path: Path) -> None:
    rows, report = read(table(tmp_path, 'ZE2020,LIBZE2020\n2404,Blois\n2405,"Bourges\n2406,Chartres\n'))
    assert [row[1] for row in rows] == ["2404"]
    assert [each.code for each in report.defects] == ["csv"]


def test_a_monstrous_cell_is_a_defect(tmp_path: Path) -> None:
    rows, report = read(table(tmp_path, f"ZE2020,LIBZE2020\n2404,{'x' * 5_000}\n2405,{'x' * 300}\n2406,Tours\n"))
    assert [row[1] for row in rows] == ["2406"]
    assert [each.row for each in report.defects] == [2, 3]


def test_the_edition_comes_from_the_option_then_the_name_then_the_latest(tmp_path: Path) -> None:
    text = f"{INSEE}\nCOM,18033,24,18,18D,181,0,BOURGES,Bourges,Bourges,1899,\n"
    named = table(tmp_path, text, name="v_commune_2027.csv")
    assert (named.edition, named.edition_from) == (2027, "name")
    asked = table(tmp_path, text, name="v_commune_2027.csv", edition=2028)
    assert (asked.edition, asked.edition_from) == (2028, "option")
    unsaid = table(tmp_path, text, name="v_commune.csv")
    assert (unsaid.edition, unsaid.edition_from) == (2026, "latest")


def test_the_communes_of_insee_are_read_with_their_delegated_parts(tmp_path: Path) -> None:
    text = (
        f"{INSEE}\n"
        "COM,28319,24,28,28D,284,0,RECLAINVILLE,Reclainville,Reclainville,2823,\n"
        "COMD,28025,,,,,0,BARMAINVILLE,Barmainville,Barmainville,,28319\n"
        "COMD,28319,,,,,0,RECLAINVILLE,Reclainville,Reclainville,,28319\n"
        "VILLE,28320,,,,,0,X,X,X,,\n"
    )
    rows, report = read(table(tmp_path, text, edition=2027))
    assert rows == [
        ZoneRow(
            ZoneKind.COMMUNE, "28319", 2027, "Reclainville", region_code="24", department_code="28",
            arrondissement_code="284",
        ),
        CodeChangeRow("28025", "28319", 2027),
    ]  # fmt: skip
    assert [(each.row, each.column) for each in report.defects] == [(5, "TYPECOM")]


def test_of_the_movements_of_insee_only_ends_of_communes_are_kept(tmp_path: Path) -> None:
    sides = (f"TYPECOM_{side},COM_{side},TNCC_{side},NCC_{side},NCCENR_{side},LIBELLE_{side}" for side in ("AV", "AP"))
    heading = f"MOD,DATE_EFF,{','.join(sides)}"
    text = (
        f"{heading}\n"
        "32,2025-01-01,COM,28025,0,A,A,A,COM,28319,0,B,B,B\n"
        "32,2025-01-01,COM,28025,0,A,A,A,COMD,28025,0,A,A,A\n"
        "31,2023-06-30,COM,18131,0,A,A,A,COM,18173,0,B,B,B\n"
        "21,2024-01-01,COM,85008,0,A,A,A,COM,85165,0,B,B,B\n"
    )
    rows, report = read(table(tmp_path, text))
    assert rows == [CodeChangeRow("28025", "28319", 2025), CodeChangeRow("18131", "18173", 2024)]
    assert report.defects == []


def test_each_column_of_the_census_gives_the_population_of_its_year(tmp_path: Path) -> None:
    rows, _ = read(table(tmp_path, "codgeo,libgeo,p19_pop,p20_pop\n18033,Bourges,64541,\n18001,Achères,380,364\n"))
    assert rows == [
        PopulationRow(ZoneKind.COMMUNE, "18033", 2019, 64541),
        PopulationRow(ZoneKind.COMMUNE, "18001", 2019, 380),
        PopulationRow(ZoneKind.COMMUNE, "18001", 2020, 364),
    ]


def test_a_town_hall_located_elsewhere_gives_way_to_the_point_inside(tmp_path: Path) -> None:
    heading = "code_insee,nom,type,commune_parente,departement,region,mairie_lat,mairie_lon,point_lat,point_lon"
    text = (
        f"{heading}\n"
        "18021,Bannegon,commune-actuelle,,18,24,46.87,2.70,46.80,2.72\n"
        "18033,Bourges,commune-actuelle,,18,24,47.08,2.40,47.09,2.41\n"
        "28103,Cloyes,commune-actuelle,,28,24,,,48.01,1.21\n"
    )
    rows, _ = read(table(tmp_path, text))
    places = [(row.latitude, row.longitude) for row in rows if isinstance(row, ZoneRow)]
    assert places == [(46.80, 2.72), (47.08, 2.40), (48.01, 1.21)]
