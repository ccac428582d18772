"""« Que met-on à l’ordre du jour ? »: agenda items in order, saved on each submit, movable without mouse or script."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict

from pacte.kernel.action_codes import is_action_code, normalise_action_code
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.user_input import parse_whole_number
from pacte.steering.queries.rounds import requested_decisions
from pacte.steering.records.enums import CommitteeState
from pacte.steering.records.meetings import AGENDA_LABELS, AgendaKind, AgendaPoint
from pacte.steering.rules.agenda_order import move_agenda_point
from pacte.steering.services.committees import MAX_AGENDA_POINTS, set_agenda
from pacte.web.pages.committees.page import CommitteePage
from pacte.web.request import Request

_BLANK_ROWS = 3
_MOVES = {"up": -1, "down": 1}
_FIELDS = ("title", "kind", "presenter", "minutes", "number")


class AgendaPage(CommitteePage):
    """The agenda of a committee to come. Each button saves all its items."""

    http_method_names, template_name = ("get", "head", "post"), "committees/agenda.html"
    right, crumb = "committee.prepare", "Ordre du jour"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        if self.line.state is not CommitteeState.PLANNED:
            raise Conflict(
                "committee_state", "Ce comité s’est tenu : son ordre du jour ne change plus.", hint="Lisez son relevé."
            )
        self.points = self.line.agenda

    def post(self, request: Request) -> HttpResponse:
        try:
            self.points = _submitted_points(request.POST)
            self.points = self._after_button(request.POST.get("act", ""))
            set_agenda(actor=self.actor, committee=self.committee, points=self.points)
        except ValidationError as error:
            errors = [{"message": str(error), "field": "points"}]
            return self.render(self.context() | {"errors": errors}, status=error.status)
        if request.POST.get("act") != "done":
            return HttpResponseRedirect(self.committee_url("agenda") + "#points")
        messages.success(request, "L’ordre du jour est enregistré.")
        return HttpResponseRedirect(self.committee_url("page"))

    def _after_button(self, act: str) -> tuple[AgendaPoint, ...]:
        """Moves an item, or adds the decisions requested by leads."""
        word, _, rank = act.partition("-")
        if word in _MOVES and (place := parse_whole_number(rank)) is not None:
            return move_agenda_point(self.points, place, _MOVES[word])
        return (*self.points, *self._requested_points()) if act == "asked" else self.points

    def _requested_points(self) -> list[AgendaPoint]:
        """One item per decision requested in the last closed round, except those already on the agenda."""
        already = {point.number for point in self.points if point.kind is AgendaKind.DECISION}
        return [
            AgendaPoint(
                each.decision_asked.strip()[:300], AgendaKind.DECISION, each.person or each.lead, 10, each.number
            )
            for each in requested_decisions(actor=self.actor, plan=self.plan)
            if each.number not in already
        ]

    def context(self) -> dict[str, Any]:
        blank_count = min(_BLANK_ROWS, max(MAX_AGENDA_POINTS - len(self.points), 0))
        points = [*self.points, *[AgendaPoint("")] * blank_count]
        return {
            "rows": [self._row(rank, point) for rank, point in enumerate(points)],
            "asked": len(self._requested_points()),
            "errors": [],
            "back": self.committee_url("page"),
        }

    def _row(self, rank: int, point: AgendaPoint) -> dict[str, Any]:
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
                for number, name in sorted(self.action_titles.items())
            ],
        }


def _submitted_points(data: QueryDict) -> tuple[AgendaPoint, ...]:
    """Non-empty rows, in order. Raises ``ValidationError`` for invalid values."""
    columns = [data.getlist(name) for name in _FIELDS]
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
    if kind not in set(AgendaKind):
        raise _row_error(rank, "ce choix n’existe pas.", "Choisissez dans la liste.")
    if minutes.strip() and ((duration := parse_whole_number(minutes)) is None or duration > 99_999):
        raise _row_error(rank, f"« {minutes} » n’est pas une durée.", "Écrivez un nombre.")
    code = normalise_action_code(number)
    if code and not is_action_code(code):
        raise _row_error(rank, f"« {number} » n’est pas un numéro d’action.", "Choisissez dans la liste.")
    return AgendaPoint(
        title=title.strip(),
        kind=AgendaKind(kind),
        presenter=presenter.strip(),
        minutes=int(minutes) if minutes.strip() else None,
        number=code or None,
    )


def _row_error(rank: int, problem: str, hint: str) -> ValidationError:
    return ValidationError("agenda", f"Point {rank + 1} : {problem}", hint=hint)
