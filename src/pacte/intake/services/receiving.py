"""Receive a file, say how it is read, or give it up. Nothing of its content is written here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import Sum

from pacte.audit.services import audit_event
from pacte.exchange.sandbox.launcher import safe_file_name
from pacte.intake.catalog import file_kind
from pacte.intake.errors import KnownFile
from pacte.intake.file_kind import FileKind
from pacte.intake.models import ReceivedContent, ReceivedFile
from pacte.intake.queries import context_of, may_act_on
from pacte.intake.records import FileContext, FileMapping, FileSender, FileState
from pacte.intake.rules import file_scope
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import format_number

# Files that an organisation leaves waiting: the oldest content is dropped, its line of the ledger stays.
MAX_WAITING_FILES = 20
MAX_WAITING_BYTES = 500 * 1024**2


def receive_file(
    *, actor: Actor, kind: FileKind, sender: FileSender, file_name: str, data: bytes, options: Mapping[str, str]
) -> ReceivedFile:
    """Keep a file until its sender writes it. The same file again, by the same sender, is the same line of the ledger.

    Raises ``NotFound``, ``PermissionDenied``, ``ValidationError`` (size, answers), or ``Conflict`` while it is written.
    """
    _refuse_other_senders(actor, kind, sender)
    name = safe_file_name(file_name)
    _refuse_size(actor, kind, name, len(data))
    context = FileContext(actor, sender, name, options)
    kind.check_options(context)
    key = {
        "organisation": sender.organisation,
        "host": sender.host,
        "kind": kind.code,
        "scope": file_scope(kind.options(context), options),
        "digest": hashlib.sha256(data).hexdigest(),
    }
    with transaction.atomic():
        file = ReceivedFile.objects.select_for_update(of=("self",)).filter(**key).first()
        file = _receive_again(actor, file, name, options) if file else _create(actor, key, name, len(data), options)
        _keep_content(kind, file, data)
    return file


def set_file_mapping(*, actor: Actor, file: ReceivedFile, mapping: FileMapping) -> None:
    """Say which column is which, and what the words of the file mean. Raises ``PermissionDenied`` or ``Conflict``."""
    refuse_unless_waiting(actor, file)
    with audit_event(
        actor=actor, name="intake.map_file", organisation_id=file.organisation_id, subject_kind="received_file",
        subject_id=file.pk, subject_label=file.file_name,
    ) as entry:  # fmt: skip
        file.mapping = mapping.plain()
        file.save(update_fields=["mapping"])
        columns = len(mapping.headings) + len(mapping.columns)
        entry.detail.update(columns=columns, words=len(mapping.words))


def answer_file_questions(*, actor: Actor, file: ReceivedFile, answers: Mapping[str, str]) -> None:
    """Change what was answered with a file that waits; an answer that is not given is forgotten.

    Raises ``PermissionDenied``, ``Conflict``, ``ValidationError`` with the name of the question, or ``KnownFile``.
    """
    refuse_unless_waiting(actor, file)
    kind, context = file_kind(file.kind), context_of(actor=actor, file=file)
    sent = {each.name: answers.get(each.name, "") for each in kind.open_options(context)}
    options = {name: answer for name, answer in {**file.options, **sent}.items() if answer}
    context = replace(context, options=options)
    kind.check_options(context)
    changed = sorted(name for name, answer in sent.items() if answer != file.options.get(name, ""))
    file.options, file.scope = options, file_scope(kind.options(context), options)
    with audit_event(
        actor=actor, name="intake.answer_file", organisation_id=file.organisation_id, subject_kind="received_file",
        subject_id=file.pk, subject_label=file.file_name,
    ) as entry:  # fmt: skip
        same = ReceivedFile.objects.filter(
            organisation=file.organisation, host=file.host, kind=file.kind, scope=file.scope, digest=file.digest
        )
        try:
            with transaction.atomic():
                file.save(update_fields=["options", "scope"])
        except IntegrityError as error:
            raise KnownFile(same.values_list("pk", flat=True).get()) from error
        entry.detail.update(changed=", ".join(changed))


def discard_file(*, actor: Actor, file: ReceivedFile) -> None:
    """Give up a file that is not written. Its content is deleted; its line stays in the ledger."""
    refuse_unless_waiting(actor, file)
    with audit_event(
        actor=actor, name="intake.discard_file", organisation_id=file.organisation_id, subject_kind="received_file",
        subject_id=file.pk, subject_label=file.file_name,
    ):  # fmt: skip
        ReceivedContent.objects.filter(file=file).delete()
        file.state = FileState.DISCARDED
        file.save(update_fields=["state"])


def refuse_unless_waiting(actor: Actor, file: ReceivedFile) -> None:
    """Raises ``PermissionDenied`` for another reader than its senders, ``Conflict`` when the file does not wait."""
    if not may_act_on(actor=actor, file=file):
        raise PermissionDenied("intake_right", "Ce fichier est à qui l’a déposé.", hint="Demandez-le-lui.")
    if file.state != FileState.RECEIVED:
        raise Conflict(
            "file_not_waiting",
            f"« {file.file_name} » n’attend plus rien.",
            hint="Déposez-le de nouveau pour le relire.",
        )


def _refuse_other_senders(actor: Actor, kind: FileKind, sender: FileSender) -> None:
    allowed = {(each.organisation.pk, each.host.pk) for each in kind.senders(actor)}
    if not actor.is_system and (sender.organisation.pk, sender.host.pk) not in allowed:
        raise NotFound


def _refuse_size(actor: Actor, kind: FileKind, name: str, size: int) -> None:
    largest = max(kind.max_bytes, kind.max_command_bytes if actor.is_system else 0)
    if not size:
        raise ValidationError("file", f"« {name} » est vide.", hint="Vérifiez que vous avez choisi le bon fichier.")
    if size > largest:
        most = format_number(largest // 1024**2)
        raise ValidationError("file", f"« {name} » dépasse {most} Mo.", hint="Coupez-le en plusieurs fichiers.")


def _receive_again(actor: Actor, file: ReceivedFile, name: str, options: Mapping[str, str]) -> ReceivedFile:
    """The same bytes are checked again with what is known today: what they wrote is not written twice."""
    if file.state == FileState.WRITING:
        raise Conflict("file_writing", f"« {file.file_name} » est en cours d’écriture.", hint="Attendez la fin.")
    file.state, file.position, file.counts = FileState.RECEIVED, 0, {}
    file.file_name, file.options, file.note = name[:255], dict(options), ""
    file.person_id, file.person_name, file.received_at = actor.person_id, actor.name[:200], now()
    file.save()
    return file


def _create(actor: Actor, key: Mapping[str, object], name: str, size: int, options: Mapping[str, str]) -> ReceivedFile:
    sender = key["organisation"]
    with audit_event(
        actor=actor, name="intake.receive_file", organisation_id=sender.pk, subject_kind="received_file",  # type: ignore[attr-defined]
        subject_label=name[:255],
    ) as entry:  # fmt: skip
        try:
            with transaction.atomic():
                file = ReceivedFile.objects.create(
                    **key, options=dict(options), file_name=name[:255], size=size, person_id=actor.person_id,
                    person_name=actor.name[:200], received_at=now(),
                )  # fmt: skip
        except IntegrityError as error:
            raise Conflict(
                "file_of_another", "Ce même fichier vient d’être déposé.", hint="Attendez un instant, puis recommencez."
            ) from error
        entry.set_subject("received_file", file.pk, name[:255])
        entry.detail.update(kind=file.kind, digest=file.digest, size=size)
    return file


def _keep_content(kind: FileKind, file: ReceivedFile, data: bytes) -> None:
    ReceivedContent.objects.update_or_create(
        file=file,
        defaults={
            "organisation": file.organisation, "host": file.host, "is_personal": kind.is_personal, "data": data,
            "expires_at": now() + kind.content_delay,
        },
    )  # fmt: skip
    waiting = ReceivedContent.objects.filter(organisation=file.organisation, file__state=FileState.RECEIVED)
    latest = list(waiting.order_by("-file__received_at").values_list("pk", flat=True)[:MAX_WAITING_FILES])
    waiting.exclude(pk__in=latest).delete()
    total = ReceivedContent.objects.aggregate(total=Sum("file__size"))["total"] or 0
    if total > MAX_WAITING_BYTES:
        raise ValidationError(
            "file", "Trop de fichiers attendent d’être écrits.", hint="Écrivez ou abandonnez ceux qui attendent."
        )
