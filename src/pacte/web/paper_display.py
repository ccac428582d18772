"""A paper in pages: its text as it was made, where each signature stands, and the file that holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse

from pacte.exchange.documents import paper_docx, paper_pdf
from pacte.exchange.documents.paper_text import PrintedPaper
from pacte.kernel.errors import hide_unless
from pacte.kernel.french import format_day
from pacte.procedures.queries.papers import CasePaperDetail
from pacte.procedures.records.papers import PaperAnswerKind, PaperState, SignatoryState
from pacte.procedures.rules.papers import signing_text
from pacte.web.downloads import file_response

if TYPE_CHECKING:
    from pacte.procedures.models import CasePaper


def paper_badge(state: PaperState) -> dict[str, str]:
    """« signé par 2 sur 3 » as a word, a sign and a tone."""
    word = signing_text(state)
    if state.is_signed:
        return {"word": word, "sign": "check", "tone": "good"}
    if state.is_outdated or any(each.answer is PaperAnswerKind.REFUSED for each in state.signatories):
        return {"word": word, "sign": "triangle", "tone": "bad"}
    return {"word": word, "sign": "half", "tone": "watch"}


def signature_text(each: SignatoryState) -> str:
    """« signé le 3 mars 2021 », « à signer, par son lien »."""
    if each.answered_on is None:
        if each.is_region:
            return "à signer ici, par qui pilote"
        if each.has_account:
            return "à signer, depuis son compte"
        return "à signer, par le lien de son courriel" if each.has_address else "à signer à la main : aucun courriel"
    day = format_day(each.answered_on)
    match each.answer:
        case PaperAnswerKind.SIGNED:
            account = f", par {each.by}, depuis son compte" if each.has_account else ", par son lien"
            return f"signé le {day}{f', par {each.by}' if each.is_region else account}"
        case PaperAnswerKind.BY_HAND:
            return f"signé à la main le {day} ; l’original est au dossier"
        case _:
            return f"refusé le {day} : {each.reason}"


def paper_file(each: CasePaperDetail, extension: str) -> HttpResponse:
    """The paper as PDF, or DOCX where the description says so. Raises ``NotFound`` for another format.

    It is never kept on disk: unlike the documents of a plan, it is not public.
    """
    row, state, paper = each.row, each.state, each.state.paper
    printed = PrintedPaper(
        content=row.content, label=paper.label, number=row.case.number, digest=row.digest, version=row.version,
        made_on=row.made_on,
        signatures=tuple((who.name, signature_text(who) if who.answer else "") for who in state.signatories),
        is_outdated=state.is_outdated, synthetic=settings.INSTANCE.name == "demo",
    )  # fmt: skip
    name = f"{row.code}_{row.case.number}_{row.made_on:%Y-%m-%d}.{extension}"
    if extension == "pdf":
        return file_response(paper_pdf.write(printed), paper_pdf.MEDIA_TYPE, name)
    hide_unless(extension == "docx" and paper.is_docx)
    return file_response(paper_docx.write(printed), paper_docx.MEDIA_TYPE, name)


def paper_text_values(row: CasePaper) -> dict[str, Any]:
    """Values of ``cases/paper_text.html``: each line of a table as labels and values, so that it reads on a phone."""
    return {"parties": row.content["parties"], "parts": [_part_values(each) for each in row.content["parts"]]}


def _part_values(part: dict[str, Any]) -> dict[str, Any]:
    labels = [each["label"] for each in part["columns"]]
    lines = [[pair for pair in zip(labels, row, strict=True) if pair[1]] for row in part["rows"]]
    return {"heading": part["heading"], "sentences": part["sentences"], "lines": lines}
