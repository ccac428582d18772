"""Small certification XML files, written by hand for the tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pacte.reference.certification_flux.flux_reader import CertificationFlux
from pacte.reference.records import CertificationRow, FileReport

DAY = date(2026, 8, 16)
SHARED = "data/exchange/france-competences"
RNCP_FILE = f"{SHARED}/export_fiches_RNCP_v4-1_extrait.xml"
RS_FILE = f"{SHARED}/export_fiches_RS_v4-1_extrait.xml"


def sheet(number: str = "RNCP1", title: str = "Soudeur", active: str = "Oui", more: str = "") -> str:
    """The shortest valid sheet, with ``more`` added to it."""
    return (
        f"<FICHE>\n<NUMERO_FICHE>{number}</NUMERO_FICHE>\n<INTITULE>{title}</INTITULE>\n"
        f"<ACTIF>{active}</ACTIF>\n{more}</FICHE>\n"
    )


def flux(*sheets: str, version: str = "4.1") -> str:
    """A whole flux. The first sheet begins on line 3."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<FICHES><VERSION_FLUX>{version}</VERSION_FLUX>\n'
        f"{''.join(sheets)}</FICHES>\n"
    )


def read(path: Path, day: date = DAY) -> tuple[list[CertificationRow], FileReport]:
    """Sheets and report of a file, read through the child process."""
    report = FileReport(path.name)
    return list(CertificationFlux(path, day).rows(report)), report


def write(folder: Path, content: str | bytes, name: str = "flux.xml") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
