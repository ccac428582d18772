"""Detects the layout of a file, and maps its headings to our columns. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pacte.exchange import formats
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.rows.records import RowsFormat
from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.kernel.french import fold_text

OWN_LAYOUT = "orientation_acts"
# Headings commonly used by tools and tables instead of ours.
_HEADING_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "person": ("identifiant", "idregionalde", "id regional de", "numero de", "identifiant de", "numero dossier",
               "identifiant personne", "numero personne", "id individu", "c_individulocal", "numero identifiant"),
    "last_name": ("nom de naissance", "nom usage", "nom d'usage", "nom de famille"),
    "first_name": ("prenoms",),
    "email": ("mail", "e-mail", "adresse mail", "adresse electronique", "email"),
    "phone": ("tel", "telephone portable", "portable", "mobile", "tel portable"),
    "session": ("numerosession", "id session", "session", "n° session", "code session", "identifiant session"),
    "action": ("numeroaction", "action", "n° action", "code action"),
    "training": ("numeroformation", "formation", "n° formation", "code formation"),
    "status": ("codestatutinscription", "etat", "situation", "resultat", "decision", "statut inscription"),
    "on": ("date de l'acte", "date statut", "date du statut", "date de decision", "le", "date evenement"),
    "dossier": ("dossier", "numero prescription", "id prescription", "n° dossier"),
}  # fmt: skip


def rows_formats() -> dict[str, RowsFormat]:
    """Row layouts by code."""
    return {
        code: each for code, each in load_catalog_entries(formats, "FORMAT").items() if isinstance(each, RowsFormat)
    }


def detect_layout(headings: Sequence[str], *, allowed_layouts: Sequence[str] = ()) -> RowsFormat:
    """Returns the known layout whose columns are all present; else the layout of acts, whose columns are to be mapped.

    Raises ``UnreadableFile`` when no allowed layout matches.
    """
    here = {fold_text(heading) for heading in headings}
    known = [each for code, each in rows_formats().items() if not allowed_layouts or code in allowed_layouts]
    for each in known:
        wanted = {fold_text(column.heading) for column in each.columns if not column.is_absent_allowed}
        if each.code != OWN_LAYOUT and wanted <= here:
            return each
    own = next((each for each in known if each.code == OWN_LAYOUT), None)
    if own is None:
        raise UnreadableFile(
            "layout", "Les colonnes de ce fichier ne sont pas celles attendues.",
            "Il y manque : " + ", ".join(_missing_columns(known, here)) + "." if known else "",
            "Déposez l’extraction telle que l’outil la donne, sa première ligne comprise.", row=1,
        )  # fmt: skip
    return own


def suggested_headings(headings: Sequence[str]) -> dict[str, str]:
    """Returns the heading of the file for each field of an act: our own heading, else a known synonym."""
    headings_by_field: dict[str, str] = {}
    for column in rows_formats()[OWN_LAYOUT].columns:
        names = (fold_text(column.heading), *_HEADING_SYNONYMS.get(column.field, ()))
        for name in names:
            match = next((heading for heading in headings if fold_text(heading) == name), None)
            if match is not None and match not in headings_by_field.values():
                headings_by_field[column.field] = match
                break
    return headings_by_field


def _missing_columns(known: Sequence[RowsFormat], here: set[str]) -> list[str]:
    """Returns the columns missing from the closest layout."""
    needed = [[column.heading for column in each.columns if not column.is_absent_allowed] for each in known]
    lacks = [[heading for heading in headings if fold_text(heading) not in here] for headings in needed]
    nearest = min(lacks, key=len, default=[])
    return nearest[:5] + (["…"] if len(nearest) > 5 else [])
