"""Any paper of a case as DOCX, for who must add to it or sign it by hand. The PDF and the page say the same."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.shared import Cm, Pt

from pacte.exchange.documents.paper_text import SIMPLE_SIGNATURE, PrintedPaper
from pacte.exchange.documents.pdf_texts import page_text
from pacte.kernel.french import format_day

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LANGUAGE = "fr-FR"


def write(paper: PrintedPaper) -> bytes:
    """The DOCX: headings, paragraphs and tables in plain styles, without macro or field."""
    document = _empty_document(paper)
    document.add_heading(page_text(paper.content["title"]), level=1)
    document.add_paragraph(page_text(f"Dossier n° {paper.number}, établi le {format_day(paper.made_on)}."))
    if paper.synthetic:
        document.add_paragraph("Données fictives, inventées pour la démonstration.")
    if paper.is_outdated:
        document.add_paragraph("Ce document est remplacé : le dossier a changé depuis.")
    if paper.content["parties"]:
        document.add_heading("Entre", level=2)
        for party in paper.content["parties"]:
            document.add_paragraph(page_text(party), style="List Bullet")
    for part in paper.content["parts"]:
        _add_part(document, part)
    if paper.signatures:
        _add_signatures(document, paper)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _empty_document(paper: PrintedPaper) -> DocumentObject:
    document = Document()
    properties, made_at = document.core_properties, datetime.combine(paper.made_on, time())
    properties.title, properties.language, properties.author = paper.content["title"], _LANGUAGE, ""
    properties.comments = "Données fictives" if paper.synthetic else ""
    properties.created = properties.modified = made_at
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(10.5)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.footer.paragraphs[0].text = page_text(f"Dossier n° {paper.number} · empreinte {paper.digest[:16]}")
    return document


def _add_part(document: DocumentObject, part: dict[str, Any]) -> None:
    document.add_heading(page_text(part["heading"]), level=2)
    for sentence in part["sentences"]:
        document.add_paragraph(page_text(sentence))
    if part["rows"]:
        _add_table(document, [each["label"] for each in part["columns"]], part["rows"])


def _add_signatures(document: DocumentObject, paper: PrintedPaper) -> None:
    document.add_heading("Signatures", level=2)
    _add_table(document, ["Pour", "Nom, qualité, date et signature"], [list(each) for each in paper.signatures])
    document.add_paragraph(page_text(f"{SIMPLE_SIGNATURE} Empreinte SHA-256 : {paper.digest}."))


def _add_table(document: DocumentObject, headings: list[str], rows: list[list[str]]) -> None:
    table = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    for cell, label in zip(table.rows[0].cells, headings, strict=True):
        cell.paragraphs[0].add_run(page_text(label)).bold = True
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = page_text(text)
