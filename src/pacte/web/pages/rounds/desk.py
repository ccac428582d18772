"""« Qui attend un geste de moi ? »: desk of the pilot and of each lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.kernel.actor import Role
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.notifications.queries import unread_notification_count
from pacte.steering.queries.desk import open_rounds, slipping_milestones, steered_versions
from pacte.steering.queries.leads import led_actions_by_version
from pacte.web.pages.rounds.desk_model import Desk, Plans, columns, sentence
from pacte.web.pages.rounds.desk_others import decisions_to_follow, messages_to_read, money_to_allocate, vacancies
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    on = today()
    versions = steered_versions(actor=actor, on=on)
    if not versions and not actor.has_role(Role.REGION_PILOT, Role.ACTION_LEAD):
        raise NotFound
    plans = [version.plan for version in versions]
    led = led_actions_by_version(actor=actor, versions=versions, on=on)
    rounds = open_rounds(actor=actor, versions=versions, on=on, led=led)
    # Plans that are over and have no open round are left out.
    asking = {each.plan_code for each in rounds}
    alive = [each for each in versions if each.last_year >= on.year or each.plan.code in asking]
    unread = unread_notification_count(actor=actor)
    desk = Desk(
        rounds=rounds,
        slipping=slipping_milestones(actor=actor, plans=[each.plan for each in alive], on=on),
        decisions=decisions_to_follow(actor, plans, on),
        money=money_to_allocate(actor, plans),
        vacancies=vacancies(actor, alive, led),
        messages=messages_to_read(unread),
        plans=Plans({plan.code: plan.title for plan in plans}),
        is_pilot=actor.has_role(Role.REGION_PILOT),
    )
    found = columns(desk, on)
    context = {
        "nav": "desk",
        "title": "Qui attend un geste de moi ?",
        "answer": sentence(desk, found),
        "columns": found,
        "rounds": [
            {"label": each.label, "plan": each.plan_title, "url": reverse("rounds:round", args=[each.round_id])}
            for each in rounds
        ],
        "plans": [{"title": plan.title, "url": reverse("rounds:list", args=[plan.code])} for plan in plans],
        "on": on,
        # The page header shows the same count; this avoids a second query.
        "unread_messages": unread,
    }
    return render(request, "rounds/desk.html", context)
