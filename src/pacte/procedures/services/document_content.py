"""Inspects the bytes of a document before they are kept: type, active content, virus."""

from __future__ import annotations

import hashlib
import logging

from django.conf import settings

from pacte.infra.antivirus.opening import open_scanner
from pacte.infra.antivirus.records import ScannerSilentError, ScanVerdict, VirusScanner
from pacte.infra.attachments.inspection import inspect_attachment
from pacte.infra.attachments.records import AttachmentFormat
from pacte.kernel.actor import Actor
from pacte.procedures.records.documents import DocumentContent
from pacte.procedures.rules.document_states import infected_error
from pacte.procedures.rules.document_types import document_type_of

_log = logging.getLogger(__name__)


def virus_scanner(*, actor: Actor) -> VirusScanner | None:
    """None: this installation has no antivirus, which anybody may know. Raises ``ConfigurationError``."""
    return open_scanner(settings.ANTIVIRUS, is_real=settings.INSTANCE.name == "real")


def inspect_document(*, actor: Actor, name: str, data: bytes) -> DocumentContent:
    """What may be kept of a file that somebody attaches; anybody may ask. Opens no transaction: it takes a second.

    Raises ``ValidationError``: ``file_size``, ``file_type``, ``file_lies``, ``attachment_<flaw>`` and
    ``attachment_unreadable``.
    """
    kind = document_type_of(name, data)
    content = inspect_attachment(data, expected=AttachmentFormat(kind.code), name=name)
    digest = hashlib.sha256(content.data).hexdigest()
    return DocumentContent(content.data, kind.media_type, digest, content.is_rewritten)


def scan_before_storage(*, actor: Actor, name: str, content: DocumentContent) -> ScanVerdict | None:
    """The verdict of the antivirus; None when it is silent or when there is none: the document is kept and waits.

    Raises ``ValidationError`` (``document_infected``): nothing of an infected file is kept while its owner is there to
    replace it.
    """
    scanner = virus_scanner(actor=actor)
    try:
        verdict = scanner.scan(content.data) if scanner else None
    except ScannerSilentError as error:
        _log.warning("no verdict of the antivirus: %s", error)
        return None
    if verdict and verdict.is_infected:
        raise infected_error(name)
    return verdict
