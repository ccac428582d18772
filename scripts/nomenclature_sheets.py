"""Certifications of the starter nomenclature: sheets of the flux, of Certif Info, with the blocks known in 2021."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nomenclature_choices as choices
from nomenclature_files import neat, table

FLUX_DAY, CERTIF_INFO_DAY = "2026-08-16", "2024-07-01"


def certifications(shared: Path) -> list[dict[str, Any]]:
    """Sheets of the flux, then those of Certif Info, with the blocks that the tables of 2021 name."""
    wanted = {f"RNCP{number}" for number in choices.RNCP_OF_CERTIF_INFO}
    found: dict[str, dict[str, Any]] = {}
    for row in table(shared, "reference/formation/certifinfo_2024.csv"):
        code = f"RNCP{row['Code_RNCP']}"
        if code in wanted and row["Etat_Libelle"] == "Publié":
            add(found.setdefault(code, {"code": code, "edition": CERTIF_INFO_DAY}), row)
    missing = sorted(wanted - set(found))
    assert not missing, missing
    return sorted([*known_in_2021(shared, found), *of_flux(shared)], key=lambda each: str(each["code"]))


def add(sheet: dict[str, Any], row: dict[str, str]) -> None:
    title = neat(row["Libelle_Diplome"])
    short = title.removeprefix("Titre professionnel ")
    sheet.setdefault("title", short[0].upper() + short[1:])
    sheet.setdefault("type_label", re.sub(r" \(TP de niveau \d\)", "", row["Libelle_Type_Diplome"]))
    if row["Code_Niveau_Europeen"]:
        sheet["level"] = int(row["Code_Niveau_Europeen"])
    romes = [row[f"Code_Rome_{rank}"] for rank in range(1, 6)]
    told = {
        "rome_codes": romes,
        "nsf_codes": [row["Code_Nsf"]],
        "formacodes": [row["Code_FormaCode"]],
        "certifiers": [row["valideur"] or row["certificateur"]],
    }
    for name, codes in told.items():
        sheet[name] = list(dict.fromkeys([*sheet.get(name, []), *(each for each in codes if each)]))


def known_in_2021(shared: Path, found: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    folder = "reference/formation/rncp_2021"
    for row in table(shared, f"{folder}/rncp_info_actives.csv"):
        sheet = found.get(row["CodeRNCP"])
        if sheet:
            month, day, year = row["date_fin_validite_enregistrement"].split("/")
            sheet |= {"title": neat(row["intituleDiplome"]), "short_name": row["CodeTypeCertif"]}
            sheet["ends_on"] = f"20{year}-{int(month):02}-{int(day):02}"
            before = re.findall(r"RNCP\d+", row["AncienneFiche"])
            if before:
                sheet["predecessors"] = list(dict.fromkeys([*sheet.get("predecessors", []), *before]))
    for row in table(shared, f"{folder}/rncp_blocs_competences_actives.csv"):
        sheet = found.get(row["CodeRNCP"])
        if sheet:
            block = [row["numero_bloc"], neat(row["intitule"])]
            if block not in sheet.setdefault("blocks", []):
                sheet["blocks"].append(block)
    return list(found.values())


def formacode_labels(shared: Path) -> dict[str, str]:
    """Names of the Formacodes that the sheets of the flux bear."""
    return {
        each.findtext("CODE", ""): neat(each.findtext("LIBELLE", ""))
        for sheet in flux(shared)
        for each in sheet.iterfind("FORMACODES/FORMACODE")
    }


def flux(shared: Path) -> list[ElementTree.Element]:
    """Sheets of both extracts."""
    folder = shared / "data/exchange/france-competences"
    paths = [folder / f"export_fiches_{register}_v4-1_extrait.xml" for register in ("RNCP", "RS")]
    # Public extracts kept beside the repository.
    return [sheet for path in paths for sheet in ElementTree.parse(path).getroot().iter("FICHE")]  # noqa: S314


def of_flux(shared: Path) -> list[dict[str, Any]]:
    made = []
    for sheet in flux(shared):
        code = sheet.findtext("NUMERO_FICHE", "")
        if code in choices.SHEETS_OF_FLUX:
            level = sheet.findtext("NOMENCLATURE_EUROPE/NIVEAU", "")
            day, month, year = sheet.findtext("DATE_FIN_ENREGISTREMENT", "").split("/")
            made.append({
                "code": code,
                "edition": FLUX_DAY,
                "title": neat(sheet.findtext("INTITULE", "")),
                "short_name": sheet.findtext("ABREGE/CODE", ""),
                "type_label": sheet.findtext("ABREGE/LIBELLE", ""),
                **({"level": int(level[-1])} if level else {}),
                "is_active": sheet.findtext("ACTIF") == "Oui",
                "ends_on": f"{year}-{month}-{day}",
                "rome_codes": [each.text for each in sheet.iterfind("CODES_ROME/ROME/CODE")],
                "nsf_codes": [each.text for each in sheet.iterfind("CODES_NSF/NSF/CODE")],
                "formacodes": [each.text for each in sheet.iterfind("FORMACODES/FORMACODE/CODE")],
                "certifiers": [neat(each.text or "") for each in sheet.iterfind(".//NOM_CERTIFICATEUR")],
                "blocks": [
                    [each.findtext("CODE"), neat(each.findtext("LIBELLE", ""))]
                    for each in sheet.iterfind("BLOCS_COMPETENCES/BLOC_COMPETENCES")
                ],
                "predecessors": [each.text for each in sheet.iterfind(".//ID_FICHE_ANCIENNE_CERTIFICATION")],
            })  # fmt: skip
    return made
