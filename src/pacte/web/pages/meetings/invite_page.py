"""« Qui inviter, et quand ? »: one session, its people, its slots, and how to reach each person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase

from pacte.journeys.queries.people_to_invite import invitable_learners, journeys_to_invite
from pacte.kernel.errors import NotFound
from pacte.kernel.french import join_words, pluralise
from pacte.kernel.user_input import parse_whole_number
from pacte.offer.queries import SessionSummary, session_by_id, session_summaries
from pacte.web.page import UNPROCESSABLE_STATUS
from pacte.web.pages.meetings.invite_rows import learner_name, people_groups, session_card, slot_days, text_preview
from pacte.web.pages.meetings.list_page import is_adviser
from pacte.web.pages.meetings.offered_slots import slots_of_session
from pacte.web.pages.meetings.people_form import PeopleFormPage, people_url, ticked_keys
from pacte.web.pages.meetings.session_choice import heading_sessions, session_choice
from pacte.web.request import Request


class InvitePage(PeopleFormPage):
    """People on their way to the session of ``?session=``, those of ``?qui=`` ticked, and the slots open for it.

    Without a session, the one to which all ticked people are heading, else the choice of a session.
    """

    summary: SessionSummary | None = None

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        super().load(*args, **kwargs)
        self.ticked = journeys_to_invite(actor=self.actor, keys=ticked_keys(self.request))
        session_text = self.request.GET.get("session", "")
        if not session_text:
            heading = heading_sessions(self.ticked)
            return HttpResponseRedirect(self.session_url(*heading)) if len(heading) == 1 else None
        if (session_id := parse_whole_number(session_text)) is None:
            raise NotFound
        session = session_by_id(actor=self.actor, session_id=session_id)
        self.summary = session_summaries(actor=self.actor, sessions=[session])[0]
        self.people = invitable_learners(actor=self.actor, session_id=session_id)
        self.offered = slots_of_session(self.actor, session)
        return None

    def session_url(self, session_id: int) -> str:
        """URL of the page for this session, with the same people ticked."""
        query = self.request.GET.copy()
        query["session"] = str(session_id)
        return f"{self.url('meetings:invite')}?{query.urlencode()}"

    def _choice_url(self) -> str:
        """URL of the choice of a session, with the people ticked when they head to several."""
        query = self.request.GET.copy()
        query.pop("session", None)
        several = len(heading_sessions(self.ticked)) > 1
        return self.url("meetings:invite") + (f"?{query.urlencode()}" if several else "")

    def get(self, request: Request) -> HttpResponseBase:
        return self._choice() if self.summary is None else super().get(request)

    def post(self, request: Request) -> HttpResponseBase:
        if self.summary is None:
            return self._choice(errors=[{"message": "Choisissez d’abord une session dans la liste."}])
        return super().post(request)

    def _choice(self, *, errors: Sequence[Mapping[str, str]] = ()) -> HttpResponseBase:
        self.template_name = "meetings/session_choice.html"
        choice = session_choice(self.actor, self.ticked, self.session_url)
        return self.render({**choice, "errors": errors}, status=UNPROCESSABLE_STATUS if errors else 200)

    def context(self) -> dict[str, Any]:
        if self.summary is None:
            return {}
        groups = people_groups(self.people, self.form, self.summary.site)
        others = {each.key for each in self.ticked} - {each.key for each in self.people}
        return {
            "title": "Qui inviter, et quand ?",
            "answer": _answer(self.summary, groups),
            "session": session_card(self.summary),
            "choice_url": self._choice_url(),
            "receive_url": people_url(self, "meetings:receive") if is_adviser(self.actor) else "",
            "open_url": f"{self.url('meetings:open')}?session={self.summary.session.pk}",
            "groups": groups,
            "elsewhere": join_words([learner_name(each) for each in self.ticked if each.key in others]),
            "days": slot_days(self.offered, self.form),
            "may_send": bool(self.people and self.offered.free),
            "preview": text_preview(self.form["answer_by"].initial),
        }


@InvitePage.view(template_name="meetings/invite.html", for_inviters=True, crumb="Inviter", back="meetings:sent")
def invite(page: InvitePage, data: dict[str, Any]) -> str:
    page.invite(data)
    return ""


def _answer(summary: SessionSummary, groups: Sequence[Mapping[str, Any]]) -> str:
    town = f", {summary.site.town}" if summary.site and summary.site.town else ""
    left = summary.places.left
    places = "" if left is None else f"{pluralise(left, 'place libre', 'places libres')}, "
    counts = {group["code"]: len(group["people"]) for group in groups}
    waiting, invited = counts.get("to_invite", 0) + counts.get("absent", 0), counts.get("invited", 0)
    people = pluralise(waiting, "personne à inviter", "personnes à inviter")
    already = f" {pluralise(invited, 'a', 'ont')} déjà une invitation." if invited else ""
    return f"{summary.session.training.title}{town} : {places}{people}.{already}"
