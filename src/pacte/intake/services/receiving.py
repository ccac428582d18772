"""Receive a file, say how it is read, or give it up. Nothing of its content is written here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import IO, Any

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
    upload = _Upload(
        actor, kind, sender, safe_file_name(file_name)[:255], len(data), hashlib.sha256(data).hexdigest(), options
    )
    upload.refuse()
    with transaction.atomic():
        file = upload.find()
        file = upload.receive_again(file) if file else upload.create()
        _keep_content(kind, file, data)
    return file


def receive_stream(
    *, actor: Actor, kind: FileKind, sender: FileSender, file_name: str, stream: IO[bytes], options: Mapping[str, str]
) -> ReceivedFile:
    """The line of the ledger of a file whose content stays with whoever calls, such as a command.

    The same file again, with the same answers, goes on where its writing stopped: it is then in the state ``WRITING``.
    When another one was written since, it begins again: what it says is what its sender wants now.
    Raises as ``receive_file``.
    """
    stream.seek(0)
    digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
    upload = _Upload(actor, kind, sender, safe_file_name(file_name)[:255], stream.seek(0, 2), digest, options)
    upload.refuse()
    stream.seek(0)
    with transaction.atomic():
        file = upload.find()
        if file is None:
            return upload.create()
        return file if upload.goes_on(file) else upload.receive_again(file)


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


@dataclass(frozen=True, slots=True)
class _Upload:
    actor: Actor
    kind: FileKind
    sender: FileSender
    name: str
    size: int
    digest: str
    options: Mapping[str, str]

    @property
    def _context(self) -> FileContext:
        return FileContext(self.actor, self.sender, self.name, self.options)

    def refuse(self) -> None:
        """Raises ``NotFound`` for another than its senders, or ``ValidationError``."""
        allowed = {(each.organisation.pk, each.host.pk) for each in self.kind.senders(self.actor)}
        if not self.actor.is_system and (self.sender.organisation.pk, self.sender.host.pk) not in allowed:
            raise NotFound
        largest = max(self.kind.max_bytes, self.kind.max_command_bytes if self.actor.is_system else 0)
        if not self.size:
            raise ValidationError(
                "file", f"« {self.name} » est vide.", hint="Vérifiez que vous avez choisi le bon fichier."
            )
        if self.size > largest:
            most = format_number(largest // 1024**2)
            raise ValidationError(
                "file", f"« {self.name} » dépasse {most} Mo.", hint="Coupez-le en plusieurs fichiers."
            )
        self.kind.check_options(self._context)

    def find(self) -> ReceivedFile | None:
        return ReceivedFile.objects.select_for_update(of=("self",)).filter(**self._key()).first()

    def receive_again(self, file: ReceivedFile) -> ReceivedFile:
        """The same bytes are checked again with what is known today: what they wrote is not written twice."""
        if file.state == FileState.WRITING and _waits_here(file):
            raise Conflict("file_writing", f"« {file.file_name} » est en cours d’écriture.", hint="Attendez la fin.")
        file.state, file.position, file.counts = FileState.RECEIVED, 0, {}
        file.file_name, file.options, file.note = self.name, dict(self.options), ""
        file.person_id, file.person_name, file.received_at = self.actor.person_id, self.actor.name[:200], now()
        file.save()
        return file

    def goes_on(self, file: ReceivedFile) -> bool:
        if file.state != FileState.WRITING or file.options != dict(self.options) or _waits_here(file):
            return False
        others = ReceivedFile.objects.filter(kind=file.kind, host_id=file.host_id, written_at__gt=file.received_at)
        return not others.exclude(pk=file.pk).exists()

    def create(self) -> ReceivedFile:
        with audit_event(
            actor=self.actor, name="intake.receive_file", organisation_id=self.sender.organisation.pk,
            subject_kind="received_file", subject_label=self.name,
        ) as entry:  # fmt: skip
            try:
                with transaction.atomic():
                    file = ReceivedFile.objects.create(
                        **self._key(), options=dict(self.options), file_name=self.name, size=self.size,
                        person_id=self.actor.person_id, person_name=self.actor.name[:200], received_at=now(),
                    )  # fmt: skip
            except IntegrityError as error:
                raise Conflict(
                    "file_of_another", "Ce même fichier vient d’être déposé.",
                    hint="Attendez un instant, puis recommencez.",
                ) from error  # fmt: skip
            entry.set_subject("received_file", file.pk, self.name)
            entry.detail.update(kind=file.kind, digest=file.digest, size=self.size)
        return file

    def _key(self) -> dict[str, Any]:
        return {
            "organisation": self.sender.organisation,
            "host": self.sender.host,
            "kind": self.kind.code,
            "scope": file_scope(self.kind.options(self._context), self.options),
            "digest": self.digest,
        }


def _waits_here(file: ReceivedFile) -> bool:
    return ReceivedContent.objects.filter(file=file).exists()


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
