"""Inspects an attachment in the sandbox, and says in the words of its owner why it is refused."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence

from pacte.infra.attachments.records import (
    AttachmentContent,
    AttachmentFlaw,
    AttachmentFormat,
    AttachmentMessage,
    FlawedAttachment,
)
from pacte.infra.attachments.refusals import refusal_error, unreadable_error
from pacte.infra.attachments.text_inspection import inspect_text
from pacte.infra.sandbox.limits import SandboxLimits
from pacte.infra.sandbox.parent import SandboxFailure, SandboxFailureCause, SandboxRefusal, run_sandboxed

PDF_ENTRY = "pacte.infra.attachments.pdf_worker.pdf"
PACKAGE_ENTRY = "pacte.infra.attachments.package_worker.package"
IMAGE_ENTRY = "pacte.infra.attachments.image_worker.image"
_PICTURES = (AttachmentFormat.PNG, AttachmentFormat.JPEG)
_LIMITS = SandboxLimits(
    address_space=1536 * 1024**2, cpu_seconds=30, silence_seconds=60.0, wall_seconds=60.0,
    message_bytes=32 * 1024**2, answer_bytes=33 * 1024**2,
)  # fmt: skip


def inspect_attachment(data: bytes, *, expected: AttachmentFormat, name: str) -> AttachmentContent:
    """What to keep of ``data``, whose name announces ``expected``. ``name`` appears in the errors only.

    The caller has bounded the size. Raises ``ValidationError``: ``attachment_<flaw>``, ``attachment_unreadable``.
    """
    try:
        content = inspect_text(data) if expected is AttachmentFormat.TEXT else _content_of_child(data, expected)
    except FlawedAttachment as refusal:
        raise refusal_error(refusal.flaw, name) from refusal
    except SandboxFailure as failure:
        raise unreadable_error(failure.cause, name) from failure
    if content.format is not expected:
        raise refusal_error(AttachmentFlaw.OTHER_FORMAT, name)
    return content


def _content_of_child(data: bytes, expected: AttachmentFormat) -> AttachmentContent:
    entry, arguments = _entry_of(expected)
    with tempfile.TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        try:
            with run_sandboxed(entry, source, limits=_LIMITS, kinds=AttachmentMessage, arguments=arguments) as messages:
                first, *others = [*messages] or [None]
                if first is None or first.kind is not AttachmentMessage.FORMAT or len(others) > 1:
                    raise SandboxFailure(SandboxFailureCause.UNREADABLE)
                content_format = _format_of(first.json_object().get("format"))
        except SandboxRefusal as refusal:
            raise FlawedAttachment(_flaw_of(refusal.reasons.get("flaw"))) from refusal
    return AttachmentContent(content_format, others[0].body if others else data, is_rewritten=bool(others))


def _entry_of(expected: AttachmentFormat) -> tuple[str, Sequence[str]]:
    if expected is AttachmentFormat.PDF:
        return PDF_ENTRY, ()
    return (IMAGE_ENTRY, (expected.value,)) if expected in _PICTURES else (PACKAGE_ENTRY, ())


def _format_of(value: object) -> AttachmentFormat:
    """The child is not trusted: raises ``SandboxFailure`` for a format that does not exist."""
    try:
        return AttachmentFormat(str(value))
    except ValueError as error:
        raise SandboxFailure(SandboxFailureCause.UNREADABLE) from error


def _flaw_of(value: object) -> AttachmentFlaw:
    try:
        return AttachmentFlaw(str(value))
    except ValueError as error:
        raise SandboxFailure(SandboxFailureCause.UNREADABLE) from error
