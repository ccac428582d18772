"""Attach sessions to an arm of an experiment, found among those of the Region's offer; detach one with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html

from pacte.evaluation.queries import arm_periods
from pacte.evaluation.records import ARM_LABELS, Arm
from pacte.evaluation.services import attach_sessions, detach_session
from pacte.infra.lazy_rows import LazyRows
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, pluralise
from pacte.offer.queries import public_places
from pacte.offer.queries.plan_actions import sessions_of_plan_action
from pacte.offer.queries.session_choice import SessionCriteria, sessions_by_criteria, sessions_of_offer
from pacte.web import form_fields as fields
from pacte.web.pages.experiments.list_page import ExperimentFormPage
from pacte.web.paging import PagedFilterForm
from pacte.web.tables import Cell, Column, Table, cell, day_column, number_cell, number_column

if TYPE_CHECKING:
    from django.core.paginator import Page

    from pacte.offer.models import Session
    from pacte.offer.records import PublicPlaces

_ARM_CHOICES = [
    (Arm.WITH.value, "Avec : ces sessions essaient"),
    (Arm.WITHOUT.value, "Sans : on compare à ces sessions"),
]


class SessionFilterForm(PagedFilterForm):
    mots = fields.text_field("Mots", initial="")
    lieu = fields.text_field("Lieu", 60, initial="")
    debut_de = fields.day_field("Commence à partir du")
    debut_a = fields.day_field("Commence au plus tard le")

    def criteria(self) -> SessionCriteria:
        values = self.values
        return SessionCriteria(values["mots"], values["lieu"], values["debut_de"], values["debut_a"])


class AttachSessionsForm(fields.ChoicesForm):
    arm = forms.ChoiceField(label="Dans quel bras ?", choices=_ARM_CHOICES, widget=forms.RadioSelect)
    sessions = forms.MultipleChoiceField(
        label="Sessions",
        error_messages={
            "required": "Aucune session n’est cochée. Cochez celles de ce bras.",
            "invalid_choice": "Une session cochée n’est plus dans cette liste. Rouvrez la page, puis recommencez.",
        },
    )


class DetachSessionForm(fields.ChoicesForm):
    session = forms.ChoiceField(label="Session", choices=[("", "Choisissez")])
    reason = fields.reason_field()


_NOTHING_FOUND = ({"message": "Aucune session n’est cochée : changez les filtres pour en trouver."},)


class AttachSessionsPage(ExperimentFormPage):
    """The sessions to tick follow the filters of the URL, which the form keeps."""

    template_name = "experiments/attach.html"
    form_class = AttachSessionsForm
    title = "Quelles sessions comparer ?"
    submit_label = "Rattacher ces sessions"
    intro = (
        "Chaque session entre dans un bras à compter d’aujourd’hui. Une session déjà commencée peut être rattachée : "
        "la fiche dira qu’elle ne l’était pas à l’avance."
    )
    shows_conflicts = True

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        experiment = self.detail.experiment
        self.filters = SessionFilterForm(self.request.GET)
        self.suggested = sessions_of_plan_action(actor=self.actor, plan_action_id=experiment.plan_action_id)
        attached = arm_periods(actor=self.actor, experiment_ids=[experiment.pk], on=today())
        rows = sessions_by_criteria(
            actor=self.actor,
            host_id=experiment.organisation_id,
            criteria=self.filters.criteria(),
            suggested=self.suggested,
            left_out=[each.session_id for each in attached if each.until is None],
        )
        self.shown: Page[Session] = self.filters.cut(LazyRows(rows, list))

    def form_arguments(self) -> dict[str, Any]:
        return {"choices": {"sessions": [(str(each.pk), str(each.pk)) for each in self.shown]}}

    def context(self) -> dict[str, Any]:
        values, count = self.filters.values, self.shown.paginator.count
        labels = {
            "mots": f"« {values['mots']} »" if values["mots"] else "",
            "lieu": f"lieu : {values['lieu']}" if values["lieu"] else "",
            "debut_de": f"à partir du {format_day(values['debut_de'])}" if values["debut_de"] else "",
            "debut_a": f"au plus tard le {format_day(values['debut_a'])}" if values["debut_a"] else "",
        }
        return {
            "filters": self.filters,
            "count": pluralise(count, "session"),
            "sessions": self._choice_table(list(self.shown)),
            "nothing_found": _NOTHING_FOUND,
            **self.filters.list_context(self.shown, "sessions", labels),
        }

    def save(self, data: dict[str, Any]) -> str:
        arm = Arm(data["arm"])
        count = attach_sessions(
            actor=self.actor,
            experiment=self.detail.experiment,
            arms=dict.fromkeys(map(int, data["sessions"]), arm),
            on=today(),
        )
        attached = pluralise(count, "session est rattachée", "sessions sont rattachées")
        return f"{attached} au bras « {ARM_LABELS[arm]} »."

    def _choice_table(self, sessions: Sequence[Session]) -> Table[Session]:
        places = public_places(actor=self.actor, sessions=sessions)
        ticked = set(self.form["sessions"].value() or ())
        suggested = set(self.suggested)

        def session_cell(session: Session) -> Cell:
            is_bought = "commandée pour cette action" if session.pk in suggested else ""
            note = " · ".join(part for part in (session.training.provider.name, session.number, is_bought) if part)
            return cell(_checkbox(session, is_ticked=str(session.pk) in ticked), note=note)

        return Table(
            sessions,
            Column("Session", session_cell),
            Column("Lieu", lambda session: session.site.town if session.site else ""),
            day_column("Début", lambda session: format_day(session.starts_on) if session.starts_on else ""),
            number_column("Places achetées", lambda session: _bought(places, session)),
            id="a-rattacher",
            caption="Sessions à rattacher : celles de l’action d’abord, puis la plus récente",
        )


def _checkbox(session: Session, *, is_ticked: bool) -> str:
    return format_html(
        '<label class="choice" for="session-{0}">'
        '<input type="checkbox" name="sessions" id="session-{0}" value="{0}"{1}> {2}</label>',
        session.pk,
        " checked" if is_ticked else "",
        session.training.title,
    )


def _bought(places: dict[int, PublicPlaces], session: Session) -> Cell:
    return number_cell(places[session.pk].bought)


def _detachable_choices(page: ExperimentFormPage) -> list[tuple[str, str]]:
    """Sessions that are in an arm today, the latest first."""
    experiment = page.detail.experiment
    periods = arm_periods(actor=page.actor, experiment_ids=[experiment.pk], on=today())
    arms = {each.session_id: each.arm for each in periods if each.until is None}
    sessions = sessions_of_offer(actor=page.actor, host_id=experiment.organisation_id, session_ids=arms)
    ordered = sorted(sessions.values(), key=lambda each: (str(each.starts_on), each.pk), reverse=True)
    return [(str(each.pk), f"{_session_text(each)} (bras « {ARM_LABELS[arms[each.pk]]} »)") for each in ordered]


def _session_text(session: Session) -> str:
    parts = (
        session.training.title,
        session.site.town if session.site else "",
        format_day(session.starts_on) if session.starts_on else "",
    )
    return ", ".join(part for part in parts if part)


@ExperimentFormPage.view(
    form_class=DetachSessionForm,
    title="Quelle session retirer de la comparaison ?",
    submit_label="Détacher cette session",
    intro="La session quitte son bras aujourd’hui. La fiche garde qu’elle y était, jusqu’à quand et pourquoi.",
    danger=True,
    form_arguments=lambda page: {
        "choices": {"session": _detachable_choices(page)},
    },
)
def detach(page: ExperimentFormPage, data: dict[str, Any]) -> str:
    detach_session(
        actor=page.actor,
        experiment=page.detail.experiment,
        session_id=int(data["session"]),
        on=today(),
        reason=data["reason"],
    )
    return "La session est détachée. La fiche garde le motif."
