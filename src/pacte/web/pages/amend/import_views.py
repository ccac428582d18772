"""Importing a table: drop it, see every defect in its cell, compare, keep it as a draft. Nothing is written before."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.accounts.queries import host
from pacte.exchange.bounded import parse
from pacte.exchange.reading import read_plan
from pacte.kernel.actor import Role
from pacte.kernel.errors import Invalid, Refused
from pacte.plan.models import ImportRun
from pacte.plan.queries import import_run, plan_by_code, plans
from pacte.plan.services import forget_import, mapped_import, receive_import, written_import
from pacte.web.pages.amend.import_page import page_of
from pacte.workflows.import_plan import Review, import_plan, review_import

NEW_PLAN = "nouveau"
GUESS = ""


class DropForm(forms.Form):
    """A file, and what it is about."""

    file = forms.FileField(label="Fichier")
    target = forms.ChoiceField(label="Ce fichier est", required=False)

    def __init__(self, *positional: object, choices: list[tuple[str, str]], **named: object) -> None:
        super().__init__(*positional, **named)
        self.fields["target"].choices = choices


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Drop a file. The next page shows what it would change."""
    actor = request.actor  # type: ignore[attr-defined]
    region = host()
    if region is None or not actor.holds(Role.REGION_PILOT, Role.ADMINISTRATOR, host_id=region.pk):
        raise Refused(
            "plan_right",
            "Votre fonction ne permet pas d’importer un plan.",
            todo="Demandez-le au pilote du pacte.",
        )
    choices = [(GUESS, "à reconnaître à son contenu"), (NEW_PLAN, "un nouveau plan")]
    choices += [(line.code, f"un changement de « {line.title} »") for line in plans(actor=actor)]
    form = DropForm(request.POST or None, request.FILES or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        file, target = form.cleaned_data["file"], form.cleaned_data["target"]
        plan = plan_by_code(actor=actor, code=target) if target not in (GUESS, NEW_PLAN) else None
        try:
            run = receive_import(
                actor=actor,
                organisation=region,
                plan=plan,
                file_name=file.name,
                data=file.read(),
                as_new=target == NEW_PLAN,
            )
        except Invalid as error:
            form.add_error("file", str(error))
        else:
            return HttpResponseRedirect(reverse("amend:review", args=[run.pk]))
    status = 422 if request.method == "POST" else 200
    return render(request, "amend/receive.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, identifier: int) -> HttpResponse:
    """What the file holds, its defects, what it would change; then keep it as a draft or give it up."""
    actor = request.actor  # type: ignore[attr-defined]
    run = import_run(actor=actor, identifier=identifier)
    act = request.POST.get("act", "")
    if act == "forget":
        forget_import(actor=actor, run=run)
        messages.success(request, f"« {run.file_name} » est abandonné : rien n’a été écrit.")
        return HttpResponseRedirect(reverse("plan:home"))
    if act == "map":
        mapping = {
            name.removeprefix("column-"): value
            for name, value in request.POST.items()
            if name.startswith("column-") and value
        }
        mapped_import(actor=actor, run=run, mapping=mapping)
        return HttpResponseRedirect(reverse("amend:review", args=[run.pk]))
    found = _review(request, run)
    refusal = ""
    if act == "write":
        try:
            return _write(request, run, found)
        except Invalid as error:
            refusal = str(error)
    status = 422 if refusal else 200
    return render(request, "amend/review.html", _page(run, found) | {"refusal": refusal}, status=status)


def _review(request: HttpRequest, run: ImportRun) -> Review:
    reading = read_plan(bytes(run.data), name=run.file_name, mapping=run.mapping or None)
    return review_import(
        actor=request.actor,  # type: ignore[attr-defined]
        file_name=run.file_name,
        reading=reading,
        plan=run.plan,
        as_new=run.as_new,
    )


def _write(request: HttpRequest, run: ImportRun, found: Review) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise Invalid("reason_missing", "Il manque le motif.", todo="Écrivez pourquoi ce fichier change le plan.")
    if found.warnings and not request.POST.get("accept"):
        raise Invalid(
            "warnings_unseen",
            f"{len(found.warnings)} réserve(s) attendent votre accord.",
            todo="Cochez « J’ai vu les réserves », ou corrigez le fichier.",
        )
    version = import_plan(actor=actor, review=found, host=run.organisation, reason=reason)
    written_import(actor=actor, run=run, version=version)
    messages.success(request, f"« {run.file_name} » est gardé comme « {version.label} ».")
    address = reverse("plan:glance", args=[version.plan.code])
    return HttpResponseRedirect(f"{address}?version={version.number}")


def _page(run: ImportRun, found: Review) -> dict[str, object]:
    try:
        grids = parse(bytes(run.data), name=run.file_name).grids
    except Invalid:
        grids = ()
    return {"run": run, "review": found, **page_of(found, grids)}
