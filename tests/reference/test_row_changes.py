"""What a file adds and changes, row by row, for whoever checks it: the first rows, the others counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from pacte.accounts.row_context import acting_as
from pacte.kernel.french import apply_french_spacing
from pacte.reference.records import FileReport, ReferenceChange
from pacte.reference.services import load_official_files
from tests.cast import MACHINE
from tests.reference.flux import flux, sheet

pytestmark = pytest.mark.django_db
ZONES = "ZE2020,LIBZE2020\n2404,Blois\n2405,Bourges\n2406,Vierzon\n"
SQUARE = (
    '{"features": [{"properties": {"code": "2404", "nom": "Blois"}, "geometry": {"type": "Polygon", '
    '"coordinates": [[[1, 47], [1.%d, 47], [1.1, 47.1], [1, 47]]]}}]}'
)


def change(subject: str, before: str, after: str) -> ReferenceChange:
    return ReferenceChange(*map(apply_french_spacing, (subject, before, after)))


def load(
    folder: Path, name: str, text: str | bytes, *, edition: str | int | None = None, limit: int = 300
) -> FileReport:
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    with acting_as(MACHINE):
        (report,) = load_official_files(actor=MACHINE, source=folder / name, edition=edition, max_changes=limit)
    return report


def test_what_changes_comes_first_with_its_value_before_then_what_is_added(tmp_path: Path) -> None:
    assert load(tmp_path, "a.csv", ZONES).changes[0] == change("zone d’emploi 2404 (2020)", "", "nom : Blois")
    report = load(tmp_path, "b.csv", "ZE2020,LIBZE2020\n2401,Dreux\n2404,Blois\n2405,Bourges-Nord\n")
    assert report.changes == [
        change("zone d’emploi 2405 (2020)", "nom : Bourges", "nom : Bourges-Nord"),
        change("zone d’emploi 2401 (2020)", "", "nom : Dreux"),
    ]
    assert load(tmp_path, "b.csv", "ZE2020,LIBZE2020\n2404,Blois\n").changes == []


def test_beyond_the_first_ones_changes_are_counted(tmp_path: Path) -> None:
    load(tmp_path, "a.csv", ZONES)
    report = load(tmp_path, "b.csv", ZONES.replace("er", "ier") + "2401,Dreux\n2402,Chartres\n", limit=2)
    assert [each.subject for each in report.changes] == ["zone d’emploi 2406 (2020)", "zone d’emploi 2401 (2020)"]
    assert (report.added, report.changed) == (2, 1)


def test_a_writing_keeps_none(tmp_path: Path) -> None:
    assert load(tmp_path, "a.csv", ZONES, limit=0).changes == []


def test_only_what_differs_is_shown_and_an_empty_value_changes_nothing(tmp_path: Path) -> None:
    heading = "annee,code_insee,nom,departement,epci,population,codes_postaux\n"
    load(tmp_path, "a.csv", f"{heading}2026,18033,Bourges,18,241800507,64000,18000\n")
    report = load(tmp_path, "b.csv", f"{heading}2026,18033,Bourges,18,,65000,18000 18033\n")
    changed = change(
        "commune 18033 (2026)", "population : 64\u202f000 ; codes postaux : 18000",
        "population : 65\u202f000 ; codes postaux : 18000, 18033",
    )  # fmt: skip
    assert report.changes == [changed]


def test_texts_are_shown_from_where_they_differ(tmp_path: Path) -> None:
    heading, start = "code_rome;libelle_type_texte;libelle_texte\n", "Conduit un engin sur un chantier. " * 9
    load(tmp_path, "a.csv", f"{heading}N1101;definition;{start}Puis le gare.\n", edition="3.47")
    report = load(tmp_path, "b.csv", f"{heading}N1101;definition;{start}Puis le répare.\n", edition="3.47")
    before, after = (f"définition : …un chantier. Puis le {last}." for last in ("gare", "répare"))
    assert report.changes == [change("N1101 (3.47)", before, after)]


def test_a_certification_is_compared_with_its_version_in_force(tmp_path: Path) -> None:
    first = load(tmp_path, "a.xml", flux(sheet("RNCP1", title="Soudeur")), edition="2026-08-16")
    assert first.changes[0].subject == "RNCP1 (2026-08-16)"
    assert first.changes[0].after.startswith(apply_french_spacing("intitulé : Soudeur ; active : oui"))
    report = load(tmp_path, "b.xml", flux(sheet("RNCP1", title="Soudeuse")), edition="2026-09-16")
    assert report.changes == [change("RNCP1 (2026-09-16)", "intitulé : Soudeur", "intitulé : Soudeuse")]


def test_a_link_is_told_in_french_and_one_that_says_nothing_more_is_new(tmp_path: Path) -> None:
    heading = "code_rome,code_rome_cible,code_appellation_source,code_appellation_cible,libelle_type_mobilite\n"
    load(tmp_path, "a.csv", f"{heading}N1101,N1102,,,Proche\n", edition="3.47")
    report = load(tmp_path, "b.csv", f"{heading}N1101,N1102,,,Evolution\n", edition="3.47")
    assert report.changes == [change("N1101 → N1102 (3.47)", "sorte : proche", "sorte : évolution")]
    items = "code_rome,code_ogr\n"
    assert (
        change("N1101 → 100381 (3.47)", "", "nouveau")
        in load(tmp_path, "c.csv", f"{items}N1101,100381\n", edition="3.47").changes
    )


def test_a_contour_says_that_it_is_drawn_otherwise(tmp_path: Path) -> None:
    load(tmp_path, "zones.csv", ZONES)
    load(tmp_path, "a.geojson", SQUARE % 1)
    report = load(tmp_path, "b.geojson", SQUARE % 2)
    assert report.changes == [change("contour, zone d’emploi 2404 (2020)", "", "autre contenu")]
