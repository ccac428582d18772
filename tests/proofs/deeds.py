"""What can be done today for the actions of the shipped plan, and why the others prove nothing yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pacte.accounts.models import Organisation
from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import create_organisation
from pacte.evaluation.models import Experiment
from pacte.evaluation.records import Arm, Judgement
from pacte.evaluation.services import attach_sessions, lock_protocol, open_experiment, record_finding, write_protocol
from pacte.exchange.outbox.sending import send_to_partners
from pacte.indicators.models import KeptForecast, ObservedEntries
from pacte.indicators.records.survey import GapInput
from pacte.indicators.services import refresh_facts
from pacte.indicators.services.found_gaps import find_gaps
from pacte.indicators.services.gaps import close_gap, record_gap
from pacte.interop.rules.partner_answers import AnswerStatus, PartnerAnswer
from pacte.journeys.models import Learner
from pacte.journeys.records import EndKind, Purpose, SensitiveFactInput, SensitiveKind
from pacte.journeys.records import StepKind as K
from pacte.journeys.records.campaigns import CampaignChannel, CampaignInput, CampaignKind
from pacte.journeys.records.reasons import PauseReason
from pacte.journeys.records.relations import RelationMode
from pacte.journeys.rules.ends import DropoutReason
from pacte.journeys.services import StepInput, open_journey, record_step
from pacte.journeys.services.campaign_contacts import plan_contacts, record_contact
from pacte.journeys.services.campaigns import open_campaign
from pacte.journeys.services.learners import write_sensitive_fact
from pacte.journeys.services.relations import decide_relation_mode
from pacte.journeys.services.releases import record_release
from pacte.journeys.services.reviews import ReviewAnswer, answer_own_review, answer_review, plan_review
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.offer.models import Competence, Provider, Site
from pacte.offer.queries import open_modules
from pacte.offer.records import AttestationItem, Issuer, ModuleItem
from pacte.offer.services import set_modules, set_session_module
from pacte.offer.services.closed_sites import mark_closed_site
from pacte.procedures.models import Case, HireInquiry
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.services import add_document, ask_promised_hires, move_case, name_peer, open_case, record_hires
from pacte.steering.services.committees import plan_committee
from pacte.steering.services.decisions import DecisionInput, take_decision
from pacte.workflows.record_journey_step import record_journey_step
from pacte.workflows.say_who_brought import say_who_brought
from tests.cast import MACHINE, SINCE
from tests.evaluation.sheets import whole_sheet
from tests.indicators.test_person_facts import contact
from tests.interop.making import lives, partner
from tests.journeys.making import session_with, somebody
from tests.procedures.call_acts import decide, open_call, read_case, report
from tests.procedures.signing import sign_by_hand
from tests.procedures.walks import whole_form
from tests.proofs.world import OVER, STARTED, Deed, Neighbour, World

REFUSED = PartnerAnswer(AnswerStatus.REJECTED, code="x", reason="Session inconnue", field="action.numero_session")


@dataclass(frozen=True, slots=True)
class KnownDeed:
    """``neighbour``: of an action whose object is the whole offer, territory or plan (ADR 35); None for the others."""

    do: Deed
    neighbour: Neighbour | None


DEEDS: dict[int, KnownDeed] = {}


def deed(number: int, *, neighbour: Neighbour | None = None) -> Callable[[Deed], Deed]:
    def register(function: Deed) -> Deed:
        DEEDS[number] = KnownDeed(function, neighbour)
        return function

    return register


@deed(1, neighbour=Neighbour.YEAR)
def buy_where_jobs_are(world: World, succeeds: bool) -> None:
    """Two domains with thirty answers each; most euros go to the one where people find a job, or to the other."""
    for domain, finds_job in (("230", True), ("150", False)):
        places = 40 if finds_job == succeeds else 10
        session = world.session(1, places=places, domain=domain)
        world.answer_at_six_months(session, in_job=24 if finds_job else 6, people=30)


@deed(2)
def renovate(world: World, succeeds: bool) -> None:
    """Asked of the next purchases, or left at its test session."""
    gap = {"competence": "Souder en position", "asked": "yes", "asked_by": "Enquête", "taught": "no"}
    values = {"certification": "RNCP34502", "provider": "Savoirs", "gaps": [gap], "training": "F-1", "session": "S-1",
              "lessons": "Un module à allonger.", "purchase_clause": "Un tiers en situation de travail."}  # fmt: skip
    moves = ("survey", "rewrite", "modules", "test", "certifier_note", "renew")
    _follow(world, 2, "training_renovation", values, moves if succeeds else moves[:-1])


@deed(3)
def keep_promises(world: World, succeeds: bool) -> None:
    """Two posts are promised and two people say a long contract; the firm confirms both, or one of them."""
    session = world.session(3)
    for _ in range(2):
        journey = world.entered(session)
        world.ended(journey)
        detail = {"months": 3, "answered": True, "in_job": True, "contract": "permanent"}
        world.step(journey, K.SITUATION, date(2021, 9, 11), **detail)
    promise = {"firm_name": "Savonnerie", "siret": "73282932000074", "email": "savon@exemple.fr", "posts": 2,
               "contract": "permanent", "by": "2021-08-31"}  # fmt: skip
    values = {"applicant_firm": "Savonnerie", "applicant_siret": "73282932000074", "commune": "18033",
              "contact": "A. Martin", "occupation": "H2301", "posts_needed": 2, "needed_on": "2021-06-15",
              "competences": "Conduire un mélangeur", "design": "Huit semaines", "promises": [promise],
              "sessions": [session.number]}  # fmt: skip
    _follow(world, 3, "custom_training", values, ("design", "prepare", "convention", "sign"))
    with acting_as(MACHINE):
        ask_promised_hires(actor=MACHINE)
        inquiry = HireInquiry.objects.latest("pk")
    firm = Actor(name="par son lien", guest_id=inquiry.guest_id)
    with acting_as(firm):
        record_hires(actor=firm, inquiry_id=inquiry.pk, hired=2 if succeeds else 1)


@deed(6)
def open_worksites(world: World, succeeds: bool) -> None:
    """Two worksites open, or one of them stays in preparation."""
    values = {"commune": "18033", "project_owner": "Commune", "provider": "Savoirs", "group_size": 10,
              "starts_on": "2021-03-01"}  # fmt: skip
    moves = ("prepare", "agreement", "open")
    for known in (moves, moves if succeeds else moves[:1]):
        _follow(world, 6, "training_worksite", values, known)


@deed(5)
def train_in_the_firm(world: World, succeeds: bool) -> None:
    """A committee says yes, then two paths are carried to their end, or one of them only."""
    _decide(world, 5)
    values = {"firm_name": "Savonnerie", "siret": "73282932000074", "opco": "OPCO 2i", "commune": "18033",
              "contact": "A. Martin", "kind": "afest", "trade": "H2301", "skills": "Conduire un mélangeur",
              "employee": "Lou", "starts_on": "2021-03-01", "ends_on": "2021-06-30", "work_analysis": True,
              "trainer": "B. Petit", "reflexive_phases": 3, "assessments": "Deux", "cost": 200_000,
              "funders": [{"payer": "opco", "euros": 150_000}, {"payer": "region", "euros": 50_000}],
              "committee_answer": True, "ended_on": "2021-06-30", "assessment": "Autonome."}  # fmt: skip
    moves = ("retain", "agreement", "start", "complete")
    for known in (moves, moves if succeeds else moves[:-1]):
        _follow(world, 5, "workplace_training", values, known)


@deed(4)
def come_back_after_a_mission(world: World, succeeds: bool) -> None:
    session = world.session(4)
    for rank in range(2):
        journey = world.entered(session)
        world.step(journey, K.INTERRUPTED, date(2021, 2, 1), reason=PauseReason.JOB)
        if succeeds or not rank:
            world.step(journey, K.RESUMED, date(2021, 3, 1))


@deed(7)
def validate_whole_certifications(world: World, succeeds: bool) -> None:
    """A jury answers eleven candidates: all is validated, or a block is missing to each."""
    values = {"contact": "A. Martin", "certification": "RNCP34502", "mode": "hybrid", "experience_years": 4,
              "admissibility_asked_on": "2021-02-01", "admissible_on": "2021-02-01", "jury_on": "2021-02-01",
              "validated_blocks": ["RNCP34502BC01"], "missing_blocks": ["RNCP34502BC02"]}  # fmt: skip
    answer = "validate" if succeeds else "validate_partly"
    for _ in range(11):
        _follow(world, 7, "experience_validation", values, ("ask_admissibility", "admit", "set_jury", answer))


@deed(11)
def certify_a_cohort(world: World, succeeds: bool) -> None:
    """Eleven people are identified, informed and admissible; all are certified, or none."""
    values = {"contact": "A. Martin", "origin": "subsidised_contract", "contract_ends_on": "2021-03-31",
              "informed_on": "2021-02-01", "certification": "RNCP34502", "admissible_on": "2021-02-01"}  # fmt: skip
    moves = ("identify", "inform", "admit", "certify")
    for journey in world.leave_together(world.session(None), 11, EndKind.TO_TERM):
        answers = values | {"journey": str(journey.key)}
        done = moves if succeeds else moves[:-1]
        _follow(world, 11, "cohort_validation", answers, done, body=world.cast.network)


@deed(10, neighbour=Neighbour.REGION)
def describe_by_competence(world: World, succeeds: bool) -> None:
    session = session_with(world.cast, number=f"24_{world.number()}")
    with acting_as(MACHINE):
        for rank in range(3 if succeeds else 1):
            Competence.objects.create(training=session.training, rank=rank, text="Souder à l’arc")


@deed(12)
def chain_after_literacy(world: World, succeeds: bool) -> None:
    """The next place is held on the last day of the stage, then taken; or nothing is found."""
    session, later = world.session(12, nature="literacy"), world.session(None)
    journey = world.entered(session)
    following = world.next_held(journey, later, on=date(2021, 2, 20), until=date(2021, 3, 31)) if succeeds else None
    world.ended(journey, on=date(2021, 3, 1))
    if following is not None:
        world.enter_held(following, later, on=date(2021, 3, 15))


@deed(13)
def attest_what_employers_ask(world: World, succeeds: bool) -> None:
    """A young person enters the session of a module, which attests two competences: welders are asked for one of them.

    Both are attested, or the other one only.
    """
    world.hard_to_recruit(rome="H2913", competence_code="100007")
    session = world.session(13)
    attested = (AttestationItem("souder", Issuer.PROVIDER, "100007"), AttestationItem("classer", Issuer.EMPLOYER, "2"))
    with acting_as(MACHINE):
        set_modules(actor=MACHINE, training=session.training, items=[ModuleItem("Souder", 70, attestations=attested)])
        (module,) = open_modules(actor=MACHINE, training=session.training)
        set_session_module(actor=MACHINE, session=session, module_id=module.pk)
    journey = somebody(world.cast, first_name=f"Jeune {world.number()}", birth_year=2001)
    world.enter(journey, session, STARTED)
    with acting_as(world.cast["provider"].actor) as provider:
        for each in attested if succeeds else attested[1:]:
            step_input = StepInput(K.COMPETENCE_ATTESTED, OVER, detail={"competence": each.text})
            record_journey_step(actor=provider, key=journey.key, step_input=step_input)


@deed(15)
def go_towards_the_young(world: World, succeeds: bool) -> None:
    """Two young people who never entered are reached, with their consent: one enters a training, or nobody does."""
    wanted = CampaignInput(ActionCode(15), "Parrains du Cher", CampaignKind.MENTORING, date(2021, 2, 1))
    with acting_as(MACHINE):
        campaign = open_campaign(actor=MACHINE, plan=world.plan, body=world.cast.network, campaign_input=wanted)
    journeys = [somebody(world.cast, first_name=f"Jeune {world.number()}", birth_year=2001) for _ in range(2)]
    with acting_as(world.cast["adviser"].actor) as adviser:
        for contact_made in plan_contacts(
            actor=adviser, campaign_id=campaign.pk, learner_keys=[each.learner.key for each in journeys],
            planned_on=date(2021, 3, 1), channel=CampaignChannel.IN_PERSON,
        ):  # fmt: skip
            record_contact(actor=adviser, contact_id=contact_made.pk, reached_on=date(2021, 3, 1), is_agreed=True)
    if succeeds:
        world.enter(journeys[0], world.session(None), date(2021, 4, 12))


@deed(16)
def go_towards_the_unknown(world: World, succeeds: bool) -> None:
    """A winner brings two people that nobody knew: one enters a training, or nobody does."""
    values = {"consortium": "Rue du Cher", "siret": "73282932000074", "method": "Maraudes", "asked": 9_000_000,
              "email": "rue@exemple.fr", "commune": "18033", "sent_to_state_on": "2020-10-01",
              "decided_on": "2020-12-01", "convention_from": "2021-01-01"}  # fmt: skip
    case = _follow(world, 16, "outreach_mirror", values, ("follow",))
    with acting_as(MACHINE):
        move_case(actor=MACHINE, case=case, transition="win", on=date(2021, 2, 1), reason="retenu par l’État")
    came = date(2021, 3, 1)
    journeys = [somebody(world.cast, first_name=f"Inconnu {world.number()}", on=came) for _ in range(2)]
    with acting_as(world.cast["adviser"].actor) as adviser:
        for each in journeys:
            say_who_brought(actor=adviser, key=each.key, case_id=case.pk, brought_on=None)
    if succeeds:
        world.enter(journeys[0], world.session(None), date(2021, 4, 12))


@deed(17, neighbour=Neighbour.YEAR)
def leave_for_money(world: World, succeeds: bool) -> None:
    _leave(world, DropoutReason.OTHER if succeeds else DropoutReason.MONEY)


@deed(18)
def measure_an_effect(world: World, succeeds: bool) -> None:
    experiment = _experiment(world, 18, end_on=date(2021, 12, 31), code="fill_of_places_bought")
    for arm in (Arm.WITH, Arm.WITHOUT) if succeeds else (Arm.WITH,):
        sessions = [world.session(None) for _ in range(2)]
        for rank, session in enumerate(sessions):
            for _ in range(1 + rank + (arm is Arm.WITH)):
                world.entered(session)
        with acting_as(MACHINE):
            attach_sessions(
                actor=MACHINE, experiment=experiment, arms=dict.fromkeys((each.pk for each in sessions), arm),
                on=date(2021, 1, 4),
            )  # fmt: skip


@deed(23, neighbour=Neighbour.YEAR)
def leave_for_a_barrier(world: World, succeeds: bool) -> None:
    _leave(world, DropoutReason.OTHER if succeeds else DropoutReason.PERSONAL_OR_HEALTH)


@deed(24)
def adapt_the_training(world: World, succeeds: bool) -> None:
    """Twelve adaptations are in place before the end of the training, which all complete, or none."""
    values = {"public": "disability", "needs": ["pace"], "wished_on": "2021-03-01", "referent": "A. Martin",
              "adaptation_plan": "Une pause toutes les heures.", "payer": "agefiph", "satisfaction": 4}  # fmt: skip
    journeys = world.leave_together(world.session(None), 12, EndKind.TO_TERM if succeeds else EndKind.DROPOUT)
    for journey in journeys:
        moves = ("entrust", "plan", "take_effect")
        _follow(world, 24, "adaptation_request", values | {"journey": str(journey.key)}, moves)


@deed(25)
def go_on_outside(world: World, succeeds: bool) -> None:
    """Two women trained inside leave custody; both go on outside within a month, or one of them waits for two."""
    inside, outside = world.session(25), world.session(None)
    body = world.cast.network
    with acting_as(MACHINE):
        inside.site = Site.objects.create(key=f"{world.number()}", name="Maison d’arrêt", town="Bourges")
        inside.save(update_fields=["site"])
        mark_closed_site(
            actor=MACHINE, host_id=world.cast.region.pk, session_number=inside.number, since=world.on(date(2020, 1, 1))
        )
        kind = body.kind
        Organisation.objects.filter(pk=body.pk).update(kind=OrganisationKind.PRISON_SERVICE)
    left_on = date(2021, 3, 1)
    for late in (False, not succeeds):
        journey = world.entered(inside)
        with acting_as(MACHINE):
            Learner.objects.filter(pk=journey.learner_id).update(sex="f")
        with acting_as(world.cast["adviser"].actor) as adviser:
            record_release(
                actor=adviser, learner=journey.learner, body_id=body.pk, left_on=world.on(left_on)
            )  # fmt: skip
            follow = open_journey(
                actor=adviser, learner=journey.learner, body=body, on=world.on(left_on), follows=journey
            )  # fmt: skip
            step_input = StepInput(K.NEED_EXPRESSED, world.on(left_on))
            record_step(actor=adviser, key=follow.key, step_input=step_input)
        world.enter(follow, outside, world.on(left_on + timedelta(days=70 if late else 14)))
    with acting_as(MACHINE):
        Organisation.objects.filter(pk=body.pk).update(kind=kind)


@deed(26)
def certify_first_level(world: World, succeeds: bool) -> None:
    """Certified on the first level, or on another one."""
    session = world.session(26, nature="basic_skills")
    training = session.training
    training.certifications = [{"rs": "5616"} if succeeds else {"rncp": "34502"}]
    with acting_as(MACHINE):
        training.save(update_fields=["certifications"])
    journey = world.entered(session)
    with acting_as(world.cast["adviser"].actor) as adviser:
        write_sensitive_fact(
            actor=adviser, learner=journey.learner, body=world.cast.network,
            fact_input=SensitiveFactInput(
                SensitiveKind.JUSTICE, Purpose.STATISTICS, consent_on=date(2020, 1, 1), valid_from=date(2020, 1, 1)
            ),
        )  # fmt: skip
    world.step(journey, K.PRESENTED)
    world.step(journey, K.CERTIFIED)


@deed(29, neighbour=Neighbour.YEAR)
def stay_in_contact(world: World, succeeds: bool) -> None:
    """The Region chose who follows; contacts before and after, and a review that three confirm, or two of them only."""
    with acting_as(world.cast["pilot"].actor) as pilot:
        decide_relation_mode(
            actor=pilot, host_id=world.cast.region.pk, mode=RelationMode.SHARED, valid_from=world.on(STARTED),
            reason="Conclusion de l’étude.",
        )  # fmt: skip
    journey = world.entered(world.session(None))
    met_on, there = world.on(STARTED + timedelta(days=30)), ReviewAnswer(was_present=True)
    with acting_as(world.cast["adviser"].actor) as adviser:
        review = plan_review(actor=adviser, key=journey.key, planned_on=met_on)
    for part in ("adviser", "provider"):
        with acting_as(world.cast[part].actor) as actor:
            answer_review(actor=actor, key=journey.key, identifier=review.pk, answer=there)
    if succeeds:
        with acting_as(Actor(name="par son lien", learner_id=journey.learner_id)) as person:
            answer_own_review(actor=person, identifier=review.pk, was_present=True)
    world.ended(journey)
    for on in (STARTED - timedelta(days=3), OVER + timedelta(days=20)):
        contact(world.cast, journey, world.on(on))


@deed(32)
def try_an_idea(world: World, succeeds: bool) -> None:
    experiment = _experiment(world, 32, end_on=date(2022, 6, 30))
    if succeeds:
        with acting_as(MACHINE):
            lock_protocol(actor=MACHINE, experiment=experiment, on=date(2022, 2, 1), by="une entrée")


@deed(31)
def transform_providers(world: World, succeeds: bool) -> None:
    """Half of the trainees leave everywhere; once three providers have an agreed plan, fewer of theirs do, or more.

    In a domain where nobody else trains. Three providers without a plan are beside them.
    """
    bodies = [_provider_body(f"Organisme accompagné {rank}") for rank in range(3)]
    for body in (*bodies, None, None, None):
        provider = _provider_of(world, body)
        for months, changes in ((0, False), (3, body is not None)):
            with world.later(timedelta(days=30 * months)):
                session = world.session(None, domain="110", places=16, provider=provider)
                left = (4 if succeeds else 12) if changes else 8
                world.leave_together(session, left, EndKind.DROPOUT, on=date(2021, 2, 15))
                world.leave_together(session, 16 - left, EndKind.TO_TERM)
    for body in bodies:
        _agree_plan(world, body)


@deed(34, neighbour=Neighbour.REGION)
def fill_a_gap(world: World, succeeds: bool) -> None:
    """A night finds what the plan lacks; a gap is noted too, then filled or abandoned."""
    with acting_as(MACHINE):
        refresh_facts(actor=MACHINE, facts_dir=world.folder, full=True)
        find_gaps(actor=MACHINE, plan=world.plan, on=today(), facts_dir=world.folder)
        gap = record_gap(actor=MACHINE, plan=world.plan, data=GapInput("Illettrisme par bassin", "à savoir", "Région"))
        close_gap(actor=MACHINE, gap=gap, is_filled=succeeds, reason="donné, ou abandonné")


@deed(35, neighbour=Neighbour.REGION)
def judge_at_the_date(world: World, succeeds: bool) -> None:
    end_on = date(2021, 12, 31)
    experiment = _experiment(world, 3, end_on=end_on)
    with acting_as(MACHINE):
        lock_protocol(actor=MACHINE, experiment=experiment, on=date(2021, 2, 1), by="une entrée")
        if succeeds:
            record_finding(
                actor=MACHINE, experiment=experiment, result="Rien de plus", judgement=Judgement.STOP,
                on=end_on + timedelta(days=20), reason="essai",
            )  # fmt: skip


@deed(36, neighbour=Neighbour.YEAR)
def realise_hours(world: World, succeeds: bool) -> None:
    session = world.session(36)
    world.sign_hours(world.entered(session), hours=300 if succeeds else 100)


@deed(37, neighbour=Neighbour.REGION)
def send_dossiers(world: World, succeeds: bool) -> None:
    """Twelve dossiers are due to the hub, which accepts them or not."""
    hub = partner(world.cast, slug=f"agora-{world.number()}")
    lives(world.cast, session_with(world.cast, number=f"24_{world.number()}"), 12)
    answer = PartnerAnswer(AnswerStatus.ACKNOWLEDGED) if succeeds else REFUSED
    send_to_partners(actor=MACHINE, slug=hub.slug, poster=lambda partner, secret: lambda delivery, body: answer)


@deed(38, neighbour=Neighbour.REGION)
def forecast_entries(world: World, succeeds: bool) -> None:
    """Eleven sessions, of which the forecast was right, or wrong by three people."""
    with acting_as(MACHINE):
        for _ in range(11):
            forecast = KeptForecast.objects.create(
                organisation=world.cast.region, session=session_with(world.cast, number=f"24_{world.number()}"),
                recorded_at=now(), starts_on=STARTED, made_on=STARTED - timedelta(days=30), admitted=8, waiting=0,
                announced=8, low=6, high=8, basis="all", past_sessions=11,
            )  # fmt: skip
            ObservedEntries.objects.create(
                forecast=forecast, entered=8 if succeeds else 5, observed_on=STARTED, recorded_at=now()
            )


@deed(8)
def touch_an_occupation_in_tension(world: World, succeeds: bool) -> None:
    """A commune is awarded for the occupation that employers hardly find, or for another."""
    world.hard_to_recruit(rome="H2913", competence_code="100007")
    _award(world, 8, "call_for_initiatives", {"trades": ["H2913" if succeeds else "M1607"]})


@deed(39)
def gain_a_degree(world: World, succeeds: bool) -> None:
    """A product is awarded and tried; of twenty-four learners, half gain a degree in both, or nobody does."""
    case, on = _award(world, 39, "inclusive_digital_product", {}), world.on(date(2021, 2, 1))
    sign_by_hand(case, "convention", on)
    with acting_as(MACHINE):
        move_case(actor=MACHINE, case=case, transition="start", on=on)
    before = {"learners": 12, "reading_before": "d1", "writing_before": "d0"}
    risen = {"reading_after": "d2", "writing_after": "d1"}
    groups = [
        before | (risen if succeeds else risen | {"writing_after": "d0"}),
        before | {"reading_after": "d1", "writing_after": "d0"},
    ]
    answers = {"groups": groups, "sent": 4000, "spent": [{"what": "Conception", "euros": 100_000}]}
    report(case, "final", answers, on)


def _award(world: World, number: int, procedure: str, values: dict[str, Any]) -> Case:
    """A call opens; one application is read by two people, kept by a committee, and awarded."""
    of, on = procedure_by_code(procedure), date(2021, 2, 1)
    open_call(world.plan, of.code, world.on(date(2021, 1, 4)), world.on(date(2021, 12, 31)), f"Vague {world.number()}")
    with acting_as(MACHINE):
        case = open_case(
            actor=MACHINE, plan=world.plan, number=ActionCode(number), procedure_code=of.code, title="Essai",
            on=world.on(on), values=whole_form(of) | {"eligible": "yes"} | values, body=world.cast.provider,
        )  # fmt: skip
        move_case(actor=MACHINE, case=case, transition="admit", on=world.on(on))
    read_case(world.cast, case, world.on(on))
    with acting_as(MACHINE):
        move_case(actor=MACHINE, case=case, transition="submit", on=world.on(on))
    decide(world.cast, case, world.on(on), keeps=True)
    with acting_as(MACHINE):
        move_case(actor=MACHINE, case=case, transition="award", on=world.on(on))
    return case


def _follow(
    world: World,
    number: int,
    procedure: str,
    values: dict[str, Any],
    acts: tuple[str, ...],
    *,
    body: Organisation | None = None,
) -> Case:
    """Opens a case of the action, then takes each transition, signs each paper and adds each document, in order."""
    on = date(2021, 2, 1)
    of = procedure_by_code(procedure)
    transitions, papers = {each.code for each in of.transitions}, {each.code for each in of.papers}
    with acting_as(MACHINE):
        case = open_case(
            actor=MACHINE, plan=world.plan, number=ActionCode(number), procedure_code=procedure, title="Essai", on=on,
            values=values, body=body,
        )  # fmt: skip
        for act in acts:
            if act in transitions:
                move_case(actor=MACHINE, case=case, transition=act, on=on)
            elif act in papers:
                sign_by_hand(case, act, on)
            else:
                add_document(actor=MACHINE, case=case, kind=act, title="Pièce", on=on, reference="essai")
    return case


def _provider_body(name: str) -> Organisation:
    with acting_as(MACHINE):
        return create_organisation(
            actor=MACHINE, name=name, kind=OrganisationKind.TRAINING_PROVIDER, valid_from=SINCE
        )  # fmt: skip


def _provider_of(world: World, body: Organisation | None) -> Provider:
    with acting_as(MACHINE):
        return Provider.objects.create(
            siret=f"{world.number():014}", name="Organisme", body=body, recorded_at=now(), changed_at=now()
        )


def _agree_plan(world: World, body: Organisation) -> None:
    """The practices of the provider, up to the agreement of the Region on its plan."""
    of, on = procedure_by_code("provider_practices"), date(2021, 2, 1)
    values: dict[str, Any] = {"aid_agreed": 0}
    for section in ("body", "first_self", "first_peer", "plan"):
        values = whole_form(of, section, values)
    with acting_as(MACHINE):
        case = open_case(
            actor=MACHINE, plan=world.plan, number=ActionCode(31), procedure_code=of.code, title="Essai", on=on,
            values=values, body=body,
        )  # fmt: skip
        name_peer(actor=MACHINE, case=case, person=world.cast["pilot"].person, on=on)
        for transition in ("call_peer", "plan", "send_plan", "agree"):
            move_case(actor=MACHINE, case=case, transition=transition, on=on)


def _decide(world: World, number: int) -> None:
    """A committee takes a decision on the action."""
    on = date(2021, 1, 15)
    with acting_as(MACHINE):
        committee = plan_committee(actor=MACHINE, plan=world.plan, title="Comité", held_on=on)
        decision = DecisionInput(text="Oui", numbers=(ActionCode(number),))
        take_decision(actor=MACHINE, committee=committee, decision_input=decision, on=on)


def _leave(world: World, reason: DropoutReason) -> None:
    world.step(world.entered(world.session(None)), K.ENDED, date(2021, 3, 1), end_kind=EndKind.DROPOUT, reason=reason)


def _experiment(world: World, number: int, *, end_on: date, code: str = "") -> Experiment:
    on = date(2021, 1, 4)
    with acting_as(MACHINE):
        made = open_experiment(
            actor=MACHINE, plan=world.plan, number=ActionCode(number), title="Essai", on=on,
            owner=world.cast["lead"].person,
        )  # fmt: skip
        write_protocol(actor=MACHINE, experiment=made, content=whole_sheet(end_on=end_on, indicator_code=code), on=on)
    return made


NOT_YET = {
    9: "stops of the container have no register",
    14: "trainings of professionals are not in the agenda",
    19: "rooms have no register",
    20: "requests of mobility are not recorded",
    21: "aids to mobility are not paid here",
    22: "code, lessons and licence are not steps",
    27: "needs of companies are not recorded",
    28: "territorial plans have no register",
    30: "data tools of councils are not connected",
    33: "conferences are not in the agenda",
}
"""By action that cannot pass yet: why."""
