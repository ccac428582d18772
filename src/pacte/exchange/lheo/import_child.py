"""Sandboxed import worker: sends COPY lines by batch, and the trainings to quarantine."""

from __future__ import annotations

import sys
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import IO

from lxml import etree

from pacte.exchange.lheo import limits
from pacte.exchange.lheo.checker import Check, Checked
from pacte.exchange.lheo.child import Telling, prepared, refusals
from pacte.exchange.lheo.crossed import MOST_NUMBER
from pacte.exchange.lheo.dialects import Dialect, dialect_named
from pacte.exchange.lheo.extract import Extractor
from pacte.exchange.lheo.frames import Word, send, send_object
from pacte.exchange.lheo.records import Defect
from pacte.exchange.lheo.sound import must_be_sound
from pacte.exchange.lheo.wording import NEEDED_TO_ENTER, said
from pacte.offer.records.staging import STAGING_COLUMNS

_TABLES = tuple(STAGING_COLUMNS)
_MOST_TEXT = 1_000_000


class Batches:
    """Batches valid trainings and sends invalid ones to quarantine. ``skip``: number of trainings already imported;
    ``size``: number of characters of rows in a batch.
    """

    def __init__(self, check: Check, out: IO[bytes], *, skip: int, allowed: frozenset[str], size: int) -> None:
        self._check, self._out, self._skip, self._allowed, self._full = check, out, skip, allowed, size
        self._extractor = Extractor(check.norm.namespace)
        self._lines: dict[str, list[str]] = {table: [] for table in _TABLES}
        self._size = 0
        self._after = skip
        self.refused: list[Defect] = []

    def take(self, each: Checked) -> bool:
        """True when the training is imported. Sets ``refused`` to the defects specific to the import."""
        self.refused = []
        siret = self._extractor.siret_of(each.element)
        refused = self._refused(each, siret)
        defects = [*(_as_an_import_sees(defect) for defect in each.defects), *refused]
        good = all(defect.is_advice for defect in defects)
        if each.rank <= self._skip:
            self._extractor.skip(each.element) if good else None
            return good
        if good:
            self._gather(each)
        else:
            self._keep(each, siret, defects)
            self.refused = refused
        if self._size >= self._full:
            self.flush(each.rank)
        return good

    def flush(self, rank: int) -> None:
        if rank <= self._after:
            return
        for place, table in enumerate(_TABLES):
            lines = self._lines[table]
            if lines:
                send(self._out, Word.ROWS, bytes((place,)) + "\n".join([*lines, ""]).encode())
                lines.clear()
        send_object(self._out, Word.BATCH, {"after": self._after, "upto": rank, "bytes": self._check.read_bytes})
        self._out.flush()
        self._after, self._size = rank, 0
        self._extractor.begin_batch()

    def _refused(self, each: Checked, siret: str) -> list[Defect]:
        found = []
        if self._allowed and siret not in self._allowed:
            found.append(self._defect(each, "not_yours", siret))
        return found

    def _defect(self, each: Checked, code: str, value: str) -> Defect:
        message, fix = said(code, value, {})
        return Defect(each.line, f"/lheo/offres/formation[{each.rank}]", code, value, message, fix)

    def _gather(self, each: Checked) -> None:
        rows = self._extractor.rows(each.element)
        lines = self._lines
        if rows.provider:
            lines["provider"].append(rows.provider)
        lines["site"] += rows.sites
        lines["training"].append(rows.training)
        lines["action"] += rows.actions
        lines["session"] += rows.sessions
        self._size += len(rows.training) + sum(map(len, rows.actions)) + sum(map(len, rows.sessions))

    def _keep(self, each: Checked, siret: str, defects: list[Defect]) -> None:
        element = each.element
        title = element.findtext(f"{{{self._check.norm.namespace}}}intitule-formation") or ""
        text = etree.tostring(element, encoding="unicode", with_tail=False)[:_MOST_TEXT]
        body = {
            "rank": each.rank,
            "number": element.get("numero", "")[:MOST_NUMBER],
            "title": title[:255],
            "siret": siret[:20],
            "text": text,
            "defects": [defect.plain() | {"is_advice": defect.is_advice} for defect in defects],
        }
        send_object(self._out, Word.QUARANTINE, body)
        self._size += len(text)


def tell_seen(out: IO[bytes], numbers: AbstractSet[str]) -> None:
    """Sends the numbers of all trainings of the file, valid or not: a full import closes the missing ones."""
    # A number that cannot be stored was never in the catalogue.
    ordered = sorted(number for number in numbers if number.isprintable())
    for start in range(0, len(ordered), limits.SEEN_A_FRAME):
        lines = [number.replace("\\", "\\\\") for number in ordered[start : start + limits.SEEN_A_FRAME]]
        body = "\n".join([*lines, ""]).encode()
        send(out, Word.ROWS, bytes((_TABLES.index("seen"),)) + body)


def _as_an_import_sees(defect: Defect) -> Defect:
    """Makes a missing number an error: the norm allows it, but the row could not be matched later."""
    return replace(defect, is_advice=False) if defect.code in NEEDED_TO_ENTER else defect


def import_into(
    source: IO[bytes],
    out: IO[bytes],
    *,
    dialect: Dialect,
    skip: int,
    allowed: frozenset[str],
    size: int,
    is_full: bool = False,
) -> None:
    with refusals(out):
        sound = must_be_sound(source, with_numbers=is_full)
        tell_seen(out, sound.numbers)
        source.seek(0)
        send_object(out, Word.HEADING, {"is_ours": sound.is_ours})
        check = Check(source, dialect)
        telling = Telling(out)
        batches = Batches(check, out, skip=skip, allowed=allowed, size=size)
        for each in check:
            telling.faulty += not batches.take(each)
            telling.tell([*map(_as_an_import_sees, each.defects), *batches.refused])
            telling.progress(check)
        telling.tell(check.outside)
        batches.flush(check.trainings)
        if is_full and not check.is_broken:
            tell_seen(out, check.numbers)
        telling.end(check)


def main(cpu_seconds: str, partner: str, skip: str, allowed: str, size: str, full: str) -> None:
    dialect = dialect_named(partner)
    prepared(int(cpu_seconds))
    sirets = frozenset(allowed.split(",")) - {""}
    source, out = sys.stdin.buffer, sys.stdout.buffer
    import_into(source, out, dialect=dialect, skip=int(skip), allowed=sirets, size=int(size), is_full=full == "full")
    sys.stdout.buffer.flush()
