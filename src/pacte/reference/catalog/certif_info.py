"""Certif Info (Carif-Oref): certifications and diplomas with their RNCP, RS, ROME, NSF and Formacode codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pacte.reference.certification_tables import parse_cell
from pacte.reference.codes import FORMACODE, NSF_CODE, ROME_CODE
from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import CertificationRow, Certifier, Register, Route, Row
from pacte.reference.releases import EditionKind

_ROUTES = {
    "initial": Route.INITIAL,
    "apprenticeship": Route.APPRENTICESHIP,
    "continuing": Route.CONTINUING,
    "professionalisation": Route.PROFESSIONALISATION,
    "experience": Route.EXPERIENCE,
    "alone": Route.ALONE,
}
_CODE = re.compile(r"\d{1,7}")
_NUMBER = re.compile(r"\d{1,6}")
_ALLOWED = "1"
_NO_LEVEL = ("", "0")


def _rows(line: OfficialLine) -> Iterator[Row]:
    rome = (line.optional_code(f"rome_{rank}", ROME_CODE) for rank in range(1, 6))
    yield CertificationRow(
        line.code("code", _CODE),
        line.snapshot_on,
        Register.CERTIF_INFO.value,
        title=line.label("title"),
        type_label=line.label("type", required=False),
        level=parse_cell(line, "level", _parse_level, "un niveau de 1 à 8"),
        state=line.text("state"),
        # A code ending in two zeros is a domain, not an occupation.
        rome_codes=tuple(dict.fromkeys(code for code in rome if code and not code.endswith("00"))),
        nsf_codes=_as_tuple(line.optional_code("nsf", NSF_CODE)),
        formacodes=_as_tuple(line.optional_code("formacode", FORMACODE)),
        certifiers=tuple(Certifier(name) for name in dict.fromkeys(_certifier_names(line))),
        same_as=tuple(
            f"{register}{int(number)}"
            for register, column in ((Register.RNCP, "rncp"), (Register.RS, "rs"))
            if (number := line.optional_code(column, _NUMBER))
        ),
        routes=tuple(route.value for column, route in _ROUTES.items() if line.cells[column] == _ALLOWED),
        texts=tuple((name, line.cells[name]) for name in ("first_session", "last_session") if line.cells[name]),
    )


def _as_tuple(code: str) -> tuple[str, ...]:
    return (code,) if code else ()


def _parse_level(text: str) -> int | None:
    if text in _NO_LEVEL:
        return None
    if text not in "12345678":
        raise ValueError(text)
    return int(text)


def _certifier_names(line: OfficialLine) -> Iterator[str]:
    for column in ("awarder", "certifier"):
        if line.cells[column]:
            yield line.cells[column]


LAYOUT = FileLayout(
    code="certif_info",
    label="Certif Info (Réseau des Carif-Oref)",
    columns={
        "code": "code_diplome",
        "title": "libelle_diplome",
        "type": "libelle_type_diplome",
        "level": "code_niveau_europeen",
        "formacode": "code_formacode",
        **{f"rome_{rank}": f"code_rome_{rank}" for rank in range(1, 6)},
        "nsf": "code_nsf",
        "rncp": "code_rncp",
        "rs": "code_rs",
        "awarder": "valideur",
        "certifier": "certificateur",
        "first_session": "annee_premiere_session",
        "last_session": "annee_derniere_session",
        "state": "etat_libelle",
        "initial": "accessibilite_fi",
        "apprenticeship": "accessibilite_ca",
        "continuing": "accessibilite_fc",
        "professionalisation": "accessibilite_cp",
        "experience": "accessibilite_vae",
        "alone": "accessibilite_ind",
    },
    rows=_rows,
    load_order=1,
    edition_kind=EditionKind.DAY,
)
