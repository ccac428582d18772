"""Checks a stranger's catalogue: what pages, commands and programs call."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

from pacte.exchange.lheo.bounded import Frame, reading
from pacte.exchange.lheo.dialects import NORM, Dialect
from pacte.exchange.lheo.frames import Word
from pacte.exchange.lheo.opening import refused
from pacte.exchange.lheo.records import Defect, Report

Progress = Callable[[int], None]
"""Called with the bytes of XML read so far."""


def check(stream: IO[bytes], *, dialect: Dialect = NORM, progress: Progress | None = None) -> Report:
    """All that is wrong with the catalogue, written in ``dialect``.

    Raises ``Unreadable``, with one sentence, when it is none that is read.
    """
    report = Report()
    ended = False
    with reading(stream, dialect.name) as frames:
        for frame in frames:
            if frame.word is Word.DEFECT:
                keep(report, defect_of(frame))
            elif frame.word in (Word.PROGRESS, Word.END):
                count(report, frame)
                ended = frame.word is Word.END
                if progress:
                    progress(report.read_bytes)
        report.peak_bytes = frames.peak_bytes
    if not ended:
        raise refused("file_unreadable", "Le fichier ne peut pas être lu.")
    return report


def keep(report: Report, defect: Defect) -> None:
    (report.advice if defect.is_advice else report.defects).append(defect)


def count(report: Report, frame: Frame) -> None:
    """The counts of the child, once they are whole numbers."""
    said = frame.plain()
    numbers = {key: said.get(key) for key in _COUNTS}
    version = said.get("version")
    if version not in ("2.3", "2.2") or not all(type(value) is int and value >= 0 for value in numbers.values()):
        raise refused("file_unreadable", "Le fichier ne peut pas être lu.")
    report.version = str(version)
    for key, name in _COUNTS.items():
        setattr(report, name, numbers[key])


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
