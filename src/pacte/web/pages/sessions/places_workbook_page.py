"""« Que changer dans mes places ? »: download all sessions as a workbook, upload it, check it, then apply it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect

from pacte.accounts.queries import actor_region_id
from pacte.exchange.documents import places_xlsx
from pacte.exchange.documents.places_xlsx import PlacesRow
from pacte.exchange.places_changes import PlacesChange, apply_places_changes, read_places_changes
from pacte.exchange.places_reading import PlacesDefect, read_places_workbook
from pacte.exchange.sandbox.launcher import safe_file_name
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_number, pluralise
from pacte.offer.queries import ProviderSession, acting_provider, sessions_of_provider
from pacte.web.downloads import file_response
from pacte.web.form_fields import file_field
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.sessions.offer_pages import OfferFormPage, OfferPage, session_cell
from pacte.web.request import Request
from pacte.web.tables import Column, Table, number_column
from pacte.web.upload_form import CheckedUploadForm, upload_owner_key

_SUMMARISED = 5


class PlacesWorkbookForm(CheckedUploadForm):
    file = file_field(
        "Classeur",
        missing="Choisissez le classeur .xlsx que vous avez changé.",
        largest=5 * 1024**2,
        too_large="Ce fichier dépasse 5 Mo. Déposez le classeur téléchargé ici.",
    )


def _provider_sessions(actor: Actor) -> list[ProviderSession]:
    provider, host_id = acting_provider(actor=actor), actor_region_id(actor=actor)
    return list(sessions_of_provider(actor=actor, provider=provider, host_id=host_id, on=today()))


@OfferPage.view(decorators=(heavy_view,))
def download_places(page: OfferPage) -> HttpResponse:
    provider, on = acting_provider(actor=page.actor), today()
    rows = [_workbook_row(each) for each in _provider_sessions(page.actor)]
    data = places_xlsx.write(rows, provider=provider.name, as_of=on, synthetic=settings.INSTANCE.name == "demo")
    return file_response(data, places_xlsx.MEDIA_TYPE, f"mes-places_{on:%Y-%m-%d}.xlsx")


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


class PlacesWorkbookPage(OfferFormPage):
    """« act=check » previews; « act=write » applies all rows, or none when a row is refused."""

    template_name = "sessions/places.html"
    form_class = PlacesWorkbookForm
    crumb = "Mes places dans Excel"

    def form_arguments(self) -> dict[str, Any]:
        return {"owner": upload_owner_key(self.actor, "places", acting_provider(actor=self.actor).pk)}

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
        sessions, on = _provider_sessions(self.actor), today()
        changes, defects = read_places_changes(actor=self.actor, workbook=workbook, sessions=sessions, on=on)
        if request.POST.get("act") != "write" or defects or not changes:
            return self._preview(form, changes, defects)
        apply_places_changes(actor=self.actor, changes=changes, on=on)
        form.discard_upload()
        messages.success(request, f"{pluralise(len(changes), 'session changée', 'sessions changées')}.")
        return HttpResponseRedirect(self.url("sessions:home"))

    def _preview(
        self, form: PlacesWorkbookForm, changes: list[PlacesChange], defects: list[PlacesDefect]
    ) -> HttpResponse:
        upload = form.store_upload() if changes and not defects else {}
        is_stored = bool(upload.get("token"))
        values = {
            "form": form,
            "answer": _answer(changes, defects, is_stored=is_stored),
            "was_read": True,
            "changes": _change_table(changes),
            "problems": [{"message": f"{each.column}{each.row} : {each.message}"} for each in defects[:_SUMMARISED]],
            "defects": Table(
                defects,
                Column("Cellule", lambda each: f"{each.column}{each.row}"),
                Column("Ce qui a été lu", lambda each: each.value),
                Column("Ce qui ne va pas", lambda each: each.message),
                Column("Quoi faire", lambda each: each.fix),
                id="defauts-table",
                caption="Défauts du classeur",
            ),
            "kept": upload,
            "drop_kind": "secondary" if is_stored else "primary",
        }
        return self.render(self.context() | values, status=422 if defects else 200)


def _answer(changes: list[PlacesChange], defects: list[PlacesDefect], *, is_stored: bool) -> str:
    if defects:
        many = pluralise(len(defects), "défaut")
        return f"{many} : rien n’est écrit. Corrigez le classeur, puis déposez-le de nouveau."
    if not changes:
        return "Rien ne change : le classeur dit ce que le registre dit déjà."
    would = pluralise(len(changes), "session changerait", "sessions changeraient")
    then = "Rien n’est encore écrit." if is_stored else "Déposez de nouveau le classeur pour l’écrire."
    return f"{would}. {then}"


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
