"""Counts of the choices that the public search finds."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, TextField, Value
from django.db.models.functions import Concat

from pacte.kernel.actor import Actor
from pacte.offer.models import SearchRow


def open_choice_counts_by_department(*, actor: Actor, on: date) -> dict[str, int]:
    """Choices (a training in a town) that one may still enter on a day, by code of département. Public. One query."""
    open_rows = SearchRow.objects.filter(open_until__gte=on).order_by()
    choice = Concat("training_id", Value(" "), "commune_code", output_field=TextField())
    return dict(open_rows.values_list("department_code").annotate(count=Count(choice, distinct=True)))
