"""« À qui montrer ce qui lui reste ? »: the adviser proposes an agency; the person agrees on their own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http.response import HttpResponseBase

from pacte.journeys.queries.handovers import body_by_id
from pacte.journeys.queries.progress_shares import shares_of_learner
from pacte.journeys.rules.progress_shares import SHARE_STATE_LABELS, ShareState
from pacte.journeys.services.progress_shares import propose_share
from pacte.kernel.clock import today
from pacte.kernel.errors import ensure_found
from pacte.kernel.french import format_day
from pacte.kernel.user_input import parse_whole_number
from pacte.web.form_fields import CanonicalEmailField, text_field
from pacte.web.pages.advisers.adviser_pages import LearnerRecordFormPage
from pacte.web.request import Request
from pacte.workflows.share_progress import end_proposed_share, send_share_again

if TYPE_CHECKING:
    from pacte.journeys.models import ProgressShare


class ShareProposalForm(forms.Form):
    agency = text_field("Agence ou employeur", 120, error_messages={"required": "Écrivez qui lira."})
    email = CanonicalEmailField(
        label="Son adresse électronique", error_messages={"required": "Écrivez l’adresse qui recevra le lien."}
    )


class SharesPage(LearnerRecordFormPage):
    """Proposals, each with its state; the person is asked on their own page."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.shares = shares_of_learner(
            actor=self.actor, learner=self.record.learner, body_id=self.record.body_id
        )  # fmt: skip

    @property
    def back_url(self) -> str:
        return self.request.path

    def post(self, request: Request) -> HttpResponseBase:
        act = request.POST.get("act", "")
        if act not in ("end", "again"):
            return super().post(request)
        identifier = parse_whole_number(request.POST.get("share", ""))
        share = ensure_found(next((each for each in self.shares if each.pk == identifier), None))
        if act == "end":
            end_proposed_share(actor=self.actor, share=share)
            return self.redirect(self.back_url, "C’est arrêté : le lien ne s’ouvre plus.")
        send_share_again(actor=self.actor, share=share)
        return self.redirect(self.back_url, "Un nouveau lien part par courriel.")

    def context(self) -> dict[str, Any]:
        return {
            "shares": [_share_line(each) for each in self.shares],
            "person_url": super().back_url,
            "synthetic": self.record.learner.is_synthetic,
        }


def _share_line(share: ProgressShare) -> dict[str, Any]:
    state = share.state_on(today())
    until = f", jusqu’au {format_day(share.expires_on)}" if state is ShareState.OPEN and share.expires_on else ""
    read = f"lu pour la dernière fois le {format_day(share.last_read_on)}" if share.last_read_on else "jamais lu"
    return {
        "id": share.pk,
        "agency": share.agency,
        "note": f"{SHARE_STATE_LABELS[state]}{until}" + (f" ; {read}" if share.consent_on else ""),
        "is_open": state is ShareState.OPEN,
        "may_end": state in (ShareState.OPEN, ShareState.PROPOSED),
    }


@SharesPage.view(
    form_class=ShareProposalForm,
    template_name="advisers/shares.html",
    title=lambda page: f"À qui montrer ce qui reste à {page.record.name} ?",
    intro="Les blocs certifiés, ceux qui manquent et les formations proches. Rien ne part sans son accord, "
    "qu’elle donne et reprend sur sa page.",
    submit_label="Demander son accord",
    crumb="Montrer ce qui reste",
)
def shares(page: SharesPage, data: dict[str, Any]) -> str:
    body = body_by_id(page.record.body_id)
    propose_share(actor=page.actor, learner=page.record.learner, body=body, agency=data["agency"], email=data["email"])
    return f"{page.record.name} verra la demande sur sa page, et dira oui ou non."
