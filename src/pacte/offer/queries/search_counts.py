"""Counts of the sessions that the public search finds."""

from __future__ import annotations

from datetime import date

from django.db.models import Count

from pacte.kernel.actor import Actor
from pacte.offer.models import SearchRow


def open_session_counts_by_department(*, actor: Actor, on: date) -> dict[str, int]:
    """Sessions that one may still enter on a day, by code of département. Public. One query."""
    del actor
    open_rows = SearchRow.objects.filter(open_until__gte=on).order_by().values_list("department_code")
    return dict(open_rows.annotate(count=Count("pk")))
