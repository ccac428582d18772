"""Saves an answer under a number: author, scope, and the document as given."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from django.db import connection
from django.db.models import Max

from pacte.accounts.models import Organisation
from pacte.audit.services import audit_event
from pacte.indicators.models import SavedAnswer
from pacte.indicators.permissions import may
from pacte.indicators.records import AnswerDocument, IndicatorQuestion
from pacte.indicators.rules.answer_document import question_to_json
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import hide_unless
from pacte.notifications.services.system_access import as_system


def save_indicator_answer(
    *, actor: Actor, host: Organisation, question: IndicatorQuestion, document: AnswerDocument
) -> AnswerDocument:
    """The document with its number. Asking again with the same answer gives the same number."""
    hide_unless(may(actor, "indicators.ask", host.pk))
    question_json = question_to_json(question)
    digest = hashlib.sha256(f"{json.dumps(question_json, sort_keys=True)}\n{document.text}".encode()).hexdigest()
    name = actor.name[:200]
    same = SavedAnswer.objects.filter(organisation=host, person_id=actor.person_id, person_name=name, digest=digest)
    if (previous := same.first()) is not None:
        return replace(document, number=previous.number)
    with audit_event(
        actor=actor, name="indicators.answer", subject_kind="answer", subject_label="Réponse d’indicateurs",
        organisation_id=host.pk,
    ) as entry:  # fmt: skip
        with connection.cursor() as cursor:
            # Serialised: concurrent requests get different numbers.
            cursor.execute("select pg_advisory_xact_lock(hashtext('indicators.answer'), %s)", [host.pk])
        row = SavedAnswer.objects.create(
            organisation=host,
            number=_next_number(actor, host),
            asked_at=now(),
            person_id=actor.person_id,
            person_name=name,
            scope=list(document.scope),
            question=question_json,
            known_on=question.known_on,
            document=document.text,
            digest=digest,
        )
        entry.set_subject("answer", row.number, "Réponse d’indicateurs")
    return replace(document, number=row.number)


def _next_number(actor: Actor, host: Organisation) -> int:
    """Next sequential number. Runs as the system actor: row-level security hides the answers of others."""
    with as_system(actor):
        last = SavedAnswer.objects.filter(organisation=host).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1
