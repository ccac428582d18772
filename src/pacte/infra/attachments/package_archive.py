"""The archive that an office document is: its parts, none of which is read beyond the bounds."""

from __future__ import annotations

import io
import zipfile

from pacte.infra.attachments.records import AttachmentFlaw, FlawedAttachment
from pacte.kernel.archives import DAMAGED_ARCHIVE_ERRORS

MAX_PARTS = 3_000
MAX_UNPACKED = 150 * 1024**2
MAX_RATIO, MIN_SIZE_FOR_RATIO = 300, 4 * 1024**2
_ENCRYPTED_FLAG = 0x1
_SYMLINK, _TYPE_MASK = 0xA000, 0xF000
_FIRST_SIGN = b"PK\x03\x04"


class PackageArchive:
    """Parts by name. Raises ``FlawedAttachment``: bomb, odd names, password, damage, bytes before the archive."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED_ARCHIVE_ERRORS as error:
            raise FlawedAttachment(AttachmentFlaw.DAMAGED) from error
        parts = self._archive.infolist()
        if not data.startswith(_FIRST_SIGN) or not parts:
            raise FlawedAttachment(AttachmentFlaw.DAMAGED)
        _refuse_sizes(parts)
        _refuse_names(parts)
        self._left = MAX_UNPACKED
        self.names = [part.filename for part in parts if not part.is_dir()]

    def read(self, name: str) -> bytes:
        """The bytes of a part. All parts read so far fit in the bound, whatever the archive announces."""
        try:
            with self._archive.open(name) as part:
                content = part.read(self._left + 1)
        except KeyError as error:
            raise FlawedAttachment(AttachmentFlaw.DAMAGED) from error
        except DAMAGED_ARCHIVE_ERRORS as error:
            raise FlawedAttachment(AttachmentFlaw.DAMAGED) from error
        self._left -= len(content)
        if self._left < 0:
            raise FlawedAttachment(AttachmentFlaw.OVERSIZED)
        return content


def _refuse_sizes(parts: list[zipfile.ZipInfo]) -> None:
    is_swollen = any(
        part.file_size > MIN_SIZE_FOR_RATIO and part.file_size > MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if is_swollen or len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise FlawedAttachment(AttachmentFlaw.OVERSIZED)


def _refuse_names(parts: list[zipfile.ZipInfo]) -> None:
    """``orig_filename`` is the name as written: the library hides what follows a null, and turns backslashes."""
    seen: set[str] = set()
    for part in parts:
        name = part.orig_filename
        is_odd = name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")
        if is_odd or not name.isprintable() or name.casefold() in seen:
            raise FlawedAttachment(AttachmentFlaw.PART_NAME)
        if (part.external_attr >> 16) & _TYPE_MASK == _SYMLINK:
            raise FlawedAttachment(AttachmentFlaw.PART_NAME)
        if part.flag_bits & _ENCRYPTED_FLAG:
            raise FlawedAttachment(AttachmentFlaw.ENCRYPTED)
        seen.add(name.casefold())
