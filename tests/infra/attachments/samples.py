"""Attachments made for the tests: sound ones, and each hostile one from a sound one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
_MAIN = (
    '<Override PartName="/{}" ContentType="application/vnd.openxmlformats-officedocument.{}.main+xml"/>'
)  # fmt: skip
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Type="http://x/relationships/{}" Target="{}" TargetMode="External"/></Relationships>'
)
DOCX_PARTS = {
    "[Content_Types].xml": _TYPES.format(_MAIN.format("word/document.xml", "wordprocessingml.document")),
    "word/document.xml": f"<w:document {_W}><w:body><w:p><w:r><w:t>Essai DDE</w:t></w:r></w:p></w:body></w:document>",
}
XLSX_PARTS = {
    "[Content_Types].xml": _TYPES.format(_MAIN.format("xl/workbook.xml", "spreadsheetml.sheet")),
    "xl/worksheets/sheet1.xml": "<worksheet><sheetData><c><f>SUM(A1:A2)</f></c></sheetData></worksheet>",
}
ODT_PARTS = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "content.xml": '<o:c xmlns:o="urn:o" xmlns:x="urn:x"><o:a x:href="https://example.org/"/></o:c>',
}


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def docx(**parts: str | bytes) -> bytes:
    return archive({**DOCX_PARTS, **parts})


def field_codes(*runs: str) -> str:
    """A part of Word whose field code is cut in runs."""
    inside = "".join(f"<w:r><w:instrText>{run}</w:instrText></w:r>" for run in runs)
    return f"<w:document {_W}><w:body><w:p>{inside}</w:p></w:body></w:document>"


def external(kind: str, target: str) -> str:
    return _RELATIONS.format(kind, target)


def content_type(kind: str) -> str:
    return DOCX_PARTS["[Content_Types].xml"].replace("</Types>", f'<Default ContentType="{kind}"/></Types>')


def pdf(
    password: str = "", opening: DictionaryObject | None = None, annotation: DictionaryObject | None = None
) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    if opening is not None:
        writer.root_object[NameObject("/OpenAction")] = opening
    if annotation is not None:
        page[NameObject("/Annots")] = ArrayObject([writer._add_object(annotation)])
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_with_file() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("facture.xml", b"<a/>")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def entry(**values: str) -> DictionaryObject:
    """A PDF dictionary: a value that begins with « / » is a name, another one a text."""
    return DictionaryObject({
        NameObject(f"/{key}"): NameObject(value) if value.startswith("/") else TextStringObject(value)
        for key, value in values.items()
    })  # fmt: skip


def photo(size: tuple[int, int] = (40, 20), kind: str = "JPEG") -> bytes:
    """A photo that says where it was taken, lying on its side."""
    picture = Image.new("RGB", size, "green")
    facts = Image.Exif()
    facts[0x0112] = 6  # orientation: to be turned
    facts[0x010F] = "MarqueDuTelephone"
    facts.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    picture.save(out, kind, exif=facts)
    return out.getvalue()
