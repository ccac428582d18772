"""The auditor: disputes that nobody settled in time, what the audit log recorded in a week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.urls import reverse

from pacte.audit.queries import audit_act_counts
from pacte.indicators.permissions import may
from pacte.indicators.queries.disputes import visible_disputes
from pacte.kernel.actor import Role
from pacte.kernel.clock import PARIS
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.web.desk_panels import DeskEntry
from pacte.web.pages.desks.audit_tasks import owed_audits
from pacte.web.pages.desks.desk_reader import DeskReader
from pacte.web.pages.desks.role_desk import RoleDesk

_DAYS = 7
_MAX_DISPUTES, _MAX_SUBJECTS = 4, 4
# What the first word of an act is about.
_SUBJECTS = {
    "accounts": "comptes", "agenda": "rendez-vous", "committee": "comités", "decision": "décisions",
    "evaluation": "essais", "finance": "argent", "indicators": "chiffres", "interop": "échanges",
    "journeys": "parcours", "offer": "sessions", "plan": "plan", "procedures": "dossiers", "round": "tours",
    "steering": "pilotage",
}  # fmt: skip


def _waiting(reader: DeskReader) -> Iterator[DeskEntry]:
    """Disputes open that day, the first due first."""
    yield from owed_audits(reader)
    if not may(reader.actor, "indicators.see_disputes", reader.plan.organisation_id):
        return
    still_open = [
        each
        for each in visible_disputes(actor=reader.actor, host_id=reader.plan.organisation_id)
        if each.opened_on <= reader.on and (each.settled_on is None or each.settled_on > reader.on)
    ]
    for each in sorted(still_open, key=lambda dispute: dispute.due_on)[:_MAX_DISPUTES]:
        late = (reader.on - each.due_on).days
        yield DeskEntry(
            f"Désaccord {each.number} : {each.subject}",
            f"arbitre : {each.arbiter_name}" if each.arbiter_name else "sans arbitre",
            f"en retard de {pluralise(late, 'jour')}" if late > 0 else f"à trancher le {format_day(each.due_on)}",
            "bad" if late > 0 else "", "Lire les deux chiffres", reverse("disputes:dispute", args=[each.number]),
        )  # fmt: skip


def _moved(reader: DeskReader) -> Iterator[DeskEntry]:
    until = datetime.combine(reader.on, time.max, PARIS)
    counts = audit_act_counts(actor=reader.actor, since=until - timedelta(days=_DAYS), until=until)
    if not counts:
        return
    by_subject: Counter[str] = Counter()
    for act, count in counts.items():
        by_subject[_SUBJECTS.get(act.partition(".")[0], "autres")] += count
    most = ", ".join(f"{subject} {format_number(count)}" for subject, count in by_subject.most_common(_MAX_SUBJECTS))
    yield DeskEntry(
        f"{pluralise(sum(counts.values()), 'acte écrit', 'actes écrits')} au journal", most, f"en {_DAYS} jours",
        verb="Lire le journal du plan", url=reader.url("plan:history"),
    )  # fmt: skip


DESK = RoleDesk("audit", frozenset({Role.AUDITOR}), 40, waiting=_waiting, moved=_moved)
