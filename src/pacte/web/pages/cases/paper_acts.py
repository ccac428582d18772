"""Papers of a case, for who instructs it: their files, the signature of the Region, what was signed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse

from pacte.kernel.clock import today
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.procedures.permissions import may_sign
from pacte.procedures.queries import case_documents
from pacte.procedures.queries.papers import CasePaperDetail, case_paper, case_papers
from pacte.procedures.records.description import RequirementKind
from pacte.procedures.records.papers import SignatoryState
from pacte.procedures.rules.transitions import stages_needing
from pacte.procedures.services.paper_signatures import record_signed_by_hand, send_paper_again, sign_for_region
from pacte.procedures.services.papers import remake_paper
from pacte.web.form_fields import ChoicesForm, day_field
from pacte.web.heavy_views import heavy_view
from pacte.web.page import view_by_name
from pacte.web.pages.cases.base_pages import CaseFormPage, CasePage
from pacte.web.paper_display import paper_badge, paper_file, paper_text_values, signature_text


class RegionSignatureForm(forms.Form):
    digest = forms.CharField(widget=forms.HiddenInput)


class HandSignatureForm(ChoicesForm):
    document = forms.ChoiceField(label="Quelle pièce est revenue signée ?", choices=[("", "Choisissez")])
    on = day_field("Signé le", initial=today)


def paper_values(page: CasePage) -> list[dict[str, Any]]:
    """Values of the section of the page of a case."""
    is_open = not page.detail.summary.is_ended
    papers = case_papers(actor=page.actor, detail=page.detail)
    return [_paper(each, page, may_act=is_open and page.may("write"), is_open=is_open) for each in papers]


@CasePage.view(decorators=(heavy_view,))
def paper(page: CasePage, paper: int, extension: str) -> HttpResponse:
    """The paper as a file, former ones too."""
    one = case_paper(actor=page.actor, detail=page.detail, paper_id=paper)
    return paper_file(one, extension)


class SignatoryPage(CaseFormPage):
    """An act about one signatory, whose identifier is in the URL. ``question`` follows their name in the title."""

    question: str = ""
    shows_conflicts = True

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        pending = (
            (paper, each)
            for paper in case_papers(actor=self.actor, detail=self.detail)
            for each in paper.state.signatories
            if each.signatory_id == kwargs["signatory"] and not each.has_signed
        )
        self.paper, self.signatory = ensure_found(next(pending, None))
        self.title = f"{self.paper.state.paper.label}, {self.signatory.name} : {self.question}"


class RegionSignaturePage(SignatoryPage):
    """For the roles that the paper names."""

    right = ""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(self.signatory.is_region and may_sign(self.actor, self.paper.state.paper, self.detail.scope))

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": {"digest": self.paper.row.digest}}


@RegionSignaturePage.view(
    form_class=RegionSignatureForm,
    question="signer ?",
    submit_label="Signer pour la Région",
    intro="Vous signez en votre nom, pour la Région, le texte qui se lit sur la page du dossier.",
    note="C’est une signature électronique simple (règlement (UE) n° 910/2014, article 25).",
)
def sign(page: RegionSignaturePage, data: dict[str, Any]) -> str:
    sign_for_region(
        actor=page.actor, case=page.detail.case, signatory_id=page.signatory.signatory_id, digest=data["digest"]
    )
    return "C’est signé."


class HandSignaturePage(SignatoryPage):
    def form_arguments(self) -> dict[str, Any]:
        self.documents = {str(each.pk): each for each in case_documents(detail=self.detail)}
        return {"choices": {"document": [(key, each.title) for key, each in self.documents.items()]}}


@HandSignaturePage.view(
    form_class=HandSignatureForm,
    question="signé à la main ?",
    submit_label="Noter cette signature",
    intro="Ajoutez d’abord au dossier la pièce qui est revenue signée, puis choisissez-la.",
)
def sign_by_hand(page: HandSignaturePage, data: dict[str, Any]) -> str:
    signed_on: date = data["on"]
    record_signed_by_hand(
        actor=page.actor, case=page.detail.case, signatory_id=page.signatory.signatory_id,
        document=page.documents[data["document"]], on=signed_on,
    )  # fmt: skip
    return "La signature est notée, avec sa pièce."


@SignatoryPage.view(
    form_class=forms.Form,
    question="renvoyer le lien ?",
    submit_label="Renvoyer le courriel",
    intro="Le lien dure trente jours. Les liens déjà envoyés servent toujours.",
)
def send_again(page: SignatoryPage, data: dict[str, Any]) -> str:
    send_paper_again(actor=page.actor, case=page.detail.case, signatory_id=page.signatory.signatory_id)
    return "Le courriel part."


signatory_act = view_by_name("act", {"signer": sign, "main": sign_by_hand, "relancer": send_again})


class RemakePage(CaseFormPage):
    """One paper to make again, whose code is in the URL."""

    shows_conflicts = True

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.paper = ensure_found(self.detail.procedure.paper(kwargs["paper"]))
        self.title = f"{self.paper.label} : refaire le document ?"


@RemakePage.view(
    form_class=forms.Form,
    submit_label="Refaire le document",
    intro="Il dira ce que dit le dossier aujourd’hui. Les signatures déjà données ne comptent plus.",
)
def remake(page: RemakePage, data: dict[str, Any]) -> str:
    remake_paper(actor=page.actor, case=page.detail.case, code=page.paper.code)
    return "Le document est refait, et part à signer."


def _paper(each: CasePaperDetail, page: CasePage, *, may_act: bool, is_open: bool) -> dict[str, Any]:
    state, spec = each.state, each.state.paper
    is_pending, signs = is_open and not state.is_outdated, may_sign(page.actor, spec, page.detail.scope)
    return {
        "label": spec.label,
        "badge": paper_badge(state) if spec.signed_by else None,
        "made_on": state.made_on,
        "files": [
            (name.upper(), page.case_url("paper", each.row.pk, name))
            for name in ("pdf", *(("docx",) if spec.is_docx else ()))
        ],
        "text": paper_text_values(each.row),
        "signatories": [
            _signatory(who, page, signs=is_pending and signs, may_act=is_pending and may_act)
            for who in state.signatories
        ],
        "remake_url": page.case_url("remake_paper", spec.code) if may_act and _may_remake(each, page) else "",
    }


def _may_remake(each: CasePaperDetail, page: CasePage) -> bool:
    """Only while a move waits for the signatures: later, what was signed stays what was signed."""
    waiting = stages_needing(page.detail.procedure, RequirementKind.SIGNED, each.state.paper.code)
    return each.state.is_outdated and page.detail.case.stage in waiting


def _signatory(each: SignatoryState, page: CasePage, *, signs: bool, may_act: bool) -> dict[str, Any]:
    possible = (
        ("signer", "Signer", signs and each.is_region),
        ("relancer", "Renvoyer le lien", may_act and each.has_address),
        ("main", "Signé à la main", may_act),
    )
    return {
        "name": each.name,
        "text": signature_text(each),
        "acts": [
            (label, page.case_url("signatory", each.signatory_id, name))
            for name, label, is_possible in possible
            if is_possible and not each.has_signed
        ],
    }
