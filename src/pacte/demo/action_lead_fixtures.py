"""Invented leads for the actions of the real plan that no demonstration login leads. None can log in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActionLeadFixture:
    """``body`` is an organisation name of the directory, ``service`` one of its services."""

    email: str
    first_name: str
    last_name: str
    body: str
    service: str
    leads: tuple[int, ...]


# Three actions have no lead on purpose: 14, 23 and 30.
ACTION_LEADS = (
    ActionLeadFixture("helene.prevost@pacte.example", "Hélène", "Prévost", "Région", "DFP", (3, 6, 7, 10, 11)),
    ActionLeadFixture("thomas.leclerc@pacte.example", "Thomas", "Leclerc", "Région", "DFP", (4, 5, 12, 13, 18, 19)),
    ActionLeadFixture("ines.marchand@pacte.example", "Inès", "Marchand", "Région", "DFP", (22, 25, 26, 31, 35, 36, 39)),
    ActionLeadFixture("gael.riviere@pacte.example", "Gaël", "Rivière", "Région", "DPOF", (15, 20)),
    ActionLeadFixture("sylvie.hamon@pacte.example", "Sylvie", "Hamon", "État", "DIRECCTE", (24, 28, 29, 32)),
    ActionLeadFixture("bruno.texier@pacte.example", "Bruno", "Texier", "Partenaires sociaux", "", (27,)),
)
