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
from pacte.web.checked_file import CheckedFileForm, owner_of
from pacte.web.heavy import heavy
from pacte.web.pages.supply.frame import actor_in, frame, provider_of, region_of, session_url
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.queries import ProviderSession

_CHANGES = (
    {"label": "Session"}, {"label": "Ligne", "kind": "num"}, {"label": "Ouvertes"}, {"label": "Minimum"},
    {"label": "Effet"},
)  # fmt: skip
_DEFECTS = ({"label": "Cellule"}, {"label": "Ce qui a été lu"}, {"label": "Ce qui ne va pas"}, {"label": "Quoi faire"})
_MOST_BYTES = 5 * 1024**2


class DropForm(CheckedFileForm):
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
        found = self.cleaned_data["file"]
        if found and found.size > _MOST_BYTES:
            raise forms.ValidationError("Ce fichier dépasse 5 Mo. Déposez le classeur téléchargé ici.")
        return found


@dataclass(frozen=True, slots=True)
class Change:
    """Change of one session by one row of the workbook."""

    held: ProviderSession
    typed: PlacesInputRow

    @property
    def opened(self) -> int | None:
        return None if self.typed.opened == self.held.line.places.opened else self.typed.opened

    @property
    def minimum(self) -> int | None:
        now = self.held.line.places.minimum
        return None if self.typed.minimum in (None, now) else self.typed.minimum


@signed_in
@require_safe
@heavy
def download(request: HttpRequest) -> HttpResponse:
    actor, on = actor_in(request), today()
    provider = provider_of(actor)
    rows = [_row(each) for each in _sessions(actor)]
    data = places_xlsx.write(rows, provider=provider.name, as_of=on, synthetic=settings.INSTANCE.name == "demo")
    response = HttpResponse(data, content_type=places_xlsx.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="mes-places_{on:%Y-%m-%d}.xlsx"'
    return response


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """« act=check » previews; « act=write » applies all rows, or none when a row is refused."""
    actor = actor_in(request)
    held = {(each.line.triplet.training, each.line.triplet.training_action, each.line.triplet.session): each
            for each in _sessions(actor)}  # fmt: skip
    sent = request.method == "POST"
    owner = owner_of(actor, "places", provider_of(actor).pk)
    form = DropForm(request.POST if sent else None, request.FILES if sent else None, owner=owner)
    sheet = PlacesWorkbook()
    changes: list[Change] = []
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sheet = read_places_workbook(file.read(), name=safe_file_name(file.name))
        except ValidationError as error:
            form.add_error("file", str(error))
        else:
            changes, defects = _changes(sheet, held)
            defects += _refused(actor, changes)
            read_defects = [
                [f"{each.column}{each.row}", each.value, each.message, each.fix] for each in sheet.defects
            ] + defects
            if request.POST.get("act") == "write" and not read_defects and changes:
                _write(actor, changes)
                form.forget()
                messages.success(request, f"{pluralise(len(changes), 'session changée', 'sessions changées')}.")
                return HttpResponseRedirect(reverse("supply:home"))
            return _shown(request, form, changes, read_defects)
    return _shown(request, form, changes, [], status=422 if sent else 200)


def _shown(
    request: HttpRequest, form: DropForm, changes: list[Change], defects: list[list[Any]], status: int | None = None
) -> HttpResponse:
    was_read = status is None
    may_write = was_read and bool(changes) and not defects
    kept = form.set_aside() if may_write else {}
    context = frame(("Mes places dans Excel", "")) | {
        "title": "Que changer dans mes places ?",
        "answer": _answer(changes, defects, bool(kept.get("token"))) if was_read
        else "Téléchargez vos sessions, changez les cases teintées, déposez le classeur : "
        "la page montre ce qui changerait.",
        "form": form,
        "was_read": was_read,
        "change_columns": _CHANGES,
        "changes": [_shown_change(each) for each in changes],
        "defect_columns": _DEFECTS,
        "defects": defects,
        "kept": kept,
        "drop_kind": "secondary" if kept.get("token") else "primary",
    }  # fmt: skip
    return render(request, "supply/places.html", context, status=422 if defects else status or 200)


def _answer(changes: list[Change], defects: list[list[Any]], is_kept: bool) -> str:
    if defects:
        return (
            f"{pluralise(len(defects), 'défaut')} : rien n’est écrit. Corrigez le classeur, puis déposez-le de nouveau."
        )
    if not changes:
        return "Rien ne change : le classeur dit ce que le registre dit déjà."
    said = pluralise(len(changes), "session changerait", "sessions changeraient")
    return f"{said}. " + ("Rien n’est encore écrit." if is_kept else "Déposez de nouveau le classeur pour l’écrire.")


def _sessions(actor: Actor) -> list[ProviderSession]:
    return sessions_of_provider(actor=actor, provider=provider_of(actor), host_id=region_of(actor), on=today())


def _row(each: ProviderSession) -> PlacesRow:
    line = each.line
    return PlacesRow(
        training=line.triplet.training, training_action=line.triplet.training_action, session=line.triplet.session,
        title=line.session.training.title, starts_on=line.session.starts_on, ends_on=line.session.ends_on,
        town=line.site.town if line.site else "", state=line.state_label, bought=line.places.counted,
        held_places=line.places.occupied, opened=line.places.opened, minimum=line.places.minimum,
    )  # fmt: skip


def _changes(
    sheet: PlacesWorkbook, held: dict[tuple[str, str, str], ProviderSession]
) -> tuple[list[Change], list[list[Any]]]:
    changes, defects = [], []
    for typed in sheet.rows:
        session = held.get(typed.triplet)
        if session is None:
            said = "Cette session n’est pas des vôtres, ou est passée."
            defects.append([f"C{typed.row}", " / ".join(typed.triplet)[:80], said, "Retirez la ligne."])
            continue
        change = Change(session, typed)
        if change.opened is not None or change.minimum is not None:
            changes.append(change)
    return changes, defects


class _DryRun(Exception):
    """Roll back the dry run."""


def _refused(actor: Actor, changes: list[Change]) -> list[list[Any]]:
    """Apply each row alone, then roll back, to report by cell what the service would refuse."""
    defects: list[list[Any]] = []
    for each in changes:
        try:
            with transaction.atomic():
                _apply(actor, each)
                raise _DryRun
        except _DryRun:
            continue
        except (ValidationError, Conflict) as error:
            value = "" if each.typed.opened is None else str(each.typed.opened)
            defects.append(
                [
                    f"{each.typed.columns[0]}{each.typed.row}",
                    value,
                    f"{error.message} {error.reason}".strip(),
                    error.hint,
                ]
            )
    return defects


def _write(actor: Actor, changes: list[Change]) -> None:
    with transaction.atomic():
        for each in changes:
            _apply(actor, each)


def _apply(actor: Actor, change: Change) -> None:
    session, on = change.held.line.session, today()
    if change.opened is not None:
        open_places(actor=actor, session=session, count=change.opened, on=on, reason=change.typed.reason)
    if change.minimum is not None:
        set_minimum(actor=actor, session=session, count=change.minimum, on=on, reason=change.typed.reason)


def _shown_change(change: Change) -> list[Any]:
    line = change.held.line
    now = line.places
    closes = change.opened is not None and change.opened < now.counted - now.lost and change.opened < (now.opened or 0)
    return [
        {"text": line.session.training.title, "url": session_url(line.triplet), "note": line.triplet.session},
        str(change.typed.row),
        f"{format_number(now.opened or 0)} → {format_number(change.opened)}" if change.opened is not None else "",
        f"{format_number(now.minimum)} → {format_number(change.minimum)}" if change.minimum is not None else "",
        "une demande part à l’acheteur" if closes else "",
    ]
