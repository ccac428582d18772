"""Parses the leads of an action, as printed: « Région (DFP) », « Etat / Direccte », « Région + appui GIP »."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pacte.exchange.plan_table.sheet_view import collapse_spaces
from pacte.kernel.french import fold_text
from pacte.plan.records import Lead

_LONGEST, _LONGEST_NAME = 1_000, 200
_SEPARATOR = re.compile(
    r"\s*\n\s*|\s*[/;,+]\s*|\s*[-–]\s+|\s+[-–]\s*|\s+et\s+(?!d[eu]s?\b|d['’]|aux?\b)|\s+avec\s+(?:l['’]|les\s+|le\s+|la\s+)?",
    re.I,
)
_ENCLOSED = re.compile(r"^(?P<before>.*?)\s*\((?P<inside>[^()]*)\)\s*(?P<after>[^()]*)$", re.S)
_NOTED = re.compile(r"^(?P<before>[^:]+?)\s+:\s+(?P<note>.+)$", re.S)
_ACRONYM = re.compile(r"[A-ZÉÈÀ0-9][A-ZÉÈÀ0-9&.]{1,9}(?:[ /-][A-ZÉÈÀ0-9&.]{2,9})*")
_SERVICE = re.compile(
    r"(?:directions?|services?|p[ôo]les?|missions?|d[ée]partements?|bureaux?|unit[ée]s?|d[ée]l[ée]gations?)\b", re.I
)
_SUPPORT = re.compile(r"^(?:en\s+|avec\s+l['’]\s?)?appui\s+(?:de\s+(?:la\s+|l['’])?|du\s+|des\s+|d['’])?", re.I)
_SUPPORT_WORDS = {"appui", "en appui"}
# Organisations named by their type: a following acronym is one of their services.
_HOSTS = {
    "region",
    "etat",
    "departement",
    "conseil regional",
    "conseil departemental",
    "metropole",
    "rectorat",
    "academie",
}
_STATE_SERVICES = (
    "DIRECCTE",
    "DREETS",
    "DEETS",
    "DDETS",
    "DDETSPP",
    "DIECCTE",
    "DDCS",
    "DRJSCS",
    "DRAAF",
    "DREAL",
    "DRAC",
    "SGAR",
    "DISP",
    "SPIP",
    "PJJ",
    "DRAJES",
    "DRDFE",
)
_STATE_KEYS = {name.lower(): name for name in _STATE_SERVICES}
# Acronyms that are organisations, even after another acronym.
_BODIES = frozenset(
    (
        "agefiph", "fiphfp", "opco", "opca", "cci", "ccir", "cma", "crma", "cpme", "medef", "u2p", "anlci", "ccas",
        "cias", "anact", "aract", "carif", "oref", "greta", "cnam", "afpa", "bpi", "bge", "cress", "urssaf", "msa",
        "caf", "cpam", "ars", "apec", "unedic", "ugec", "udes", "cgt", "cfdt", "fo", "cftc", "cfe",
    )
)  # fmt: skip


def parse_leads(printed: str) -> tuple[Lead, ...]:
    """Returns leads in printed order. A text too long to be a list of organisations is not split."""
    leads: list[Lead] = []
    lines = "\n".join(collapse_spaces(line) for line in printed.split("\n") if line.strip())
    if len(lines) > _LONGEST:
        return (Lead(lines[:_LONGEST_NAME], note="texte trop long pour un chef de projet"),)
    for part in _parts(lines):
        _add_lead(leads, part)
    return tuple(leads)


def unify_lead_names(leads: Sequence[Sequence[Lead]]) -> list[tuple[Lead, ...]]:
    """Unifies the spelling of each organisation over a plan: the most frequent one, the first in case of a tie."""
    organisations = _spellings(lead.organisation for row in leads for lead in row)
    services = _spellings(lead.service for row in leads for lead in row)
    return [
        tuple(
            replace(
                lead,
                organisation=organisations[fold_text(lead.organisation)],
                service=services[fold_text(lead.service)],
            )
            for lead in row
        )
        for row in leads
    ]


def _spellings(names: Iterable[str]) -> dict[str, str]:
    counted = Counter(names)
    best: dict[str, str] = {}
    for name, count in counted.items():
        key = fold_text(name)
        if key not in best or count > counted[best[key]]:
            best[key] = name
    return best


def _parts(printed: str) -> list[str]:
    """Splits at the separators, except inside brackets."""
    parts: list[str] = []
    depth, start, place = 0, 0, 0
    while place < len(printed):
        sign = printed[place]
        depth += (sign == "(") - (sign == ")" and depth > 0)
        match = None if depth else _SEPARATOR.match(printed, place)
        if match and match.end() > place:
            parts.append(printed[start:place])
            start = place = match.end()
        else:
            place += 1
    return [part.strip() for part in [*parts, printed[start:]] if part.strip()]


def _add_lead(leads: list[Lead], part: str) -> None:
    folded = fold_text(part)
    if folded in _SUPPORT_WORDS and leads:
        leads[-1] = replace(leads[-1], role="appui")
        return
    previous = leads[-1] if leads else None
    service = _STATE_KEYS.get(folded)
    if service and previous and fold_text(previous.organisation) == "etat":
        leads.append(Lead("Etat", service) if previous.service else replace(leads.pop(), service=service))
        return
    if previous and previous.service and _is_acronym(part) and _is_acronym(previous.service) and folded not in _BODIES:
        leads.append(Lead(previous.organisation, part))
        return
    leads.append(_lead(part))


def _lead(part: str) -> Lead:
    role = "appui" if _SUPPORT.match(part) and _SUPPORT.sub("", part) else ""
    name = _SUPPORT.sub("", part) if role else part
    noted = _NOTED.match(name)
    note = ""
    if noted:
        name, note = noted["before"], noted["note"].strip()
    enclosed = _ENCLOSED.match(name)
    if enclosed and enclosed["before"]:
        inside, after = enclosed["inside"].strip(), enclosed["after"].strip()
        name = f"{enclosed['before']} {after}".strip()
        if _is_acronym(inside) or _SERVICE.match(inside):
            return Lead(name, _STATE_KEYS.get(inside.lower(), inside), role, note)
        note = "; ".join(each for each in (inside, note) if each)
    host, _, last = name.rpartition(" ")
    if fold_text(host) in _HOSTS and _is_acronym(last):
        return Lead(host, last, role, note)
    return Lead(name, "", role, note)


def _is_acronym(text: str) -> bool:
    return bool(_ACRONYM.fullmatch(text)) and not text.isdigit()
