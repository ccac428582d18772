"""Public detail of a training and of a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found
from pacte.offer.models import (
    AccessInformation,
    Competence,
    DescriptionDraft,
    Provider,
    Session,
    Site,
    Training,
    TrainingAction,
    TrainingLink,
)
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries.access import session_by_triplet
from pacte.offer.queries.ledger import public_places
from pacte.offer.queries.module_sessions import EnteredModule, modules_of_sessions, open_modules
from pacte.offer.queries.nature import natures_of
from pacte.offer.records import (
    RECRUITMENT_LABELS,
    STATE_LABELS,
    EntryMode,
    PublicPlaces,
    Recruitment,
    SessionState,
    TrainingNature,
    Triplet,
)
from pacte.offer.records.inputs import CompetenceItem, ModuleItem


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A session for lists, with its public counts. ``module``: the one that it teaches, None for the whole training."""

    session: Session
    site: Site | None
    places: PublicPlaces
    triplet: Triplet
    is_rolling: bool
    module: EnteredModule | None = None

    @property
    def state_label(self) -> str:
        return STATE_LABELS[SessionState(self.session.state)]

    @property
    def recruitment_label(self) -> str:
        """Empty when the file does not give it."""
        code = self.session.recruitment
        return RECRUITMENT_LABELS[Recruitment(code)] if code in tuple(Recruitment) else ""

    def is_to_come(self, on: date) -> bool:
        """Return True when entry is still possible: not started, or rolling entry and not over."""
        if self.session.state in (SessionState.CANCELLED, SessionState.ENDED) or self.session.closed_on:
            return False
        if self.is_rolling:
            return self.session.ends_on is None or self.session.ends_on >= on
        return self.session.starts_on is None or self.session.starts_on >= on


@dataclass(frozen=True, slots=True)
class TrainingActionDetail:
    """A training action with its sessions. ``access``: access information of the provider, or None."""

    action: TrainingAction
    site: Site | None
    access: AccessInformation | None
    sessions: tuple[SessionSummary, ...]


@dataclass(frozen=True, slots=True)
class LinkedTraining:
    link_id: int
    number: str
    title: str
    nature: TrainingNature
    note: str


@dataclass(frozen=True, slots=True)
class TrainingDetail:
    """A training with its public data. ``summary`` and ``competences`` may be empty: pages then use certifications."""

    training: Training
    provider: Provider
    nature: TrainingNature
    summary: str
    competences: tuple[CompetenceItem, ...]
    modules: tuple[ModuleItem, ...]
    actions: tuple[TrainingActionDetail, ...]
    earlier: tuple[LinkedTraining, ...]
    later: tuple[LinkedTraining, ...]

    @property
    def sessions(self) -> tuple[SessionSummary, ...]:
        """Sessions of all actions, soonest first, those without a date last."""
        every = [line for action in self.actions for line in action.sessions]
        return tuple(sorted(every, key=lambda line: (line.session.starts_on or date.max, line.session.pk)))


@dataclass(frozen=True, slots=True)
class SessionDetail:
    """A session with all its public data."""

    line: SessionSummary
    training: Training
    action: TrainingAction
    provider: Provider
    access: AccessInformation | None

    @property
    def session(self) -> Session:
        return self.line.session

    @property
    def contact(self) -> dict[str, str]:
        """Name, phone and email given for the session by its file, else those of the provider."""
        of_session = self.session.contact if isinstance(self.session.contact, dict) else {}
        return {name: str(of_session.get(name) or getattr(self.provider, name)) for name in ("name", "phone", "email")}


def training_by_number(*, actor: Actor, number: str) -> Training:
    """Raises ``NotFound``."""
    return ensure_found(Training.objects.select_related("provider").filter(number=number).first())


def training_detail(*, actor: Actor, number: str) -> TrainingDetail:
    """Full detail of a training. Public. At most sixteen queries, for any number of sessions. Raises ``NotFound``."""
    training = ensure_found(Training.objects.select_related("provider", "sheet").filter(number=number).first())
    nature = natures_of(actor=actor, trainings=[training])[training.pk]
    sheet = getattr(training, "sheet", None)
    links = _open_links(training)
    return TrainingDetail(
        training=training,
        provider=training.provider,
        nature=nature,
        summary=sheet.summary if sheet else "",
        competences=tuple(competences_of_training(actor=actor, training=training)),
        modules=tuple(modules_of_training(actor=actor, training=training)),
        actions=_action_details(actor, training),
        earlier=_linked_trainings(actor, [each for each in links if each.later_id == training.pk], "earlier"),
        later=_linked_trainings(actor, [each for each in links if each.earlier_id == training.pk], "later"),
    )


def session_detail(*, actor: Actor, triplet: Triplet) -> SessionDetail:
    """Detail of a session, by triplet. Public. Raises ``NotFound``."""
    session = session_by_triplet(actor=actor, triplet=triplet)
    line = session_summaries(actor=actor, sessions=[session])[0]
    access = AccessInformation.objects.filter(training_action=session.training_action).first()
    return SessionDetail(line, session.training, session.training_action, session.provider, access)


def session_summaries(*, actor: Actor, sessions: list[Session]) -> list[SessionSummary]:
    """Sessions with their public counts, in the same order; two queries, four when some are of one module."""
    numbers = public_places(actor=actor, sessions=sessions)
    modules = modules_of_sessions(actor=actor, session_ids=[each.pk for each in sessions])
    return [
        SessionSummary(
            session=each,
            site=each.site,
            places=numbers[each.pk],
            triplet=each.triplet,
            is_rolling=each.training_action.entry_mode == EntryMode.ROLLING,
            module=modules.get(each.pk),
        )
        for each in sessions
    ]


def competences_of_training(*, actor: Actor, training: Training) -> list[CompetenceItem]:
    """Competences of « À la fin, vous saurez… », in order."""
    return [
        CompetenceItem(each.text, each.block_code, each.block_label, each.is_attested)
        for each in Competence.objects.filter(training=training).order_by("rank")
    ]


def modules_of_training(*, actor: Actor, training: Training) -> list[ModuleItem]:
    """Open modules of the training, with attestations and certification blocks."""
    return [each.as_item() for each in open_modules(actor=actor, training=training)]


def description_draft(*, actor: Actor, training: Training) -> DescriptionDraft | None:
    """Draft of the provider, visible to its own people only."""
    scope = OfferScope(training.host_id, training.provider.body_id)
    if training.provider.body_id not in actor.organisation_ids or not may(actor, "offer.edit_sheet", scope):
        return None
    return DescriptionDraft.objects.filter(training=training).first()


def _action_details(actor: Actor, training: Training) -> tuple[TrainingActionDetail, ...]:
    published = Session.objects.select_related("site").filter(closed_on__isnull=True).order_by("starts_on", "pk")
    actions = list(
        training.training_actions.filter(closed_on__isnull=True)
        .select_related("site", "access_word")
        .prefetch_related(Prefetch("sessions", queryset=published))
        .order_by("number")
    )
    sessions = []
    for action in actions:
        action.training = training
        for session in action.sessions.all():
            session.training_action = action
            sessions.append(session)
    lines = {line.session.pk: line for line in session_summaries(actor=actor, sessions=sessions)}
    return tuple(
        TrainingActionDetail(
            action=action,
            site=action.site,
            access=getattr(action, "access_word", None),
            sessions=tuple(lines[session.pk] for session in action.sessions.all()),
        )
        for action in actions
    )


def _open_links(training: Training) -> list[TrainingLink]:
    open_links = TrainingLink.objects.filter(closed_on__isnull=True).select_related("earlier", "later")
    return list((open_links.filter(earlier=training) | open_links.filter(later=training)).order_by("pk"))


def _linked_trainings(actor: Actor, links: list[TrainingLink], side: str) -> tuple[LinkedTraining, ...]:
    others = {each.pk: getattr(each, side) for each in links}
    natures = natures_of(actor=actor, trainings=list(others.values())) if others else {}
    return tuple(
        LinkedTraining(each.pk, others[each.pk].number, others[each.pk].title, natures[others[each.pk].pk], each.note)
        for each in links
    )
