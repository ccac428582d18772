"""Tables of nomenclatures and certifications: recognised by headings, invalid lines listed, valid ones kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pacte.kernel.errors import ValidationError
from pacte.reference.file_content import ContentKind, inspect_file
from pacte.reference.official_tables import OfficialTable, recognise_table
from pacte.reference.records import CertificationRow, FileReport, LinkRow, Row, TermRow
from tests.shared import shared_file

METIERS, FORMATION, EXCHANGE = "data/reference/metiers", "data/reference/formation", "data/exchange"
CSV = f"{EXCHANGE}/france-competences/csv-extrait"


def table(folder: Path, text: str | bytes, name: str = "fichier.csv", edition: str | None = None) -> OfficialTable:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return recognise_table(inspect_file(path), edition=edition, latest_edition=2026)


def read(found: OfficialTable) -> tuple[list[Row], FileReport]:
    report = FileReport(found.content.path.name)
    return found.read_rows(report), report


def terms(rows: list[Row]) -> dict[str, TermRow]:
    return {row.code: row for row in rows if isinstance(row, TermRow)}


def sheets(rows: list[Row]) -> dict[str, CertificationRow]:
    return {row.code: row for row in rows if isinstance(row, CertificationRow)}


@pytest.mark.parametrize(
    ("name", "layout", "edition", "lines", "defects"),
    [
        (f"{METIERS}/rome_v347/referentiel_code_rome.csv", "rome3_occupations", "3.47", 531, 0),
        (f"{METIERS}/rome_v347/referentiel_appellation.csv", "rome_appellations", "3.47", 10_990, 0),
        (f"{METIERS}/rome_v347/referentiel_competence.csv", "rome_competences", "3.47", 4_947, 0),
        (f"{METIERS}/rome_v347/referentiel_env_travail.csv", "rome_work_contexts", "3.47", 763, 0),
        (f"{METIERS}/rome_v347/coherence_item.csv", "rome_items", "3.47", 30_706, 0),
        (f"{METIERS}/rome_v347/liens_rome_referentiels.csv", "rome_sheet_items", "3.47", 42_228, 0),
        (f"{METIERS}/rome_v347/rubrique_mobilite.csv", "rome_moves", "3.47", 4_218, 0),
        (f"{METIERS}/rome_v347/texte.csv", "rome_texts", "3.47", 5_037, 0),
        (f"{METIERS}/rome_v347/referentiel_code_rome_riasec.csv", "rome_interests", "3.47", 532, 0),
        (f"{METIERS}/rome_v347/referentiel_activite_v344.csv", "rome_activities", "3.44", 8_983, 0),
        (f"{METIERS}/rome_v347/arborescence_v344.csv", "rome_tree", "3.44", 1_184, 0),
        (f"{METIERS}/rome_domaines.csv", "rome_domains", "2021", 124, 0),
        (f"{METIERS}/rome_v4_2024_fiches.csv", "rome4_occupations", "4-2024", 609, 0),
        (f"{METIERS}/rome_v4_2024_appellations.csv", "rome_appellations", "4-2024", 11_522, 0),
        (f"{METIERS}/rome_v460_fiches.csv", "rome4_occupations", "4.60", 1_584, 0),
        (f"{METIERS}/rome_v3_isco08.csv", "rome_isco", "08", 532, 2),
        (f"{METIERS}/fap2009_pcs_rome_v3.csv", "fap_2009", "2009", 1_005, 0),
        (f"{METIERS}/fap2009_225_rome_v3.csv", "fap_2009_rome", "2009", 765, 0),
        (f"{METIERS}/fap2021.csv", "fap_2021", "2021", 341, 0),
        (f"{METIERS}/rome_v3_naf_embauches_2021.csv", "rome_naf", "3-2021", 5_071, 0),
        (f"{METIERS}/naf_rev2_2008.csv", "naf", "2008", 732, 0),
        (f"{METIERS}/esco/skills_fr.csv", "esco_skills", "1.2.1", 13_095, 0),
        (f"{METIERS}/esco/occupations_fr.csv", "esco_occupations", "1.2.1", 2_942, 0),
        (f"{FORMATION}/certifinfo_2024.csv", "certif_info", "2024-01-01", 7_044, 0),
        (f"{FORMATION}/formacodes_certifinfo_2024.csv", "formacode_in_use", "2024", 1_554, 0),
        (f"{FORMATION}/formacode_v8_2003.csv", "formacode_thesaurus", "8-2003", 3_048, 0),
        (f"{EXCHANGE}/dictionnaires/formacode-v14-publics.csv", "formacode_publics", "14", 73, 0),
        (f"{FORMATION}/nsf_groupes.csv", "nsf_groups", "bcn", 115, 0),
        (f"{FORMATION}/nsf_domaines.csv", "nsf_domains", "bcn", 22, 0),
        (f"{FORMATION}/nsf_categories.csv", "nsf_categories", "bcn", 5, 0),
        (f"{FORMATION}/niveaux_formation_diplome.csv", "diploma_levels", "2025", 212, 0),
        (f"{FORMATION}/rncp_2021/rncp_info_actives.csv", "rncp_2021_sheets", "2021-01-01", 4_542, 0),
        (f"{FORMATION}/rncp_2021/rncp_blocs_competences_actives.csv", "france_competences_blocks", None, 13_462, 8),
        (f"{FORMATION}/rncp_2021/rncp_certificateurs_actives.csv", "france_competences_certifiers", None, 16_144, 0),
        (f"{FORMATION}/rncp_2021/rncp_nsf_actives.csv", "france_competences_nsf", None, 6_605, 0),
        (f"{FORMATION}/rncp_2021/rncp_rome_actives.csv", "france_competences_rome", None, 12_067, 98),
        (f"{CSV}/standard.csv", "france_competences_sheets", None, 9, 0),
        (f"{CSV}/blocs_de_competences.csv", "france_competences_blocks", None, 6, 0),
        (f"{CSV}/rome.csv", "france_competences_rome", None, 15, 0),
        (f"{CSV}/nsf.csv", "france_competences_nsf", None, 10, 0),
        (f"{CSV}/formacode.csv", "france_competences_formacodes", None, 5, 0),
        (f"{CSV}/certificateurs.csv", "france_competences_certifiers", None, 6, 0),
        (f"{CSV}/partenaires.csv", "france_competences_partners", None, 10, 0),
        (f"{CSV}/ccn.csv", "france_competences_agreements", None, 2, 0),
        (f"{CSV}/voies_acces.csv", "france_competences_routes", None, 34, 0),
        (
            f"{CSV}/ancienne_nouvelle_certification.csv",
            "france_competences_lineage", None, 9, 0,
        ),
    ],
)  # fmt: skip
def test_the_real_files_are_recognised_and_their_known_defects_counted(
    name: str, layout: str, edition: str | None, lines: int, defects: int
) -> None:
    # The extract of France compétences was cut into files whose names give no day.
    asked = "2024-02-22" if name.startswith(CSV) else None
    found = recognise_table(inspect_file(shared_file(name)), edition=asked, latest_edition=2026)
    rows, report = read(found)
    assert found.layout.code == layout
    assert found.release is not None
    assert edition is None or found.release.edition == edition
    assert (report.lines, report.defect_count) == (lines, defects)
    assert rows or "non repris" in found.layout.label


def test_the_two_rome_keep_their_parents_and_their_labels() -> None:
    old = terms(read(recognise_table(inspect_file(shared_file(f"{METIERS}/rome_v347/referentiel_code_rome.csv")),
                               edition=None, latest_edition=2026))[0])  # fmt: skip
    new = terms(
        read(
            recognise_table(
                inspect_file(shared_file(f"{METIERS}/rome_v460_fiches.csv")), edition=None, latest_edition=2026
            )
        )[0]
    )
    assert old["N1101"].label == "Conduite d'engins de déplacement des charges"
    assert (new["N1101"].label, new["N1101"].parent_code) == ("Cariste", "")
    assert {row.parent_code for row in new.values()} - {""} <= set(old) | {"L1510"}
    assert set(old) <= set(new)


def test_apostrophes_doubled_by_a_database_are_one() -> None:
    name = f"{METIERS}/rome_v347/referentiel_competence.csv"
    found = terms(read(recognise_table(inspect_file(shared_file(name)), edition=None, latest_edition=2026))[0])
    assert found["100010"].label == "Utilisation d'engins forestiers"
    assert not any("''" in row.label for row in found.values())


def test_certif_info_gives_its_links_and_lines_of_one_code_are_one(tmp_path: Path) -> None:
    name = f"{FORMATION}/certifinfo_2024.csv"
    found = sheets(read(recognise_table(inspect_file(shared_file(name)), edition=None, latest_edition=2026))[0])
    assert len(found) == 6_946
    forklift = next(row for row in found.values() if row.same_as == ("RNCP34857",))
    assert (forklift.level, forklift.rome_codes, forklift.nsf_codes) == (3, ("N1101",), ("311",))
    assert forklift.formacodes == ("31768",)
    assert found["48048"].same_as == ("RS2754", "RS6316") or found["48048"].same_as == ("RS6316", "RS2754")
    assert not any(code.endswith("00") for row in found.values() for code in row.rome_codes or ())


def test_lines_of_one_sheet_add_up() -> None:
    rome = sheets(
        read(recognise_table(inspect_file(shared_file(f"{CSV}/rome.csv")), edition="2024-02-22", latest_edition=2026))[
            0
        ]
    )
    assert rome["RNCP19468"].rome_codes == ("D1102", "D1104")
    assert rome["RNCP19468"].edition == date(2024, 2, 22)
    lineage = f"{CSV}/ancienne_nouvelle_certification.csv"
    family = sheets(
        read(recognise_table(inspect_file(shared_file(lineage)), edition="2024-02-22", latest_edition=2026))[0]
    )
    assert (family["RNCP22094"].predecessors, family["RNCP22094"].successors) == (("RNCP4049",), ("RNCP28155",))
    certifiers = f"{CSV}/certificateurs.csv"
    who = sheets(
        read(recognise_table(inspect_file(shared_file(certifiers)), edition="2024-02-22", latest_edition=2026))[0]
    )
    assert [each.siret for each in who["RS6117"].certifiers or ()] == ["78466840200018", "31504294500032"]


def test_a_bad_line_of_the_sheets_is_listed_and_the_others_kept(tmp_path: Path) -> None:
    heading = (
        "Numero_Fiche;Intitule;Abrege_Libelle;Abrege_Intitule;Nomenclature_Europe_Niveau;Date_Decision;"
        "Date_Fin_Enregistrement;Date_Effet;Type_Enregistrement;Actif\n"
    )
    text = heading + (
        "RNCP1;Soudeur;TP;Titre professionnel;NIV3;;31/12/2027;;Enregistrement de droit;ACTIVE\n"
        "RNCP2;Maçon;TP;Titre professionnel;NIV12;;;;Enregistrement de droit;ACTIVE\n"
        "RNCP3;Maçon;TP;Titre professionnel;NIV3;;2027-12-31;;Enregistrement de droit;ACTIVE\n"
        "RNCP4;Maçon;TP;Titre professionnel;NIV3;;;;Enregistrement de droit;ENCORE\n"
        "X5;Maçon;TP;Titre professionnel;NIV3;;;;Enregistrement de droit;ACTIVE\n"
        "RNCP1;Boulanger;TP;Titre professionnel;NIV3;;;;Enregistrement de droit;ACTIVE\n"
    )
    rows, report = read(table(tmp_path, text, edition="2026-08-16"))
    assert list(sheets(rows)) == ["RNCP1"]
    assert [(each.row, each.column, each.code) for each in report.defects] == [
        (3, "Nomenclature_Europe_Niveau", "cell"), (4, "Date_Fin_Enregistrement", "cell"), (5, "Actif", "cell"),
        (6, "Numero_Fiche", "cell"), (7, "", "double"),
    ]  # fmt: skip


def test_two_lines_that_give_one_code_two_labels_are_said(tmp_path: Path) -> None:
    text = "code_rome,code_fiche_em,code_ogr,libelle_rome,statut\nN1101,1,1,Cariste,1\nN1101,1,1,Magasinier,1\n"
    rows, report = read(table(tmp_path, text, name="rome_v347.csv"))
    assert rows == [TermRow("rome", "3.47", "N1101", "Cariste")]
    assert [each.code for each in report.defects] == ["double"]


def test_a_code_out_of_shape_is_a_defect_of_its_column(tmp_path: Path) -> None:
    text = "code_rome,code_rome_cible,code_appellation_source,code_appellation_cible,code_type_mobilite,"
    text += "libelle_type_mobilite\nN1101,N1103,,,1,Proche\nN11,N1103,,,1,Proche\nN1101,N1105,,,1,Loin\n"
    rows, report = read(table(tmp_path, text, edition="3.47"))
    assert rows == [LinkRow("rome_near", "3.47", "N1101", "N1103", "near")]
    assert [(each.row, each.column) for each in report.defects] == [(3, "code_rome"), (4, "libelle_type_mobilite")]


def test_headings_that_only_begin_like_a_nomenclature_are_unknown(tmp_path: Path) -> None:
    with pytest.raises(ValidationError) as refused:
        table(tmp_path, "table;libelle_table;code;libelle\ndict;x;1;y\n")
    assert refused.value.code == "file_unknown"


def test_an_edition_that_is_no_year_is_refused_for_a_territory(tmp_path: Path) -> None:
    with pytest.raises(ValidationError) as refused:
        table(tmp_path, "reg,dep,codgeo,codbe,libbe\n24,18,18001,2403,AUBIGNY\n", edition="3.47")
    assert refused.value.code == "edition"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<!DOCTYPE html><html><body>404</body></html>", "file_html"),
        (b"\n <HTML lang='fr'>", "file_html"),
        (b"PK\x03\x04nothing", "file_binary"),
        (b"code;libelle\x00\n", "file_binary"),
    ],
)
def test_a_page_or_a_broken_archive_is_named_as_such(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "fichier"
    path.write_bytes(content)
    with pytest.raises(ValidationError) as refused:
        inspect_file(path)
    assert refused.value.code == code


@pytest.mark.parametrize("content", [b"<?xml version='1.0'?><FICHES/>", b"\xef\xbb\xbf<FICHES/>", b"\x1f\x8b\x08rest"])
def test_xml_and_gzip_are_taken_for_a_flux(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "fichier.csv"
    path.write_bytes(content)
    assert inspect_file(path).kind is ContentKind.FLUX
