"""A letter of the case, for who applied: of award, or of refusal with its reasons and remedies."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase

from pacte.procedures.queries.papers import CasePaperDetail, own_letter
from pacte.web.pages.applications.base_pages import ApplicationPage
from pacte.web.paper_display import paper_file


class LetterFilePage(ApplicationPage):
    """As PDF. Raises ``NotFound`` for what somebody signs: it has its own page, and for another case."""

    http_method_names = ("get", "head")
    letter: CasePaperDetail

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        answer = super().load(*args, **kwargs)
        if answer is None:
            self.letter = own_letter(actor=self.actor, detail=self.detail, paper_id=kwargs["paper"])
        return answer

    def get(self, request: Any) -> HttpResponseBase:
        return paper_file(self.letter, "pdf")
