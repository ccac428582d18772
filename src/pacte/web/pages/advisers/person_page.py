"""« Où en est cette personne ? »: obligations first, then the journeys by date, barriers, referents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.urls import reverse

from pacte.journeys.queries.adviser_learners import JourneyRecord, LearnerRecord, barriers_of, journey_records
from pacte.journeys.queries.campaigns import campaigns_of_learner
from pacte.journeys.queries.handovers import body_by_id, planned_handover
from pacte.journeys.queries.module_plans import kept_plan
from pacte.journeys.queries.obligations import is_past_entry_deadline
from pacte.journeys.queries.origins import origins_of
from pacte.journeys.queries.people_to_invite import INVITABLE
from pacte.journeys.records import (
    END_LABELS,
    STATE_LABELS,
    STEP_LABELS,
    JourneyState,
    StepKind,
    StepSource,
    Theme,
)
from pacte.journeys.records.campaigns import CAMPAIGN_CONTACT_STATE_LABELS
from pacte.journeys.rules.chains import present_stage
from pacte.journeys.rules.consequences import LABELS, Consequence, Doer
from pacte.journeys.rules.ends import REASON_LABELS
from pacte.journeys.rules.inviting import RECEIVABLE
from pacte.journeys.rules.obligations import SETTLEMENT_LABELS, SettlementMethod
from pacte.journeys.rules.state_machine import FINISHED, IN_TRAINING
from pacte.journeys.rules.step_details import announced_day_texts
from pacte.journeys.services import note_barrier, settle_obligation, solve_barrier
from pacte.journeys.services.custody import is_authority
from pacte.kernel.clock import paris_date, today
from pacte.kernel.errors import NotFound, ValidationError, ensure_found
from pacte.kernel.french import format_day
from pacte.kernel.user_input import parse_whole_number
from pacte.reference.queries import communes_by_code, occupations_by_code
from pacte.web.journey_cases import account_requests, journey_case_lines
from pacte.web.module_plan_rows import kept_plan_rows
from pacte.web.notebook_links import learner_notebook_link
from pacte.web.pages.advisers.adviser_pages import LearnerRecordPage
from pacte.web.pages.advisers.barrier_rows import barrier_choices, barrier_row
from pacte.web.pages.advisers.reservation_page import RESERVABLE
from pacte.web.request import Request
from pacte.web.segments_section import segments_section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pacte.journeys.models import Journey, Obligation, Step
    from pacte.reference.records import Occupation

DIPLOMA_LABELS = {
    1: "sans diplôme", 2: "niveau 2", 3: "CAP, BEP", 4: "bac", 5: "bac + 2", 6: "bac + 3 ou 4", 7: "bac + 5",
    8: "doctorat",
}  # fmt: skip
YES_NO = {True: "oui", False: "non", None: ""}
_DOER_LABELS = {
    Doer.MACHINE: "tout seul", Doer.ADVISER: "par vous", Doer.PROVIDER: "par l’organisme", Doer.REGION: "par la Région",
}  # fmt: skip
_SOURCES = {
    StepSource.TYPED: "",
    StepSource.PAPER: "recopié d’une feuille signée",
    StepSource.PERSON: "par la personne",
    StepSource.FILE: "reçu par fichier",
    StepSource.MESSAGE: "reçu d’un partenaire",
    StepSource.MACHINE: "fait par la machine",
}
_PROPOSED = (
    JourneyState.PROPOSED, JourneyState.INVITED, JourneyState.MISSED, JourneyState.INFORMED, JourneyState.WAITING,
    JourneyState.RESERVED,
)  # fmt: skip
_MODES = {"chosen": "créneau au choix", "summoned": "convocation"}


class PersonPage(LearnerRecordPage):
    """What is known of one person; its buttons note or lift a barrier, and settle what is due."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.barriers = barriers_of(actor=self.actor, learner=self.record.learner)

    def post(self, request: Request) -> HttpResponse:
        return self.redirect(self.back_url, self._run_action(request.POST))

    def _run_action(self, sent: QueryDict) -> str:
        """Returns the message of success. Raises ``ValidationError`` without a barrier or an action, ``NotFound``."""
        action = sent.get("act", "")
        if action == "note":
            return self._note_barriers(sent.getlist("barrier"))
        if action == "solve":
            barrier = ensure_found(next((each for each in self.barriers if str(each.pk) == sent.get("barrier")), None))
            solve_barrier(actor=self.actor, barrier=barrier)
            return "Le frein est levé."
        if action == "settle":
            if (identifier := parse_whole_number(sent.get("due", ""))) is None:
                raise NotFound
            settle_obligation(actor=self.actor, identifier=identifier)
            return "C’est noté comme fait."
        raise ValidationError(
            "act", "Cette page ne sait pas ce qui est demandé.", hint="Revenez à la personne et recommencez."
        )

    def _note_barriers(self, codes: list[str]) -> str:
        """Notes those that are ticked, all or none: « mobility:no_licence », or a theme alone."""
        chosen = [code.partition(":") for code in dict.fromkeys(codes)]
        if not chosen or any(theme not in set(Theme) for theme, _, _ in chosen):
            raise ValidationError("barrier", "Aucun frein n’est coché.", hint="Cochez-en au moins un dans la liste.")
        learner, body = self.record.learner, body_by_id(self.record.body_id)
        with transaction.atomic():
            for theme, _, constraint in chosen:
                note_barrier(actor=self.actor, learner=learner, body=body, theme=Theme(theme), constraint=constraint)
        return "Le frein est noté." if len(chosen) == 1 else f"{len(chosen)} freins sont notés."


@PersonPage.view(http_method_names=("get", "head", "post"), template_name="advisers/person.html")
def person(page: PersonPage) -> dict[str, Any]:
    record, learner = page.record, page.record.learner
    journeys = _present_stage_first(journey_records(actor=page.actor, learner=learner, on=today()))
    goals = occupations_by_code({each.journey.goal_rome for each in journeys if each.journey.goal_rome})
    held_until = learner.held_until
    own_journeys = [each.journey for each in journeys]
    plan = kept_plan_rows(page.actor, kept_plan(actor=page.actor, learner=learner), own_journeys)
    cases = journey_case_lines(page.actor, [each.key for each in own_journeys])
    return {
        "title": record.name,
        "answer": _answer(journeys),
        "file": record,
        "facts": [*_facts(record), *_origin_facts(page, own_journeys), *_campaign_facts(page)],
        "acts": [*_requests(page, journeys), *_action_links(page, journeys)],
        "notebook": learner_notebook_link(page.actor, learner, own_journeys),
        "next": _next_action(journeys),
        "journeys": [{**journey_timeline(each, goals), "cases": cases.get(each.journey.key, [])} for each in journeys],
        "plan": plan,
        "withdraw_url": page.url("advisers:withdraw_plan", learner.key)
        if any(each["is_only_proposed"] for each in plan)
        else "",
        "segments": segments_section(journeys, on=today()),
        "barriers": [barrier_row(each) for each in page.barriers],
        "barrier_choices": barrier_choices(),
        "planned": planned_handover(actor=page.actor, record=record),
        "held_until": format_day(held_until) if held_until and held_until >= today() else "",
        "synthetic": learner.is_synthetic,
    }


def _present_stage_first(journeys: list[JourneyRecord]) -> list[JourneyRecord]:
    """Of stages proposed at once, the one to be lived now comes before those that follow it."""
    present = present_stage(
        (each.journey.pk, each.journey.follows_id, JourneyState(each.journey.state)) for each in journeys
    )
    return sorted(journeys, key=lambda each: each.journey.pk != present)


def _requests(page: PersonPage, journeys: list[JourneyRecord]) -> list[dict[str, str]]:
    """What may be asked about the journey that is under way."""
    latest = journeys[0].journey if journeys else None
    return account_requests(page.actor, latest) if latest and latest.state not in FINISHED else []


def _action_links(page: PersonPage, journeys: list[JourneyRecord]) -> list[dict[str, str]]:
    person, latest = page.record.learner.key, journeys[0].journey if journeys else None
    journey = latest.key if latest else None
    in_custody = person if is_authority(actor=page.actor, body_id=page.record.body_id) else None
    pages = [
        ("Noter un contact", "contact", journey),
        ("Composer un plan de modules", "compose", journey),
        ("Carnet partagé", "notebook", journey),
        ("Informations protégées", "facts", person),
        ("Emploi à l’ouverture", "job", journey),
        ("Qui l’a amenée", "origin", journey),
        ("Montrer ce qui reste à une agence", "shares", person),
        ("Passer le relais", "hand", person),
        ("Modifier le dossier", "change", person),
        ("Dedans, dehors", "bridge", in_custody),
        ("Date de sortie", "custody", in_custody),
        ("Ouvrir une suite", "next", journey if latest and latest.state in FINISHED | IN_TRAINING else None),
        ("Effacer ce dossier", "erase", person),
    ]
    links = [{"label": label, "url": page.url(f"advisers:{name}", key)} for label, name, key in pages if key]
    trained = _present_training(journeys) or latest
    follow = (
        [{"label": "Qui la suit, bilans à trois", "url": page.url("relations:follow", trained.key)}] if trained else []
    )
    return [*follow, *links]


def _answer(journeys: list[JourneyRecord]) -> str:
    if not journeys:
        return "Aucun parcours n’est ouvert : notez ce qu’elle cherche."
    latest, training = journeys[0].journey, _present_training(journeys)
    if training is None or training is latest:
        return f"{_state_text(latest, journeys)}."
    return f"{_state_text(training, journeys)}. Sa suite : {_state_text(latest, journeys)}."


def _present_training(journeys: list[JourneyRecord]) -> Journey | None:
    """The journey of the training that goes on, beside which its next stage may already be open."""
    return next((each.journey for each in journeys if each.journey.state in IN_TRAINING), None)


def _state_text(journey: Journey, journeys: list[JourneyRecord]) -> str:
    """``journeys``: all of the person, whose records share the titles of the sessions."""
    titles = journeys[0].titles
    where = f" : {titles.get(journey.session.pk, journey.session.training.title)}" if journey.session else ""
    held_until = journey.seat_until if journey.state == JourneyState.RESERVED else None
    until = f", jusqu’au {format_day(held_until)}" if held_until else ""
    return f"{STATE_LABELS[JourneyState(journey.state)]}{where}{until}, depuis le {format_day(journey.state_on)}"


def _facts(record: LearnerRecord) -> list[dict[str, str]]:
    learner = record.learner
    home = communes_by_code([learner.commune_code]).get(learner.commune_code)
    fact_rows = [
        ("Commune", home.name if home else ""),
        ("Née en", str(learner.birth_year or "")),
        ("Diplôme le plus haut", DIPLOMA_LABELS.get(learner.diploma or 0, "")),
        ("Permis", YES_NO[learner.has_licence]),
        ("Véhicule", YES_NO[learner.has_vehicle]),
        ("Dernière nouvelle", format_day(learner.last_seen_on)),
    ]
    return [{"label": label, "value": value or "non dit"} for label, value in fact_rows]


def _origin_facts(page: PersonPage, journeys: list[Journey]) -> list[dict[str, str]]:
    origins = origins_of(actor=page.actor, journeys=journeys).values()
    return [
        {"label": "Amenée par", "value": each.winner_name, "note": format_day(each.brought_on)} for each in origins
    ]  # fmt: skip


def _campaign_facts(page: PersonPage) -> list[dict[str, str]]:
    """« Campagne : Parrains du Cher, touchée le 1er mars »; nothing for somebody whom no campaign includes."""
    campaigns = campaigns_of_learner(actor=page.actor, learner=page.record.learner, on=today())
    texts = [
        f"{each.title}, {CAMPAIGN_CONTACT_STATE_LABELS[each.state].lower()} "
        f"({format_day(each.reached_on or each.planned_on)})"
        for each in campaigns
    ]
    return [{"label": "Campagne", "value": " ; ".join(texts)}] if texts else []


def _next_action(journeys: list[JourneyRecord]) -> dict[str, Any] | None:
    """The next action to take, then the other possible ones."""
    if not journeys:
        return None
    journey = journeys[0].journey
    state = JourneyState(journey.state)
    orient, step, answer = (reverse(f"advisers:{name}", args=[journey.key]) for name in ("orient", "step", "answer"))
    primary = {
        JourneyState.OPEN: ("Proposer une formation", orient),
        JourneyState.NOT_KEPT: ("Proposer une suite", orient),
        JourneyState.DECLINED: ("Proposer autre chose", orient),
        JourneyState.PROPOSED: ("Noter sa réponse", answer),
        JourneyState.INVITED: ("Noter sa réponse", answer),
        JourneyState.MISSED: ("Noter sa réponse", answer),
        JourneyState.TO_RESEAT: ("Proposer une place", reverse("advisers:reseat", args=[journey.key])),
    }.get(state)
    is_agreed = any(
        obligation.what == Consequence.INVITATION_DUE and obligation.settled_on is None
        for obligation in journeys[0].obligations
    )
    if is_agreed:
        primary = ("Inviter", f"{reverse('meetings:invite')}?qui={journey.key}")
    if primary is None and state in FINISHED | IN_TRAINING:
        primary = (
            "Ouvrir une suite" if state in FINISHED else "Préparer la suite",
            reverse("advisers:next", args=[journey.key]),
        )
    return {
        "primary": {"label": primary[0], "url": primary[1]} if primary else None,
        "invite_url": f"{reverse('meetings:invite')}?qui={journey.key}"
        if state in INVITABLE and journey.session_id and not is_agreed
        else "",
        "receive_url": f"{reverse('meetings:receive')}?qui={journey.key}" if state in RECEIVABLE else "",
        "reserve_url": reverse("advisers:reserve", args=[journey.key])
        if journey.session_id and state in RESERVABLE
        else "",
        "is_reserved": state is JourneyState.RESERVED,
        "step_url": step if state not in FINISHED else "",
        "orient_url": orient if state in _PROPOSED else "",
        "training_step_url": _training_step_url(journeys),
        "dues": [
            {
                "id": obligation.pk,
                "label": LABELS[Consequence(obligation.what)],
                "by": format_day(obligation.due_on),
                "late": obligation.due_on < today(),
                "is_mine": obligation.doer == Doer.ADVISER,
                "who": _DOER_LABELS[Doer(obligation.doer)],
            }
            for each in journeys
            for obligation in each.obligations
            if obligation.settled_on is None and not is_past_entry_deadline(obligation)
        ],
    }


def _training_step_url(journeys: list[JourneyRecord]) -> str:
    """Where to write what happened in the training that goes on, when its next stage is what is to be moved."""
    training = _present_training(journeys)
    if training is None or training is journeys[0].journey:
        return ""
    return reverse("advisers:step", args=[training.key])


def journey_timeline(each: JourneyRecord, goals: Mapping[str, Occupation]) -> dict[str, Any]:
    """One journey, as dicts for the template."""
    journey = each.journey
    replaced_ids = {step.corrects_id for step in each.steps if step.corrects_id}
    goal = goals.get(journey.goal_rome)
    return {
        "key": journey.key,
        "title": goal.label if goal else "Projet à préciser",
        "state": STATE_LABELS[JourneyState(journey.state)],
        "steps": [_step_row(step, each, is_replaced=step.pk in replaced_ids) for step in each.steps],
        "settled": [_obligation_sentence(obligation) for obligation in each.obligations if obligation.settled_on],
        "hours": journey.minutes_realised // 60,
    }


def _step_row(step: Step, each: JourneyRecord, *, is_replaced: bool) -> dict[str, Any]:
    known_on = paris_date(step.recorded_at)
    late = (known_on - step.happened_on).days
    title = each.titles.get(step.session_id, "") if step.session_id else ""
    why = each.reasons.get(step.pk, "")
    notes = [title, _detail(step), _SOURCES[StepSource(step.source)], f"corrigée : « {why} »" if why else ""]
    who = step.person_name or each.bodies.get(step.body_id or 0, "")
    return {
        "on": step.happened_on,
        "label": STEP_LABELS[StepKind(step.kind)],
        "note": " · ".join(note for note in (*notes, who) if note),
        "known": f"su le {format_day(known_on)}" + (f", {late} jours après" if late > 1 else "") if late else "",
        "is_replaced": is_replaced or step.is_withdrawn,
        "correct_url": reverse("advisers:correct", args=[each.journey.key, step.pk])
        if step.pk in each.correctable
        else "",
    }


def _detail(step: Step) -> str:
    detail = step.detail
    parts = [
        END_LABELS.get(detail.get("end_kind"), ""),
        REASON_LABELS.get(detail.get("reason"), ""),
        _MODES.get(detail.get("mode"), ""),
        *announced_day_texts(detail),
    ]
    if "months" in detail:
        job = ("en emploi" if detail["in_job"] else "sans emploi") if "in_job" in detail else "sans réponse"
        parts.append(f"à {detail['months']} mois : {job}")
    return ", ".join(part for part in parts if part)


def _obligation_sentence(obligation: Obligation) -> str:
    how = SETTLEMENT_LABELS.get(SettlementMethod(obligation.settled_how), "") if obligation.settled_how else ""
    return (
        f"{LABELS[Consequence(obligation.what)]} {how.capitalize()}, le {format_day(obligation.settled_on)}."
        if obligation.settled_on
        else ""
    )
