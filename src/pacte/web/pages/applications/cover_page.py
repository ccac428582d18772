"""One application as its author sees it: where it stands, what is awaited, its parts, its messages, its acts."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase

from pacte.kernel.french import format_day
from pacte.procedures.queries.applications import invited_to
from pacte.procedures.queries.flawed_documents import flawed_documents
from pacte.procedures.queries.outreach import won_on
from pacte.procedures.queries.papers import own_papers, signs_for_applicant
from pacte.procedures.records.form import SectionAuthor
from pacte.procedures.records.papers import PaperState, SignatoryState
from pacte.procedures.rules.applicant_addresses import arrival_text
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.form_answers import sections_by
from pacte.procedures.rules.retention import retention_text
from pacte.web.answers_display import answers_display
from pacte.web.application_display import awaited_text, stage_badge
from pacte.web.pages.applications.base_pages import ApplicationPage
from pacte.web.paper_display import paper_badge

_READS = ("get", "head")


class CoverPage(ApplicationPage):
    """Reading it writes nothing. Whoever was invited accepts first."""

    http_method_names = _READS
    template_name = "applications/cover.html"

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        application_id = kwargs["application"]
        if not self.is_account and application_id in dict(invited_to(actor=self.actor)):
            return self.redirect(self.own_url("accept", application_id))
        return super().load(*args, **kwargs)

    def context(self) -> dict[str, Any]:
        detail, case = self.detail, self.detail.application.case
        newest = procedure_by_code(detail.procedure.code)
        ends = {each.code: detail.procedure.stage(each.after).is_end for each in detail.moves}
        flawed, papers = flawed_documents(actor=self.actor, detail=detail), self._papers()
        paper_count = sum(each["is_awaited"] for each in papers)
        return {
            "badge": stage_badge(detail),
            "awaited": awaited_text(detail, flawed_count=len(flawed), paper_count=paper_count),
            "flawed": [
                {"text": f"{each.title} : {each.name}", "url": self.application_url("replace", each.pk)}
                for each in flawed
            ],
            "facts": self._facts(),
            "sections": [self._section(each) for each in detail.sections],
            "parts": answers_display(sections_by(detail.procedure.form, SectionAuthor.APPLICANT), case.values)
            if case
            else [],
            "is_ready": not any(each.code in detail.missing for each in detail.sections),
            "review_url": self.application_url("review"),
            "receipt_url": self.application_url("receipt") if detail.is_sent else "",
            "moves": [
                {
                    "verb": each.verb,
                    "url": self.application_url("move", each.code),
                    "is_end": ends[each.code],
                }
                for each in detail.moves
            ],
            "is_asked": bool(detail.is_sent and detail.may_write),
            "asked_why": next((e.reason for e in reversed(detail.events) if e.reason), ""),
            "attachments": detail.sent_attachments,
            "papers": [each for each in papers if not each["is_letter"]],
            "letters": [each for each in papers if each["is_letter"]],
            "events": [
                {"on": each.happened_on, "what": self._event_text(each.kind, each.after), "reason": each.reason}
                for each in reversed(detail.events)
            ],
            "messages_read": detail.messages,
            "message_url": self.application_url("message") if detail.is_sent else "",
            "is_newer": not detail.is_sent and detail.is_lead and newest.edition != detail.procedure.edition,
            "money_url": self.application_url("money") if detail.is_sent and detail.procedure.has_money else "",
            "outreach_url": self.application_url("outreach") if case and won_on(actor=self.actor, case=case) else "",
            "edition_url": self.application_url("edition"),
            "co_applicants_url": self.application_url("co_applicants")
            if detail.is_lead and not self.is_account
            else "",
            "question_url": self._question_url(),
            "delete_url": self.application_url("delete") if detail.is_lead else "",
            "keep_url": self.application_url("keep") if not detail.is_sent else "",
            "is_warned": detail.application.warned_days is not None,
        }

    def _question_url(self) -> str:
        """Of a call: what one asks is answered for everybody."""
        if self.detail.procedure.rounds is None or not self.detail.is_lead:
            return ""
        place = () if self.is_account else (self.detail.application.plan.code,)
        return self.own_url("question", *place, self.detail.procedure.code)

    def _facts(self) -> list[dict[str, str]]:
        application, case = self.detail.application, self.detail.application.case
        facts = [{"label": "Démarche", "value": self.detail.procedure.title}]
        if application.applicant_name:
            facts.append({"label": "Déposée par", "value": application.applicant_name})
        if case:
            facts.append({"label": "Numéro", "value": str(case.number)})
            facts.append({"label": "Arrivée le", "value": arrival_text(case.sent_at) if case.sent_at else ""})
        return facts

    def _papers(self) -> list[dict[str, Any]]:
        """The papers of the case, with the page where the body that applied signs each."""
        case, stage = self.detail.application.case, self.detail.stage
        signs = signs_for_applicant(self.actor, self.detail) and not (stage and stage.is_end)
        return [self._paper(each, signs=signs) for each in (own_papers(actor=self.actor, case=case) if case else ())]

    def _paper(self, paper: PaperState, *, signs: bool) -> dict[str, Any]:
        may_sign = signs and not paper.is_outdated
        own = next((each for each in paper.signatories if each.has_account and may_sign), None)
        return {
            "label": paper.paper.label,
            "on": paper.made_on,
            "badge": paper_badge(paper) if paper.paper.signed_by else None,
            "url": self._paper_url(paper, own),
            "is_letter": not paper.paper.signed_by,
            "is_awaited": own is not None and own.answer is None,
        }

    def _paper_url(self, paper: PaperState, own: SignatoryState | None) -> str:
        """A letter is read by who applied; what is signed, by the body that signs it from its account."""
        if not paper.paper.signed_by:
            return self.application_url("letter", paper.paper_id)
        return self.application_url("sign", own.signatory_id) if own else ""

    def _section(self, section: Any) -> dict[str, Any]:
        is_open = self.detail.is_open(section)
        is_missing = section.code in self.detail.missing
        return {
            "title": section.title,
            "url": self.application_url("section", section.code) if is_open else "",
            "sign": "ring" if is_missing else "check",
            "tone": "watch" if is_missing else "good",
            "word": "à compléter" if is_missing else "complet",
        }

    def _event_text(self, kind: str, after: str) -> str:
        shown = {each.label: each.shown or each.label for each in self.detail.procedure.stages}
        words = {"opened": "Demande reçue", "sent": "Correction reçue"}
        return words.get(kind, shown.get(after, after))


class ReceiptPage(ApplicationPage):
    """The receipt: a number, an hour with its zone. The same each time it is asked for."""

    http_method_names = _READS
    template_name = "applications/receipt.html"

    def context(self) -> dict[str, Any]:
        case = self.detail.application.case
        if case is None or case.sent_at is None:
            return {"is_draft": True}
        rows = case.deadlines.order_by("due_on")
        labels = {each.code: each.label for each in self.detail.procedure.deadlines}
        return {
            "number": case.number,
            "arrived": arrival_text(case.sent_at),
            "dues": [{"label": labels.get(each.code, each.code), "on": format_day(each.due_on)} for each in rows],
            "attachments": self.detail.sent_attachments,
            "retention": retention_text(self.detail.procedure),
        }
