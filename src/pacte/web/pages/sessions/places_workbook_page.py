"""« Que changer dans mes places ? »: download all sessions as a workbook, upload it, check it, then apply it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pacte.exchange.documents import places_xlsx
from pacte.exchange.documents.places_xlsx import PlacesRow
from pacte.exchange.places_reading import PlacesInputRow, PlacesWorkbook, read_places_workbook
from pacte.exchange.sandbox.launcher import safe_file_name
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import format_number, pluralise
from pacte.offer.queries import sessions_of_provider
from pacte.offer.services import open_places, set_minimum
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.sessions.page_context import (
    actor_provider,
    offer_region_id,
    request_actor,
    session_url,
    sessions_page_context,
)
from pacte.web.require_login import require_login
from pacte.web.upload_form import CheckedUploadForm, upload_owner_key

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.queries import ProviderSession

_CHANGE_COLUMNS = (
    {"label": "Session"}, {"label": "Ligne", "kind": "num"}, {"label": "Ouvertes"}, {"label": "Minimum"},
    {"label": "Effet"},
)  # fmt: skip
_DEFECT_COLUMNS = (
    {"label": "Cellule"},
    {"label": "Ce qui a été lu"},
    {"label": "Ce qui ne va pas"},
    {"label": "Quoi faire"},
)
_MAX_BYTES = 5 * 1024**2


class PlacesWorkbookForm(CheckedUploadForm):
    file = forms.FileField(
        label="Classeur",
        max_length=255,
        error_messages={
            "required": "Choisissez le classeur .xlsx que vous avez changé.",
            "empty": "Ce fichier est vide. Vérifiez que vous avez choisi le bon.",
            "max_length": "Le nom de ce fichier est trop long. Renommez-le, puis déposez-le de nouveau.",
        },
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload and upload.size > _MAX_BYTES:
            raise forms.ValidationError("Ce fichier dépasse 5 Mo. Déposez le classeur téléchargé ici.")
        return upload


@dataclass(frozen=True, slots=True)
class PlacesChange:
    """Change of one session by one row of the workbook."""

    provider_session: ProviderSession
    input_row: PlacesInputRow

    @property
    def opened(self) -> int | None:
        return None if self.input_row.opened == self.provider_session.line.places.opened else self.input_row.opened

    @property
    def minimum(self) -> int | None:
        current = self.provider_session.line.places.minimum
        return None if self.input_row.minimum in (None, current) else self.input_row.minimum


@require_login
@require_safe
@heavy_view
def download(request: HttpRequest) -> HttpResponse:
    actor, on = request_actor(request), today()
    provider = actor_provider(actor)
    rows = [_workbook_row(each) for each in _provider_sessions(actor)]
    data = places_xlsx.write(rows, provider=provider.name, as_of=on, synthetic=settings.INSTANCE.name == "demo")
    response = HttpResponse(data, content_type=places_xlsx.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="mes-places_{on:%Y-%m-%d}.xlsx"'
    return response


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """« act=check » previews; « act=write » applies all rows, or none when a row is refused."""
    actor = request_actor(request)
    sessions_by_triplet = {
        (each.line.triplet.training, each.line.triplet.training_action, each.line.triplet.session): each
        for each in _provider_sessions(actor)
    }
    is_post = request.method == "POST"
    owner = upload_owner_key(actor, "places", actor_provider(actor).pk)
    form = PlacesWorkbookForm(request.POST if is_post else None, request.FILES if is_post else None, owner=owner)
    workbook = PlacesWorkbook()
    changes: list[PlacesChange] = []
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            workbook = read_places_workbook(file.read(), name=safe_file_name(file.name))
        except ValidationError as error:
            form.add_error("file", str(error))
        else:
            changes, defects = _collect_changes(workbook, sessions_by_triplet)
            defects += _refused_changes(actor, changes)
            read_defects = [
                [f"{each.column}{each.row}", each.value, each.message, each.fix] for each in workbook.defects
            ] + defects
            if request.POST.get("act") == "write" and not read_defects and changes:
                _apply_all(actor, changes)
                form.discard_upload()
                messages.success(request, f"{pluralise(len(changes), 'session changée', 'sessions changées')}.")
                return HttpResponseRedirect(reverse("supply:home"))
            return _render_page(request, form, changes, read_defects)
    return _render_page(request, form, changes, [], status=422 if is_post else 200)


def _render_page(
    request: HttpRequest,
    form: PlacesWorkbookForm,
    changes: list[PlacesChange],
    defects: list[list[Any]],
    status: int | None = None,
) -> HttpResponse:
    was_read = status is None
    may_write = was_read and bool(changes) and not defects
    stored_file = form.store_upload() if may_write else {}
    context = sessions_page_context(("Mes places dans Excel", "")) | {
        "title": "Que changer dans mes places ?",
        "answer": _answer(changes, defects, bool(stored_file.get("token"))) if was_read
        else "Téléchargez vos sessions, changez les cases teintées, déposez le classeur : "
        "la page montre ce qui changerait.",
        "form": form,
        "was_read": was_read,
        "change_columns": _CHANGE_COLUMNS,
        "changes": [_change_cells(each) for each in changes],
        "defect_columns": _DEFECT_COLUMNS,
        "defects": defects,
        "kept": stored_file,
        "drop_kind": "secondary" if stored_file.get("token") else "primary",
    }  # fmt: skip
    return render(request, "supply/places.html", context, status=422 if defects else status or 200)


def _answer(changes: list[PlacesChange], defects: list[list[Any]], is_stored: bool) -> str:
    if defects:
        return (
            f"{pluralise(len(defects), 'défaut')} : rien n’est écrit. Corrigez le classeur, puis déposez-le de nouveau."
        )
    if not changes:
        return "Rien ne change : le classeur dit ce que le registre dit déjà."
    changes_text = pluralise(len(changes), "session changerait", "sessions changeraient")
    return f"{changes_text}. " + (
        "Rien n’est encore écrit." if is_stored else "Déposez de nouveau le classeur pour l’écrire."
    )


def _provider_sessions(actor: Actor) -> list[ProviderSession]:
    return sessions_of_provider(actor=actor, provider=actor_provider(actor), host_id=offer_region_id(actor), on=today())


def _workbook_row(each: ProviderSession) -> PlacesRow:
    summary = each.line
    return PlacesRow(
        training=summary.triplet.training,
        training_action=summary.triplet.training_action,
        session=summary.triplet.session,
        title=summary.session.training.title,
        starts_on=summary.session.starts_on,
        ends_on=summary.session.ends_on,
        town=summary.site.town if summary.site else "",
        state=summary.state_label,
        bought=summary.places.counted,
        held_places=summary.places.occupied,
        opened=summary.places.opened,
        minimum=summary.places.minimum,
    )


def _collect_changes(
    workbook: PlacesWorkbook, sessions_by_triplet: dict[tuple[str, str, str], ProviderSession]
) -> tuple[list[PlacesChange], list[list[Any]]]:
    changes, defects = [], []
    for input_row in workbook.rows:
        session = sessions_by_triplet.get(input_row.triplet)
        if session is None:
            message = "Cette session n’est pas des vôtres, ou est passée."
            defects.append([f"C{input_row.row}", " / ".join(input_row.triplet)[:80], message, "Retirez la ligne."])
            continue
        change = PlacesChange(session, input_row)
        if change.opened is not None or change.minimum is not None:
            changes.append(change)
    return changes, defects


class _DryRun(Exception):
    """Roll back the dry run."""


def _refused_changes(actor: Actor, changes: list[PlacesChange]) -> list[list[Any]]:
    """Apply each row alone, then roll back, to report by cell what the service would refuse."""
    defects: list[list[Any]] = []
    for each in changes:
        try:
            with transaction.atomic():
                _apply_change(actor, each)
                raise _DryRun
        except _DryRun:
            continue
        except (ValidationError, Conflict) as error:
            value = "" if each.input_row.opened is None else str(each.input_row.opened)
            defects.append(
                [
                    f"{each.input_row.columns[0]}{each.input_row.row}",
                    value,
                    f"{error.message} {error.reason}".strip(),
                    error.hint,
                ]
            )
    return defects


def _apply_all(actor: Actor, changes: list[PlacesChange]) -> None:
    with transaction.atomic():
        for each in changes:
            _apply_change(actor, each)


def _apply_change(actor: Actor, change: PlacesChange) -> None:
    session, on = change.provider_session.line.session, today()
    if change.opened is not None:
        open_places(actor=actor, session=session, count=change.opened, on=on, reason=change.input_row.reason)
    if change.minimum is not None:
        set_minimum(actor=actor, session=session, count=change.minimum, on=on, reason=change.input_row.reason)


def _change_cells(change: PlacesChange) -> list[Any]:
    summary = change.provider_session.line
    places = summary.places
    closes = (
        change.opened is not None
        and change.opened < places.counted - places.lost
        and change.opened < (places.opened or 0)
    )
    return [
        {"text": summary.session.training.title, "url": session_url(summary.triplet), "note": summary.triplet.session},
        str(change.input_row.row),
        f"{format_number(places.opened or 0)} → {format_number(change.opened)}" if change.opened is not None else "",
        f"{format_number(places.minimum)} → {format_number(change.minimum)}" if change.minimum is not None else "",
        "une demande part à l’acheteur" if closes else "",
    ]
