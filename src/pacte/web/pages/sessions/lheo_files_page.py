"""« Mon fichier LHÉO est-il bon ? »: check a file without writing anything, import it, see those received."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect

from pacte.accounts.queries import actor_region_id
from pacte.exchange.lheo.catalogue_check import check_catalogue
from pacte.exchange.lheo.catalogue_import import import_catalogue
from pacte.exchange.lheo.records import CatalogueReport
from pacte.exchange.lheo.unknown_codes import unknown_code_remarks
from pacte.exchange.sandbox.launcher import safe_file_name
from pacte.kernel.actor import Role
from pacte.kernel.clock import PARIS
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import format_day, pluralise
from pacte.offer.permissions import may_anywhere
from pacte.offer.queries import acting_provider, catalogue_deliveries, quarantined_trainings
from pacte.offer.records.closure import ClosurePreview, LargeClosure
from pacte.web.form_fields import file_field
from pacte.web.pages.sessions.deliveries_page import changes_sentence, defect_table, delivery_table, quarantine_table
from pacte.web.pages.sessions.offer_pages import OfferFormPage
from pacte.web.request import Request
from pacte.web.upload_form import CheckedUploadForm, upload_owner_key

MAX_LHEO_BYTES = 20 * 1024**2


class LheoFileForm(CheckedUploadForm):
    """``agreed``: how many closings were shown to whoever agreed to them."""

    file = file_field(
        "Fichier LHÉO",
        missing="Choisissez un fichier LHÉO : .xml, .gz ou .zip.",
        largest=MAX_LHEO_BYTES,
        too_large="Ce fichier dépasse 20 Mo. Compressez-le en .gz, ou demandez à la Région de l’importer.",
    )
    is_full = forms.BooleanField(
        label="Ce fichier contient tout : ce qui n’y est plus sera fermé, jamais effacé", required=False
    )
    agreed = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class LheoFilesPage(OfferFormPage):
    """Files received, and the form that checks a file or imports it."""

    template_name = "sessions/files.html"
    form_class = LheoFileForm
    crumb = "Fichiers LHÉO"
    report: CatalogueReport | None = None
    closing: ClosurePreview | None = None

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``NotFound`` for those who may not read files, ``PermissionDenied`` when they send one."""
        self.may_import = may_anywhere(self.actor, "offer.import")
        if not may_anywhere(self.actor, "offer.read_deliveries"):
            raise NotFound
        if self.request.method == "POST" and not self.may_import:
            raise PermissionDenied(
                "import_right", "Votre fonction ne permet pas de déposer un fichier.", hint="Demandez-le à l’organisme."
            )
        self.kept: dict[str, str] = {}
        self.provider = acting_provider(actor=self.actor) if self.actor.has_role(Role.PROVIDER) else None

    def form_arguments(self) -> dict[str, Any]:
        """Only the same person, for the same provider or Region, may import the checked file."""
        if not self.may_import:
            return {"owner": ""}
        if self.provider:
            return {"owner": upload_owner_key(self.actor, "lheo-provider", self.provider.pk)}
        return {"owner": upload_owner_key(self.actor, "lheo", actor_region_id(actor=self.actor))}

    def post(self, request: Request) -> HttpResponseBase:
        form = self.build_form()
        if form.is_valid():
            try:
                if request.POST.get("act") == "import":
                    return self._import_file(form)
                self.report = check_catalogue(form.cleaned_data["file"], look_up=unknown_code_remarks)
                self.kept = form.store_upload()
            except LargeClosure as error:
                self.closing, self.kept = error.closing, form.store_upload()
                form.add_error("is_full", str(error))
            except (ValidationError, Conflict) as error:
                form.add_error("file", str(error))
        return self.render({"form": form, **self.context()}, status=422 if self.report is None else 200)

    def _import_file(self, form: LheoFileForm) -> HttpResponseBase:
        """A provider's file is limited to its own trainings."""
        file, agreed = form.cleaned_data["file"], form.cleaned_data["agreed"] or 0
        result = import_catalogue(
            actor=self.actor,
            host_id=actor_region_id(actor=self.actor),
            stream=file,
            file_name=safe_file_name(file.name),
            is_full=form.cleaned_data["is_full"],
            provider=self.provider,
            may_close=lambda closing: closing.count <= agreed,
        )
        form.discard_upload()
        if result.received_before:
            when = format_day(result.received_before.astimezone(PARIS))
            messages.info(self.request, f"Ce fichier est déjà intégré depuis le {when} : rien n’a changé.")
        else:
            messages.success(self.request, f"Fichier intégré : {changes_sentence(result.tally.as_dict())}.")
        return HttpResponseRedirect(self.url("sessions:file", result.delivery_id))

    def context(self) -> dict[str, Any]:
        waiting, report, closing = quarantined_trainings(actor=self.actor), self.report, self.closing
        return {
            "title": "Mon fichier LHÉO est-il bon ?" if self.provider else "Quels fichiers LHÉO sont arrivés ?",
            "answer": _answer(len(waiting), report),
            "may_import": self.may_import,
            "report": report,
            "kept": self.kept,
            "closing": closing,
            "agree_label": f"Importer et fermer {pluralise(closing.count, 'formation')}" if closing else "",
            "error_title": "Ce fichier demande votre accord" if closing else "Ce fichier n’a pas pu être lu",
            "drop_kind": "secondary" if self.kept.get("token") else "primary",
            "defects": defect_table(
                report.defects if report else (),
                id="defauts-table",
                caption="Défauts du fichier",
                empty="Aucun défaut.",
            ),
            "advice": defect_table(report.advice if report else (), id="conseils-table", caption="Conseils"),
            "deliveries": delivery_table(catalogue_deliveries(actor=self.actor)),
            "waiting": quarantine_table(waiting, caption="Formations en quarantaine", empty="Rien n’attend."),
        }


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
