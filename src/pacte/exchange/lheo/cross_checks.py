"""Rules on several values of one training: check digits, order of dates, valid references."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml.etree import _Element

from pacte.exchange.lheo import shapes
from pacte.exchange.lheo.records import CatalogueFinding

MAX_NUMBER_LENGTH = 60
_TEXTS = ("intitule-formation", "objectif-formation", "resultats-attendus", "contenu-formation")
_PLACEHOLDER_MAX_LENGTH = 24
_PLACEHOLDER_TEXT = re.compile(
    r"[\W_]*|n\W?[cr]\W?|(?:non|pas) (?:renseign|précis|communiqu|défini)[ée]e?s?\W*"
    r"|[àa] (?:définir|préciser|compléter)\W*",
    re.I,
)
_GARBLED = re.compile("Ã[\u0080-\u00bf]|\ufffd")
_REAL_DAY = re.compile(shapes.DATE)
_LA_POSTE = "356000000"
_REFERENCES = (
    ("reference-code-RNCP", "code-RNCP"),
    ("reference-code-CERTIFINFO", "code-CERTIFINFO"),
    ("reference-code-RS", "code-RS"),
)
_REMOTE_WORDS = re.compile(r"(?:100\s?%|enti[èe]rement|tout|totalement|uniquement)\s+(?:[àa] distance|en ligne)", re.I)
_ON_SITE_WORDS = re.compile(r"\b(?:mixte|hybride|pr[ée]sentiel|pr[ée]sentielle)\b", re.I)


class CrossChecker:
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
        self._action_tags = (self._how, self._place, self._manner, *self._hours)
        self._texts = {name(local): local for local in _TEXTS}
        self._head_tags = (self._certifying, self._certification, *self._texts)
        self._tags = (self._siret, self._funder, self._reference, self._action, self._session)
        self._codes = tuple((name(reference), local, name(local)) for reference, local in _REFERENCES)
        self.actions = 0
        self.sessions = 0
        self.numbers: set[str] = set()

    def findings(self, training: _Element, *, is_valid: bool = False) -> Iterator[CatalogueFinding]:
        """Findings of a training, in one pass over the relevant nodes.

        ``is_valid``: its structure is that of the norm.
        """
        yield from self._training_number_findings(training)
        head = _first_children(training, self._head_tags)
        yield from self._certification_findings(training, head)
        yield from self._text_findings(head)
        if not (is_valid and self._are_periods_in_order(training)):
            for node in training.iter(self._period):
                yield from self._period_findings(node)
        declared: set[tuple[str, str]] | None = None
        actions: set[str] = set()
        sessions: set[str] = set()
        for node in training.iter(*self._tags):
            tag = node.tag
            if tag == self._siret:
                text = node.text or ""
                if len(text) == 14 and not has_valid_siret_key(text):
                    yield CatalogueFinding(self._key_code(node), node, text)
            elif tag == self._session:
                self.sessions += 1
                yield from _number_findings(node, sessions, "session")
            elif tag == self._action:
                self.actions += 1
                sessions.clear()
                yield from _number_findings(node, actions, "action")
                yield from self._action_findings(node)
            elif tag == self._funder:
                if (node.text or "").strip() in ("16", "17"):
                    yield CatalogueFinding(
                        "funder_renamed", node, (node.text or "").strip(), {"version": self._version}
                    )
            else:
                declared = declared if declared is not None else self._declared_certifications(training)
                yield from self._reference_findings(node, declared)

    def _are_periods_in_order(self, training: _Element) -> bool:
        """In a valid training, starts and ends alternate: one walk costs less than one for each period."""
        days = [node.text for node in training.iter(self._start, self._end)]
        return all(start and end and start <= end for start, end in zip(days[::2], days[1::2], strict=True))

    def _name(self, local: str) -> str:
        return self._prefix + local

    def _training_number_findings(self, training: _Element) -> Iterator[CatalogueFinding]:
        number = training.get("numero")
        if not number:
            yield CatalogueFinding("number_missing", training, "", {"what": "formation"})
        elif number in self.numbers:
            yield CatalogueFinding("number_twice", training, number, {"what": "formation", "where": "ce fichier"})
        else:
            self.numbers.add(number)
            yield from _number_length_findings(training, number, "formation")

    def _key_code(self, siret: _Element) -> str:
        """Rule for a wrong SIRET key: the one of the provider identifies the owner; elsewhere it is only advice."""
        parent = siret.getparent()
        return "siret_key" if parent is not None and parent.tag == self._responsible else "siret_key_elsewhere"

    def _text_findings(self, head: Mapping[str, _Element]) -> Iterator[CatalogueFinding]:
        """Placeholder texts, and texts garbled by a wrong encoding."""
        for tag, name in self._texts.items():
            node = head.get(tag)
            if node is None:
                continue
            text = node.text or ""
            if 1 < len(text) <= _PLACEHOLDER_MAX_LENGTH and _PLACEHOLDER_TEXT.fullmatch(text):
                yield CatalogueFinding("says_nothing", node, text, {"name": name})
            elif ("Ã" in text or "\ufffd" in text) and _GARBLED.search(text):
                yield CatalogueFinding("garbled", node, text, {"name": name})

    def _certification_findings(self, training: _Element, head: Mapping[str, _Element]) -> Iterator[CatalogueFinding]:
        certifying, certification = head.get(self._certifying), head.get(self._certification)
        word = (certifying.text or "").strip() if certifying is not None else ""
        if word == "1" and certification is None:
            yield CatalogueFinding("certification_missing", training, "1")
        elif word == "0" and certification is not None:
            yield CatalogueFinding("certification_odd", certification, "0")

    def _period_findings(self, period: _Element) -> Iterator[CatalogueFinding]:
        start, end = _text(period, self._start), _text(period, self._end)
        if not (_REAL_DAY.fullmatch(start) and _REAL_DAY.fullmatch(end)):
            return  # Said by the rule of dates: the order of a day that does not exist means nothing.
        if start > end and not are_days_in_order(start, end):
            yield CatalogueFinding("period_order", period, f"{start} > {end}", {"start": start, "end": end})

    def _action_findings(self, action: _Element) -> Iterator[CatalogueFinding]:
        first = _first_children(action, self._action_tags)
        yield from self._modality_findings(first)
        hours = [first.get(tag) for tag in self._hours]
        centre, company, total = ((node.text or "").strip() if node is not None else "" for node in hours)
        if centre.isdecimal() and company.isdecimal() and total.isdecimal():
            assert hours[2] is not None
            if int(centre) + int(company) != int(total):
                yield CatalogueFinding("hours", hours[2], total, {"centre": centre, "company": company})

    def _modality_findings(self, first: Mapping[str, _Element]) -> Iterator[CatalogueFinding]:
        node, manner = first.get(self._how), first.get(self._manner)
        if node is None:
            return
        value = (node.text or "").strip()
        words = ((manner.text or "") if manner is not None else "").strip()
        has_place = self._place in first
        if value in ("0", "1") and (not has_place or _REMOTE_WORDS.search(words)):
            why = "words" if has_place else "place"
            yield CatalogueFinding("modality", node, value, {"why": why, "codes": self._modalities})
        elif value == "2" and words and _ON_SITE_WORDS.search(words):
            yield CatalogueFinding("modality", node, value, {"why": "words", "codes": self._modalities})

    def _declared_certifications(self, training: _Element) -> set[tuple[str, str]]:
        """Codes of the certifications declared by the training."""
        return {
            (local, bare_certification_code(code.text or ""))
            for certification in training.iterchildren(self._certification)
            for _, local, tag in self._codes
            for code in certification.iterchildren(tag)
        }

    def _reference_findings(self, reference: _Element, declared: set[tuple[str, str]]) -> Iterator[CatalogueFinding]:
        children = list(reference)
        for tag, local, _ in self._codes:
            for code in children:
                if code.tag == tag and (local, bare_certification_code(code.text or "")) not in declared:
                    yield CatalogueFinding("certification_reference", code, code.text or "")


def _first_children(parent: _Element, tags: tuple[str, ...]) -> dict[str, _Element]:
    """First child of each tag that ``parent`` has: one walk costs less than one for each tag."""
    first: dict[str, _Element] = {}
    for node in parent.iterchildren(*tags):
        first.setdefault(node.tag, node)
    return first


def _text(parent: _Element, tag: str) -> str:
    child = next(parent.iterchildren(tag), None)
    return (child.text or "").strip() if child is not None else ""


def _number_findings(node: _Element, seen: set[str], what: str) -> Iterator[CatalogueFinding]:
    number = node.get("numero")
    if not number:
        yield CatalogueFinding("number_missing", node, "", {"what": what})
    elif number in seen:
        where = "cette formation" if what == "action" else "cette action"
        yield CatalogueFinding("number_twice", node, number, {"what": what, "where": where})
    else:
        seen.add(number)
        yield from _number_length_findings(node, number, what)


def _number_length_findings(node: _Element, number: str, what: str) -> Iterator[CatalogueFinding]:
    if len(number) > MAX_NUMBER_LENGTH or not number.isprintable():
        yield CatalogueFinding("number_too_long", node, number, {"what": what})


def bare_certification_code(code: str) -> str:
    """Code without prefix and leading zeros: « RNCP474 » and « 474 » are the same certification."""
    return code.strip().removeprefix("RNCP").removeprefix("RS").lstrip("0")


def are_days_in_order(start: str, end: str) -> bool:
    """False only when ``end`` is known to be before ``start``: an unknown part proves nothing."""
    if start == "00000000" or end == "99999999" or not (_is_day(start) and _is_day(end)):
        return True
    if "00000000" in (start, end) or "99999999" in (start, end):
        return False
    length = min(len(_known_part(start)), len(_known_part(end)))
    return start[:length] <= end[:length]


def _is_day(text: str) -> bool:
    return len(text) == 8 and text.isascii() and text.isdigit()


def _known_part(day: str) -> str:
    """Known part of a date: « 20240500 » is known to the month, « 202405 »."""
    return day[:4] if day[4:] == "0000" else day[:6] if day[6:] == "00" else day


@lru_cache(maxsize=65_536)
def has_valid_siret_key(siret: str) -> bool:
    """Checks the Luhn key, except for La Poste, whose SIRET digits add up to a multiple of five."""
    if not (siret.isascii() and siret.isdigit()):
        return True  # its shape is checked elsewhere
    return _is_luhn_valid(siret) or (siret.startswith(_LA_POSTE) and sum(map(int, siret)) % 5 == 0)


def _is_luhn_valid(digits: str) -> bool:
    """From the right, every other digit is doubled, and the digits of the result are added."""
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[::-2])) + doubled) % 10 == 0
