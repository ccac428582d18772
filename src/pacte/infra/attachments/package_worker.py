"""Sandboxed reader of office documents: archives of parts, each of which is looked at."""

from __future__ import annotations

import encodings.cp437
import encodings.utf_16

from pacte.infra.attachments.answers import attachment_reader
from pacte.infra.attachments.office_parts import CONTENT_TYPES, nested_documents, office_format
from pacte.infra.attachments.opendocument_parts import MEDIA_TYPE, opendocument_format, refuse_active_opendocument
from pacte.infra.attachments.package_archive import PackageArchive
from pacte.infra.attachments.records import AttachmentContent, AttachmentFlaw, FlawedAttachment
from pacte.infra.sandbox.worker import FileReader, sandbox_entry

# Loaded before opening files is forbidden: encodings of the names in an archive, and of its parts.
PRELOADED_CODECS = (encodings.cp437, encodings.utf_16)
_MAX_DEPTH = 2


@sandbox_entry
def package() -> FileReader:
    return attachment_reader(inspect_package)


def inspect_package(data: bytes, *, depth: int = 0) -> AttachmentContent:
    """Raises ``FlawedAttachment``. A document inside, such as the values of a chart, is inspected as well."""
    if depth > _MAX_DEPTH:
        raise FlawedAttachment(AttachmentFlaw.OVERSIZED)
    archive = PackageArchive(data)
    if MEDIA_TYPE in archive.names and CONTENT_TYPES not in archive.names:
        package_format = opendocument_format(archive)
        refuse_active_opendocument(archive)
        return AttachmentContent(package_format, data)
    if CONTENT_TYPES not in archive.names:
        raise FlawedAttachment(AttachmentFlaw.OTHER_FORMAT)
    package_format = office_format(archive)
    for nested in nested_documents(archive):
        inspect_package(nested, depth=depth + 1)
    return AttachmentContent(package_format, data)
