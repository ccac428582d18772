"""Table import: upload, review of defects by cell, comparison, then saving as a draft. Nothing is written before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect

from pacte.accounts.queries import host_organisation
from pacte.exchange.plan_files.reading import read_plan_file
from pacte.exchange.sandbox.launcher import parse_in_sandbox
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.plan.permissions import PlanScope, may
from pacte.plan.queries import plan_by_code, plan_import_by_id, plan_summaries
from pacte.plan.services import discard_import, mark_import_written, receive_import, set_import_mapping
from pacte.web.form_fields import ChoicesForm, file_field
from pacte.web.page import Crumb, FormPage, Page
from pacte.web.pages.plan_editing.import_review import ReviewedFile, column_field_choices
from pacte.web.request import Request
from pacte.workflows.import_plan import PlanImportReview, import_plan, review_plan_import

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.plan.models import PlanImport, PlanVersion

NEW_PLAN_CHOICE = "nouveau"
GUESS_CHOICE = ""
_COLUMN_PREFIX = "column-"


class PlanUploadForm(ChoicesForm):
    """A file, and the plan that it concerns."""

    file = file_field("Fichier", missing="Choisissez un fichier .xlsx, .ods, .csv ou .yaml.")
    target = forms.ChoiceField(
        label="Ce fichier est",
        required=False,
        choices=[(GUESS_CHOICE, "à reconnaître à son contenu"), (NEW_PLAN_CHOICE, "un nouveau plan")],
    )


class PlanUploadPage(FormPage):
    """Uploads a file. The next page shows what it would change."""

    template_name, form_class = "plan_editing/receive.html", PlanUploadForm
    region: Organisation

    def load(self) -> None:
        """Raises ``PermissionDenied`` when the actor may not import the plans of this installation’s Region."""
        region = host_organisation()
        if region is None or not may(self.actor, "plan.import", PlanScope(host_id=region.pk)):
            raise PermissionDenied(
                "plan_right",
                "Votre fonction ne permet pas d’importer un plan.",
                hint="Demandez-le au pilote du pacte.",
            )
        self.region = region

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Plan", self.url("plan:main")), ("Importer un tableau", "")]

    def form_arguments(self) -> dict[str, Any]:
        lines = [line for line in plan_summaries(actor=self.actor) if line.host_id == self.region.pk]
        return {"choices": {"target": [(line.code, f"un changement de « {line.title} »") for line in lines]}}

    def save(self, data: dict[str, Any]) -> HttpResponse:
        file, target = data["file"], data["target"]
        is_known = target not in (GUESS_CHOICE, NEW_PLAN_CHOICE)
        try:
            run = receive_import(
                actor=self.actor,
                organisation=self.region,
                plan=plan_by_code(actor=self.actor, code=target) if is_known else None,
                file_name=file.name,
                data=file.read(),
                as_new=target == NEW_PLAN_CHOICE,
            )
        except ValidationError as error:
            raise ValidationError("file", error.message, error.reason, error.hint) from error
        return HttpResponseRedirect(self.url("plan_editing:review", run.pk))

    def context(self) -> dict[str, Any]:
        chosen, choices = self.form["target"].value() or GUESS_CHOICE, self.form.fields["target"].choices
        return {"targets": [{"value": value, "label": label, "chosen": value == chosen} for value, label in choices]}


class PlanReviewPage(Page):
    """Contents of the file, its defects, its changes; then saves it as a draft or discards it."""

    http_method_names, template_name = ("get", "head", "post"), "plan_editing/review.html"
    run: PlanImport

    def load(self, identifier: int) -> None:
        self.run = plan_import_by_id(actor=self.actor, identifier=identifier)

    def breadcrumb(self) -> Sequence[Crumb]:
        return [
            ("Plan", self.url("plan:main")),
            ("Importer un tableau", self.url("plan_editing:receive")),
            (self.run.file_name, ""),
        ]

    @cached_property
    def review(self) -> PlanImportReview:
        run = self.run
        return review_plan_import(
            actor=self.actor,
            file_name=run.file_name,
            reading=read_plan_file(bytes(run.data), name=run.file_name, mapping=run.mapping or None),
            plan=run.plan,
            as_new=run.as_new,
        )

    def post(self, request: Request) -> HttpResponse:
        act = request.POST.get("act", "")
        if act == "forget":
            discard_import(actor=self.actor, run=self.run)
            messages.success(request, f"« {self.run.file_name} » est abandonné : rien n’a été écrit.")
            return HttpResponseRedirect(self.url("plan_editing:receive"))
        if act == "map":
            set_import_mapping(actor=self.actor, run=self.run, mapping=self._submitted_mapping())
            messages.info(request, "Le fichier est relu avec ces colonnes.")
            return HttpResponseRedirect(self.url("plan_editing:review", self.run.pk))
        try:
            version = self._write_draft(act)
        except (ValidationError, Conflict) as error:
            return self.render(self.context() | self._refused_values(error), status=error.status)
        messages.success(request, f"« {self.run.file_name} » est gardé comme « {version.label} ».")
        return HttpResponseRedirect(f"{self.url('plan:glance', version.plan.code)}?version={version.number}")

    def _submitted_mapping(self) -> dict[str, str]:
        """Submitted field of each column; only the fields offered for that column are accepted."""
        columns = self.review.reading.columns
        choices_by_letter = {guess.letter: column_field_choices(guess, columns) for guess in columns}
        return {
            letter: value
            for letter, choices in choices_by_letter.items()
            if (value := self.request.POST.get(f"{_COLUMN_PREFIX}{letter}", "")) in choices
        }

    def _write_draft(self, act: str) -> PlanVersion:
        if act != "write":
            raise ValidationError("act_unknown", "Cette page n’attend pas cette réponse.", hint="Rechargez-la.")
        reason = self.request.POST.get("reason", "").strip()
        if not reason:
            raise ValidationError(
                "reason_missing", "Il manque le motif.", hint="Écrivez pourquoi ce fichier change le plan."
            )
        if ReviewedFile(self.review).fresh and not self.request.POST.get("accept"):
            raise ValidationError(
                "warnings_unseen",
                "Des réserves attendent votre accord.",
                hint="Cochez « J’ai vu les réserves », ou corrigez le fichier.",
            )
        with transaction.atomic():
            version = import_plan(actor=self.actor, review=self.review, host=self.run.organisation, reason=reason)
            mark_import_written(actor=self.actor, run=self.run, version=version)
        return version

    def _refused_values(self, error: ValidationError | Conflict) -> dict[str, Any]:
        """Submitted values, and their error by field."""
        field = {"reason_missing": "id_reason", "warnings_unseen": "id_accept"}.get(error.code, "")
        return {
            "refusals": [{"message": str(error), "field": field}],
            "reason": self.request.POST.get("reason", ""),
            "reason_error": str(error) if field == "id_reason" else "",
            "accepted": "accept" in self.request.POST,
            "accept_error": str(error) if field == "id_accept" else "",
        }

    def context(self) -> dict[str, Any]:
        try:
            grids = parse_in_sandbox(bytes(self.run.data), name=self.run.file_name).grids
        except ValidationError:
            grids = ()
        return {
            "run": self.run,
            "review": self.review,
            "plan": self.review.plan,
            "version": self.run.written_version,
            # Read by components when nothing was refused.
            "refusals": [],
            "reason": "",
            "reason_error": "",
            **ReviewedFile(self.review).context(grids),
        }
