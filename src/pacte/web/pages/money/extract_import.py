"""Accounting extract: upload, review of each line, column mapping, import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

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
from pacte.kernel.clock import paris_date
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import format_day, pluralise
from pacte.plan.queries import plan_by_code, plan_summaries
from pacte.web.filter_form import parse_day
from pacte.web.form_fields import ChoicesForm, file_field
from pacte.web.page import Crumb, FormPage, Page
from pacte.web.pages.money.extract_review import COLUMN_PREFIX, column_field_options, extract_review_context
from pacte.web.request import Request
from pacte.web.tables import Column, Table, cell, day_column

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.finance.models import AccountingImport
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan

_RECEIVE_CRUMB = "Importer une extraction"
_ANY_PLAN = [("", "celui qui couvre l’exercice")]


class ExtractUploadForm(ChoicesForm):
    """A file, the plan of its actions, and a saved column mapping."""

    file = file_field("Fichier", missing="Choisissez un fichier .xlsx, .ods ou .csv.")
    plan = forms.ChoiceField(label="Les actions du fichier sont celles de", required=False, choices=_ANY_PLAN)
    mapping = forms.ChoiceField(label="Colonnes", required=False, choices=[("", "à reconnaître à leurs en-têtes")])


class ReceivePage(FormPage):
    """The upload, then the files received before, of the Region whose accounts the reader imports."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.region = _import_region(self.actor)

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Argent", self.url("money:home")), (_RECEIVE_CRUMB, "")]

    def form_arguments(self) -> dict[str, Any]:
        names = [each.name for each in column_mappings(actor=self.actor, organisation=self.region)]
        plans = _plan_choices(self.actor, self.region)
        return {"choices": {"plan": plans, "mapping": zip(names, names, strict=True)}}

    def context(self) -> dict[str, Any]:
        return {
            "runs": Table(
                accounting_imports(actor=self.actor, organisation=self.region),
                Column("Fichier", lambda run: cell(run.file_name, url=self.url("money:review", run.pk))),
                day_column("Déposé le", lambda run: format_day(paris_date(run.created_at))),
                Column("Par", lambda run: run.person_name),
                Column("État", _state_cell),
                id="fichiers",
                caption="Extractions reçues",
            )
        }


@ReceivePage.view(template_name="money/receive.html", nav="money", form_class=ExtractUploadForm)
def upload_extract(page: ReceivePage, data: dict[str, Any]) -> HttpResponse:
    """Whatever is wrong is said beside the file."""
    try:
        run = _receive(page, **data)
    except ValidationError as error:
        raise ValidationError("file", error.message, error.reason, error.hint) from error
    return HttpResponseRedirect(page.url("money:review", run.pk))


def _receive(page: ReceivePage, file: UploadedFile[Any], plan: str, mapping: str) -> AccountingImport:
    common: dict[str, Any] = {"actor": page.actor, "plan": _region_plan(page.actor, page.region, plan)}
    run = receive_extract(organisation=page.region, file_name=file.name or "", data=file.read(), **common)
    if mapping:
        saved = column_mapping_by_name(actor=page.actor, organisation=page.region, name=mapping)
        set_extract_mapping(run=run, mapping=saved.columns, extracted_on=run.extracted_on, **common)
    return run


def _state_cell(run: AccountingImport) -> dict[str, Any]:
    outcome = run.outcome
    return cell(
        f"écrit le {format_day(paris_date(run.written_at))}" if run.written_at else "à vérifier",
        note=f"{outcome.get('added', 0)} ajoutées, {outcome.get('changed', 0)} changées" if outcome else "",
    )


class ReviewPage(Page):
    """Contents of the file and its changes; then imports it, reads it again with other columns, or discards it."""

    http_method_names = ("get", "head", "post")
    nav = "money"
    template_name = "money/review.html"

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.run = accounting_import_by_id(actor=self.actor, identifier=kwargs["identifier"])

    @cached_property
    def extract(self) -> Extract:
        return _read_extract(self.run)

    def breadcrumb(self) -> Sequence[Crumb]:
        return [
            ("Argent", self.url("money:home")),
            (_RECEIVE_CRUMB, self.url("money:receive")),
            (self.run.file_name, ""),
        ]

    def context(self) -> dict[str, Any]:
        run, code = self.run, self.run.plan.code if self.run.plan else ""
        outcome = review_extract(actor=self.actor, organisation=run.organisation, extract=self.extract, plan=run.plan)
        plans = [*_ANY_PLAN, *_plan_choices(self.actor, run.organisation)]
        return {
            "plan_code": code,
            "run": run,
            "plans": [{"value": value, "label": label, "chosen": value == code} for value, label in plans],
            "day": run.extracted_on or self.extract.extracted_on or "",
            "written": run.written_at is not None,
            **extract_review_context(self.extract, outcome),
        }

    def post(self, request: Request) -> HttpResponseBase:
        act = {"forget": self._discard, "map": self._read_again, "write": self._write}.get(request.POST.get("act", ""))
        try:
            if act is None:
                raise ValidationError("act_unknown", "Cette page n’attend pas cette réponse.", hint="Rechargez-la.")
            return HttpResponseRedirect(act())
        except (ValidationError, Conflict) as error:
            return self.render(
                self.context() | {"refusals": [{"message": str(error), "field": ""}]}, status=error.status
            )

    def _discard(self) -> str:
        discard_extract(actor=self.actor, run=self.run)
        messages.success(self.request, f"« {self.run.file_name} » est abandonné : rien n’a été écrit.")
        return self.url("money:receive")

    def _read_again(self) -> str:
        sent, run = self.request.POST, self.run
        if not sent.get("plan"):
            raise ValidationError(
                "plan_not_said", "Le plan de ce fichier n’est pas dit.", hint="Choisissez-le dans la liste."
            )
        fields = {guess.letter: sent.get(f"{COLUMN_PREFIX}{guess.letter}", "") for guess in self.extract.columns}
        set_extract_mapping(
            actor=self.actor,
            run=run,
            mapping={letter: field for letter, field in fields.items() if field in column_field_options()},
            extracted_on=parse_day(sent.get("extracted_on", ""), hint="Choisissez-la de nouveau."),
            plan=_region_plan(self.actor, run.organisation, sent["plan"]),
        )
        if name := sent.get("mapping_name", "").strip():
            headings = column_mapping_of(_read_extract(run))
            save_column_mapping(actor=self.actor, organisation=run.organisation, name=name, headings=headings)
            messages.success(self.request, f"Colonnes gardées sous « {name} » pour les prochains fichiers.")
        messages.info(self.request, "Le fichier est relu avec ces choix.")
        return self.request.path

    def _write(self) -> str:
        run, extract = self.run, self.extract
        if run.written_at is not None:
            raise Conflict(
                "extract_written", f"« {run.file_name} » est déjà écrit.", hint="Déposez une autre extraction."
            )
        if not extract.lines:
            raise ValidationError(
                "no_line", "Aucune ligne ne peut être écrite.", hint="Dites ce que contiennent les colonnes."
            )
        outcome = import_extract(
            actor=self.actor,
            organisation=run.organisation,
            extract=extract,
            data=bytes(run.data),
            plan=run.plan,
            run=run,
        )
        messages.success(self.request, _result_message(outcome))
        if run.plan is None:
            return self.url("money:home")
        return self.url("money:waiting" if outcome.unmatched else "money:overview", run.plan.code)


def _result_message(outcome: ImportOutcome) -> str:
    text = f"{pluralise(outcome.added, 'ligne ajoutée', 'lignes ajoutées')}, {pluralise(outcome.changed, 'changée')}, "
    text += f"{pluralise(outcome.known, 'déjà connue', 'déjà connues')}."
    if outcome.unmatched:
        text += f" {pluralise(outcome.unmatched, 'ligne attend', 'lignes attendent')} d’être affectées."
    return text


def _import_region(actor: Actor) -> Organisation:
    """Region whose accounts the actor imports, ours first. Raises ``NotFound`` or ``PermissionDenied``."""
    own, host_ids = host_organisation(), finance_hosts_where(actor, "finance.import")
    if own is not None and own.pk in host_ids:
        return own
    if host_ids and (region := organisation_by_id(min(host_ids))):
        return region
    if not finance_hosts_where(actor, "finance.read"):
        raise NotFound
    raise PermissionDenied(
        "finance_right",
        "Votre fonction ne permet pas d’importer une extraction comptable.",
        hint="Demandez-le à la gestion financière ou au pilote du pacte.",
    )


def _read_extract(run: AccountingImport) -> Extract:
    extract = read(bytes(run.data), name=run.file_name, mapping=run.mapping or None)
    return replace(extract, extracted_on=run.extracted_on) if run.extracted_on else extract


def _plan_choices(actor: Actor, region: Organisation) -> list[tuple[str, str]]:
    return [(line.code, line.title) for line in plan_summaries(actor=actor) if line.host_id == region.pk]


def _region_plan(actor: Actor, region: Organisation, code: str) -> Plan | None:
    if not code:
        return None
    plan = plan_by_code(actor=actor, code=code)
    if plan.organisation_id != region.pk:
        raise NotFound
    return plan
