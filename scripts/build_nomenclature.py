"""Builds what a fresh installation knows of occupations and certifications, in src/pacte/reference/data.

``occupations.json.xz``: every occupation of the ROME, its names and the moves between occupations, so that a word typed
is known whatever the trade. ``starter.json``: the rest, for about seventy occupations. Facts come from public files
under Licence Ouverte, kept beside the repository (``../shared``). What is chosen, the trade names and the names of
training domains are in ``nomenclature_choices.py``. Same files, same bytes.

    python3 scripts/build_nomenclature.py [--shared ../shared] [--output FILE]
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
from pathlib import Path
from typing import Any

import nomenclature_choices as choices
from nomenclature_files import NO_DETAIL, group, neat, table
from nomenclature_sheets import CERTIF_INFO_DAY, FLUX_DAY, certifications, formacode_labels

ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / "src/pacte/reference/data"
ROME_3, ROME_4 = "3.47", "4-2024"


def every_occupation(shared: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Terms and links of ROME 3 and 4.0 in full: occupations, appellations, moves."""
    metiers = "reference/metiers"
    terms = [
        group("rome", ROME_3, (
            [row["code_rome"], neat(row["libelle_rome"]), "", "", NO_DETAIL]
            for row in table(shared, f"{metiers}/rome_v347/referentiel_code_rome.csv")
        )),
        group("rome", ROME_4, (
            [row["code_rome"], neat(row["libelle_rome"]), "", parent(row), detail(row)]
            for row in table(shared, f"{metiers}/rome_v4_2024_fiches.csv")
        )),
        group("appellation", ROME_4, (
            [row["code_ogr"], neat(row["libelle_appellation_long"]),
             "main" if row["classification"] == "PRINCIPALE" else "", row["code_rome"], NO_DETAIL]
            for row in table(shared, f"{metiers}/rome_v4_2024_appellations.csv")
        )),
    ]  # fmt: skip
    return terms, [moves(shared)]


def occupations(shared: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Trade names, domains, competences and families of the chosen occupations."""
    metiers = "reference/metiers"
    wanted = set(choices.TRADE_NAMES)
    assert wanted <= {row["code_rome"] for row in table(shared, f"{metiers}/rome_v347/referentiel_code_rome.csv")}
    terms = [
        group("trade_name", "pacte", (
            [f"{code}-{rank:02}", name, "", code, NO_DETAIL]
            for code, known in choices.TRADE_NAMES.items() for rank, name in enumerate(known, 1)
        )),
        group("rome_domain", "2021", (
            [row["code"], neat(row["libelle"]), row["niveau"], row["parent"], NO_DETAIL]
            for row in table(shared, f"{metiers}/rome_domaines.csv")
        )),
    ]  # fmt: skip
    items_terms, items = core_items(shared, wanted)
    families_terms, families = fap(shared, wanted)
    return [*terms, *items_terms, *families_terms], [items, families]


def parent(row: dict[str, str]) -> str:
    return "" if row["code_rome_parent"] == row["code_rome"] else row["code_rome_parent"]


def detail(row: dict[str, str]) -> dict[str, str]:
    names = ("transition_eco", "transition_num", "transition_demo", "emploi_reglemente", "emploi_cadre")
    return {name: row[name] for name in names if row[name]}


def core_items(shared: Path, wanted: set[str]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Activities and knowledge that every job of the occupation asks."""
    folder = "reference/metiers/rome_v347"
    links = [
        [row["code_rome"], row["code_ogr"], "core", None]
        for row in table(shared, f"{folder}/liens_rome_referentiels.csv")
        if row["code_rome"] in wanted and row["code_ref_rubrique"] in ("6", "7")
    ]
    codes = {link[1] for link in links}
    terms = [
        group("competence", ROME_3, (
            [row["code_ogr"], neat(row["libelle_competence"]), "knowledge", "", NO_DETAIL]
            for row in table(shared, f"{folder}/referentiel_competence.csv") if row["code_ogr"] in codes
        )),
        group("activity", "3.44", (
            [row["code_ogr"], neat(row["libelle"]), "activity", "", NO_DETAIL]
            for row in table(shared, f"{folder}/referentiel_activite_v344.csv") if row["code_ogr"] in codes
        )),
    ]  # fmt: skip
    return terms, {"relation": "rome_item", "edition": ROME_3, "lines": sorted(links, key=str)}


def moves(shared: Path) -> dict[str, Any]:
    """Moves between two occupations; those of one appellation only are left out."""
    kinds = {"Proche": "near", "Evolution": "evolution"}
    lines = {
        (row["code_rome"], row["code_rome_cible"]): kinds[row["libelle_type_mobilite"]]
        for row in table(shared, "reference/metiers/rome_v347/rubrique_mobilite.csv")
        if not row["code_appellation_source"] and not row["code_appellation_cible"]
    }
    made = [[source, target, kind, None] for (source, target), kind in lines.items()]
    return {"relation": "rome_near", "edition": ROME_3, "lines": sorted(made, key=str)}


def fap(shared: Path, wanted: set[str]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Families of occupations of the chosen ones, with the two wider levels; the upper levels of FAP 2021."""
    rows = table(shared, "reference/metiers/fap2009_pcs_rome_v3.csv")
    labels = {row["fap_courante"]: neat(row["fap_courante_libelle"].rstrip("*")) for row in rows}
    links = sorted({
        (row["rome"], row["fap_courante"]) for row in rows
        if row["rome"] in wanted and re.fullmatch(r"[A-Z]\d[A-Z]\d\d", row["fap_courante"])
    })  # fmt: skip
    families = {code for _, code in links}
    families |= {code[:3] for code in families} | {code[0] for code in families}
    later = {
        (row[level], neat(row[f"{level}_libelle"]), level, row[above] if above else "")
        for row in table(shared, "reference/metiers/fap2021.csv")
        for level, above in (("fap22", ""), ("fap86", "fap22"))
    }
    terms = [
        group("fap_2009", "2009", (
            [code, labels[code], "", {5: code[:3], 3: code[:1]}.get(len(code), ""), NO_DETAIL]
            for code in families if code in labels
        )),
        group("fap_2021", "2021", ([*each, NO_DETAIL] for each in later)),
    ]  # fmt: skip
    lines = [[rome, family, "", None] for rome, family in links]
    return terms, {"relation": "rome_fap_2009", "edition": "2009", "lines": lines}


def specialities(shared: Path) -> dict[str, Any]:
    """NSF in full, aggregates of other statistics left out. Labels by us where the published one is cut short."""
    told = {row["code"]: neat(row["Libelle"]) for row in table(
        shared, "reference/formation/rncp_2021/rncp_nsf_actives.csv") if len(row["code"]) == 3}  # fmt: skip
    labels = {**told, **choices.NSF_GROUPS}
    groups = table(shared, "reference/formation/nsf_groupes.csv")
    domains = table(shared, "reference/formation/nsf_domaines.csv")
    lines = [
        *([code, label, "category", "", NO_DETAIL] for code, label in choices.NSF_CATEGORIES.items()),
        *(
            [code, choices.NSF_DOMAINS[code], "domain", row["CATEGORIE_SPECIALITE"], NO_DETAIL]
            for row in domains if (code := row["DOMAINE_SPECIALITE"]) in choices.NSF_DOMAINS
        ),
        *(
            [code, labels[code], "group", row["DOMAINE_SPECIALITE"], NO_DETAIL]
            for row in groups if (code := row["GROUPE_SPECIALITE"]) in labels
        ),
    ]  # fmt: skip
    return group("nsf", "1994", lines)


def sectors(shared: Path) -> dict[str, Any]:
    """Sections and divisions of the NAF."""
    rows = table(shared, "reference/metiers/naf_rev2_2008.csv")
    sections = {(row["section"], neat(row["libelle_section"]).capitalize(), "section", "") for row in rows}
    divisions = {(row["division"], neat(row["libelle_division"]), "division", row["section"]) for row in rows}
    return group("naf", "2008", ([*each, NO_DETAIL] for each in sections | divisions))


def formacodes(shared: Path, sheets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Themes that the certifications bear and some more, and the publics."""
    labels = {row["code_formacode"]: neat(row["libelle"]) for row in table(
        shared, "reference/formation/formacodes_certifinfo_2024.csv")}  # fmt: skip
    labels = {**formacode_labels(shared), **labels}
    wanted = {code for sheet in sheets for code in sheet.get("formacodes", [])} | set(choices.FORMACODES)
    publics = table(shared, "exchange/dictionnaires/formacode-v14-publics.csv", ";")
    return [
        group("formacode", "2024", ([code, labels[code], "DOM", "", NO_DETAIL] for code in wanted if code in labels)),
        group("formacode", "14", [
            *([row["code"], neat(row["libelle"]), "PUB", "", NO_DETAIL] for row in publics
              if row["code"] in choices.PUBLICS),
            *([code, label, "DOM", "", NO_DETAIL] for code, label in choices.BASIC_SKILLS.items()),
        ]),
        group("training_domain", "pacte", (
            [code, label, "", "", NO_DETAIL] for code, label in choices.TRAINING_DOMAINS.items()
        )),
    ]  # fmt: skip


OCCUPATION_EDITIONS = [
    ["rome", ROME_3, "2021-12-01", "France Travail, ROME V3.47", False],
    ["rome", ROME_4, "2024-01-01", "France Travail, ROME 4.0 (2024)", False],
    ["appellation", ROME_4, "2024-01-01", "France Travail, ROME 4.0 (2024)", False],
    ["rome_near", ROME_3, "2021-12-01", "France Travail, ROME V3.47", False],
]
EDITIONS = [
    ["trade_name", "pacte", "2026-11-24", "pacte", False],
    ["rome_domain", "2021", "2021-01-01", "France Travail", False],
    ["competence", ROME_3, "2021-12-01", "France Travail, ROME V3.47", True],
    ["activity", "3.44", "2021-01-01", "France Travail, ROME V3.44", True],
    ["rome_item", ROME_3, "2021-12-01", "France Travail, ROME V3.47", True],
    ["fap_2009", "2009", "2009-01-01", "Dares", True],
    ["rome_fap_2009", "2009", "2009-01-01", "Dares", True],
    ["fap_2021", "2021", "2021-01-01", "Dares", True],
    ["nsf", "1994", "1994-06-21", "Insee, nomenclature des spécialités de formation", False],
    ["naf", "2008", "2008-01-01", "Insee, NAF rév. 2", True],
    ["formacode", "14", "2022-01-01", "Centre Inffo, Formacode V14 (codes en usage)", True],
    ["formacode", "2024", "2024-01-01", "Réseau des Carif-Oref, Certif Info (codes en usage)", True],
    ["training_domain", "pacte", "2026-11-29", "pacte", False],
    ["certification", CERTIF_INFO_DAY, CERTIF_INFO_DAY, "Réseau des Carif-Oref, Certif Info", True],
    ["certification", FLUX_DAY, FLUX_DAY, "France compétences", True],
]


def written(content: dict[str, Any]) -> str:
    """JSON with one line a record, so that a change can be read."""

    def lines(records: list[Any]) -> str:
        return "[\n" + ",\n".join(json.dumps(each, ensure_ascii=False) for each in records) + "\n]"

    def groups(name: str) -> str:
        heads = [{key: value for key, value in each.items() if key != "lines"} for each in content[name]]
        made = [
            json.dumps(head, ensure_ascii=False)[:-1] + ', "lines": ' + lines(each["lines"]) + "}"
            for head, each in zip(heads, content[name], strict=True)
        ]
        return "[\n" + ",\n".join(made) + "\n]"

    return (
        '{"format": 1,\n"editions": ' + lines(content["editions"])
        + ',\n"terms": ' + groups("terms") + ',\n"links": ' + groups("links")
        + ',\n"certifications": ' + lines(content["certifications"]) + "}\n"
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="folder")
    options = parser.parse_args()
    every_term, every_link = every_occupation(options.shared)
    terms, links = occupations(options.shared)
    sheets = certifications(options.shared)
    terms += [specialities(options.shared), sectors(options.shared), *formacodes(options.shared, sheets)]
    everything = {"editions": OCCUPATION_EDITIONS, "terms": every_term, "links": every_link, "certifications": []}
    packed = lzma.compress(written(everything).encode(), preset=9 | lzma.PRESET_EXTREME)
    (options.output / "occupations.json.xz").write_bytes(packed)
    text = written({"editions": EDITIONS, "terms": terms, "links": links, "certifications": sheets})
    (options.output / "starter.json").write_text(text, encoding="utf-8")
    counts = [sum(len(each["lines"]) for each in groups) for groups in (every_term, every_link, terms, links)]
    print(
        f"occupations.json.xz: {len(packed) // 1024} KiB; starter.json: {len(text.encode()) // 1024} KiB; "
        f"{len(sheets)} certifications, {counts} lines"
    )


if __name__ == "__main__":
    main()
