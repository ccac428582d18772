"""The field matrix: protected fields of the people of the world, each with a word that nothing else holds.

Every answer that a reader of tests/web/access gets, page, interface, csv, workbook or pdf, is searched for those that
this reader may not read; so is what each post sets off, notices and mails.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from functools import lru_cache

from django.http import HttpResponse, StreamingHttpResponse
from pypdf import PdfReader

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import (
    Barrier,
    CustodyDate,
    Journey,
    Learner,
    LearnerContact,
    NotebookEntry,
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

_MONTHS = {3: "mars", 4: "avril", 5: "mai", 6: "juin"}
_FIRST_OF_WORKBOOKS = date(1899, 12, 30)


def _as_written(day: date) -> tuple[str, ...]:
    """A day as programs, people, pdf and workbooks write it; none of these days is anything else in the world."""
    month, serial = _MONTHS[day.month], (day - _FIRST_OF_WORKBOOKS).days
    told = (f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day:%Y%m%d}", f"{month} {day.year}", f"{month}{day.year}")
    return (*told, f"<v>{serial}</v>")


CONSENT_ON, FACT_FROM, FACT_UNTIL = date(1931, 3, 17), date(1932, 4, 18), date(2087, 6, 21)
NOTED_ON, EARLIEST_ON, LATEST_ON = date(1933, 6, 14), date(2093, 5, 19), date(2094, 4, 23)
KEPT_UNTIL = date(2096, 3, 26)

# field: (the words by which it would be known, who may read it)
CANARIES: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "contact.first_name": (("Zqprenomcanari",), _WORKS_WITH),
    "contact.last_name": (("Zqnomcanari",), _WORKS_WITH),
    "contact.email": (("zqcourriel@exemple.fr",), _WORKS_WITH),
    "contact.phone": (("0199887766", "01 99 88 77 66"), _WORKS_WITH),
    "contact.address": (("rue Zqadresse", "rueZqadresse"), _WORKS_WITH),
    "contact.partner_number": (("ZQ7788PARTENAIRE",), _WORKS_WITH),
    "notebook.text": (("zqmotducarnet",), _WORKS_WITH),
    "fact.consent_on": (_as_written(CONSENT_ON), _REFERENT),
    "fact.valid_from": (_as_written(FACT_FROM), _REFERENT),
    "fact.valid_until": (_as_written(FACT_UNTIL), _REFERENT),
    "fact.keep_until": (_as_written(KEPT_UNTIL), _REFERENT),
    "fact.person_name": (("Zqinformation",), _AGENT),
    "barrier.noted_on": (_as_written(NOTED_ON), _REFERENT),
    "barrier.person_name": (("Zqfrein",), _AGENT),
    "custody.earliest_on": (_as_written(EARLIEST_ON), _AUTHORITY),
    "custody.latest_on": (_as_written(LATEST_ON), _AUTHORITY),
    "custody.person_name": (("Zqsortie",), _NOBODY),
}
# Protected fields that hold a word of a short list, or a body, which other things of the world hold too: no canary can
# be told from them. Their rows are out of reach of whoever may not read them: tests/journeys/test_row_security.py.
OF_A_LIST = {
    "journeys.SensitiveFact": {"kind", "purpose", "recorded_by"},
    "journeys.Barrier": {"theme", "constraint"},
    "journeys.CustodyDate": {"body", "keep_until"},
}
# The tables of which the matrix speaks, by the first part of the names above.
TABLES = {"fact": "journeys.SensitiveFact", "barrier": "journeys.Barrier", "custody": "journeys.CustodyDate"}
# In what a page or a file may be asked: those that it does not know answer that there is no such thing.
EXTENSIONS = ("csv", "xlsx", "json", "pdf", "pptx", "docx", "ods", "yaml", "xml", "ics", "html", "txt", "zip")


def plant_canaries(cast: Cast) -> None:
    """In the file of everybody in the world."""
    with acting_as(MACHINE):
        for learner in Learner.objects.all():
            LearnerContact.objects.filter(learner=learner).update(
                first_name="Zqprenomcanari", last_name="Zqnomcanari", email="zqcourriel@exemple.fr",
                phone="0199887766", address="12 rue Zqadresse", partner_number="ZQ7788PARTENAIRE",
            )  # fmt: skip
            _protected(cast, learner)


def _protected(cast: Cast, learner: Learner) -> None:
    same = {"organisation": cast.region, "learner": learner}
    journey = Journey.objects.filter(learner=learner).first()
    NotebookEntry.objects.create(
        **same, journey_id=journey.pk if journey else None, phase="before", text="zqmotducarnet", at=AT, person_name="A"
    )
    SensitiveFact.objects.create(
        **same, kind="rqth", purpose="adaptation", consent_on=CONSENT_ON, valid_from=FACT_FROM,
        valid_until=FACT_UNTIL, keep_until=KEPT_UNTIL, recorded_at=AT, recorded_by=cast.network,
        person_name="Zqinformation",
    )  # fmt: skip
    Barrier.objects.create(
        **same, theme="mobility", constraint="no_vehicle", noted_on=NOTED_ON, noted_by=cast.network,
        person_name="Zqfrein",
    )  # fmt: skip
    CustodyDate.objects.create(
        **same, body=cast.observatory, earliest_on=EARLIEST_ON, latest_on=LATEST_ON, keep_until=date(2099, 1, 1),
        recorded_at=AT, person_name="Zqsortie",
    )  # fmt: skip


def leaks(answer: HttpResponse | StreamingHttpResponse, reader: str) -> list[str]:
    """Fields that this reader may not read and whose words are in the answer."""
    told = text_of(answer)
    return [field for field in fields_in(told) if reader not in CANARIES[field][1]]


def fields_in(told: str) -> list[str]:
    """Fields of which a word is there."""
    return [field for field, (words, _) in CANARIES.items() if any(word in told for word in words)]


def text_of(answer: HttpResponse | StreamingHttpResponse) -> str:
    """The whole answer, its headers too, workbooks unfolded and pdf read: their words are numbers of glyphs."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[arg-type]
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    if body.startswith(b"%PDF"):
        return headers + text_of_pdf(body)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    return headers + body.decode("utf-8", errors="replace").replace("\u00a0", " ").replace("\u202f", " ")


@lru_cache(maxsize=16)
def text_of_pdf(body: bytes) -> str:
    """Twice: a pdf cuts words where it likes, so that they are looked for without any space too."""
    paper = PdfReader(io.BytesIO(body))
    told = "\n".join([str(paper.metadata), *(page.extract_text() for page in paper.pages)])
    return told + "\n" + "".join(told.split())
