"""Program for ``./pacte django shell``: prints what people read of a demonstration, and its places counted one by one.

The text of each page asked, by reader; and the fill of the bought places by the rule, session by session.
"""

from __future__ import annotations

import html
import io
import json
import os
import re
import sys
import zipfile
from collections import Counter, defaultdict

from django.db.models import Q
from django.test import Client

from pacte.accounts.models import Person
from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Step
from pacte.kernel.clock import today
from pacte.offer.models import OrderItem, PlaceEntry, Session
from pacte.offer.records import EntryMode, PlacesBalance, SessionState
from pacte.offer.rules.states import session_entry_deadline
from tests.cast import MACHINE
from tests.oracles.fill_rate import SessionFill, compute_fill

_BALANCE = ("bought", "lost", "moved_in", "moved_out")
BACKEND = "pacte.accounts.backends.PasswordBackend"


def main() -> None:
    asked: dict[str, list[str]] = json.loads(os.environ["PAGES"])
    pages = {reader: {path: _text(reader, path) for path in paths} for reader, paths in asked.items()}
    with acting_as(MACHINE):
        fill = compute_fill(_sessions(), on=today())
    sys.stdout.write(json.dumps({"pages": pages, "fill": [fill.taken, fill.counted], "day": today().isoformat()}))


def _text(reader: str, path: str) -> str:
    """The words of the page or workbook, on one line, with ordinary spaces."""
    client = Client(HTTP_HOST="localhost")
    if reader:
        with acting_as(MACHINE):
            person = Person.objects.get(email=f"{reader}@pacte.example")
        client.force_login(person, backend=BACKEND)
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, (reader, path, answer.status_code)
    content = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", _markup(answer.content), flags=re.DOTALL)
    words = html.unescape(re.sub(r"<[^>]+>", " ", content)).replace("\u00a0", " ").replace("\u202f", " ")
    return re.sub(r" ([,.)])", r"\1", " ".join(words.split()))


def _markup(content: bytes) -> str:
    """A page, or the sheets of a workbook with their texts in place."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        texts = re.findall(r"<si>(.*?)</si>", book.read("xl/sharedStrings.xml").decode(), flags=re.DOTALL)
        sheets = " ".join(book.read(name).decode() for name in book.namelist() if "worksheets/" in name)
    return re.sub(r't="s"[^>]*><v>(\d+)</v>', lambda number: f">{texts[int(number.group(1))]}<v></v>", sheets)


def _sessions() -> list[SessionFill]:
    """Every session that has places, as the rule reads it: balance of the ledger, entries by the deadline."""
    balances: dict[int, Counter[str]] = defaultdict(Counter)
    moves: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for entry in PlaceEntry.objects.filter(corrected_by=None, happened_on__lte=today()):
        balances[entry.session_id][entry.kind] += entry.places
        if entry.kind == "moved_in" and entry.other_session_id:
            moves[entry.session_id].append((entry.other_session_id, entry.places))
    sessions = Session.objects.filter(pk__in=list(balances)).select_related("training_action")
    deadlines = {each.pk: session_entry_deadline(each.starts_on, each.enrol_until) for each in sessions}
    entries: Counter[int] = Counter()
    corrected = Step.objects.exclude(corrects_id=None).values("corrects_id")
    steps = Step.objects.filter(kind="entered", is_withdrawn=False, happened_on__lte=today())
    for step in steps.exclude(pk__in=corrected).select_related("journey"):
        session_id = step.session_id or step.journey.session_id
        deadline = deadlines.get(session_id or 0)
        entries[session_id or 0] += deadline is not None and step.happened_on <= deadline
    items = OrderItem.objects.filter(~Q(order=None)).order_by("-pk")
    ends = dict(items.values_list("session_id", "order__ends_on"))
    return [
        SessionFill(
            key=each.pk,
            places=PlacesBalance(**{name: balances[each.pk][name] for name in _BALANCE}),
            state=SessionState(each.state),
            starts_on=each.starts_on,
            first_starts_on=each.first_starts_on,
            enrol_until=each.enrol_until,
            entry_mode=EntryMode(each.training_action.entry_mode),
            entries=entries[each.pk],
            order_ends_on=ends.get(each.pk),
            moves=tuple(moves[each.pk]),
        )
        for each in sessions
    ]  # fmt: skip
