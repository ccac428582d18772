"""A plain text or table of values. Pure: no parser is needed, so no sandbox."""

from __future__ import annotations

import re

from pacte.infra.attachments.records import AttachmentContent, AttachmentFlaw, AttachmentFormat, FlawedAttachment

_MARKUP = re.compile(
    r"^\s*<(?:!doctype|\?xml|\?php|html|svg|head|body|[a-z]+:)|<(?:script|svg|html|iframe|object|embed)[\s/>]|^#!",
    re.IGNORECASE,
)
# A spreadsheet that opens the table would start a program: =cmd|'/c …'!A0.
_DDE = re.compile(r"""(?:^|[;,\t"])\s*[=+\-@][^;,\t\r\n"|]{0,80}\|\s*'""", re.MULTILINE)
# Bytes that text has no use for, apart from tab, end of line, form feed and escape.
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def inspect_text(data: bytes) -> AttachmentContent:
    """Raises ``FlawedAttachment``: not text, a page or a program in disguise, a cell that starts a program."""
    if _CONTROLS.search(data):
        raise FlawedAttachment(AttachmentFlaw.NOT_TEXT)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        if text.count("�") > len(text) // 100:
            raise FlawedAttachment(AttachmentFlaw.NOT_TEXT) from None
    if _MARKUP.search(text):
        raise FlawedAttachment(AttachmentFlaw.MARKUP)
    if _DDE.search(text):
        raise FlawedAttachment(AttachmentFlaw.DDE)
    return AttachmentContent(AttachmentFormat.TEXT, data)
