"""Public API of the published offer: no account, no personal data, the same answers as the pages."""

from __future__ import annotations

from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError as NinjaValidationError
from pydantic import StringConstraints

from pacte.kernel.clock import today
from pacte.kernel.errors import PacteError, ValidationError
from pacte.offer.queries import session_detail, training_detail
from pacte.offer.queries.details import SessionSummary
from pacte.offer.queries.search import search_hit_rows, search_sessions
from pacte.offer.records import SessionState, Triplet
from pacte.offer.records.search import SearchArea, SearchFacet, SearchParams, SearchSort
from pacte.web.occupation_field import OccupationFieldValue, resolve_occupation
from pacte.web.pages.feeds.schemas import (
    Absent,
    Day,
    Decimal,
    Flag,
    OccupationOut,
    ProblemOut,
    SearchOut,
    SessionOut,
    TrainingOut,
    TripletOut,
    Whole,
)
from pacte.web.request import Request

api = NinjaAPI(
    title="Offre de formation",
    version="1.0.0",
    description="Formations, sessions et places publiées. Mêmes réponses que les pages ; sans compte.",
    urls_namespace="feeds_api",
    docs_url=None,
)
_PROBLEMS = {404: ProblemOut, 422: ProblemOut}
Code = Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\x00/]+$")]
# PostgreSQL rejects NUL in text. Next to the description, these constraints would drop the default value.
_DEFAULT_KILOMETRES = 50.0  # kilometres
_MAX_LENGTH, _TEXT_PATTERN = 120, r"^[^\x00]*$"


@api.exception_handler(PacteError)
def pacte_error(request: HttpRequest, error: PacteError) -> HttpResponse:
    return api.create_response(request, {"code": error.code, "message": str(error)}, status=error.status)


@api.exception_handler(NinjaValidationError)
def invalid_parameters(request: HttpRequest, error: NinjaValidationError) -> HttpResponse:
    # Location of an error: « query », the parameter name, then the rank (list) or the rejected type (union).
    names = (str(each["loc"][min(1, len(each["loc"]) - 1)]) for each in error.errors)
    fields = ", ".join(dict.fromkeys(names))
    message = f"Paramètre refusé : {fields}. Voyez openapi.json pour les valeurs admises."
    return api.create_response(request, {"code": "parameters", "message": message}, status=422)


@api.get("/formations", response={200: SearchOut, 422: ProblemOut}, summary="Chercher des sessions")
def sessions(
    request: Request,
    q: Annotated[str, Query(max_length=_MAX_LENGTH, pattern=_TEXT_PATTERN, description="mots, fautes comprises")] = "",
    exact: Annotated[Flag | Absent, Query(description="les mots comme ils sont écrits")] = False,
    latitude: Annotated[Decimal | Absent, Query(ge=-90, le=90)] = None,
    longitude: Annotated[Decimal | Absent, Query(ge=-180, le=180)] = None,
    km: Annotated[Decimal | Absent, Query(gt=0, le=500)] = _DEFAULT_KILOMETRES,
    b: Annotated[list[SearchFacet], Query(description="cases cochées")] = [],  # noqa: B006 — read by the framework
    level: Annotated[Whole | Absent, Query(ge=1, le=8)] = None,
    hours: Annotated[Whole | Absent, Query(ge=1, le=9999, description="durée, au plus")] = None,
    starts_from: Annotated[Day | Absent, Query(description="début, au plus tôt")] = None,
    starts_before: Annotated[Day | Absent, Query(description="début, avant ce jour")] = None,
    public: Annotated[
        str, Query(max_length=_MAX_LENGTH, pattern=_TEXT_PATTERN, description="code Formacode du public")
    ] = "",
    occupation: Annotated[
        str,
        Query(max_length=_MAX_LENGTH, pattern=_TEXT_PATTERN, description="métier : code ROME, libellé ou appellation"),
    ] = "",
    competence: Annotated[
        str,
        Query(
            max_length=_MAX_LENGTH,
            pattern=_TEXT_PATTERN,
            description="mots de ce que l’on saura faire, ou de la certification",
        ),
    ] = "",
    sort: SearchSort = SearchSort.AUTO,
    page: Annotated[Whole | Absent, Query(ge=1, le=500)] = 1,
) -> Any:
    """Sessions où l’on peut encore entrer, vingt par page."""
    # The framework keeps the validators of a value only within a union: none of the three is ever None.
    exact, km, page = bool(exact), km or _DEFAULT_KILOMETRES, page or 1
    around = SearchArea(latitude, longitude, km) if latitude is not None and longitude is not None else None
    occupation_match = _occupation(occupation)
    query = SearchParams(
        words=q,
        exact=exact,
        around=around,
        facets=frozenset(b),
        starts_from=starts_from,
        starts_before=starts_before,
        level=level,
        hours_at_most=hours,
        public=public,
        romes=occupation_match.codes,
        competence=competence,
        sort=sort,
        page=page,
    )
    results = search_sessions(actor=request.actor, params=query, on=today())
    return SearchOut(
        total=results.total,
        trainings=results.trainings,
        page=page,
        pages=results.pages,
        mended={word: list(spellings) for word, spellings in results.corrections.items()},
        occupation=OccupationOut(code=occupation_match.code, label=occupation_match.label)
        if occupation_match.code
        else None,
        synthetic=_is_synthetic(),
        sessions=[
            _session(hit.line, hit.kilometres) for hit in search_hit_rows(actor=request.actor, hits=results.hits)
        ],
    )


@api.get("/formations/{number}", response={200: TrainingOut, **_PROBLEMS}, summary="Lire une formation")
def training(request: Request, number: Code) -> Any:
    """Une formation, ses compétences et ses sessions à venir."""
    details = training_detail(actor=request.actor, number=number)
    training_record = details.training
    return TrainingOut(
        number=training_record.number,
        title=training_record.title,
        provider=details.provider.name,
        objective=training_record.objective,
        nature=details.nature,
        is_certifying=training_record.is_certifying,
        certifications=[
            f"{key.upper()}{value}" if key in ("rncp", "rs") else f"{key}:{value}"
            for each in training_record.certifications
            for key, value in each.items()
        ],
        rome_codes=training_record.rome_codes,
        formacodes=training_record.formacodes,
        competences=[each.text for each in details.competences],
        synthetic=_is_synthetic(),
        sessions=[_session(line, None) for line in details.sessions if line.is_to_come(today())],
    )


@api.get("/sessions/{training}/{action}/{session}", response={200: SessionOut, **_PROBLEMS}, summary="Lire une session")
def session(request: Request, training: Code, action: Code, session: Code) -> Any:
    """Une session par son triplet InterCarif."""
    return _session(session_detail(actor=request.actor, triplet=Triplet(training, action, session)).line, None)


def _occupation(words: str) -> OccupationFieldValue:
    """Resolved as by the field of the page. Unlike a person, a program does not get all occupations instead."""
    occupation_match = resolve_occupation(words)
    if occupation_match.typed and not occupation_match.code:
        raise ValidationError(
            "occupation", f"Aucun métier du ROME ne s’appelle « {occupation_match.typed} ».",
            hint="Donnez un code, un libellé ou une appellation du ROME.",
        )  # fmt: skip
    return occupation_match


def _session(line: SessionSummary, kilometres: float | None) -> SessionOut:
    session_record, site = line.session, line.site or line.session.training_action.site
    return SessionOut(
        triplet=TripletOut(
            training=line.triplet.training,
            training_action=line.triplet.training_action,
            session=line.triplet.session,
        ),
        title=session_record.training.title,
        provider=session_record.provider.name,
        town=site.town if site else "",
        postal_code=site.postal_code if site else "",
        latitude=site.latitude if site else None,
        longitude=site.longitude if site else None,
        starts_on=session_record.starts_on,
        ends_on=session_record.ends_on,
        is_rolling=line.is_rolling,
        state=SessionState(session_record.state),
        places_opened=line.places.opened,
        places_left=line.places.left,
        hours=line.module.item.hours if line.module else session_record.training_action.hours_total,
        kilometres=round(kilometres, 1) if kilometres is not None else None,
        page=settings.PUBLIC_URL + reverse("search:training", args=[line.triplet.training]),
        synthetic=_is_synthetic(),
    )


def _is_synthetic() -> bool:
    return bool(settings.INSTANCE.name == "demo")
