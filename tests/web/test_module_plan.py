"""The adviser composes modules into a plan and keeps some: each is a journey, proposed after the one before."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.audit.models import AuditEntry
from pacte.journeys.models import Journey, ModulePlan
from pacte.journeys.queries.desk_rows import waiting_journeys
from pacte.journeys.queries.pending_answers import pending_journeys
from pacte.journeys.records import Channel, JourneyState, StepKind
from pacte.journeys.records.adviser_desk import AdviserScope, ScopeKind, WaitStatus
from pacte.journeys.rules.chains import present_stage
from pacte.journeys.rules.lapses import ANSWERS_WITHIN, answer_deadline, is_lapsed, is_reminder_due
from pacte.journeys.rules.module_plan import replay_module_plan
from pacte.journeys.services import make_journey_link
from pacte.kernel.clock import today
from pacte.offer.models import Module, ModuleSession, Session, Training
from pacte.offer.records import AttestationItem, BlockItem, Issuer, ModuleItem
from pacte.offer.services import set_modules, set_session_module
from pacte.reference.models import CertificationVersion
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage
from tests.web.plan_stage import plain
from tests.web.test_advising_people import another_network

FLAT, PIPES, RAILS = "RNCP34502BC01", "RNCP34502BC02", "RNCP34502BC03"
S = JourneyState


@pytest.mark.parametrize(
    ("stages", "present"),
    [
        ([], None),
        ([(2, None, S.PROPOSED), (1, None, S.PROPOSED)], 2),
        ([(3, 2, S.PROPOSED), (2, 1, S.PROPOSED), (1, None, S.PROPOSED)], 1),
        ([(3, 2, S.PROPOSED), (2, 1, S.PROPOSED), (1, None, S.IN_TRAINING)], 2),
        ([(2, 1, S.PROPOSED), (1, None, S.ENDED)], 2),
        ([(2, 1, S.CLOSED), (1, None, S.IN_TRAINING)], 1),
        ([(2, 1, S.CLOSED), (1, None, S.ENDED)], 2),
    ],
)
def test_of_stages_proposed_at_once_the_first_that_is_not_entered_is_the_present_one(
    stages: list[tuple[int, int | None, JourneyState]], present: int | None
) -> None:
    assert present_stage(stages) == present


@pytest.fixture(autouse=True)
def _password_alone(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


def stage_of_modules() -> Stage:
    """Vierzon teaches « à plat », Bourges « tubes » after it, Tours (far) « rails »."""
    stage = advising_stage()
    with acting_as(MACHINE):
        CertificationVersion.objects.create(
            code="RNCP34502", edition=date(2021, 1, 1), register="RNCP", title="Soudeur", plain_title="soudeur",
            blocks=[{"code": code, "label": f"Bloc {code[-1]}"} for code in (FLAT, PIPES, RAILS)],
        )  # fmt: skip
        for rank, (title, block) in enumerate((("À plat", FLAT), ("Tubes", PIPES), ("Rails", RAILS))):
            training = Training.objects.select_related("provider").get(number=f"24_{rank}0")
            item = ModuleItem(
                title,
                70,
                attestations=(AttestationItem(f"savoir {title}", Issuer.PROVIDER),),
                blocks=(BlockItem("RNCP34502", block),),
            )
            set_modules(actor=MACHINE, training=training, items=[item])
            starts = today() + timedelta(days=30 + 20 * rank)
            Session.objects.filter(pk=stage.sessions[f"24_{rank + 1}"]).update(
                starts_on=starts, ends_on=starts + timedelta(days=13)
            )
            set_session_module(
                actor=MACHINE, session=stage.session(f"24_{rank + 1}"), module_id=Module.objects.get(title=title).pk
            )
        assert ModuleSession.objects.count() == 3
    return stage


kept_stage = kept_for_module(stage_of_modules)


def page_of(journey: Journey, **asked: object) -> str:
    values = {
        "certification": "RNCP34502", "hours": 300, "km": 60, "since": today().isoformat(), "until": "", **asked,
    }  # fmt: skip
    return f"/mes-personnes/parcours/{journey.key}/composer/?{urlencode(values)}"


def saved() -> ModulePlan:
    with acting_as(MACHINE):
        return ModulePlan.objects.select_related("journey").latest("pk")


def test_a_plan_under_limits_becomes_a_chain_of_proposals_that_replays(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    told = stage.get(page_of(journey))
    assert "La règle trouve 2 étapes, 140 h en tout." in told
    assert "module « À plat », 70 h" in told
    assert "ses sessions sont plus loin que la distance choisie" in told
    plan = saved()
    assert "140 h en tout" in stage.get(page_of(journey))
    assert saved().pk == plan.pk
    kept = [stage.sessions["24_1"], stage.sessions["24_2"]]
    sent = {"plan": plan.pk, "etapes": kept, "on": today().isoformat()}
    assert "2 étapes sont proposées à Inès Benali." in stage.send(page_of(journey), **sent)
    with acting_as(MACHINE):
        first, second = Journey.objects.filter(learner=journey.learner).order_by("pk")
        assert (first.pk, second.follows_id) == (journey.pk, first.pk)
        assert [(each.session_id, each.state) for each in (first, second)] == [(key, S.PROPOSED) for key in kept]
        plan = saved()
        assert [each["session_id"] for each in plan.proposed] == kept
        assert [each.session_id for each in replay_module_plan(plan.inputs, plan.candidates).stages] == kept
    record = stage.get(f"/mes-personnes/{journey.learner.key}/")
    assert "Son plan de modules" in record
    assert "Soudeur assembleur industriel, module « À plat », 70 h" in record.split("Son plan")[0]
    assert stage.client().post(page_of(journey), sent).status_code == 409


def test_the_person_sees_the_plan_and_its_first_stage_on_their_own_page(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    stage.get(page_of(journey))
    kept = [stage.sessions["24_1"], stage.sessions["24_2"]]
    stage.send(page_of(journey), plan=saved().pk, etapes=kept, on=today().isoformat())
    with acting_as(stage.cast["adviser"].actor) as adviser:
        made = make_journey_link(
            actor=adviser, learner=journey.learner, body=stage.cast.network, channel=Channel.LETTER
        )  # fmt: skip
    told = plain(Client().get(f"/mon-parcours/{made.secret}/", follow=True).content.decode())
    assert "Mon plan" in told
    assert "module « Tubes », 70 h" in told
    assert "Soudeur assembleur industriel, module « À plat », 70 h" in told.split("Mon plan")[0]


def proposed_to(stage: Stage, name: str = "Inès Benali", **asked: object) -> tuple[Journey, Journey]:
    """Both steps of a plan, proposed to somebody: « à plat », then « tubes »."""
    journey = stage.somebody(name)
    stage.get(page_of(journey, **asked))
    kept = [stage.sessions["24_1"], stage.sessions["24_2"]]
    stage.send(page_of(journey), plan=saved().pk, etapes=kept, on=today().isoformat())
    with acting_as(MACHINE):
        first, second = Journey.objects.filter(learner=journey.learner).order_by("pk")
    return first, second


def silent(stage: Stage, on: date) -> set[int]:
    """Journeys that the desk calls silent on that day, and those whose answer lapses or is recalled by then."""
    with acting_as(stage.cast["adviser"].actor) as adviser:
        scope = AdviserScope(ScopeKind.AGENCY, (stage.cast.network.pk,))
        rows = waiting_journeys(actor=adviser, scope=scope, on=on, silent_days=8)[WaitStatus.SILENT]
    with acting_as(MACHINE):
        pending = [each.pending for each in pending_journeys(actor=MACHINE)]
    lapsing = {each.journey_id for each in pending if is_lapsed(each, on) or is_reminder_due(each, on)}
    return {row.journey_id for row in rows} | lapsing


def test_the_second_step_of_a_plan_asks_for_nothing_before_the_first_is_over(stage: Stage) -> None:
    first, second = proposed_to(stage)
    later = today() + timedelta(days=25)
    assert {first.pk, second.pk} & silent(stage, later) == {first.pk}
    for state, asked in ((S.IN_TRAINING, set()), (S.INTERRUPTED, set()), (S.ENDED, {second.pk})):
        with acting_as(MACHINE):
            over = {"end_kind": "to_term", "ended_on": today()} if state is S.ENDED else {}
            Journey.objects.filter(pk=first.pk).update(state=state, state_on=today(), entered_on=today(), **over)
        assert silent(stage, later) & {second.pk} == asked, state
    with acting_as(MACHINE):
        # It is to be answered from the day on which its turn came, not from that of the proposal.
        Journey.objects.filter(pk=first.pk).update(state_on=later)
        Journey.objects.filter(pk=second.pk).update(session=None)
        (pending,) = (e.pending for e in pending_journeys(actor=MACHINE) if e.pending.journey_id == second.pk)
    assert answer_deadline(pending) == later + timedelta(days=ANSWERS_WITHIN[S.PROPOSED])


def test_a_plan_is_withdrawn_but_for_what_was_answered(stage: Stage) -> None:
    first, second = proposed_to(stage)
    page = f"/mes-personnes/{first.learner.key}/"
    assert "Retirer ce plan" in stage.get(page)
    for part in ("intruder", "provider"):
        stage.get(f"{page}retirer-le-plan/", part=part, status=404)
    assert "2 étapes sont retirées" in stage.send(f"{page}retirer-le-plan/", why="La personne préfère un emploi.")
    with acting_as(MACHINE):
        first, second = Journey.objects.filter(learner=first.learner).order_by("pk")
        assert [(each.state, each.session_id is None) for each in (first, second)] == [
            (S.OPEN, True),
            (S.CLOSED, False),
        ]
        told = AuditEntry.objects.filter(reason="La personne préfère un emploi.").values_list("act", flat=True)
        assert set(told) == {"journeys.proposed", "journeys.closed"}
    assert "Son plan de modules" not in stage.get(page)
    assert stage.client().post(f"{page}retirer-le-plan/", {"why": "Encore."}).status_code == 409


def test_of_a_plan_under_way_only_what_is_proposed_is_withdrawn(stage: Stage) -> None:
    first, _ = proposed_to(stage)
    with acting_as(MACHINE):
        Journey.objects.filter(pk=first.pk).update(state=S.IN_TRAINING)
    page = f"/mes-personnes/{first.learner.key}/"
    assert "1 étape est retirée" in stage.send(f"{page}retirer-le-plan/", why="Un seul module suffit.")
    with acting_as(MACHINE):
        states = Journey.objects.filter(learner=first.learner).order_by("pk").values_list("state", flat=True)
        assert list(states) == [S.IN_TRAINING, S.CLOSED]
    record = stage.get(page)
    assert "module « À plat », 70 h" in record
    assert "Retirer ce plan" not in record


def test_a_step_of_another_plan_is_refused_and_nothing_is_proposed(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    stage.get(page_of(journey))
    stage.refused(page_of(journey), plan=saved().pk, etapes=[stage.sessions["24_3"]], on=today().isoformat())
    stage.refused(page_of(journey), plan=saved().pk, etapes=[], on=today().isoformat())
    with acting_as(MACHINE):
        assert Journey.objects.filter(learner=journey.learner).count() == 1
        assert saved().proposed_on is None


def test_what_is_proposed_already_stays_and_the_plan_follows_it(stage: Stage) -> None:
    journey = stage.somebody("Yanis Ouali", StepKind.PROPOSED)
    stage.get(page_of(journey))
    stage.send(page_of(journey), plan=saved().pk, etapes=[stage.sessions["24_2"]], on=today().isoformat())
    with acting_as(MACHINE):
        following = Journey.objects.exclude(pk=journey.pk).get(learner=journey.learner)
        assert (following.follows_id, following.session_id) == (journey.pk, stage.sessions["24_2"])


def test_another_network_and_an_intruder_see_no_plan(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    stage.get(page_of(journey))
    plan = saved()
    another_network(stage)
    for part in ("lead", "intruder", "provider"):
        stage.get(page_of(journey), part=part, status=404)
        with acting_as(stage.cast[part].actor):
            assert not ModulePlan.objects.exists()
    with acting_as(stage.cast["adviser"].actor):
        assert ModulePlan.objects.get().pk == plan.pk
