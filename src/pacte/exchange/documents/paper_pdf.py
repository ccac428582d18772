"""Any paper of a case as PDF: one template, whatever its procedure."""

from __future__ import annotations

from typing import Any

from pacte.exchange.documents.paper_text import SIMPLE_SIGNATURE, PrintedPaper
from pacte.exchange.documents.pdf_rendering import render_pdf
from pacte.exchange.documents.pdf_texts import page_text
from pacte.kernel.french import format_day

MEDIA_TYPE = "application/pdf"


def write(paper: PrintedPaper) -> bytes:
    """The PDF. The same paper, signed by the same people, gives the same bytes."""
    made_on, nature = format_day(paper.made_on), " · Données fictives" if paper.synthetic else ""
    data = {
        "title": page_text(paper.content["title"]),
        "description": f"{paper.label}, établi le {made_on}" + (", données fictives" if paper.synthetic else ""),
        "keywords": ["pacte", paper.label],
        "version": f"établi le {made_on}",
        "footer": page_text(f"Dossier n° {paper.number} · empreinte {paper.digest[:16]}{nature}"),
        "running_title": page_text(paper.content["title"]),
        "short": True,
        "synthetic": paper.synthetic,
        "kicker": page_text(f"Dossier n° {paper.number}, établi le {made_on}"),
        "outdated": "Ce document est remplacé : le dossier a changé depuis." if paper.is_outdated else "",
        "parties": [page_text(each) for each in paper.content["parties"]],
        "parts": [_part(each) for each in paper.content["parts"]],
        "signatures": [{"name": page_text(name), "text": page_text(text)} for name, text in paper.signatures],
        "proof": page_text(f"{SIMPLE_SIGNATURE} Empreinte SHA-256 : {paper.digest}. Modèle : version {paper.version}."),
    }
    return render_pdf("paper.typ", data, paper.made_on)


def _part(part: dict[str, Any]) -> dict[str, Any]:
    return {
        "heading": page_text(part["heading"]),
        "sentences": [page_text(each) for each in part["sentences"]],
        "columns": [{"label": page_text(each["label"]), "num": each["is_number"]} for each in part["columns"]],
        "rows": [[page_text(cell) for cell in row] for row in part["rows"]],
    }
