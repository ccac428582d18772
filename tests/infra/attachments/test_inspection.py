"""An attachment is what its bytes say, and nothing active is kept. Each refusal has its file."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pacte.infra.attachments.inspection import inspect_attachment
from pacte.infra.attachments.records import AttachmentFlaw, AttachmentFormat, FlawedAttachment
from pacte.infra.attachments.refusals import refusal_error
from pacte.infra.attachments.text_inspection import inspect_text
from pacte.kernel.errors import ValidationError
from tests.infra.attachments import samples

DOCX, PDF, TEXT = AttachmentFormat.DOCX, AttachmentFormat.PDF, AttachmentFormat.TEXT
_LINK = samples.external("hyperlink", "https://example.org/")
_CHART_VALUES = samples.archive(samples.XLSX_PARTS)
_MACROS = "application/vnd.ms-office.vbaProject"
_FORMULA = "<worksheet><c><f>cmd|'/c calc'!A0</f></c></worksheet>"


def refusal(data: bytes, expected: AttachmentFormat) -> str:
    with pytest.raises(ValidationError) as caught:
        inspect_attachment(data, expected=expected, name="piece")
    assert "« piece »" in str(caught.value)
    return caught.value.code.removeprefix("attachment_")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (samples.pdf(), PDF),
        (samples.pdf(opening=samples.entry(S="/GoTo")), PDF),
        (samples.pdf(annotation=samples.entry(S="/URI", URI="https://example.org/Launch")), PDF),
        (samples.docx(), DOCX),
        (samples.docx(**{"word/_rels/document.xml.rels": _LINK}), DOCX),
        (samples.docx(**{"word/embeddings/Values.xlsx": _CHART_VALUES}), DOCX),
        (samples.docx(**{"word/_rels/settings.xml.rels":
                         samples.external("attachedTemplate", r"file:///C:\Modeles\note.dotx")}), DOCX),
        (samples.archive(samples.XLSX_PARTS), AttachmentFormat.XLSX),
        (samples.archive(samples.ODT_PARTS), AttachmentFormat.ODT),
        ("Élève;note\nA;3 < 4\n".encode(), TEXT),
        ("Élève;-1\r\n".encode("cp1252"), TEXT),
    ],
)  # fmt: skip
def test_a_sound_attachment_is_kept_as_it_came(data: bytes, expected: AttachmentFormat) -> None:
    content = inspect_attachment(data, expected=expected, name="piece")
    assert (content.format, content.data, content.is_rewritten) == (expected, data, False)


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        (samples.pdf(password="secret"), "encrypted"),
        (samples.pdf(opening=samples.entry(S="/JavaScript", JS="app.alert(1)")), "script"),
        (samples.pdf(annotation=samples.entry(Subtype="/Link", S="/Launch", F="calc.exe")), "launch"),
        (samples.pdf(annotation=samples.entry(S="/SubmitForm", F="https://example.org/")), "external_content"),
        (samples.pdf(annotation=samples.entry(Subtype="/RichMedia")), "media"),
        (samples.pdf(annotation=samples.entry(XFA="xdp")), "dynamic_form"),
        (samples.pdf(opening=samples.entry(S="/URI", URI="https://example.org/")), "action_at_opening"),
        (samples.pdf_with_file(), "embedded_file"),
        # No table of the file lists it any more, and its name is disguised.
        (samples.pdf() + b"\n9 0 obj << /S /Java#53cript >> endobj\n", "script"),
        (samples.pdf()[:200], "damaged"),
        (b"%PDF-1.7 rien", "damaged"),
    ],
)  # fmt: skip
def test_a_pdf_that_acts_hides_or_loads_is_refused(data: bytes, flaw: str) -> None:
    assert refusal(data, PDF) == flaw


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        (samples.archive(samples.XLSX_PARTS), "other_format"),
        (samples.archive({"word/document.xml": "<a/>"}), "other_format"),
        (samples.docx(**{"[Content_Types].xml": samples.content_type(_MACROS)}), "macro"),
        (samples.docx(**{"word/vbaProject.bin": b"x"}), "macro"),
        (samples.docx(**{"word/embeddings/oleObject1.bin": b"x"}), "ole_object"),
        (samples.docx(**{"word/embeddings/Values.xlsx": samples.docx(**{"word/vbaProject.bin": b"x"})}), "macro"),
        (samples.docx(**{"word/activeX/activeX1.xml": "<a/>"}), "active_control"),
        (samples.docx(**{"word/_rels/a.rels": samples.external("attachedTemplate", "https://x/a.dotm")}),
         "external_content"),
        (samples.docx(**{"word/_rels/a.rels": samples.external("image", "https://x/a.png")}), "external_content"),
        (samples.docx(**{"word/footer1.xml": samples.field_codes("DD", "EAUTO c:/cmd.exe")}), "dde"),
        (samples.docx(**{"word/footer1.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "damaged"),
        (samples.docx(**{"../../etc/cron.d/x": b"x"}), "part_name"),
        (samples.docx(**{"WORD/document.xml": b"x"}), "part_name"),
        (samples.docx(**{"word/media/a.bmp": b"0" * 8 * 1024**2}), "oversized"),
        (samples.docx()[:-30], "damaged"),
    ],
)  # fmt: skip
def test_an_office_document_that_acts_hides_or_loads_is_refused(data: bytes, flaw: str) -> None:
    assert refusal(data, DOCX) == flaw


@pytest.mark.parametrize(
    ("parts", "expected", "flaw"),
    [
        ({**samples.XLSX_PARTS, "xl/worksheets/sheet2.xml": _FORMULA}, AttachmentFormat.XLSX, "dde"),
        ({**samples.XLSX_PARTS, "xl/externalLinks/a.xml": "<a/>"}, AttachmentFormat.XLSX, "external_content"),
        ({**samples.ODT_PARTS, "Basic/Standard/Module1.xml": "<a/>"}, AttachmentFormat.ODT, "macro"),
        ({**samples.ODT_PARTS, "META-INF/manifest.xml": "<m><encryption-data/></m>"}, AttachmentFormat.ODT,
         "encrypted"),
        ({**samples.ODT_PARTS, "content.xml": '<c><image href="https://x/a.png"/></c>'}, AttachmentFormat.ODT,
         "external_content"),
        ({**samples.ODT_PARTS, "content.xml": '<c><event-listener macro-name="a"/></c>'}, AttachmentFormat.ODT,
         "macro"),
    ],
)  # fmt: skip
def test_workbooks_and_open_documents_are_held_to_the_same(
    parts: dict[str, str], expected: AttachmentFormat, flaw: str
) -> None:
    assert refusal(samples.archive(parts), expected) == flaw


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_is_kept_upright_without_the_place_nor_the_device(kind: str) -> None:
    expected = AttachmentFormat.JPEG if kind == "JPEG" else AttachmentFormat.PNG
    sent = samples.photo(kind=kind) + b"hidden tail"
    content = inspect_attachment(sent, expected=expected, name="photo")
    assert content.is_rewritten
    with Image.open(io.BytesIO(content.data)) as picture:
        picture.load()
        assert picture.size == (20, 40), "turned as its camera asked"
        assert not picture.getexif()
    assert b"MarqueDuTelephone" in sent
    for hidden in (b"MarqueDuTelephone", b"Exif", b"eXIf", b"hidden tail"):
        assert hidden not in content.data


def test_a_picture_that_does_not_decode_or_is_oversized_is_refused() -> None:
    png = samples.photo(kind="PNG")
    assert refusal(png[:60], AttachmentFormat.PNG) == "damaged"
    assert refusal(samples.photo()[:-200], AttachmentFormat.JPEG) == "damaged"
    assert refusal(png, AttachmentFormat.JPEG) == "damaged"
    # Its header announces 30,000 points a side, which would fill the memory.
    header = b"IHDR" + struct.pack(">II", 30_000, 30_000) + png[24:29]
    bomb = png[:12] + header + struct.pack(">I", zlib.crc32(header)) + png[33:]
    assert refusal(bomb, AttachmentFormat.PNG) == "oversized"


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("  <!DOCTYPE html><p>a", AttachmentFlaw.MARKUP),
        ("\ufeff<svg xmlns='a'/>", AttachmentFlaw.MARKUP),
        ("bonjour\n<script>alert(1)</script>", AttachmentFlaw.MARKUP),
        ("#!/bin/sh\nrm", AttachmentFlaw.MARKUP),
        ("nom;note\na;=cmd|'/c calc'!A0", AttachmentFlaw.DDE),
        ("a\x00b", AttachmentFlaw.NOT_TEXT),
        ("\x7fELF\x02", AttachmentFlaw.NOT_TEXT),
    ],
)
def test_a_page_a_program_or_bytes_do_not_pass_for_a_text(text: str, flaw: AttachmentFlaw) -> None:
    with pytest.raises(FlawedAttachment) as caught:
        inspect_text(text.encode())
    assert caught.value.flaw is flaw


@given(st.text(alphabet="abc é;,\t\n0123456789.€", max_size=80))
def test_plain_words_and_numbers_are_a_text(text: str) -> None:
    assert inspect_text(text.encode()).data == text.encode()


@pytest.mark.parametrize("flaw", AttachmentFlaw)
def test_each_refusal_says_what_why_and_what_to_do(flaw: AttachmentFlaw) -> None:
    error = refusal_error(flaw, "a.pdf")
    assert error.code == f"attachment_{flaw.value}"
    assert error.reason
    assert error.hint


@pytest.mark.usefixtures("new_interpreters")
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (samples.pdf(annotation=samples.entry(Contents="Élève")), PDF),
        (samples.docx(**{"word/é.xml": "<a/>"}), DOCX),
        (samples.photo(), AttachmentFormat.JPEG),
        (samples.photo(kind="PNG"), AttachmentFormat.PNG),
    ],
)
def test_a_reader_opens_no_file_once_its_limits_are_set(data: bytes, expected: AttachmentFormat) -> None:
    """What it needs is loaded before: a new interpreter reads as on a site."""
    assert inspect_attachment(data, expected=expected, name="piece").format is expected
