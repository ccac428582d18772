"""Checks an untrusted catalogue: entry point for pages, commands and programs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import IO

from pacte.exchange.lheo.bounded import Frame, reading
from pacte.exchange.lheo.codes_met import Family, Met
from pacte.exchange.lheo.dialects import NORM, Dialect
from pacte.exchange.lheo.frames import Word
from pacte.exchange.lheo.opening import refused
from pacte.exchange.lheo.records import Defect, Report

Progress = Callable[[int], None]
"""Called with the bytes of XML read so far."""


LookUp = Callable[[Collection[Met]], list[Defect]]
"""Remarks on the codes that the loaded editions do not know: ``known_codes.remarks_on``, where there is a database."""


def check(
    stream: IO[bytes], *, dialect: Dialect = NORM, look_up: LookUp | None = None, progress: Progress | None = None
) -> Report:
    """All defects of the catalogue, written in ``dialect``. Without ``look_up``, only the form of codes is checked.

    Raises ``Unreadable``, with a message, when the file is not a supported catalogue.
    """
    report = Report()
    met: list[Met] = []
    ended = False
    with reading(stream, dialect.name, "codes" if look_up else "") as frames:
        for frame in frames:
            if frame.word is Word.DEFECT:
                keep(report, defect_of(frame))
            elif frame.word is Word.CODES:
                met += codes_of(frame)
            elif frame.word in (Word.PROGRESS, Word.END):
                count(report, frame)
                ended = frame.word is Word.END
                if progress:
                    progress(report.read_bytes)
        report.peak_bytes = frames.peak_bytes
    if not ended:
        raise refused("file_unreadable", "Le fichier ne peut pas être lu.")
    if look_up:
        add_remarks(report, look_up(met))
    return report


def add_remarks(report: Report, remarks: list[Defect]) -> None:
    report.advice = sorted([*report.advice, *remarks], key=lambda each: each.line)
    report.advice_count += len(remarks)


def keep(report: Report, defect: Defect) -> None:
    (report.advice if defect.is_advice else report.defects).append(defect)


def count(report: Report, frame: Frame) -> None:
    """Copies the counts of the worker into the report, after checking that they are integers."""
    said = frame.plain()
    numbers = {key: said.get(key) for key in _COUNTS}
    version = said.get("version")
    if version not in ("2.3", "2.2") or not all(type(value) is int and value >= 0 for value in numbers.values()):
        raise refused("file_unreadable", "Le fichier ne peut pas être lu.")
    report.version = str(version)
    for key, name in _COUNTS.items():
        setattr(report, name, numbers[key])


def codes_of(frame: Frame) -> list[Met]:
    """External codes of a message, after validation of their shape."""
    told = frame.plain().get("codes")
    found = []
    for each in told if isinstance(told, list) else [None]:
        match each:
            case [str(family), str(code), int(line), str(path)] if family in _FAMILIES:
                found.append(Met(Family(family), code, line, path))
            case _:
                raise refused("file_unreadable", "Le fichier ne peut pas être lu.")
    return found


_FAMILIES = frozenset(Family)
_COUNTS = {
    "trainings": "trainings",
    "actions": "actions",
    "sessions": "sessions",
    "defects": "defect_count",
    "advice": "advice_count",
    "faulty": "faulty_trainings",
    "bytes": "read_bytes",
}


def defect_of(frame: Frame) -> Defect:
    said = frame.plain()
    line = said.get("line")
    texts = [said.get(key) for key in ("path", "code", "value", "message", "fix")]
    if type(line) is not int or not all(isinstance(text, str) for text in texts):
        raise refused("file_unreadable", "Le fichier ne peut pas être lu.")
    path, code, value, message, fix = map(str, texts)
    return Defect(line, path, code, value, message, fix, said.get("is_advice") is True)
