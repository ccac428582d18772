"""Opens the scanner that the settings name."""

from __future__ import annotations

import re

from pacte.infra.antivirus.clamd import ClamdScanner
from pacte.infra.antivirus.records import VirusScanner
from pacte.infra.antivirus.simulator import SimulatedScanner
from pacte.kernel.errors import ConfigurationError

_SIMULATOR = "simulator"
_UNIX = re.compile(r"unix:(/.+)")
_TCP = re.compile(r"tcp:([^:/\s]+):(\d{1,5})")


def open_scanner(address: str, *, is_real: bool) -> VirusScanner | None:
    """None without an address: attachments are kept without a scan. Raises ``ConfigurationError``."""
    if not address:
        return None
    if address == _SIMULATOR:
        if is_real:
            raise ConfigurationError(
                "antivirus_simulated", "L’antivirus « simulator » ne cherche rien.",
                "Des pièces infectées passeraient pour saines.", "Donnez l’adresse de clamd, ou aucun antivirus.",
            )  # fmt: skip
        return SimulatedScanner()
    if path := _UNIX.fullmatch(address):
        return ClamdScanner(path=path[1])
    if place := _TCP.fullmatch(address):
        return ClamdScanner(host=place[1], port=int(place[2]))
    raise ConfigurationError(
        "antivirus_address", f"L’adresse de l’antivirus « {address} » ne se comprend pas.",
        hint="Donnez PACTE_ANTIVIRUS=unix:/run/clamav/clamd.ctl, ou tcp:machine:3310.",
    )  # fmt: skip
