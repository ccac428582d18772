"""The field matrix: protected fields of the people of the world, each with a unique word (a canary).

Every answer to a reader of tests/web/access (page, API, csv, workbook or pdf) is searched for the canaries that this
reader may not read. So are the notifications and mails that each POST causes.
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
    Release,
    SensitiveFact,
)
from tests.cast import MACHINE, Cast

# Whoever has the secret of a personal link is that person: they read all their data, and no agent's name.
THE_PERSON = "the person"
# With the consent of that person, an agency knows of whom it reads what is left to a certification, and no more.
THE_AGENCY = "the agency"
_WORKS_WITH = frozenset({"adviser", "provider", THE_PERSON})
_NAMED = _WORKS_WITH | {THE_AGENCY}
_REFERENT = frozenset({"adviser", THE_PERSON})
_AGENT = frozenset({"adviser"})
_AUTHORITY = frozenset({THE_PERSON})  # and a prison service, for which nobody in the cast works
_NOBODY: frozenset[str] = frozenset()
AT = datetime(2021, 1, 4, tzinfo=UTC)

_MONTHS = {3: "mars", 4: "avril", 5: "mai", 6: "juin"}
_FIRST_OF_WORKBOOKS = date(1899, 12, 30)


def _as_written(day: date) -> tuple[str, ...]:
    """A day in the notations of programs, people, pdf and workbooks.

    Nothing else in the world is dated on these days.
    """
    month, serial = _MONTHS[day.month], (day - _FIRST_OF_WORKBOOKS).days
    told = (f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day:%Y%m%d}", f"{month} {day.year}", f"{month}{day.year}")
    return (*told, f"<v>{serial}</v>")


CONSENT_ON, FACT_FROM, FACT_UNTIL = date(1931, 3, 17), date(1932, 4, 18), date(2087, 6, 21)
NOTED_ON, EARLIEST_ON, LATEST_ON = date(1933, 6, 14), date(2093, 5, 19), date(2094, 4, 23)
KEPT_UNTIL, LEFT_ON = date(2096, 3, 26), date(1934, 5, 22)

# field: (words that reveal it, readers who may read it)
CANARIES: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "contact.first_name": (("Zqprenomcanari",), _NAMED),
    "contact.last_name": (("Zqnomcanari",), _NAMED),
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
    "release.left_on": (_as_written(LEFT_ON), _AUTHORITY),
    "release.person_name": (("Zqliberte",), _NOBODY),
}
# Protected fields that hold a value of a short list, or an organisation: other objects of the world hold the same
# values, so they cannot have a canary. tests/journeys/test_row_security.py checks that their rows are out of reach.
OF_A_LIST = {
    "journeys.SensitiveFact": {"kind", "purpose", "recorded_by"},
    "journeys.Barrier": {"theme", "constraint"},
    "journeys.CustodyDate": {"body", "keep_until"},
    "journeys.Release": {"body", "keep_until"},
}
# Tables of the matrix, by the first part of the field names above.
TABLES = {
    "fact": "journeys.SensitiveFact", "barrier": "journeys.Barrier", "custody": "journeys.CustodyDate",
    "release": "journeys.Release",
}  # fmt: skip
# Formats in which a page or a file may be asked. One that it does not have is not found.
EXTENSIONS = ("csv", "xlsx", "json", "pdf", "pptx", "docx", "ods", "yaml", "xml", "ics", "html", "txt", "zip")


def plant_canaries(cast: Cast) -> None:
    """Fills the protected fields of every person of the world with canaries."""
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
    Release.objects.create(
        **same, body=cast.observatory, left_on=LEFT_ON, keep_until=date(2099, 1, 1), recorded_at=AT,
        person_name="Zqliberte",
    )  # fmt: skip


def leaks(answer: HttpResponse | StreamingHttpResponse, reader: str) -> list[str]:
    """Protected fields found in the answer that this reader may not read."""
    told = text_of(answer)
    return [field for field in fields_in(told) if reader not in CANARIES[field][1]]


def fields_in(told: str) -> list[str]:
    """Fields of which a canary is in the text."""
    return [field for field, (words, _) in CANARIES.items() if any(word in told for word in words)]


def text_of(answer: HttpResponse | StreamingHttpResponse) -> str:
    """Text of the whole answer, headers included.

    Workbooks are unzipped; text is extracted from pdf (stored as glyphs).
    """
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
    """Text of the pdf twice, as extracted then without spaces, because a pdf may split words anywhere."""
    paper = PdfReader(io.BytesIO(body))
    told = "\n".join([str(paper.metadata), *(page.extract_text() for page in paper.pages)])
    # A place where a long key may be cut: a glyph keeps it, then shows it wherever it is drawn.
    told = told.replace("\u200b", "")
    return told + "\n" + "".join(told.split())
