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
from pacte.web.form_fields import reason_field
from pacte.web.pages.sessions.page_context import actor_provider, offer_region_id, request_actor, sessions_page_context
from pacte.web.require_login import require_login
from pacte.web.upload_form import CheckedUploadForm, upload_owner_key

if TYPE_CHECKING:
    from pacte.exchange.lheo.records import CatalogueReport
    from pacte.kernel.actor import Actor
    from pacte.offer.models import CatalogueDelivery, QuarantinedTraining

MAX_LHEO_BYTES = 20 * 1024**2
_SHOWN = 200
_DELIVERY_COLUMNS = (
    {"label": "Fichier"},
    {"label": "Reçu le", "kind": "day"},
    {"label": "Par"},
    {"label": "Ce qu’il a changé"},
    {"label": "État"},
)
_QUARANTINE_COLUMNS = ({"label": "Formation"}, {"label": "Fichier"}, {"label": "Premier défaut"})
DEFECT_COLUMNS = (
    {"label": "Ligne", "kind": "num"}, {"label": "Où"}, {"label": "Ce qui ne va pas"}, {"label": "Quoi faire"},
)  # fmt: skip
_CHANGE_LABELS = (
    ("trainings_added", "formation ajoutée", "formations ajoutées"),
    ("trainings_changed", "changée", "changées"),
    ("trainings_closed", "fermée", "fermées"),
    ("sessions_added", "session ajoutée", "sessions ajoutées"),
    ("sessions_changed", "session changée", "sessions changées"),
    ("quarantined", "en quarantaine", "en quarantaine"),
    ("differences", "différence avec le registre", "différences avec le registre"),
)


class LheoFileForm(CheckedUploadForm):
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
        upload = self.cleaned_data["file"]
        if upload and upload.size > MAX_LHEO_BYTES:
            raise forms.ValidationError(
                "Ce fichier dépasse 20 Mo. Compressez-le en .gz, ou demandez à la Région de l’importer."
            )
        return upload


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` when the actor may not read files, ``PermissionDenied`` when it may not import them."""
    actor = request_actor(request)
    may_read, may_import = _file_permissions(actor)
    if not may_read:
        raise NotFound
    is_post = request.method == "POST"
    if is_post and not may_import:
        raise PermissionDenied(
            "import_right", "Votre fonction ne permet pas de déposer un fichier.", hint="Demandez-le à l’organisme."
        )
    owner = _upload_owner(actor) if may_import else ""
    form = LheoFileForm(request.POST if is_post else None, request.FILES if is_post else None, owner=owner)
    report: CatalogueReport | None = None
    stored_file: dict[str, str] = {}
    closing: ClosurePreview | None = None
    if is_post and form.is_valid():
        try:
            if request.POST.get("act") != "import":
                report = check_catalogue(form.cleaned_data["file"], look_up=unknown_code_remarks)
                stored_file = form.store_upload()
            else:
                return _import_file(request, actor, form)
        except LargeClosure as error:
            closing, stored_file = error.closing, form.store_upload()
            form.add_error("is_full", str(error))
        except (ValidationError, Conflict) as error:
            form.add_error("file", str(error))
    waiting = quarantined_trainings(actor=actor)
    context = sessions_page_context(("Fichiers LHÉO", "")) | {
        "title": "Mon fichier LHÉO est-il bon ?"
        if actor.has_role(Role.PROVIDER)
        else "Quels fichiers LHÉO sont arrivés ?",
        "answer": _answer(len(waiting), report),
        "form": form,
        "may_import": may_import,
        "report": report,
        "kept": stored_file,
        "closing": closing,
        "agree_label": f"Importer et fermer {pluralise(closing.count, 'formation')}" if closing else "",
        "error_title": "Ce fichier demande votre accord" if closing else "Ce fichier n’a pas pu être lu",
        "drop_kind": "secondary" if stored_file.get("token") else "primary",
        "defect_columns": DEFECT_COLUMNS,
        "defects": defect_rows(each.plain() for each in report.defects[:_SHOWN]) if report else [],
        "advice": defect_rows(each.plain() for each in report.advice[:_SHOWN]) if report else [],
        "runs": [_delivery_cells(each) for each in catalogue_deliveries(actor=actor)],
        "run_columns": _DELIVERY_COLUMNS,
        "waiting": [_quarantined_cells(each) for each in waiting],
        "waiting_columns": _QUARANTINE_COLUMNS,
    }
    return render(request, "supply/files.html", context, status=422 if is_post and report is None else 200)


def _file_permissions(actor: Actor) -> tuple[bool, bool]:
    scopes = [OfferScope(post.host_id, post.organisation_id) for post in actor.memberships]
    return tuple(  # type: ignore[return-value]
        any(may(actor, act, scope) for scope in scopes) for act in ("offer.read_deliveries", "offer.import")
    )


def _upload_owner(actor: Actor) -> str:
    """Owner key of the checked file: only the same person, for the same provider or Region, may import it."""
    owner_id = actor_provider(actor).pk if actor.has_role(Role.PROVIDER) else offer_region_id(actor)
    return upload_owner_key(actor, "lheo-provider" if actor.has_role(Role.PROVIDER) else "lheo", owner_id)


def _import_file(request: HttpRequest, actor: Actor, form: LheoFileForm) -> HttpResponse:
    """A provider's file is limited to its own trainings."""
    file = form.cleaned_data["file"]
    provider = actor_provider(actor) if actor.has_role(Role.PROVIDER) else None
    import_result = import_catalogue(
        actor=actor, host_id=offer_region_id(actor), stream=file, file_name=safe_file_name(file.name),
        is_full=form.cleaned_data["is_full"], provider=provider,
        may_close=lambda closing: closing.count <= (form.cleaned_data["agreed"] or 0),
    )  # fmt: skip
    form.discard_upload()
    if import_result.received_before:
        when = french_day(import_result.received_before.astimezone(PARIS))
        messages.info(request, f"Ce fichier est déjà intégré depuis le {when} : rien n’a changé.")
    else:
        messages.success(request, f"Fichier intégré : {_changes_sentence(import_result.tally.as_dict())}.")
    return HttpResponseRedirect(reverse("supply:file", args=[import_result.delivery_id]))


def _answer(waiting: int, report: CatalogueReport | None) -> str:
    if report is not None:
        content = (
            f"LHÉO {report.version} : {pluralise(report.trainings, 'formation')}, "
            f"{pluralise(report.sessions, 'session')}."
        )
        if report.is_valid:
            return f"Oui. {content} Vous pouvez l’importer."
        bad = f"{pluralise(report.defect_count, 'défaut')} dans {pluralise(report.faulty_trainings, 'formation')}"
        return (
            f"Pas encore : {bad}. {content} Les bonnes formations peuvent entrer ; les autres attendront "
            f"en quarantaine."
        )
    if waiting:
        return f"{pluralise(waiting, 'formation attend', 'formations attendent')} une correction."
    return "Aucune formation n’attend de correction."


def defect_rows(defects: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
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
        for each in defects
    ]


def _changes_sentence(counts: Mapping[str, Any]) -> str:
    parts = [pluralise(int(counts[name]), one, many) for name, one, many in _CHANGE_LABELS if counts.get(name)]
    return ", ".join(parts) or "rien n’a changé"


def _delivery_cells(each: CatalogueDelivery) -> list[Any]:
    return [
        {
            "text": each.file_name,
            "url": reverse("supply:file", args=[each.pk]),
            "note": "complet" if each.is_full else "",
        },
        french_day(each.received_at.astimezone(PARIS)),
        {"text": each.person_name, "note": each.provider.name if each.provider else ""},
        _changes_sentence(each.counts),
        DELIVERY_LABELS[CatalogueDeliveryState(each.state)],
    ]


def _quarantined_cells(each: QuarantinedTraining) -> list[Any]:
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


@require_login
@require_safe
def delivery_page(request: HttpRequest, identifier: int) -> HttpResponse:
    """What one delivered file changed, and its trainings still in quarantine."""
    actor = request_actor(request)
    delivery = catalogue_delivery_by_id(actor=actor, delivery_id=identifier)
    waiting = quarantined_trainings(actor=actor, delivery=delivery)
    codes = sorted(delivery.defect_counts.items(), key=lambda pair: (-int(pair[1]), pair[0]))
    context = sessions_page_context(("Fichiers LHÉO", reverse("supply:files")), (delivery.file_name, "")) | {
        "title": "Qu’a changé ce fichier ?",
        "answer": f"{delivery.file_name} : {_changes_sentence(delivery.counts)}.",
        "codes": [[code, format_number(int(count))] for code, count in codes],
        "code_columns": ({"label": "Règle"}, {"label": "Défauts", "kind": "num"}),
        "waiting": [_quarantined_cells(each) for each in waiting],
        "waiting_columns": _QUARANTINE_COLUMNS,
    }
    return render(request, "supply/file.html", context)


class TrainingTextForm(forms.Form):
    text = forms.CharField(label="Texte de la formation", widget=forms.Textarea, max_length=2_000_000, strip=False)


class DropQuarantinedForm(forms.Form):
    why = reason_field("Pourquoi l’abandonner ?")


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def quarantined_page(request: HttpRequest, identifier: int) -> HttpResponse:
    """A quarantined training: its defects, its text, and a form to replay it."""
    actor = request_actor(request)
    quarantined_training = quarantined_training_by_id(actor=actor, quarantined_id=identifier)
    is_post = request.method == "POST"
    body_id = quarantined_training.provider.body_id if quarantined_training.provider else None
    may_correct = may(actor, "offer.import", OfferScope(quarantined_training.organisation_id, body_id))
    if is_post and not may_correct:
        raise PermissionDenied("quarantine", "Seuls l’organisme concerné et l’acheteur corrigent cette formation.")
    is_dropping = is_post and request.POST.get("act") == "drop"
    form = TrainingTextForm(
        request.POST if is_post and not is_dropping else None, initial={"text": quarantined_training.text}
    )
    drop_form = DropQuarantinedForm(request.POST if is_dropping else None)
    defects = quarantined_training.defects
    if is_dropping and drop_form.is_valid():
        drop_quarantined(actor=actor, quarantined_id=quarantined_training.pk, reason=drop_form.cleaned_data["why"])
        messages.success(request, "Formation abandonnée : elle n’entrera pas.")
        return HttpResponseRedirect(reverse("supply:files"))
    if is_post and not is_dropping and form.is_valid():
        started_at = now()
        replay_result = replay_training(actor=actor, quarantined=quarantined_training, text=form.cleaned_data["text"])
        if replay_result.has_entered:
            publish_replayed(actor=actor, delivery=quarantined_training.delivery, since=started_at)
            messages.success(request, f"La formation est entrée : {_changes_sentence(replay_result.tally.as_dict())}.")
            return HttpResponseRedirect(reverse("supply:files"))
        defects = [each.plain() for each in replay_result.defects]
    context = sessions_page_context(
        ("Fichiers LHÉO", reverse("supply:files")),
        (quarantined_training.title or quarantined_training.number or "formation", ""),
    ) | {
        "title": "Que corriger pour que cette formation entre ?",
        "answer": f"{pluralise(len(defects), 'défaut')}. Corrigez le texte, puis rejouez-le ; ou corrigez "
        f"votre outil et "
        "déposez un nouveau fichier.",
        "found": quarantined_training,
        "form": form,
        "drop": drop_form,
        "defect_columns": DEFECT_COLUMNS,
        "defects": defect_rows(defects[:_SHOWN]),
        "is_closed": bool(quarantined_training.replayed_at or quarantined_training.dropped_at) or not may_correct,
    }
    return render(request, "supply/quarantined.html", context, status=422 if is_post else 200)
