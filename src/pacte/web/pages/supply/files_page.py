"""« Mon fichier LHÉO est-il bon ? »: check, import, and a quarantine where trainings are corrected and replayed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pacte.exchange.lheo.catalogue_check import check_catalogue
from pacte.exchange.lheo.catalogue_import import import_catalogue
from pacte.exchange.lheo.quarantine_replay import replay_training
from pacte.exchange.lheo.unknown_codes import unknown_code_remarks
from pacte.exchange.sandbox.launcher import safe_file_name
from pacte.kernel.actor import Role
from pacte.kernel.clock import PARIS, now
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import format_day as french_day
from pacte.kernel.french import format_number, pluralise
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries import (
    catalogue_deliveries,
    catalogue_delivery_by_id,
    quarantined_training_by_id,
    quarantined_trainings,
)
from pacte.offer.records import DELIVERY_LABELS, CatalogueDeliveryState
from pacte.offer.records.closure import ClosurePreview, LargeClosure
from pacte.offer.services import publish_replayed
from pacte.offer.services.quarantine import drop_quarantined
from pacte.web.checked_file import CheckedFileForm, owner_of
from pacte.web.form_fields import reason
from pacte.web.pages.supply.frame import actor_in, frame, provider_of, region_of
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.exchange.lheo.records import CatalogueReport
    from pacte.kernel.actor import Actor
    from pacte.offer.models import CatalogueDelivery, QuarantinedTraining

MOST_BYTES = 20 * 1024**2
_SHOWN = 200
_RUNS = (
    {"label": "Fichier"},
    {"label": "Reçu le", "kind": "day"},
    {"label": "Par"},
    {"label": "Ce qu’il a changé"},
    {"label": "État"},
)
_WAITING = ({"label": "Formation"}, {"label": "Fichier"}, {"label": "Premier défaut"})
DEFECT_COLUMNS = (
    {"label": "Ligne", "kind": "num"}, {"label": "Où"}, {"label": "Ce qui ne va pas"}, {"label": "Quoi faire"},
)  # fmt: skip
_TALLY = (
    ("trainings_added", "formation ajoutée", "formations ajoutées"),
    ("trainings_changed", "changée", "changées"),
    ("trainings_closed", "fermée", "fermées"),
    ("sessions_added", "session ajoutée", "sessions ajoutées"),
    ("sessions_changed", "session changée", "sessions changées"),
    ("quarantined", "en quarantaine", "en quarantaine"),
    ("differences", "différence avec le registre", "différences avec le registre"),
)


class DropForm(CheckedFileForm):
    file = forms.FileField(
        label="Fichier LHÉO",
        max_length=255,
        error_messages={
            "required": "Choisissez un fichier LHÉO : .xml, .gz ou .zip.",
            "empty": "Ce fichier est vide. Vérifiez que vous avez choisi le bon.",
            "max_length": "Le nom de ce fichier est trop long. Renommez-le, puis déposez-le de nouveau.",
        },
    )
    is_full = forms.BooleanField(
        label="Ce fichier contient tout : ce qui n’y est plus sera fermé, jamais effacé", required=False
    )

    agreed = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    """How many closings were shown to whoever agreed to them."""

    def clean_file(self) -> Any:
        found = self.cleaned_data["file"]
        if found and found.size > MOST_BYTES:
            raise forms.ValidationError(
                "Ce fichier dépasse 20 Mo. Compressez-le en .gz, ou demandez à la Région de l’importer."
            )
        return found


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` when the actor may not read files, ``PermissionDenied`` when it may not import them."""
    actor = actor_in(request)
    may_read, may_import = _rights(actor)
    if not may_read:
        raise NotFound
    sent = request.method == "POST"
    if sent and not may_import:
        raise PermissionDenied(
            "import_right", "Votre fonction ne permet pas de déposer un fichier.", hint="Demandez-le à l’organisme."
        )
    owner = _owner(actor) if may_import else ""
    form = DropForm(request.POST if sent else None, request.FILES if sent else None, owner=owner)
    report: CatalogueReport | None = None
    kept: dict[str, str] = {}
    closing: ClosurePreview | None = None
    if sent and form.is_valid():
        try:
            if request.POST.get("act") != "import":
                report = check_catalogue(form.cleaned_data["file"], look_up=unknown_code_remarks)
                kept = form.set_aside()
            else:
                return _imported(request, actor, form)
        except LargeClosure as error:
            closing, kept = error.closing, form.set_aside()
            form.add_error("is_full", str(error))
        except (ValidationError, Conflict) as error:
            form.add_error("file", str(error))
    waiting = quarantined_trainings(actor=actor)
    context = frame(("Fichiers LHÉO", "")) | {
        "title": "Mon fichier LHÉO est-il bon ?"
        if actor.has_role(Role.PROVIDER)
        else "Quels fichiers LHÉO sont arrivés ?",
        "answer": _answer(len(waiting), report),
        "form": form,
        "may_import": may_import,
        "report": report,
        "kept": kept,
        "closing": closing,
        "agree_label": f"Importer et fermer {pluralise(closing.count, 'formation')}" if closing else "",
        "error_title": "Ce fichier demande votre accord" if closing else "Ce fichier n’a pas pu être lu",
        "drop_kind": "secondary" if kept.get("token") else "primary",
        "defect_columns": DEFECT_COLUMNS,
        "defects": defect_rows(each.plain() for each in report.defects[:_SHOWN]) if report else [],
        "advice": defect_rows(each.plain() for each in report.advice[:_SHOWN]) if report else [],
        "runs": [_run(each) for each in catalogue_deliveries(actor=actor)],
        "run_columns": _RUNS,
        "waiting": [_waiting(each) for each in waiting],
        "waiting_columns": _WAITING,
    }
    return render(request, "supply/files.html", context, status=422 if sent and report is None else 200)


def _rights(actor: Actor) -> tuple[bool, bool]:
    scopes = [OfferScope(post.host_id, post.organisation_id) for post in actor.memberships]
    return tuple(  # type: ignore[return-value]
        any(may(actor, act, scope) for scope in scopes) for act in ("offer.read_deliveries", "offer.import")
    )


def _owner(actor: Actor) -> str:
    """Owner key of the checked file: only the same person, for the same provider or Region, may import it."""
    body = provider_of(actor).pk if actor.has_role(Role.PROVIDER) else region_of(actor)
    return owner_of(actor, "lheo-provider" if actor.has_role(Role.PROVIDER) else "lheo", body)


def _imported(request: HttpRequest, actor: Actor, form: DropForm) -> HttpResponse:
    """A provider's file is limited to its own trainings."""
    file = form.cleaned_data["file"]
    provider = provider_of(actor) if actor.has_role(Role.PROVIDER) else None
    done = import_catalogue(
        actor=actor, host_id=region_of(actor), stream=file, file_name=safe_file_name(file.name),
        is_full=form.cleaned_data["is_full"], provider=provider,
        may_close=lambda closing: closing.count <= (form.cleaned_data["agreed"] or 0),
    )  # fmt: skip
    form.forget()
    if done.received_before:
        when = french_day(done.received_before.astimezone(PARIS))
        messages.info(request, f"Ce fichier est déjà intégré depuis le {when} : rien n’a changé.")
    else:
        messages.success(request, f"Fichier intégré : {_changes(done.tally.plain())}.")
    return HttpResponseRedirect(reverse("supply:file", args=[done.delivery_id]))


def _answer(waiting: int, report: CatalogueReport | None) -> str:
    if report is not None:
        held = f"LHÉO {report.version} : {pluralise(report.trainings, 'formation')}, {pluralise(report.sessions, 'session')}."
        if report.is_valid:
            return f"Oui. {held} Vous pouvez l’importer."
        bad = f"{pluralise(report.defect_count, 'défaut')} dans {pluralise(report.faulty_trainings, 'formation')}"
        return (
            f"Pas encore : {bad}. {held} Les bonnes formations peuvent entrer ; les autres attendront en quarantaine."
        )
    if waiting:
        return f"{pluralise(waiting, 'formation attend', 'formations attendent')} une correction."
    return "Aucune formation n’attend de correction."


def defect_rows(found: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    """Location, problem and fix; the value read is the note under the problem."""
    return [
        [
            str(each.get("line", "")),
            {"text": str(each.get("path", "")), "note": str(each.get("code", ""))},
            {
                "text": str(each.get("message", "")),
                "note": f"lu : « {str(each['value'])[:120]} »" if each.get("value") else "",
            },
            str(each.get("fix", "")),
        ]
        for each in found
    ]


def _changes(counts: Mapping[str, Any]) -> str:
    said = [pluralise(int(counts[name]), one, many) for name, one, many in _TALLY if counts.get(name)]
    return ", ".join(said) or "rien n’a changé"


def _run(each: CatalogueDelivery) -> list[Any]:
    return [
        {
            "text": each.file_name,
            "url": reverse("supply:file", args=[each.pk]),
            "note": "complet" if each.is_full else "",
        },
        french_day(each.received_at.astimezone(PARIS)),
        {"text": each.person_name, "note": each.provider.name if each.provider else ""},
        _changes(each.counts),
        DELIVERY_LABELS[CatalogueDeliveryState(each.state)],
    ]


def _waiting(each: QuarantinedTraining) -> list[Any]:
    first = each.defects[0] if each.defects else {}
    return [
        {
            "text": each.title or each.number or "sans titre",
            "url": reverse("supply:quarantined", args=[each.pk]),
            "note": each.number,
        },
        each.delivery.file_name,
        {"text": str(first.get("message", "")), "note": pluralise(len(each.defects), "défaut")},
    ]


@signed_in
@require_safe
def file(request: HttpRequest, identifier: int) -> HttpResponse:
    """What one delivered file changed, and its trainings still in quarantine."""
    actor = actor_in(request)
    found = catalogue_delivery_by_id(actor=actor, delivery_id=identifier)
    waiting = quarantined_trainings(actor=actor, delivery=found)
    codes = sorted(found.defect_counts.items(), key=lambda pair: (-int(pair[1]), pair[0]))
    context = frame(("Fichiers LHÉO", reverse("supply:files")), (found.file_name, "")) | {
        "title": "Qu’a changé ce fichier ?",
        "answer": f"{found.file_name} : {_changes(found.counts)}.",
        "codes": [[code, format_number(int(count))] for code, count in codes],
        "code_columns": ({"label": "Règle"}, {"label": "Défauts", "kind": "num"}),
        "waiting": [_waiting(each) for each in waiting],
        "waiting_columns": _WAITING,
    }
    return render(request, "supply/file.html", context)


class TextForm(forms.Form):
    text = forms.CharField(label="Texte de la formation", widget=forms.Textarea, max_length=2_000_000, strip=False)


class GiveUpForm(forms.Form):
    why = reason("Pourquoi l’abandonner ?")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, identifier: int) -> HttpResponse:
    """A quarantined training: its defects, its text, and a form to replay it."""
    actor = actor_in(request)
    found = quarantined_training_by_id(actor=actor, quarantined_id=identifier)
    sent = request.method == "POST"
    body_id = found.provider.body_id if found.provider else None
    may_correct = may(actor, "offer.import", OfferScope(found.organisation_id, body_id))
    if sent and not may_correct:
        raise PermissionDenied("quarantine", "Seuls l’organisme concerné et l’acheteur corrigent cette formation.")
    gives_up = sent and request.POST.get("act") == "drop"
    form = TextForm(request.POST if sent and not gives_up else None, initial={"text": found.text})
    drop = GiveUpForm(request.POST if gives_up else None)
    defects = found.defects
    if gives_up and drop.is_valid():
        drop_quarantined(actor=actor, quarantined_id=found.pk, reason=drop.cleaned_data["why"])
        messages.success(request, "Formation abandonnée : elle n’entrera pas.")
        return HttpResponseRedirect(reverse("supply:files"))
    if sent and not gives_up and form.is_valid():
        begun = now()
        done = replay_training(actor=actor, quarantined=found, text=form.cleaned_data["text"])
        if done.has_entered:
            publish_replayed(actor=actor, delivery=found.delivery, since=begun)
            messages.success(request, f"La formation est entrée : {_changes(done.tally.plain())}.")
            return HttpResponseRedirect(reverse("supply:files"))
        defects = [each.plain() for each in done.defects]
    context = frame(("Fichiers LHÉO", reverse("supply:files")), (found.title or found.number or "formation", "")) | {
        "title": "Que corriger pour que cette formation entre ?",
        "answer": f"{pluralise(len(defects), 'défaut')}. Corrigez le texte, puis rejouez-le ; ou corrigez votre outil et "
        "déposez un nouveau fichier.",
        "found": found,
        "form": form,
        "drop": drop,
        "defect_columns": DEFECT_COLUMNS,
        "defects": defect_rows(defects[:_SHOWN]),
        "is_closed": bool(found.replayed_at or found.dropped_at) or not may_correct,
    }
    return render(request, "supply/quarantined.html", context, status=422 if sent else 200)
