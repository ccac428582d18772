"""Pages of a meeting: its agenda, saved on each submit, movable without mouse or script; « Que décide-t-on ? ».

The latter stays open during the meeting: one form, usable with the keyboard only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase

from pacte.accounts.queries import organisations, visible_people
from pacte.kernel.action_codes import is_action_code, normalise_action_code
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.user_input import parse_whole_number
from pacte.steering.queries.committees import frozen_pack
from pacte.steering.queries.decisions import (
    decided_answer_ids,
    decision_by_number,
    decision_summary,
    decisions_of_committee,
)
from pacte.steering.queries.rounds import requested_decisions
from pacte.steering.records.enums import CommitteeState
from pacte.steering.records.meetings import AGENDA_LABELS, AgendaKind, AgendaPoint, CommitteeSummary
from pacte.steering.rules.agenda_order import move_agenda_point
from pacte.steering.services.committees import MAX_AGENDA_POINTS, mark_committee_held, set_agenda
from pacte.steering.services.decisions import DecisionInput, change_decision, take_decision, withdraw_decision
from pacte.web.form_fields import ActionCodesFormField, ChoicesForm, day_field, paragraph_field
from pacte.web.page import Crumb, FormPage
from pacte.web.pages.committees.page import CommitteePage, CommitteesPage, decision_table
from pacte.web.request import Request
from pacte.web.tables import Column, cell

if TYPE_CHECKING:
    from pacte.steering.models import Decision


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
        self.points = (*self.line.agenda, *self._proposed_point())

    def post(self, request: Request) -> HttpResponse:
        try:
            self.points = _submitted_points(request.POST)
            self.points = self._after_button(request.POST.get("act", ""))
            set_agenda(actor=self.actor, committee=self.committee, points=self.points)
        except ValidationError as error:
            return self.render(
                self.context() | {"errors": [{"message": str(error), "field": "points"}]}, status=error.status
            )
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

    def _proposed_point(self) -> tuple[AgendaPoint, ...]:
        """The point that another page proposes in its link, to be saved or not: ``?point=…&action=…``."""
        title, number = (self.request.GET.get(name, "").strip() for name in ("point", "action"))
        if not title or len(self.line.agenda) >= MAX_AGENDA_POINTS:
            return ()
        known = next((each for each in self.action_titles if str(each) == number), None)
        return (AgendaPoint(title[:300], AgendaKind.DECISION, "", 10, known),)

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
            "rows": [
                {
                    "rank": rank,
                    "label": rank + 1,
                    "point": point,
                    "is_blank": not point.title,
                    "kinds": [
                        {"value": kind.value, "label": AGENDA_LABELS[kind], "chosen": kind is point.kind}
                        for kind in AgendaKind
                    ],
                    "numbers": [
                        {"value": str(number), "label": f"{number} {name}", "chosen": number == point.number}
                        for number, name in sorted(self.action_titles.items())
                    ],
                }
                for rank, point in enumerate(points)
            ],
            "asked": len(self._requested_points()),
            "errors": [],
            "back": self.committee_url("page"),
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


_FIRST_FIELD = "#id_text"


class DecisionForm(ChoicesForm):
    """Fields in speaking order: what, which action, who, by when, expected effect, check date."""

    text = paragraph_field("Décision", help_text="Une phrase qui commence par un verbe.")
    actions = ActionCodesFormField(
        label="Actions concernées",
        required=False,
        max_length=200,
        help_text="Leurs numéros : « 18, 21 ».",
        error_messages={"invalid": "« %(typed)s » n’est pas une suite de numéros. Écrivez par exemple « 18, 21 »."},
    )
    owner = forms.ChoiceField(label="Responsable", required=False, choices=[("", "à désigner")])
    due_on = day_field("Échéance", required=False)
    expected_effect = forms.CharField(
        label="Effet attendu", required=False, max_length=4000, help_text="Ce qu’on verra si elle marche."
    )
    check_on = day_field("À vérifier le", required=False)
    asked = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def decision_input(self) -> DecisionInput:
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("actions", "owner", "asked")}
        kind, _, rest = self.cleaned_data["owner"].partition("-")
        person, _, body = rest.partition("-")
        return DecisionInput(
            numbers=self.cleaned_data["actions"],
            owner_id=int(person) if kind == "p" else None,
            owner_body_id=_parse_body_id(kind, person, body),
            **values,
        )


def _parse_body_id(kind: str, person: str, body: str) -> int | None:
    """« p-12-3 » is a person for a body, « p-12- » a person alone, « o-3 » a body alone."""
    body_id = body if kind == "p" else person
    return int(body_id) if body_id else None


class DecisionFormPage(CommitteesPage, FormPage):
    """The form of a decision, for those who take them, until the statement is issued."""

    form_class, right = DecisionForm, "decision.take"

    def form_arguments(self) -> dict[str, Any]:
        return {"choices": {"owner": _owner_choices(self.actor)}, "initial": self.initial()}

    def initial(self) -> dict[str, Any]:
        return {}

    @property
    def success_url(self) -> str:
        return self.back_url + _FIRST_FIELD


class CommitteeMeetingPage(CommitteePage, DecisionFormPage):
    """Writes the decisions of a committee, one after the other; or marks it as held, without any decision."""

    template_name, crumb = "committees/meeting.html", "Séance"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        if self.line.state is CommitteeState.ISSUED:
            raise Conflict("committee_state", "Le relevé est envoyé : rien ne s’y ajoute.", hint="Lisez le relevé.")
        self.pack = frozen_pack(actor=self.actor, committee=self.committee)

    @property
    def back_url(self) -> str:
        return self.committee_url("meeting")

    def initial(self) -> dict[str, Any]:
        """From a decision requested by a lead, when the URL names it."""
        ref = self.request.GET.get("demande", "")
        ask = next((each for each in self.pack.asks if each.ref == ref), None) if self.pack else None
        return {"text": ask.text, "actions": str(ask.number or ""), "asked": ask.answer_id} if ask else {}

    def post(self, request: Request) -> HttpResponseBase:
        if request.POST.get("act") != "hold":
            return super().post(request)
        mark_committee_held(actor=self.actor, committee=self.committee, on=today())
        messages.success(request, "La séance est tenue.")
        return HttpResponseRedirect(self.committee_url("page"))

    def save(self, data: dict[str, Any]) -> str:
        decision = take_decision(
            actor=self.actor,
            committee=self.committee,
            decision_input=self.form.decision_input,
            on=today(),
            answer_id=data["asked"],
        )
        return f"D-{decision.number} est écrite."

    def context(self) -> dict[str, Any]:
        on, line = today(), self.line
        decisions = decisions_of_committee(actor=self.actor, committee_id=self.committee.pk, on=max(on, line.held_on))
        asks = self.pack.asks if self.pack else ()
        decided_ids = decided_answer_ids(actor=self.actor, committee=self.committee)
        return {
            "answer": _answer(line, len(decisions), len(asks)),
            "is_early": line.held_on > on,
            "may_hold": line.state is CommitteeState.PLANNED and line.held_on <= on,
            "asks": [
                {
                    "ask": ask,
                    "url": f"{self.back_url}?demande={ask.ref}{_FIRST_FIELD}",
                    "is_taken": ask.answer_id in decided_ids,
                }
                for ask in asks
            ],
            "decisions": decision_table(
                self,
                decisions,
                Column(
                    "Corriger",
                    lambda each: cell("Corriger", url=self.url("committees:decision_change", each.number)),
                ),
                id="prises-table",
                caption="Décisions écrites",
                empty="Aucune décision n’est écrite.",
            ),
            "back": self.committee_url("page"),
            "statement_url": self.committee_url("statement"),
        }


class DecisionChangePage(DecisionFormPage):
    """Corrects or withdraws a decision, whose number is in the URL."""

    template_name = "committees/decision_change.html"
    decision: Decision

    def load_subject(self, url: dict[str, Any]) -> None:
        self.decision = decision_by_number(actor=self.actor, plan=self.plan, number=url["number"])
        self.committee = self.decision.committee

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        if self.committee.state == CommitteeState.ISSUED:
            raise Conflict(
                "committee_state",
                "Le relevé est envoyé : la décision ne change plus.",
                hint="Notez ce qui se passe comme une étape.",
            )

    @property
    def back_url(self) -> str:
        return self.url("committees:meeting", self.committee.number)

    def below_list(self) -> Sequence[Crumb]:
        return [
            (self.committee.title, self.url("committees:page", self.committee.number)),
            ("Séance", self.back_url),
            (f"D-{self.decision.number}", ""),
        ]

    def initial(self) -> dict[str, Any]:
        line = decision_summary(actor=self.actor, decision=self.decision, on=today())
        owner = f"o-{line.owner_body_id}" if line.owner_body_id else ""
        if line.owner_id:
            owner = f"p-{line.owner_id}-{line.owner_body_id or ''}"
        known = {name: getattr(line, name) for name in ("text", "due_on", "expected_effect", "check_on")}
        return known | {"actions": ", ".join(map(str, line.actions)), "owner": owner}

    def post(self, request: Request) -> HttpResponseBase:
        if request.POST.get("act") != "withdraw":
            return super().post(request)
        number = self.decision.number
        withdraw_decision(actor=self.actor, decision=self.decision)
        messages.success(request, f"D-{number} est retirée.")
        return HttpResponseRedirect(self.back_url)

    def save(self, data: dict[str, Any]) -> str:
        change_decision(actor=self.actor, decision=self.decision, decision_input=self.form.decision_input)
        return f"D-{self.decision.number} est corrigée."

    def context(self) -> dict[str, Any]:
        return {"decision": self.decision, "back": self.back_url}


def _owner_choices(actor: Actor) -> list[tuple[str, str]]:
    """People with a post first, with the body of the post; then bodies alone."""
    on = today()
    named = [
        (f"p-{person.person_id}-{post.organisation_id}", f"{person.name} ({post.organisation})")
        for person in visible_people(actor=actor, on=on)
        if person.is_active
        for post in person.memberships
        if post.is_in_force(on)
    ]
    bodies = [(f"o-{line.organisation_id}", line.name) for line in organisations(actor=actor, on=on)]
    return [*dict(named).items(), *bodies]


def _answer(line: CommitteeSummary, decision_count: int, request_count: int) -> str:
    if line.held_on > today():
        return f"La séance est le {format_day(line.held_on)} : on n’écrit pas encore de décision."
    written = pluralise(decision_count, "décision écrite", "décisions écrites")
    count_text = written if decision_count else "Aucune décision n’est écrite"
    asked = (
        f"{pluralise(request_count, 'est demandée', 'sont demandées')} par les porteurs et l’ordre du jour"
        if request_count
        else "les porteurs et l’ordre du jour n’en demandent aucune"
    )
    return f"{count_text} ; {asked}."
