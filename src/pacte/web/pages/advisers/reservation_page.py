"""« Tenir une place »: a seat of the proposed session, held until a day for somebody who has not been admitted yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from pacte.journeys.permissions import may
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.records import JourneyState, StepKind
from pacte.journeys.rules.reservations import hold_refusal, usual_last_day
from pacte.journeys.rules.state_machine import TRANSITIONS
from pacte.journeys.services import StepInput
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, hide_unless
from pacte.kernel.french import format_day, pluralise
from pacte.offer.queries import public_places
from pacte.offer.records import EntryMode
from pacte.web.form_fields import day_field
from pacte.web.pages.advisers.adviser_pages import JourneyFormPage
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from datetime import date

    from pacte.offer.models import Session

RESERVABLE = TRANSITIONS[StepKind.SEAT_RESERVED][0] - {JourneyState.OPEN, JourneyState.DECLINED, JourneyState.NOT_KEPT}


class ReservationForm(forms.Form):
    """``ends_on``: of the session, None without an end."""

    seat_until = day_field(
        "Place tenue jusqu’au",
        help_text="Le lendemain, la place est rendue et une autre proposition est due à la personne.",
        error_messages={"required": "Dites jusqu’à quel jour la place est tenue."},
    )
    enters_on = day_field(
        "Entrée souhaitée le", required=False,
        help_text="Si elle n’entre pas au premier jour de la session. Ce jour peut changer : réservez à nouveau.",
    )  # fmt: skip

    def __init__(self, *args: Any, ends_on: date | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ends_on = ends_on

    def clean_seat_until(self) -> date:
        chosen: date = self.cleaned_data["seat_until"]
        if refusal := hold_refusal(chosen, on=today(), ends_on=self.ends_on):
            raise forms.ValidationError(refusal)
        return chosen

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        until, enters_on = values.get("seat_until"), values.get("enters_on")
        if until and enters_on and enters_on > until:
            self.add_error("enters_on", "L’entrée est après le dernier jour de la réservation. Corrigez un des deux.")
        return values


class ReservationPage(JourneyFormPage):
    """The session is the one already proposed. Reserving again moves the days of the same seat."""

    session: Session

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``Conflict`` when no session is proposed, or when a seat can no longer be reserved."""
        super().load(*args, **kwargs)
        hide_unless(may(self.actor, "journeys.reserve", journey_scope(self.journey)))
        if self.journey.session is None or JourneyState(self.journey.state) not in RESERVABLE:
            raise Conflict(
                "journeys_no_reservation", "Aucune place ne peut être tenue sur ce parcours.",
                "Une place se tient dans la session proposée à la personne, avant son admission.",
                "Proposez-lui d’abord une session.",
            )  # fmt: skip
        self.session = self.journey.session

    def form_arguments(self) -> dict[str, Any]:
        session = self.session
        until = self.journey.seat_until or usual_last_day(
            on=today(), starts_on=session.starts_on, ends_on=session.ends_on,
            is_rolling=session.training_action.entry_mode == EntryMode.ROLLING,
        )  # fmt: skip
        return {"ends_on": session.ends_on, "initial": {"seat_until": until, "enters_on": self.journey.awaited_on}}


def _reserved_session(page: ReservationPage) -> str:
    """« Soudeur, à partir du 3 mai 2021 ; 4 places libres. »"""
    session = page.session
    left = public_places(actor=page.actor, sessions=[session])[session.pk].left
    starts = f", à partir du {format_day(session.starts_on)}" if session.starts_on else ""
    room = "" if left is None else f" ; {pluralise(left, 'place libre', 'places libres')}"
    return f"{session.training.title}, {session.provider.name}{starts}{room}."


@ReservationPage.view(
    form_class=ReservationForm,
    title=lambda page: f"Tenir une place pour {page.record.name} ?",
    intro=_reserved_session,
    submit_label="Tenir la place",
    note="L’organisme en est prévenu et décide de l’admission. La réservation se prolonge, se déplace et se retire.",
    crumb="Tenir une place",
)
def reserve(page: ReservationPage, data: dict[str, Any]) -> str:
    days = {name: data[name].isoformat() for name in ("seat_until", "enters_on") if data[name]}
    step_input = StepInput(StepKind.SEAT_RESERVED, today(), session_id=page.session.pk, detail=days)
    record_journey_step(actor=page.actor, key=page.journey.key, step_input=step_input)
    return f"Une place est tenue pour {page.record.name} jusqu’au {format_day(data['seat_until'])}."
