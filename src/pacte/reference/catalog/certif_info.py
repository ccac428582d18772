"""Certif Info (Carif-Oref): certifications and diplomas with their RNCP, RS, ROME, NSF and Formacode codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pacte.reference.certification_lines import parsed
from pacte.reference.codes import FORMACODE, NSF_CODE, ROME_CODE
from pacte.reference.layouts import Layout, Line
from pacte.reference.records import CertificationRow, Certifier, Register, Route, Row
from pacte.reference.releases import Dating

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
_YES = "1"
_NO_LEVEL = ("", "0")


def _rows(line: Line) -> Iterator[Row]:
    rome = (line.optional(f"rome_{rank}", ROME_CODE) for rank in range(1, 6))
    yield CertificationRow(
        line.code("code", _CODE),
        line.on,
        Register.CERTIF_INFO.value,
        title=line.label("title"),
        type_label=line.label("type", needed=False),
        level=parsed(line, "level", _level, "un niveau de 1 à 8"),
        state=line.text("state"),
        # A code ending in two zeros is a domain, not an occupation.
        rome_codes=tuple(dict.fromkeys(code for code in rome if code and not code.endswith("00"))),
        nsf_codes=_some(line.optional("nsf", NSF_CODE)),
        formacodes=_some(line.optional("formacode", FORMACODE)),
        certifiers=tuple(Certifier(name) for name in dict.fromkeys(_names(line))),
        same_as=tuple(
            f"{register}{int(number)}"
            for register, column in ((Register.RNCP, "rncp"), (Register.RS, "rs"))
            if (number := line.optional(column, _NUMBER))
        ),
        routes=tuple(route.value for column, route in _ROUTES.items() if line.cells[column] == _YES),
        texts=tuple((name, line.cells[name]) for name in ("first_session", "last_session") if line.cells[name]),
    )


def _some(code: str) -> tuple[str, ...]:
    return (code,) if code else ()


def _level(text: str) -> int | None:
    if text in _NO_LEVEL:
        return None
    if text not in "12345678":
        raise ValueError(text)
    return int(text)


def _names(line: Line) -> Iterator[str]:
    for column in ("awarder", "certifier"):
        if line.cells[column]:
            yield line.cells[column]


LAYOUT = Layout(
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
    rank=1,
    dating=Dating.DAY,
)
