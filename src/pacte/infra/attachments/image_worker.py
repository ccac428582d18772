"""Sandboxed reader of pictures: decoded, then written anew without place, device, comments or hidden tail."""

from __future__ import annotations

import io
from typing import IO, cast

from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from pacte.infra.attachments.answers import attachment_reader
from pacte.infra.attachments.records import AttachmentContent, AttachmentFlaw, AttachmentFormat, FlawedAttachment
from pacte.infra.sandbox.worker import FileReader, sandbox_entry

MAX_PIXELS = 64_000_000
MAX_SIDE = 20_000
_QUALITY = 90
_ORIENTATION = 0x0112
_LIBRARY_NAMES = {AttachmentFormat.JPEG: "JPEG", AttachmentFormat.PNG: "PNG"}
_KEPT_FACTS = ("icc_profile", "transparency", "dpi")


@sandbox_entry
def image(expected: str) -> FileReader:
    """``expected``: the format to open, « png » or « jpg »."""
    picture_format = AttachmentFormat(expected)
    # The library loads parts of itself while it reads: it reads a point of ours while files can still be opened.
    sample, facts = io.BytesIO(), Image.Exif()
    facts[_ORIENTATION] = 6
    Image.new("RGB", (1, 1)).save(sample, _LIBRARY_NAMES[picture_format], exif=facts)
    inspect_image(sample.getvalue(), picture_format)
    return attachment_reader(lambda data: inspect_image(data, picture_format))


def inspect_image(data: bytes, picture_format: AttachmentFormat) -> AttachmentContent:
    """The picture written anew, upright. Raises ``FlawedAttachment``: not decodable, or too many pixels."""
    try:
        picture = _open(io.BytesIO(data), picture_format)
        if max(picture.size) > MAX_SIDE or picture.width * picture.height > MAX_PIXELS:
            raise FlawedAttachment(AttachmentFlaw.OVERSIZED)
        upright = ImageOps.exif_transpose(picture)
    except (OSError, SyntaxError, ValueError) as error:
        raise FlawedAttachment(AttachmentFlaw.DAMAGED) from error
    upright.info = {name: upright.info[name] for name in _KEPT_FACTS if name in upright.info}
    out = io.BytesIO()
    if picture_format is AttachmentFormat.JPEG:
        upright.save(out, "JPEG", quality=_QUALITY, icc_profile=upright.info.get("icc_profile"), exif=b"")
    else:
        upright.save(out, "PNG", exif=b"")
    return AttachmentContent(picture_format, out.getvalue(), is_rewritten=True)


def _open(source: IO[bytes], picture_format: AttachmentFormat) -> Image.Image:
    """Opens that format alone: no other decoder is reachable. The bounds are ours, checked before decoding."""
    reader = JpegImageFile if picture_format is AttachmentFormat.JPEG else PngImageFile
    return cast(Image.Image, reader(source))
