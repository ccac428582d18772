"""« Qui vient dans cette session ? »: people by state, then the form of each action for one or several of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.utils.html import format_html

from pacte.journeys.queries.provider_obligations import provider_obligations
from pacte.journeys.queries.session_people import people_of_session, seat_counts
from pacte.journeys.queries.unread_notebooks import unread_words_by_journey
from pacte.journeys.records import STATE_LABELS, STEP_LABELS, JourneyState, StepKind
from pacte.journeys.rules.next_move import LIKELY, PENDING, next_move
from pacte.journeys.rules.provider_actions import ONE_PERSON_KINDS, provider_action_by_slug, provider_actions
from pacte.journeys.rules.state_machine import NAMES_SESSION
from pacte.journeys.services import StepInput
from pacte.kernel.clock import today
from pacte.kernel.errors import ensure_found
from pacte.kernel.french import format_day, pluralise
from pacte.offer.queries import competences_of_training, modules_of_sessions, public_places
from pacte.reference.queries import competence_blocks_of
from pacte.web.notebook_links import notebook_link
from pacte.web.page import Crumb, FormPage
from pacte.web.pages.attendance.action_forms import (
    FORM_BY_KIND,
    PeopleActionForm,
    side_effect_sentences,
    side_effects_by_end_kind,
)
from pacte.web.pages.attendance.page_context import TraineesPage, provider_obligation_table
from pacte.web.session_display import last_step_cell, minutes_cell, session_url
from pacte.web.tables import Column, Table, cell, number_column
from pacte.workflows.record_in_bulk import record_in_bulk

if TYPE_CHECKING:
    from pacte.journeys.queries.session_people import SeatCounts, SessionPerson
    from pacte.journeys.rules.provider_actions import ProviderAction
    from pacte.offer.models import Session
    from pacte.offer.records import PublicPlaces

S = JourneyState
# People awaiting the provider first, then people in training, then people who left.
_STATE_ORDER = (
    S.RESERVED, S.TESTED, S.INFORMED, S.WAITING, S.ADMITTED, S.IN_TRAINING, S.INTERRUPTED, S.SLOT_CHOSEN, S.INVITED,
    S.PROPOSED, S.MISSED, S.ENDED, S.TO_RESEAT, S.NOT_KEPT, S.DECLINED, S.OPEN, S.NEW, S.CLOSED,
)  # fmt: skip


@TraineesPage.view(template_name="attendance/people.html", crumb="Candidats et stagiaires")
def people_by_state(page: TraineesPage) -> dict[str, Any]:
    session, on = page.session, today()
    people = people_of_session(actor=page.actor, session=session)
    places = public_places(actor=page.actor, sessions=[session])[session.pk]
    counts = seat_counts(actor=page.actor, session=session)
    unread = unread_words_by_journey(actor=page.actor, journey_keys=[each.key for each in people])
    is_open = counts.entry_deadline is None or on <= counts.entry_deadline
    return {
        "title": "Qui vient dans cette session ?",
        "answer": session_people_sentence(people, places, is_open=is_open),
        "seats_note": seats_reuse_note(counts, on),
        "groups": [
            _group(state, [each for each in people if each.state is state], session, unread)
            for state in _STATE_ORDER
            if any(each.state is state for each in people)
        ],
        "owed": provider_obligation_table(provider_obligations(actor=page.actor, session=session), on),
    }


def session_people_sentence(people: list[SessionPerson], places: PublicPlaces, *, is_open: bool) -> str:
    """Free places while entry is possible, people in training and people on their way, in one sentence."""
    if not people:
        return "Personne n’a encore été orienté vers cette session."
    count = {state: sum(each.state is state for each in people) for state in S}
    there = count[S.IN_TRAINING] + count[S.INTERRUPTED]
    parts = [
        pluralise(count[S.ADMITTED], "personne admise", "personnes admises") if count[S.ADMITTED] else "",
        f"{pluralise(there, 'personne')} en formation" if there else "",
        f"{pluralise(count[S.ENDED], 'parcours fini', 'parcours finis')}" if count[S.ENDED] else "",
    ]
    waiting = sum(count[state] for state in (*LIKELY, S.RESERVED))
    coming = sum(count[state] for state in PENDING - LIKELY)
    states_text = ", ".join(part for part in parts if part) or "Personne n’est encore admis"
    room = f" ; {pluralise(places.left, 'place libre', 'places libres')}" if places.left and is_open else ""
    decide = f" {pluralise(waiting, 'personne attend', 'personnes attendent')} votre décision." if waiting else ""
    on_way = f" {pluralise(coming, 'autre est', 'autres sont')} en chemin." if coming else ""
    return f"{states_text}{room}.{decide}{on_way}"


def seats_reuse_note(counts: SeatCounts, on: date) -> str:
    """A place counts once, even when reused; also the deadline to reuse a freed place."""
    parts = []
    if counts.entries:
        entries, places = pluralise(counts.entries, "entrée"), pluralise(counts.seats_filled, "place")
        parts.append(f"{entries} sur {places} : une place reprise ne compte qu’une fois.")
    if counts.entry_deadline:
        when = "se reprend jusqu’au" if on <= counts.entry_deadline else "ne se reprend plus depuis le"
        parts.append(f"Une place qui se libère {when} {format_day(counts.entry_deadline)}.")
    return " ".join(parts)


def _group(
    state: JourneyState, people: list[SessionPerson], session: Session, unread: Mapping[UUID, int]
) -> dict[str, Any]:
    """People in that state, to tick when an action may be recorded for several of them at once."""
    actions = [action for action in provider_actions(state) if action.kind not in ONE_PERSON_KINDS]
    identifier = state.value.replace("_", "-")
    return {
        "id": identifier,
        "title": STATE_LABELS[state],
        "note": pluralise(len(people), "personne"),
        "people": Table(
            people,
            Column("Personne", _ticked_name if actions else lambda each: each.name or "Dossier effacé"),
            Column("Conseiller", lambda each: each.network),
            Column("Dernière étape", last_step_cell),
            Column("Attendu", lambda each: next_move(each.state, on=each.awaited_on, starts_on=session.starts_on)),
            number_column("Heures", lambda each: minutes_cell(each.minutes or None)),
            Column(
                "Parcours",
                lambda each: cell("Ouvrir", url=session_url(session.triplet, "attendance:person", each.key)),
            ),
            Column("Carnet", lambda each: _notebook_cell(each, unread.get(each.key, 0))),
            id=f"{identifier}-table",
            caption=STATE_LABELS[state],
        ),
        "verbs": [
            {
                "label": action.label,
                "url": session_url(session.triplet, "attendance:act", action.slug),
                "kind": "danger" if action.closes else "primary" if rank == 0 else "secondary",
            }
            for rank, action in enumerate(actions)
        ],
    }


def _notebook_cell(person: SessionPerson, unread: int) -> str:
    link = notebook_link(person.key, unread)
    return format_html(
        '<a href="{}">{}<span class="hidden-text"> : {}</span></a>',
        link.url,
        link.news or "Carnet",
        person.name or "Dossier effacé",
    )


def _ticked_name(person: SessionPerson) -> str:
    return format_html(
        '<label class="choice" for="qui-{0}"><input type="checkbox" name="qui" id="qui-{0}" value="{0}"> {1}</label>',
        person.key,
        person.name or "Dossier effacé",
    )


_DETAIL_NAMES = {StepKind.COMPETENCE_ATTESTED: "competence", StepKind.BLOCK_CERTIFIED: "block"}


class PeopleActionPage(TraineesPage, FormPage):
    """One action of the provider, named in the URL: ``NotFound`` for another name."""

    template_name, stylesheet = "attendance/act.html", "pacte/css/attendance.css"
    provider_action: ProviderAction

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        provider_action = ensure_found(provider_action_by_slug(kwargs["verb"]))
        self.provider_action, self.crumb = provider_action, provider_action.label
        self.form_class = FORM_BY_KIND.get(provider_action.kind, PeopleActionForm)
        people = people_of_session(actor=self.actor, session=self.session)
        self.people = {each.key: each for each in people if provider_action in provider_actions(each.state)}
        self.things = self._competences_or_blocks()

    def _competences_or_blocks(self) -> list[tuple[str, str]]:
        """Competences come from the description by the provider, blocks from the certification: they differ.

        In the session of a module, those of this module alone.
        """
        training, session_id = self.session.training, self.session.pk
        module = modules_of_sessions(actor=self.actor, session_ids=[session_id]).get(session_id)
        if self.provider_action.kind is StepKind.COMPETENCE_ATTESTED:
            if module is not None:
                return [(text, text) for text in module.competences]
            return [(each.text, each.text) for each in competences_of_training(actor=self.actor, training=training)]
        if self.provider_action.kind is StepKind.BLOCK_CERTIFIED:
            codes = [f"RNCP{each['rncp']}" for each in training.certifications if each.get("rncp")]
            blocks = [block for code in codes for block in competence_blocks_of(code)]
            return [
                (block.code, f"{block.code} : {block.label}")
                for block in blocks
                if module is None or block.code in module.block_codes
            ]
        return []

    @property
    def back_url(self) -> str:
        return self.session_url("attendance:people")

    def breadcrumb(self) -> Sequence[Crumb]:
        *above, own = super().breadcrumb()
        return [*above, self.people_crumb(), own]

    def form_arguments(self) -> dict[str, Any]:
        choices = {"qui": [(str(key), each.name or "Dossier effacé") for key, each in self.people.items()]}
        if self.provider_action.kind in _DETAIL_NAMES:
            choices["things"] = self.things
        return {"choices": choices, "initial": {"qui": self.request.GET.getlist("qui"), "on": today()}}

    def context(self) -> dict[str, Any]:
        kind, count = self.provider_action.kind, len(self.people)
        effects = [("Ce que cela déclenche", side_effect_sentences(kind))]
        some = f"{pluralise(count, 'personne en est là', 'personnes en sont là')}. Cochez celles dont il s’agit"
        return {
            "verb": self.provider_action,
            "answer": f"{some} : chacune est enregistrée pour elle-même."
            if count
            else "Personne n’en est là dans cette session.",
            "back": self.back_url,
            "after": side_effects_by_end_kind() if kind is StepKind.ENDED else effects,
            "signed_by": self.actor.name,
            "nobody": not count,
            "nothing": kind in _DETAIL_NAMES and not self.things,
        }

    def save(self, data: dict[str, Any]) -> str:
        """Says what was recorded, what it sets off, and each refusal."""
        kind = self.provider_action.kind
        steps = {key: self._step_inputs(self.people[key], data) for key in map(UUID, data["qui"])}
        result = record_in_bulk(actor=self.actor, steps_by_journey=steps)
        if result.recorded:
            count = pluralise(len(result.recorded), "personne")
            messages.success(self.request, f"« {STEP_LABELS[kind]} » enregistré pour {count}.")
            side_effects = side_effect_sentences(kind) if kind is not StepKind.ENDED else []
            if side_effects:
                messages.info(self.request, f"Ce que cela a déclenché. {' '.join(side_effects)}")
        for each in result.refused:
            messages.warning(self.request, f"{self.people[each.key].name} : {each.reason}")
        return ""

    def _step_inputs(self, person: SessionPerson, data: dict[str, Any]) -> list[StepInput]:
        """A detail already attested for the person is skipped. An attestation stores the hours that it covers."""
        kind = self.provider_action.kind
        if kind is StepKind.ATTESTATION_GIVEN:
            return [StepInput(kind, data["on"], detail={"minutes": person.minutes})]
        name = _DETAIL_NAMES.get(kind)
        known = {step.detail.get(name) for step in person.steps if step.kind is kind} if name else set()
        session_id = self.session.pk if kind in NAMES_SESSION else None
        return [
            StepInput(kind, data["on"], session_id=session_id, detail=detail)
            for detail in self.form.details()
            if not name or detail[name] not in known
        ]
