"""« À qui montrer ce qui me reste ? »: the person agrees, refuses, or takes back an agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponseRedirect

from pacte.journeys.queries.progress_shares import own_shares
from pacte.journeys.rules.progress_shares import CONSENT_LIFE, SHARE_STATE_LABELS, ShareState
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, pluralise
from pacte.web.pages.learner_portal.link_pages import LinkFormPage
from pacte.workflows.share_progress import agree_by_link, end_by_link

if TYPE_CHECKING:
    from pacte.journeys.models import ProgressShare

_ACTS = {"agree": "accord", "end": "arret"}


class ShareForm(forms.Form):
    share = forms.IntegerField(widget=forms.HiddenInput)
    act = forms.ChoiceField(choices=[(each, "") for each in _ACTS], widget=forms.HiddenInput)


class OwnSharesPage(LinkFormPage):
    """Each agency that the adviser proposed, what it would read, and until when."""

    template_name = "learner_portal/shares.html"
    form_class = ShareForm
    bar = "Ce que je montre"

    def save(self, data: dict[str, Any]) -> HttpResponseRedirect:
        if data["act"] == "agree":
            agree_by_link(actor=self.actor, identifier=data["share"])
        else:
            end_by_link(actor=self.actor, identifier=data["share"])
        return HttpResponseRedirect(f"{self.url('learner_portal:shares')}?fait={_ACTS[data['act']]}")

    def context(self) -> dict[str, Any]:
        return {
            "shares": [_share_row(each) for each in own_shares(actor=self.actor)],
            "life": CONSENT_LIFE.days // 30,
            "back": self.url("learner_portal:journey"),
        }


def _share_row(share: ProgressShare) -> dict[str, Any]:
    state = share.state_on(today())
    days = [
        f"votre accord du {format_day(share.consent_on)}" if share.consent_on else "",
        f"jusqu’au {format_day(share.expires_on)}" if share.expires_on else "",
        f"arrêté le {format_day(share.ended_on)}" if share.ended_on else "",
        f"lu {pluralise(share.readings, 'fois', 'fois')}, la dernière le {format_day(share.last_read_on)}"
        if share.last_read_on
        else "",
    ]
    return {
        "id": share.pk,
        "agency": share.agency,
        "email": share.email,
        "state": SHARE_STATE_LABELS[state],
        "note": ", ".join(part for part in days if part),
        "is_proposed": state is ShareState.PROPOSED,
        "is_open": state is ShareState.OPEN,
        "is_expired": state is ShareState.EXPIRED,
    }
