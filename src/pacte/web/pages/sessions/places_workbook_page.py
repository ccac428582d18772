"""« Que changer dans mes places ? »: download all sessions as a workbook, upload it, check it, then apply it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from pacte.exchange.documents import places_xlsx
from pacte.exchange.documents.places_xlsx import PlacesRow
from pacte.exchange.places_reading import PlacesInputRow, PlacesWorkbook, read_places_workbook
from pacte.exchange.sandbox.launcher import safe_file_name
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import format_number, pluralise
from pacte.offer.queries import ProviderSession, sessions_of_provider
from pacte.offer.services import open_places, set_minimum
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.sessions.offer_pages import OfferFormPage, OfferPage, actor_provider, offer_region_id, session_cell
from pacte.web.request import Request
from pacte.web.tables import Column, Table, number_column
from pacte.web.upload_form import CheckedUploadForm, upload_owner_key

# Cell, what was read, what is wrong, what to do.
Defect = tuple[str, str, str, str]
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

    @property
    def closes_bought_places(self) -> bool:
        places, opened = self.provider_session.line.places, self.opened
        return opened is not None and opened < min(places.counted - places.lost, places.opened or 0)


@OfferPage.view(decorators=(heavy_view,))
def download_places(page: OfferPage) -> HttpResponse:
    provider, on = actor_provider(page.actor), today()
    rows = [_workbook_row(each) for each in _provider_sessions(page.actor)]
    data = places_xlsx.write(rows, provider=provider.name, as_of=on, synthetic=settings.INSTANCE.name == "demo")
    response = HttpResponse(data, content_type=places_xlsx.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="mes-places_{on:%Y-%m-%d}.xlsx"'
    return response


class PlacesWorkbookPage(OfferFormPage):
    """« act=check » previews; « act=write » applies all rows, or none when a row is refused."""

    template_name = "sessions/places.html"
    form_class = PlacesWorkbookForm
    crumb = "Mes places dans Excel"

    def form_arguments(self) -> dict[str, Any]:
        return {"owner": upload_owner_key(self.actor, "places", actor_provider(self.actor).pk)}

    def context(self) -> dict[str, Any]:
        """Before a workbook is read."""
        return {
            "title": "Que changer dans mes places ?",
            "answer": "Téléchargez vos sessions, changez les cases teintées, déposez le classeur : "
            "la page montre ce qui changerait.",
            "drop_kind": "primary",
        }

    def post(self, request: Request) -> HttpResponseBase:
        form = self.build_form()
        if not form.is_valid():
            return self.render_form(form)
        file = form.cleaned_data["file"]
        try:
            workbook = read_places_workbook(file.read(), name=safe_file_name(file.name))
        except ValidationError as error:
            form.add_error("file", str(error))
            return self.render_form(form)
        changes, unknown = _collect_changes(workbook, _provider_sessions(self.actor))
        defects: list[Defect] = [
            *((f"{each.column}{each.row}", each.value, each.message, each.fix) for each in workbook.defects),
            *unknown,
            *_refused_changes(self.actor, changes),
        ]
        if request.POST.get("act") != "write" or defects or not changes:
            return self._preview(form, changes, defects)
        with transaction.atomic():
            for each in changes:
                _apply_change(self.actor, each)
        form.discard_upload()
        messages.success(request, f"{pluralise(len(changes), 'session changée', 'sessions changées')}.")
        return HttpResponseRedirect(self.url("sessions:home"))

    def _preview(self, form: PlacesWorkbookForm, changes: list[PlacesChange], defects: list[Defect]) -> HttpResponse:
        upload = form.store_upload() if changes and not defects else {}
        is_stored = bool(upload.get("token"))
        values = {
            "form": form,
            "answer": _answer(changes, defects, is_stored=is_stored),
            "was_read": True,
            "changes": _change_table(changes),
            "defects": Table(
                defects,
                Column("Cellule", lambda each: each[0]),
                Column("Ce qui a été lu", lambda each: each[1]),
                Column("Ce qui ne va pas", lambda each: each[2]),
                Column("Quoi faire", lambda each: each[3]),
                id="defauts-table",
                caption="Défauts du classeur",
            ),
            "kept": upload,
            "drop_kind": "secondary" if is_stored else "primary",
        }
        return self.render(self.context() | values, status=422 if defects else 200)


def _answer(changes: list[PlacesChange], defects: list[Defect], *, is_stored: bool) -> str:
    if defects:
        many = pluralise(len(defects), "défaut")
        return f"{many} : rien n’est écrit. Corrigez le classeur, puis déposez-le de nouveau."
    if not changes:
        return "Rien ne change : le classeur dit ce que le registre dit déjà."
    would = pluralise(len(changes), "session changerait", "sessions changeraient")
    then = "Rien n’est encore écrit." if is_stored else "Déposez de nouveau le classeur pour l’écrire."
    return f"{would}. {then}"


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
    workbook: PlacesWorkbook, sessions: list[ProviderSession]
) -> tuple[list[PlacesChange], list[Defect]]:
    changes: list[PlacesChange] = []
    defects: list[Defect] = []
    sessions_by_triplet = {
        (each.line.triplet.training, each.line.triplet.training_action, each.line.triplet.session): each
        for each in sessions
    }
    for input_row in workbook.rows:
        session = sessions_by_triplet.get(input_row.triplet)
        if session is None:
            message = "Cette session n’est pas des vôtres, ou est passée."
            defects.append((f"C{input_row.row}", " / ".join(input_row.triplet)[:80], message, "Retirez la ligne."))
            continue
        change = PlacesChange(session, input_row)
        if change.opened is not None or change.minimum is not None:
            changes.append(change)
    return changes, defects


def _refused_changes(actor: Actor, changes: list[PlacesChange]) -> list[Defect]:
    """Apply each row alone, then roll back, to report by cell what the service would refuse."""
    defects: list[Defect] = []
    for each in changes:
        try:
            with transaction.atomic():
                _apply_change(actor, each)
                transaction.set_rollback(True)
        except (ValidationError, Conflict) as error:
            place, opened = f"{each.input_row.columns[0]}{each.input_row.row}", each.input_row.opened
            problem = f"{error.message} {error.reason}".strip()
            defects.append((place, "" if opened is None else str(opened), problem, error.hint))
    return defects


def _apply_change(actor: Actor, change: PlacesChange) -> None:
    session, on = change.provider_session.line.session, today()
    if change.opened is not None:
        open_places(actor=actor, session=session, count=change.opened, on=on, reason=change.input_row.reason)
    if change.minimum is not None:
        set_minimum(actor=actor, session=session, count=change.minimum, on=on, reason=change.input_row.reason)


def _change_table(changes: list[PlacesChange]) -> Table[PlacesChange]:
    return Table(
        changes,
        Column(
            "Session",
            lambda each: session_cell(each.provider_session.line.session, each.provider_session.line.triplet.session),
        ),
        number_column("Ligne", lambda each: str(each.input_row.row)),
        Column("Ouvertes", lambda each: _change_text(each.provider_session.line.places.opened or 0, each.opened)),
        Column("Minimum", lambda each: _change_text(each.provider_session.line.places.minimum, each.minimum)),
        Column("Effet", lambda each: "une demande part à l’acheteur" if each.closes_bought_places else ""),
        id="changements-table",
        caption="Ce qui changerait",
        empty="Rien.",
    )


def _change_text(before: int, after: int | None) -> str:
    return "" if after is None else f"{format_number(before)} → {format_number(after)}"
