"""Rules on several values of one training: check digits, order of dates, valid references."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml.etree import _Element
from stdnum import luhn

from pacte.exchange.lheo.records import Found

MOST_NUMBER = 60
_TEXTS = ("intitule-formation", "objectif-formation", "resultats-attendus", "contenu-formation")
_SHORT = 24
_SAYS_NOTHING = re.compile(
    r"[\W_]*|n\W?[cr]\W?|(?:non|pas) (?:renseign|précis|communiqu|défini)[ée]e?s?\W*"
    r"|[àa] (?:définir|préciser|compléter)\W*",
    re.I,
)
_GARBLED = re.compile("Ã[\u0080-\u00bf]|\ufffd")
_LA_POSTE = "356000000"
_REFERENCES = (
    ("reference-code-RNCP", "code-RNCP"),
    ("reference-code-CERTIFINFO", "code-CERTIFINFO"),
    ("reference-code-RS", "code-RS"),
)
_AT_A_DISTANCE = re.compile(r"(?:100\s?%|enti[èe]rement|tout|totalement|uniquement)\s+(?:[àa] distance|en ligne)", re.I)
_SOMEWHERE = re.compile(r"\b(?:mixte|hybride|pr[ée]sentiel|pr[ée]sentielle)\b", re.I)


class Crossed:
    """Checks for one version of the norm. Counts ``actions`` and ``sessions``, collects ``numbers`` of trainings.

    ``modalities`` describes the codes of « modalites-enseignement » as the file writes them.
    """

    def __init__(self, namespace: str, version: str, modalities: str) -> None:
        self._prefix = f"{{{namespace}}}"
        self._version = version
        self._modalities = modalities
        name = self._name
        self._siret, self._period, self._funder = name("SIRET"), name("periode"), name("code-financeur")
        self._start, self._end = name("debut"), name("fin")
        self._reference, self._action, self._session = name("reference-certification"), name("action"), name("session")
        self._certifying, self._certification = name("certifiante"), name("certification")
        self._responsible = name("SIRET-organisme-formation")
        self._how, self._place = name("modalites-enseignement"), name("lieu-de-formation")
        self._manner = name("modalites-pedagogiques")
        self._hours = tuple(map(name, ("nombre-heures-centre", "nombre-heures-entreprise", "nombre-heures-total")))
        self._looked_at = (self._how, self._place, self._manner, *self._hours)
        self._texts = {name(local): local for local in _TEXTS}
        self._tags = (self._siret, self._funder, self._reference, self._action, self._session)
        self._codes = tuple((name(reference), local, name(local)) for reference, local in _REFERENCES)
        self.actions = 0
        self.sessions = 0
        self.numbers: set[str] = set()

    def findings(self, training: _Element) -> Iterator[Found]:
        """Findings of a training, in one pass over the relevant nodes."""
        yield from self._number(training)
        yield from self._certified(training)
        yield from self._said(training)
        starts = [node.text for node in training.iter(self._start)]
        ends = [node.text for node in training.iter(self._end)]
        if len(starts) != len(ends) or not all(start and end and start <= end for start, end in zip(starts, ends)):  # noqa: B905
            for node in training.iter(self._period):
                yield from self._ordered(node)
        declared: set[tuple[str, str]] | None = None
        actions: set[str] = set()
        sessions: set[str] = set()
        for node in training.iter(*self._tags):
            tag = node.tag
            if tag == self._siret:
                text = node.text or ""
                if len(text) == 14 and not has_right_key(text):
                    yield Found(self._key_code(node), node, text)
            elif tag == self._session:
                self.sessions += 1
                yield from _own_number(node, sessions, "session")
            elif tag == self._action:
                self.actions += 1
                sessions.clear()
                yield from _own_number(node, actions, "action")
                yield from self._of_action(node)
            elif tag == self._funder:
                if (node.text or "").strip() in ("16", "17"):
                    yield Found("funder_renamed", node, (node.text or "").strip(), {"version": self._version})
            else:
                declared = declared if declared is not None else self._declared(training)
                yield from self._refers(node, declared)

    def _name(self, local: str) -> str:
        return self._prefix + local

    def _number(self, training: _Element) -> Iterator[Found]:
        number = training.get("numero")
        if not number:
            yield Found("number_missing", training, "", {"what": "formation"})
        elif number in self.numbers:
            yield Found("number_twice", training, number, {"what": "formation", "where": "ce fichier"})
        else:
            self.numbers.add(number)
            yield from _keepable(training, number, "formation")

    def _key_code(self, siret: _Element) -> str:
        """Rule for a wrong SIRET key: the one of the provider identifies the owner; elsewhere it is only advice."""
        parent = siret.getparent()
        return "siret_key" if parent is not None and parent.tag == self._responsible else "siret_key_elsewhere"

    def _said(self, training: _Element) -> Iterator[Found]:
        """Placeholder texts, and texts garbled by a wrong encoding."""
        # Tag by tag: they are at the beginning, and a walk for several tags goes to the end.
        for tag, name in self._texts.items():
            node = next(training.iterchildren(tag), None)
            text = (node.text or "") if node is not None else ""
            if node is None:
                continue
            if 1 < len(text) <= _SHORT and _SAYS_NOTHING.fullmatch(text):
                yield Found("says_nothing", node, text, {"name": name})
            elif ("Ã" in text or "\ufffd" in text) and _GARBLED.search(text):
                yield Found("garbled", node, text, {"name": name})

    def _certified(self, training: _Element) -> Iterator[Found]:
        word = _text(training, self._certifying)
        certification = next(training.iterchildren(self._certification), None)
        if word == "1" and certification is None:
            yield Found("certification_missing", training, "1")
        elif word == "0" and certification is not None:
            yield Found("certification_odd", certification, "0")

    def _ordered(self, period: _Element) -> Iterator[Found]:
        start, end = _text(period, self._start), _text(period, self._end)
        if start > end and not in_order(start, end):
            yield Found("period_order", period, f"{start} > {end}", {"start": start, "end": end})

    def _of_action(self, action: _Element) -> Iterator[Found]:
        first = {tag: node for tag in self._looked_at if (node := next(action.iterchildren(tag), None)) is not None}
        yield from self._modality(first)
        hours = [first.get(tag) for tag in self._hours]
        centre, company, total = ((node.text or "").strip() if node is not None else "" for node in hours)
        if centre.isdecimal() and company.isdecimal() and total.isdecimal():
            assert hours[2] is not None
            if int(centre) + int(company) != int(total):
                yield Found("hours", hours[2], total, {"centre": centre, "company": company})

    def _modality(self, first: Mapping[str, _Element]) -> Iterator[Found]:
        node, manner = first.get(self._how), first.get(self._manner)
        if node is None:
            return
        value = (node.text or "").strip()
        words = ((manner.text or "") if manner is not None else "").strip()
        has_place = self._place in first
        if value in ("0", "1") and (not has_place or _AT_A_DISTANCE.search(words)):
            why = "words" if has_place else "place"
            yield Found("modality", node, value, {"why": why, "codes": self._modalities})
        elif value == "2" and words and _SOMEWHERE.search(words):
            yield Found("modality", node, value, {"why": "words", "codes": self._modalities})

    def _declared(self, training: _Element) -> set[tuple[str, str]]:
        """Codes of the certifications declared by the training."""
        return {
            (local, bare(code.text or ""))
            for certification in training.iterchildren(self._certification)
            for _, local, tag in self._codes
            for code in certification.iterchildren(tag)
        }

    def _refers(self, reference: _Element, declared: set[tuple[str, str]]) -> Iterator[Found]:
        for tag, local, _ in self._codes:
            for code in reference.iterchildren(tag):
                if (local, bare(code.text or "")) not in declared:
                    yield Found("certification_reference", code, code.text or "")


def _text(parent: _Element, tag: str) -> str:
    child = next(parent.iterchildren(tag), None)
    return (child.text or "").strip() if child is not None else ""


def _own_number(node: _Element, seen: set[str], what: str) -> Iterator[Found]:
    number = node.get("numero")
    if not number:
        yield Found("number_missing", node, "", {"what": what})
    elif number in seen:
        where = "cette formation" if what == "action" else "cette action"
        yield Found("number_twice", node, number, {"what": what, "where": where})
    else:
        seen.add(number)
        yield from _keepable(node, number, what)


def _keepable(node: _Element, number: str, what: str) -> Iterator[Found]:
    if len(number) > MOST_NUMBER or not number.isprintable():
        yield Found("number_too_long", node, number, {"what": what})


def bare(code: str) -> str:
    """Code without prefix and leading zeros: « RNCP474 » and « 474 » are the same certification."""
    return code.strip().removeprefix("RNCP").removeprefix("RS").lstrip("0")


def in_order(start: str, end: str) -> bool:
    """False only when ``end`` is known to be before ``start``: an unknown part proves nothing."""
    if start == "00000000" or end == "99999999" or not (_is_day(start) and _is_day(end)):
        return True
    if "00000000" in (start, end) or "99999999" in (start, end):
        return False
    length = min(len(_known(start)), len(_known(end)))
    return start[:length] <= end[:length]


def _is_day(text: str) -> bool:
    return len(text) == 8 and text.isascii() and text.isdigit()


def _known(day: str) -> str:
    """Known part of a date: « 20240500 » is known to the month, « 202405 »."""
    return day[:4] if day[4:] == "0000" else day[:6] if day[6:] == "00" else day


@lru_cache(maxsize=65_536)
def has_right_key(siret: str) -> bool:
    """Checks the Luhn key, except for La Poste, whose SIRET digits add up to a multiple of five."""
    if not (siret.isascii() and siret.isdigit()):
        return True  # its shape is checked elsewhere
    if siret.startswith(_LA_POSTE):
        return luhn.is_valid(siret) or sum(map(int, siret)) % 5 == 0
    return bool(luhn.is_valid(siret))
