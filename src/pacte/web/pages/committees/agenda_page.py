"""« Que met-on à l’ordre du jour ? »: agenda items in order, saved on each submit, movable without mouse or script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from pacte.kernel.action_codes import ActionCode, is_action_code, normalise_action_code
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.user_input import parse_whole_number
from pacte.steering.queries.committees import committee_summary
from pacte.steering.queries.rounds import requested_decisions
from pacte.steering.records.enums import CommitteeState
from pacte.steering.records.meetings import AGENDA_LABELS, AgendaKind, AgendaPoint
from pacte.steering.rules.agenda_order import move_agenda_point
from pacte.steering.services.committees import MAX_AGENDA_POINTS, set_agenda
from pacte.web.pages.committees.page_context import (
    committee_page_context,
    committee_url,
    content_action_titles,
    plan_content_today,
    readable_committee,
    require_steering_right,
)
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.steering.models import Committee

_BLANK_ROWS = 3
_MOVES = {"up": -1, "down": 1}


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    committee = readable_committee(actor, code, number)
    require_steering_right(actor, "committee.prepare", committee.plan)
    line = committee_summary(actor=actor, committee=committee)
    if line.state is not CommitteeState.PLANNED:
        raise Conflict(
            "committee_state", "Ce comité s’est tenu : son ordre du jour ne change plus.", hint="Lisez son relevé."
        )
    points = line.agenda
    error = ""
    if request.method == "POST":
        try:
            points = _submitted_points(request.POST)
            points = _apply_button(points, request.POST, actor, committee)
            set_agenda(actor=actor, committee=committee, points=points)
        except ValidationError as invalid:
            error = str(invalid)
        else:
            if request.POST.get("act") == "done":
                messages.success(request, "L’ordre du jour est enregistré.")
                return HttpResponseRedirect(committee_url("page", committee, code))
            return HttpResponseRedirect(committee_url("agenda", committee, code) + "#points")
    names = content_action_titles(plan_content_today(actor, committee.plan))
    context = committee_page_context(
        committee.plan, (line.title, committee_url("page", line, code)), ("Ordre du jour", "")
    ) | {
        "line": line,
        "rows": [_row(rank, point, names) for rank, point in enumerate([*points, *_blank_points(points)])],
        "asked": len(_requested_decisions(actor, committee, points)),
        "errors": [{"message": error, "field": "points"}] if error else [],
        "back": committee_url("page", line, code),
    }
    return render(request, "committees/agenda.html", context, status=422 if error else 200)


def _blank_points(points: tuple[AgendaPoint, ...]) -> list[AgendaPoint]:
    return [AgendaPoint("")] * min(_BLANK_ROWS, max(MAX_AGENDA_POINTS - len(points), 0))


def _submitted_points(data: QueryDict) -> tuple[AgendaPoint, ...]:
    """Non-empty rows, in order. Raises ``ValidationError`` for invalid values."""
    fields = ("title", "kind", "presenter", "minutes", "number")
    columns = [data.getlist(name) for name in fields]
    if len({len(column) for column in columns}) != 1:
        raise ValidationError("agenda", "Le formulaire est incomplet.", hint="Rechargez la page.")
    if not columns[0]:
        raise ValidationError("agenda", "Rien n’a été envoyé.", hint="Écrivez un point, ou revenez au comité.")
    removed = set(data.getlist("remove"))
    return tuple(
        _parse_point(rank, title, kind, presenter, minutes, number)
        for rank, (title, kind, presenter, minutes, number) in enumerate(zip(*columns, strict=True))
        if str(rank) not in removed and any(each.strip() for each in (title, presenter, minutes, number))
    )


def _parse_point(rank: int, title: str, kind: str, presenter: str, minutes: str, number: str) -> AgendaPoint:
    known = {each.value: each for each in AgendaKind}
    if kind not in known:
        raise ValidationError("agenda", f"Point {rank + 1} : ce choix n’existe pas.", hint="Choisissez dans la liste.")
    if minutes.strip() and ((duration := parse_whole_number(minutes)) is None or duration > 99_999):
        raise ValidationError(
            "agenda", f"Point {rank + 1} : « {minutes} » n’est pas une durée.", hint="Écrivez un nombre."
        )
    code = normalise_action_code(number)
    if code and not is_action_code(code):
        raise ValidationError(
            "agenda", f"Point {rank + 1} : « {number} » n’est pas un numéro d’action.", hint="Choisissez dans la liste."
        )
    return AgendaPoint(
        title=title.strip(),
        kind=known[kind],
        presenter=presenter.strip(),
        minutes=int(minutes) if minutes.strip() else None,
        number=code or None,
    )


def _apply_button(
    points: tuple[AgendaPoint, ...], data: QueryDict, actor: Actor, committee: Committee
) -> tuple[AgendaPoint, ...]:
    """Applies the pressed button after saving: moves an item, or adds the decisions requested by leads."""
    act = data.get("act", "")
    word, _, rank = act.partition("-")
    if word in _MOVES and (place := parse_whole_number(rank)) is not None:
        return move_agenda_point(points, place, _MOVES[word])
    if act == "asked":
        return (*points, *_requested_decisions(actor, committee, points))
    return points


def _requested_decisions(actor: Actor, committee: Committee, points: tuple[AgendaPoint, ...]) -> list[AgendaPoint]:
    """One item per decision requested in the last closed round, except those already on the agenda."""
    already = {point.number for point in points if point.kind is AgendaKind.DECISION}
    return [
        AgendaPoint(each.decision_asked.strip()[:300], AgendaKind.DECISION, each.person or each.lead, 10, each.number)
        for each in requested_decisions(actor=actor, plan=committee.plan)
        if each.number not in already
    ]


def _row(rank: int, point: AgendaPoint, names: dict[ActionCode, str]) -> dict[str, Any]:
    return {
        "rank": rank,
        "label": rank + 1,
        "point": point,
        "is_blank": not point.title,
        "kinds": [
            {"value": kind.value, "label": AGENDA_LABELS[kind], "chosen": kind is point.kind} for kind in AgendaKind
        ],
        "numbers": [
            {"value": str(number), "label": f"{number} {name}", "chosen": number == point.number}
            for number, name in sorted(names.items())
        ],
    }
