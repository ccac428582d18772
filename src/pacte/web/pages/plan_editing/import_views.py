"""Table import: upload, review of defects by cell, comparison, then saving as a draft. Nothing is written before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.accounts.queries import host_organisation
from pacte.exchange.plan_files.reading import read_plan_file
from pacte.exchange.sandbox.launcher import parse_in_sandbox
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.plan.permissions import PlanScope, may
from pacte.plan.queries import plan_by_code, plan_import_by_id, plan_summaries
from pacte.plan.services import discard_import, mark_import_written, receive_import, set_import_mapping
from pacte.web.pages.plan_editing.import_review import column_field_choices, import_review_context, new_warnings
from pacte.web.require_login import require_login
from pacte.workflows.import_plan import PlanImportReview, import_plan, review_plan_import

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor
    from pacte.plan.models import PlanImport

NEW_PLAN_CHOICE = "nouveau"
GUESS_CHOICE = ""
_COLUMN_PREFIX = "column-"


class PlanUploadForm(forms.Form):
    """A file, and the plan that it concerns."""

    file = forms.FileField(
        label="Fichier",
        max_length=255,
        error_messages={
            "required": "Choisissez un fichier .xlsx, .csv ou .yaml.",
            "empty": "Ce fichier est vide. Vérifiez que vous avez choisi le bon.",
            "max_length": "Le nom de ce fichier est trop long. Renommez-le, puis déposez-le de nouveau.",
        },
    )
    target = forms.ChoiceField(label="Ce fichier est", required=False)

    def __init__(self, *positional: object, choices: list[tuple[str, str]], **named: object) -> None:
        super().__init__(*positional, **named)
        self.fields["target"].choices = choices


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Uploads a file. The next page shows what it would change."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    region = _import_region(actor)
    lines = [line for line in plan_summaries(actor=actor) if line.host_id == region.pk]
    choices = [(GUESS_CHOICE, "à reconnaître à son contenu"), (NEW_PLAN_CHOICE, "un nouveau plan")]
    choices += [(line.code, f"un changement de « {line.title} »") for line in lines]
    is_post = request.method == "POST"
    form = PlanUploadForm(request.POST if is_post else None, request.FILES if is_post else None, choices=choices)
    if form.is_valid():
        file, target = form.cleaned_data["file"], form.cleaned_data["target"]
        plan = plan_by_code(actor=actor, code=target) if target not in (GUESS_CHOICE, NEW_PLAN_CHOICE) else None
        try:
            run = receive_import(
                actor=actor,
                organisation=region,
                plan=plan,
                file_name=file.name,
                data=file.read(),
                as_new=target == NEW_PLAN_CHOICE,
            )
        except ValidationError as error:
            form.add_error("file", str(error))
        else:
            return HttpResponseRedirect(reverse("amend:review", args=[run.pk]))
    chosen = form["target"].value() or GUESS_CHOICE
    targets = [{"value": value, "label": label, "chosen": value == chosen} for value, label in choices]
    trail = [{"label": "Plan", "url": reverse("plan:home")}, {"label": "Importer un tableau"}]
    values = {"form": form, "targets": targets, "trail": trail}
    return render(request, "amend/receive.html", values, status=422 if is_post else 200)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, identifier: int) -> HttpResponse:
    """Contents of the file, its defects, its changes; then saves it as a draft or discards it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    run = plan_import_by_id(actor=actor, identifier=identifier)
    act = request.POST.get("act", "")
    if act == "forget":
        discard_import(actor=actor, run=run)
        messages.success(request, f"« {run.file_name} » est abandonné : rien n’a été écrit.")
        return HttpResponseRedirect(reverse("amend:receive"))
    import_review = _load_review(actor, run)
    if act == "map":
        set_import_mapping(actor=actor, run=run, mapping=_submitted_mapping(request, import_review))
        messages.info(request, "Le fichier est relu avec ces colonnes.")
        return HttpResponseRedirect(reverse("amend:review", args=[run.pk]))
    refusal: ValidationError | Conflict | None = None
    if request.method == "POST":
        try:
            return _write_draft(request, run, import_review)
        except (ValidationError, Conflict) as error:
            refusal = error
    values = _page_values(run, import_review) | _submission_values(request, refusal)
    return render(request, "amend/review.html", values, status=refusal.status if refusal else 200)


def _import_region(actor: Actor) -> Organisation:
    """The Region of this installation. Raises ``PermissionDenied`` when the actor may not import its plans."""
    region = host_organisation()
    if region is None or not may(actor, "plan.import", PlanScope(host_id=region.pk)):
        raise PermissionDenied(
            "plan_right",
            "Votre fonction ne permet pas d’importer un plan.",
            hint="Demandez-le au pilote du pacte.",
        )
    return region


def _load_review(actor: Actor, run: PlanImport) -> PlanImportReview:
    reading = read_plan_file(bytes(run.data), name=run.file_name, mapping=run.mapping or None)
    return review_plan_import(actor=actor, file_name=run.file_name, reading=reading, plan=run.plan, as_new=run.as_new)


def _submitted_mapping(request: HttpRequest, import_review: PlanImportReview) -> dict[str, str]:
    """Submitted field of each column; only the fields offered for that column are accepted."""
    columns = import_review.reading.columns
    choices_by_letter = {guess.letter: set(column_field_choices(guess, columns)) for guess in columns}
    return {
        letter: value
        for letter in choices_by_letter
        if (value := request.POST.get(f"{_COLUMN_PREFIX}{letter}", "")) in choices_by_letter[letter]
    }


def _write_draft(request: HttpRequest, run: PlanImport, import_review: PlanImportReview) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.POST.get("act") != "write":
        raise ValidationError("act_unknown", "Cette page n’attend pas cette réponse.", hint="Rechargez-la.")
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise ValidationError(
            "reason_missing", "Il manque le motif.", hint="Écrivez pourquoi ce fichier change le plan."
        )
    if new_warnings(import_review) and not request.POST.get("accept"):
        raise ValidationError(
            "warnings_unseen",
            "Des réserves attendent votre accord.",
            hint="Cochez « J’ai vu les réserves », ou corrigez le fichier.",
        )
    with transaction.atomic():
        version = import_plan(actor=actor, review=import_review, host=run.organisation, reason=reason)
        mark_import_written(actor=actor, run=run, version=version)
    messages.success(request, f"« {run.file_name} » est gardé comme « {version.label} ».")
    address = reverse("plan:glance", args=[version.plan.code])
    return HttpResponseRedirect(f"{address}?version={version.number}")


def _submission_values(request: HttpRequest, refusal: ValidationError | Conflict | None) -> dict[str, Any]:
    """Submitted values, and their error by field."""
    field = {"reason_missing": "id_reason", "warnings_unseen": "id_accept"}.get(refusal.code if refusal else "", "")
    return {
        "refusals": [{"message": str(refusal), "field": field}] if refusal else [],
        "reason": request.POST.get("reason", ""),
        "reason_error": str(refusal) if refusal and field == "id_reason" else "",
        "accepted": "accept" in request.POST,
        "accept_error": str(refusal) if refusal and field == "id_accept" else "",
    }


def _page_values(run: PlanImport, import_review: PlanImportReview) -> dict[str, Any]:
    try:
        grids = parse_in_sandbox(bytes(run.data), name=run.file_name).grids
    except ValidationError:
        grids = ()
    return {
        "run": run,
        "review": import_review,
        "plan": import_review.plan,
        "version": run.written_version,
        "trail": [
            {"label": "Plan", "url": reverse("plan:home")},
            {"label": "Importer un tableau", "url": reverse("amend:receive")},
            {"label": run.file_name},
        ],
        **import_review_context(import_review, grids),
    }
