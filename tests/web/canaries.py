"""The field matrix: twelve protected fields of the people of the world, each with a word that nothing else holds.

Every answer that a reader of access.toml gets, page, interface, csv, workbook or pdf, is searched for those that this
reader may not read.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import UTC, date, datetime

from django.http import HttpResponse, StreamingHttpResponse

from pacte.accounts.context import acting_as
from pacte.journeys.models import (
    Barrier,
    CustodyDate,
    Journey,
    Learner,
    LearnerContact,
    NotebookLine,
    SensitiveFact,
)
from tests.cast import MACHINE, Cast

# Who holds the secret of a personal link is that person: they read all that is theirs, and no agent's name.
THE_PERSON = "the person"
_WORKS_WITH = frozenset({"adviser", "provider", THE_PERSON})
_REFERENT = frozenset({"adviser", THE_PERSON})
_AGENT = frozenset({"adviser"})
_AUTHORITY = frozenset({THE_PERSON})  # and a prison service, which nobody of the cast works for
_NOBODY: frozenset[str] = frozenset()
AT = datetime(2021, 1, 4, tzinfo=UTC)

# field: (the words by which it would be known, who may read it)
CANARIES: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "contact.last_name": (("Zqnomcanari",), _WORKS_WITH),
    "contact.email": (("zqcourriel@exemple.fr",), _WORKS_WITH),
    "contact.phone": (("0199887766", "01 99 88 77 66"), _WORKS_WITH),
    "contact.address": (("rue Zqadresse",), _WORKS_WITH),
    "contact.partner_number": (("ZQ7788PARTENAIRE",), _WORKS_WITH),
    "notebook.text": (("zqmotducarnet",), _WORKS_WITH),
    "fact.consent_on": (("1931-03-17", "17/03/1931", "mars 1931"), _REFERENT),
    "fact.valid_from": (("1932-04-18", "18/04/1932", "avril 1932"), _REFERENT),
    "fact.person_name": (("Zqinformation",), _AGENT),
    "barrier.person_name": (("Zqfrein",), _AGENT),
    "custody.earliest_on": (("2093-05-19", "19/05/2093", "mai 2093"), _AUTHORITY),
    "custody.person_name": (("Zqsortie",), _NOBODY),
}


def plant_canaries(cast: Cast) -> None:
    """In the file of everybody in the world."""
    with acting_as(MACHINE):
        for learner in Learner.objects.all():
            LearnerContact.objects.filter(learner=learner).update(
                last_name="Zqnomcanari", email="zqcourriel@exemple.fr", phone="0199887766",
                address="12 rue Zqadresse", partner_number="ZQ7788PARTENAIRE",
            )  # fmt: skip
            _protected(cast, learner)


def _protected(cast: Cast, learner: Learner) -> None:
    same = {"organisation": cast.region, "learner": learner}
    journey = Journey.objects.filter(learner=learner).first()
    NotebookLine.objects.create(
        **same, journey_id=journey.pk if journey else None, phase="before", text="zqmotducarnet", at=AT, person_name="A"
    )
    SensitiveFact.objects.create(
        **same, kind="rqth", purpose="adaptation", consent_on=date(1931, 3, 17), valid_from=date(1932, 4, 18),
        keep_until=date(2099, 1, 1), recorded_at=AT, recorded_by=cast.network, person_name="Zqinformation",
    )  # fmt: skip
    Barrier.objects.create(
        **same, theme="mobility", constraint="no_vehicle", noted_on=date(2021, 1, 4), noted_by=cast.network,
        person_name="Zqfrein",
    )  # fmt: skip
    CustodyDate.objects.create(
        **same, body=cast.observatory, earliest_on=date(2093, 5, 19), keep_until=date(2099, 1, 1), recorded_at=AT,
        person_name="Zqsortie",
    )  # fmt: skip


def leaks(answer: HttpResponse | StreamingHttpResponse, reader: str) -> list[str]:
    """Fields that this reader may not read and whose words are in the answer."""
    told = text_of(answer)
    return [
        field
        for field, (words, readers) in CANARIES.items()
        if reader not in readers and any(word in told for word in words)
    ]


def text_of(answer: HttpResponse | StreamingHttpResponse) -> str:
    """The whole answer, its headers too, workbooks and pdf unfolded."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[arg-type]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    elif body.startswith(b"%PDF"):
        body += b"\n".join(_inflated(each) for each in re.findall(rb"stream\r?\n(.*?)endstream", body, re.DOTALL))
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return headers + body.decode("utf-8", errors="replace").replace("\u00a0", " ").replace("\u202f", " ")


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""
