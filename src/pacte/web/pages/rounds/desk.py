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
from pacte.web.pages.rounds.desk_items import (
    decision_items,
    unallocated_money_items,
    unread_message_items,
    vacant_action_items,
)
from pacte.web.pages.rounds.desk_model import PilotDesk, PlanTitles, pilot_desk_columns, pilot_desk_sentence
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor


@require_login
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
    plans_with_round = {each.plan_code for each in rounds}
    current_versions = [each for each in versions if each.last_year >= on.year or each.plan.code in plans_with_round]
    unread = unread_notification_count(actor=actor)
    desk = PilotDesk(
        rounds=rounds,
        slipping=slipping_milestones(actor=actor, plans=[each.plan for each in current_versions], on=on),
        decisions=decision_items(actor, plans, on),
        money=unallocated_money_items(actor, plans),
        vacancies=vacant_action_items(actor, current_versions, led),
        messages=unread_message_items(unread),
        plans=PlanTitles({plan.code: plan.title for plan in plans}),
        is_pilot=actor.has_role(Role.REGION_PILOT),
    )
    desk_view = pilot_desk_columns(desk, on)
    context = {
        "nav": "desk",
        "title": "Qui attend un geste de moi ?",
        "answer": pilot_desk_sentence(desk, desk_view),
        "columns": desk_view,
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
