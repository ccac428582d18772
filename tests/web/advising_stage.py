"""Stage of the pages of advisers: upcoming sessions around Vierzon, people at every step, dates relative to today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.http import HttpResponse
from django.test import Client

from pacte.accounts.models import Organisation
from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey, Learner
from pacte.journeys.queries import journey_by_key
from pacte.journeys.records import LearnerInput, StepKind
from pacte.journeys.services import StepInput, open_journey, open_learner
from pacte.kernel.clock import now, today
from pacte.offer.models import Session
from pacte.offer.queries.access import session_by_id
from pacte.offer.records import EntryMode, ProviderInput, TrainingActionInput, TrainingInput, TrainingSessionInput
from pacte.offer.services import store_provider, store_trainings
from pacte.reference.models import Edition, Zone
from pacte.workflows.record_journey_step import record_journey_step
from tests.accounts.entering import just_proved
from tests.cast import MACHINE, Cast, gather_cast
from tests.offer.world import BOURGES, TOURS, VIERZON
from tests.web.plan_stage import plain

BACKEND = "pacte.accounts.backends.PasswordBackend"
ROME = "H2913"
K = StepKind
_PLACES = ((VIERZON, "24_1"), (BOURGES, "24_2"), (TOURS, "24_3"))


@dataclass
class Stage:
    cast: Cast
    sessions: dict[str, int]
    clients: dict[str, Client] = field(default_factory=dict)

    def session(self, number: str = "24_1") -> Session:
        return session_by_id(actor=MACHINE, session_id=self.sessions[number])

    def client(self, part: str = "adviser") -> Client:
        if part not in self.clients:
            self.clients[part] = Client()
            self.clients[part].force_login(self.cast[part].person, backend=BACKEND)
            just_proved(self.clients[part])
        return self.clients[part]

    def get(self, url: str, part: str = "adviser", status: int = 200) -> str:
        answer = self.client(part).get(url)
        assert answer.status_code == status, (answer.status_code, answer.content[-1500:])
        return body(answer)

    def send(self, url: str, part: str = "adviser", **data: object) -> str:
        """Sends a form that is accepted. Returns the text of the page that follows."""
        answer = self.client(part).post(url, data, follow=True)
        assert answer.redirect_chain, body(answer)[:3000]
        assert answer.status_code == 200, answer.content[-1500:]
        return body(answer)

    def refused(self, url: str, part: str = "adviser", status: int = 422, **data: object) -> str:
        answer = self.client(part).post(url, data)
        assert answer.status_code == status, (answer.status_code, body(answer)[:2000])
        return body(answer)

    def again(self, journey: Journey) -> Journey:
        with acting_as(MACHINE):
            return journey_by_key(actor=MACHINE, key=journey.key)

    def somebody(
        self,
        name: str = "Inès Benali",
        *kinds: StepKind,
        days_ago: int = 1,
        seen_days_ago: int | None = None,
        rome: str = ROME,
        number: str = "24_1",
        part: str = "adviser",
        body: Organisation | None = None,
        **known: object,
    ) -> Journey:
        """A person of the adviser whose journey has these steps, all on the same past day."""
        first, _, last = name.partition(" ")
        on = today() - timedelta(days=days_ago)
        body = body or self.cast[part].organisation
        actor = self.cast[part].actor
        with acting_as(actor):
            learner = open_learner(
                actor=actor,
                host=self.cast.region,
                body=body,
                synthetic=True,
                learner_input=LearnerInput(first, last, commune_code="18279", **known),  # type: ignore[arg-type]
            )
            journey = open_journey(actor=actor, learner=learner, body=body, on=on, goal_rome=rome)
            for kind in (K.NEED_EXPRESSED, *kinds):
                given = StepInput(kind, on, session_id=self.sessions[number])
                record_journey_step(actor=actor, key=journey.key, step_input=given)
        with acting_as(MACHINE):
            seen = today() - timedelta(days=days_ago if seen_days_ago is None else seen_days_ago)
            Learner.objects.filter(pk=learner.pk).update(last_seen_on=seen)
        return journey


def body(answer: HttpResponse) -> str:
    return plain(answer.content.decode())


def advising_stage(cast: Cast | None = None) -> Stage:
    """Three welding sessions, near and far, with the communes where they take place."""
    cast = cast or gather_cast()
    with acting_as(MACHINE):
        _territory()
        provider = store_provider(
            actor=MACHINE, host_id=cast.region.pk,
            provider_input=ProviderInput("73282932000074", "Métal Formation Berry", body_id=cast.provider.pk),
        )  # fmt: skip
        done = store_trainings(
            actor=MACHINE, host_id=cast.region.pk, provider=provider,
            trainings=[_training(number, rank) for rank, (_, number) in enumerate(_PLACES)],
        )  # fmt: skip
    return Stage(cast, dict(done.sessions))


def _training(number: str, rank: int) -> TrainingInput:
    starts = today() + timedelta(days=30 + rank)
    return TrainingInput(
        number=f"24_{rank}0",
        title="Soudeur assembleur industriel",
        is_certifying=True,
        formacodes=("23026",),
        rome_codes=(ROME,),
        certifications=(("rncp", "34502"),),
        actions=(
            TrainingActionInput(
                number=f"24_{rank}1",
                site=_PLACES[rank][0],
                entry_mode=EntryMode.FIXED,
                sessions=(TrainingSessionInput(number, starts, starts + timedelta(days=120), places_given=12),),
            ),
        ),
    )


def _territory() -> None:
    """Stores three communes with coordinates, enough to compute distances."""
    edition = today().year
    Edition.objects.get_or_create(year=edition, defaults={"loaded_at": now()})
    for site in (VIERZON, BOURGES, TOURS):
        Zone.objects.get_or_create(
            kind="commune", code=site.commune_code, edition=edition,
            defaults={"name": site.town, "plain_name": site.town.lower(), "latitude": site.latitude,
                      "longitude": site.longitude, "postal_codes": [site.postal_code]},
        )  # fmt: skip
