"""One valid training, and ways to change it, to make invalid documents."""

from __future__ import annotations

import io
import re

from bench.invented.lheo_catalogue import write_sample_catalogue
from pacte.exchange.lheo.catalogue_check import check_catalogue
from pacte.exchange.lheo.records import CatalogueReport
from pacte.kernel.defects import Defect


def catalogue(trainings: int = 1, seed: int = 1) -> str:
    out = io.BytesIO()
    write_sample_catalogue(out, trainings=trainings, seed=seed)
    return out.getvalue().decode()


def changed(pattern: str, replacement: str, *, text: str | None = None, count: int = 1) -> str:
    """The one-training catalogue (or ``text``) with the first matches replaced. The pattern must match."""
    given = catalogue() if text is None else text
    found, times = re.subn(pattern, lambda _: replacement, given, count=count, flags=re.S)
    assert times, pattern
    return found


def checked(text: str | bytes) -> CatalogueReport:
    data = text.encode() if isinstance(text, str) else text
    return check_catalogue(io.BytesIO(data))


def only_defect(text: str) -> Defect:
    report = checked(text)
    assert len(report.defects) == 1, [(each.code, each.column, each.value) for each in report.defects]
    return report.defects[0]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1
