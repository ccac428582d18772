"""Accounting extract: upload, review of each line, column mapping, import."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.accounts.queries import host_organisation, organisation_by_id
from pacte.exchange.accounting.extract_reading import column_mapping_of
from pacte.exchange.formats.finance_extract import read
from pacte.finance.permissions import finance_hosts_where
from pacte.finance.queries import (
    accounting_import_by_id,
    accounting_imports,
    column_mapping_by_name,
    column_mappings,
    review_extract,
)
from pacte.finance.records import Extract, ImportOutcome
from pacte.finance.services import (
    discard_extract,
    import_extract,
    receive_extract,
    save_column_mapping,
    set_extract_mapping,
)
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import format_day as french_day
from pacte.kernel.french import pluralise
from pacte.kernel.user_input import parse_iso_day
from pacte.plan.queries import plan_by_code, plan_summaries
from pacte.web.pages.money.extract_review import COLUMN_PREFIX, column_field_options, extract_review_context
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.finance.models import AccountingImport
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan

_RUN_COLUMNS = ({"label": "Fichier"}, {"label": "Déposé le", "kind": "day"}, {"label": "Par"}, {"label": "État"})


class ExtractUploadForm(forms.Form):
    """A file, the plan of its actions, and a saved column mapping."""

    file = forms.FileField(
        label="Fichier",
        max_length=255,
        error_messages={
            "required": "Choisissez un fichier .xlsx ou .csv.",
            "empty": "Ce fichier est vide. Vérifiez que vous avez choisi le bon.",
            "max_length": "Le nom de ce fichier est trop long. Renommez-le, puis déposez-le de nouveau.",
        },
    )
    plan = forms.ChoiceField(label="Les actions du fichier sont celles de", required=False)
    mapping = forms.ChoiceField(label="Colonnes", required=False)

    def __init__(self, *positional: Any, plan_choices: Any, mapping_choices: Any, **named: Any) -> None:
        super().__init__(*positional, **named)
        self.fields["plan"].choices = plan_choices
        self.fields["mapping"].choices = mapping_choices


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    region = _import_region(actor)
    saved = column_mappings(actor=actor, organisation=region)
    is_post = request.method == "POST"
    form = ExtractUploadForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        plan_choices=_plan_choices(actor, region),
        mapping_choices=[("", "à reconnaître à leurs en-têtes"), *((each.name, each.name) for each in saved)],
    )
    if form.is_valid():
        try:
            run = _receive_upload(actor, region, form)
        except ValidationError as error:
            form.add_error("file", str(error))
        else:
            return HttpResponseRedirect(reverse("money:review", args=[run.pk]))
    context = {
        "nav": "money",
        "form": form,
        "trail": [{"label": "Argent", "url": reverse("money:home")}, {"label": "Importer une extraction"}],
        "run_columns": _RUN_COLUMNS,
        "runs": [_import_run_row(each) for each in accounting_imports(actor=actor, organisation=region)],
    }
    return render(request, "money/receive.html", context, status=422 if is_post else 200)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, identifier: int) -> HttpResponse:
    """Contents of the file and its changes; then imports it, reads it again with other columns, or discards it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    run = accounting_import_by_id(actor=actor, identifier=identifier)
    act = request.POST.get("act", "")
    if act == "forget":
        discard_extract(actor=actor, run=run)
        messages.success(request, f"« {run.file_name} » est abandonné : rien n’a été écrit.")
        return HttpResponseRedirect(reverse("money:receive"))
    extract = _read_extract(run)
    refusal: ValidationError | Conflict | None = None
    if request.method == "POST":
        try:
            return _apply_action(request, actor, run, extract, act)
        except (ValidationError, Conflict) as error:
            refusal = error
    outcome = review_extract(actor=actor, organisation=run.organisation, extract=extract, plan=run.plan)
    context = {
        "nav": "money",
        "plan_code": run.plan.code if run.plan else "",
        "run": run,
        "trail": [
            {"label": "Argent", "url": reverse("money:home")},
            {"label": "Importer une extraction", "url": reverse("money:receive")},
            {"label": run.file_name},
        ],
        "refusals": [{"message": str(refusal), "field": ""}] if refusal else [],
        "plans": [
            {"value": code, "label": label, "chosen": code == (run.plan.code if run.plan else "")}
            for code, label in _plan_choices(actor, run.organisation)
        ],
        "day": (run.extracted_on or extract.extracted_on or ""),
        "written": run.written_at is not None,
        **extract_review_context(extract, outcome),
    }
    return render(request, "money/review.html", context, status=refusal.status if refusal else 200)


def _apply_action(
    request: HttpRequest, actor: Actor, run: AccountingImport, extract: Extract, act: str
) -> HttpResponse:
    here = HttpResponseRedirect(reverse("money:review", args=[run.pk]))
    if act == "map":
        if not request.POST.get("plan"):
            raise ValidationError(
                "plan_not_said", "Le plan de ce fichier n’est pas dit.", hint="Choisissez-le dans la liste."
            )
        plan = _region_plan(actor, run.organisation, request.POST.get("plan", ""))
        set_extract_mapping(
            actor=actor,
            run=run,
            mapping=_submitted_mapping(request, extract),
            extracted_on=_submitted_day(request),
            plan=plan,
        )
        name = request.POST.get("mapping_name", "").strip()
        if name:
            headings = column_mapping_of(_read_extract(run))
            save_column_mapping(actor=actor, organisation=run.organisation, name=name, headings=headings)
            messages.success(request, f"Colonnes gardées sous « {name} » pour les prochains fichiers.")
        messages.info(request, "Le fichier est relu avec ces choix.")
        return here
    if act != "write":
        raise ValidationError("act_unknown", "Cette page n’attend pas cette réponse.", hint="Rechargez-la.")
    if run.written_at is not None:
        raise Conflict("extract_written", f"« {run.file_name} » est déjà écrit.", hint="Déposez une autre extraction.")
    if not extract.lines:
        raise ValidationError(
            "no_line", "Aucune ligne ne peut être écrite.", hint="Dites ce que contiennent les colonnes."
        )
    outcome = import_extract(
        actor=actor, organisation=run.organisation, extract=extract, data=bytes(run.data), plan=run.plan, run=run
    )
    messages.success(request, _result_message(outcome))
    if run.plan is None:
        return HttpResponseRedirect(reverse("money:home"))
    page = "money:waiting" if outcome.unmatched else "money:overview"
    return HttpResponseRedirect(reverse(page, args=[run.plan.code]))


def _result_message(outcome: ImportOutcome) -> str:
    text = f"{pluralise(outcome.added, 'ligne ajoutée', 'lignes ajoutées')}, {pluralise(outcome.changed, 'changée')}, "
    text += f"{pluralise(outcome.known, 'déjà connue', 'déjà connues')}."
    if outcome.unmatched:
        text += f" {pluralise(outcome.unmatched, 'ligne attend', 'lignes attendent')} d’être affectées."
    return text


def _import_region(actor: Actor) -> Organisation:
    """Region whose accounts the actor imports, ours first. Raises ``NotFound`` or ``PermissionDenied``."""
    own = host_organisation()
    host_ids = finance_hosts_where(actor, "finance.import")
    if own is not None and own.pk in host_ids:
        return own
    region = organisation_by_id(min(host_ids)) if host_ids else None
    if region is not None:
        return region
    if not finance_hosts_where(actor, "finance.read"):
        raise NotFound
    raise PermissionDenied(
        "finance_right",
        "Votre fonction ne permet pas d’importer une extraction comptable.",
        hint="Demandez-le à la gestion financière ou au pilote du pacte.",
    )


def _receive_upload(actor: Actor, region: Organisation, form: ExtractUploadForm) -> AccountingImport:
    file, name = form.cleaned_data["file"], form.cleaned_data["mapping"]
    plan = _region_plan(actor, region, form.cleaned_data["plan"])
    run = receive_extract(actor=actor, organisation=region, file_name=file.name, data=file.read(), plan=plan)
    if name:
        saved = column_mapping_by_name(actor=actor, organisation=region, name=name)
        set_extract_mapping(actor=actor, run=run, mapping=saved.columns, extracted_on=run.extracted_on, plan=plan)
    return run


def _read_extract(run: AccountingImport) -> Extract:
    extract = read(bytes(run.data), name=run.file_name, mapping=run.mapping or None)
    return replace(extract, extracted_on=run.extracted_on) if run.extracted_on else extract


def _plan_choices(actor: Actor, region: Organisation) -> list[tuple[str, str]]:
    lines = [line for line in plan_summaries(actor=actor) if line.host_id == region.pk]
    return [("", "celui qui couvre l’exercice"), *((line.code, line.title) for line in lines)]


def _region_plan(actor: Actor, region: Organisation, code: str) -> Plan | None:
    if not code:
        return None
    plan = plan_by_code(actor=actor, code=code)
    if plan.organisation_id != region.pk:
        raise NotFound
    return plan


def _submitted_mapping(request: HttpRequest, extract: Extract) -> dict[str, str]:
    """Submitted field of each column; only existing fields are accepted."""
    field_by_letter = {}
    for guess in extract.columns:
        value = request.POST.get(f"{COLUMN_PREFIX}{guess.letter}", "")
        if value in column_field_options():
            field_by_letter[guess.letter] = value
    return field_by_letter


def _submitted_day(request: HttpRequest) -> date | None:
    text = request.POST.get("extracted_on", "").strip()
    try:
        return parse_iso_day(text) if text else None
    except ValueError as error:
        raise ValidationError(
            "day_shape", f"« {text[:20]} » n’est pas une date.", hint="Choisissez-la de nouveau."
        ) from error


def _import_run_row(run: AccountingImport) -> list[Any]:
    state = f"écrit le {french_day(run.written_at.date())}" if run.written_at else "à vérifier"
    outcome = run.outcome
    note = f"{outcome.get('added', 0)} ajoutées, {outcome.get('changed', 0)} changées" if outcome else ""
    return [
        {"text": run.file_name, "url": reverse("money:review", args=[run.pk])},
        french_day(run.created_at.date()),
        run.person_name,
        {"text": state, "note": note},
    ]
