"""Saves an answer under a number: author, scope, and the document as given."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from django.db import connection
from django.db.models import Max

from pacte.accounts.models import Organisation
from pacte.audit.services import audit_event
from pacte.indicators.models import KeptAnswer
from pacte.indicators.permissions import may
from pacte.indicators.records import Document, Question
from pacte.indicators.rules.document import question_told
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import NotFound
from pacte.notifications.services.system_access import as_system


def keep_answer(*, actor: Actor, host: Organisation, question: Question, given: Document) -> Document:
    """The document with its number. Asking again with the same answer gives the same number."""
    if not may(actor, "indicators.ask", host.pk):
        raise NotFound
    told = question_told(question)
    digest = hashlib.sha256(f"{json.dumps(told, sort_keys=True)}\n{given.text}".encode()).hexdigest()
    name = actor.name[:200]
    same = KeptAnswer.objects.filter(organisation=host, person_id=actor.person_id, person_name=name, digest=digest)
    if (kept := same.first()) is not None:
        return replace(given, number=kept.number)
    with audit_event(
        actor=actor, name="indicators.answer", subject_kind="answer", subject_label="Réponse d’indicateurs",
        organisation_id=host.pk,
    ) as entry:  # fmt: skip
        with connection.cursor() as cursor:
            # Serialised: concurrent requests get different numbers.
            cursor.execute("select pg_advisory_xact_lock(hashtext('indicators.answer'), %s)", [host.pk])
        row = KeptAnswer.objects.create(
            organisation=host,
            number=_next(actor, host),
            asked_at=now(),
            person_id=actor.person_id,
            person_name=name,
            scope=list(given.scope),
            question=told,
            known_on=question.known_on,
            document=given.text,
            digest=digest,
        )
        entry.set_subject("answer", row.number, "Réponse d’indicateurs")
    return replace(given, number=row.number)


def _next(actor: Actor, host: Organisation) -> int:
    """Next sequential number. Runs as the system actor: row-level security hides the answers of others."""
    with as_system(actor):
        last = KeptAnswer.objects.filter(organisation=host).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1
