"""Each way to break a catalogue has the outcome of the guide, and gives the same line by check and by import."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from pacte.accounts.row_context import acting_as
from pacte.exchange.lheo.catalogue_check import defect_from_message
from pacte.exchange.lheo.check_worker import check_into
from pacte.exchange.lheo.dialects import NORM
from pacte.exchange.lheo.import_worker import import_into
from pacte.exchange.lheo.sandbox import CatalogueMessage
from pacte.exchange.lheo.sandbox_protocol import MessageType
from pacte.infra.instance import PROJECT_ROOT
from pacte.intake.models import RefusedRow
from pacte.kernel.defects import Defect, Severity
from pacte.offer.models import Training
from tests.cast import MACHINE, Cast, gather_cast
from tests.exchange.lheo.documents import catalogue
from tests.exchange.lheo.importing import import_catalogue
from tests.exchange.lheo.messages import messages_in
from tests.exchange.lheo.ways import VALID, WAYS, Fate, Way, guide_rows

GUIDE = PROJECT_ROOT / "docs" / "guide" / "catalogue-lheo.md"
FRAMES_OF_CHECK = {MessageType.DEFECT, MessageType.PROGRESS, MessageType.END, MessageType.REFUSED}


def by_check(broken: bytes) -> list[CatalogueMessage]:
    out = io.BytesIO()
    check_into(io.BytesIO(broken), out, NORM)
    return messages_in(out.getvalue())


def by_import(broken: bytes) -> list[CatalogueMessage]:
    out = io.BytesIO()
    import_into(io.BytesIO(broken), out, dialect=NORM, skip=0, allowed=frozenset(), size=1 << 30, is_full=True)
    return messages_in(out.getvalue())


def told(found: list[CatalogueMessage], code: str) -> list[Defect]:
    return [
        each
        for each in (defect_from_message(frame) for frame in found if frame.kind is MessageType.DEFECT)
        if each.code == code
    ]


def _as_warnings(defects: list[Defect]) -> list[Defect]:
    return [replace(each, severity=Severity.WARNING) for each in defects]


def refusal(found: list[CatalogueMessage]) -> dict[str, object]:
    return next((frame.json_object() for frame in found if frame.kind is MessageType.REFUSED), {})


WHOLE = [way for way in WAYS if way.fate is Fate.REFUSED]
PARTS = [way for way in WAYS if way.fate is not Fate.REFUSED]


def test_there_are_at_least_sixty_ways_and_the_file_they_break_is_valid() -> None:
    assert len({way.label for way in WAYS}) == len(WAYS) >= 60
    assert told_anything(by_check(VALID.encode())) == told_anything(by_import(VALID.encode())) == []


def told_anything(found: list[CatalogueMessage]) -> list[CatalogueMessage]:
    return [frame for frame in found if frame.kind in (MessageType.DEFECT, MessageType.REFUSED, MessageType.QUARANTINE)]


@pytest.mark.parametrize("way", WHOLE, ids=lambda way: way.label)
def test_a_file_that_cannot_be_read_whole_lets_nothing_in(way: Way) -> None:
    found = by_import(way.broken)
    assert [frame.kind for frame in found] == [MessageType.REFUSED]
    assert refusal(found)["code"] == way.code
    checked = by_check(way.broken)
    if way.line is None:
        assert refusal(checked)["code"] == way.code
    else:
        assert [each.row for each in told(checked, way.code)] == [way.line]
        assert f"la ligne {way.line}" in str(refusal(found)["what"])


@pytest.mark.parametrize("way", PARTS, ids=lambda way: way.label)
def test_what_is_wrong_is_told_at_the_same_line_by_check_and_by_import(way: Way) -> None:
    checked, imported = told(by_check(way.broken), way.code), told(by_import(way.broken), way.code)
    assert checked[0].row == way.line
    assert _as_warnings(imported) == _as_warnings(checked)
    waits = [frame.json_object()["rank"] for frame in by_import(way.broken) if frame.kind is MessageType.QUARANTINE]
    assert bool(waits) == (way.fate is Fate.QUARANTINED)
    assert any(each.is_error for each in imported) == (way.fate is not Fate.NOTED)


@pytest.fixture
def cast() -> Iterator[Cast]:
    with acting_as(MACHINE):
        yield gather_cast()


def training_of(way: Way, rank: int) -> str:
    """The training that this way broke, with a number of its own."""
    parts = re.findall("<formation .*?</formation>\n", way.broken.decode(), flags=re.S)
    broken = next(each for each in parts if each not in VALID)
    return re.sub('<formation numero="[^"]*"', f'<formation numero="W{rank}"', broken, count=1)


@pytest.mark.django_db
def test_each_way_has_its_fate_in_the_catalogue(cast: Cast) -> None:
    apart = [way for way in PARTS if way.code not in ("number_twice", "id_twice")]
    text = catalogue(1)
    place = text.index("</offres>")
    data = text[:place] + "".join(training_of(way, rank) for rank, way in enumerate(apart)) + text[place:]
    import_catalogue(actor=MACHINE, host_id=cast.region.pk, stream=io.BytesIO(data.encode()), file_name="c.xml")
    waiting = set(RefusedRow.objects.values_list("key", flat=True))
    entered = set(Training.objects.values_list("number", flat=True)) - {"24_F_0000000"}
    assert waiting == {f"W{rank}" for rank, way in enumerate(apart) if way.fate is Fate.QUARANTINED}
    assert entered == {f"W{rank}" for rank, way in enumerate(apart) if way.fate is Fate.NOTED}


def test_the_guide_holds_the_same_table() -> None:
    lines = GUIDE.read_text(encoding="utf-8").splitlines()
    head = lines.index("| Ce qui est cassé | Ce qui arrive | Règle |")
    rows = lines[head + 2 : head + 2 + len(WAYS)]
    assert rows == guide_rows()
    assert not lines[head + 2 + len(WAYS)].startswith("|")
