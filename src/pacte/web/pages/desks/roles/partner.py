"""A partner: the disputes in which their organisation gives a figure, and the public figures of the plan."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from pacte.indicators.permissions import may
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.disputes import visible_disputes
from pacte.kernel.actor import Role
from pacte.kernel.french import format_day, format_number, format_percent
from pacte.web.desk_panels import DeskEntry
from pacte.web.pages.desks.desk_reader import DeskReader
from pacte.web.pages.desks.role_desk import RoleDesk


def _waiting(reader: DeskReader) -> Iterator[DeskEntry]:
    if not may(reader.actor, "indicators.see_disputes", reader.plan.organisation_id):
        return
    for each in visible_disputes(actor=reader.actor, host_id=reader.plan.organisation_id):
        if each.opened_on <= reader.on and (each.settled_on is None or each.settled_on > reader.on):
            yield DeskEntry(
                f"Désaccord {each.number} : {each.subject}", "votre organisme y donne un chiffre",
                f"à trancher le {format_day(each.due_on)}", "bad" if each.due_on < reader.on else "",
                "Donner votre chiffre", reverse("disputes:dispute", args=[each.number]),
            )  # fmt: skip


def _followed(reader: DeskReader) -> Iterator[DeskEntry]:
    """What the plan publishes to all, a line a figure."""
    public = reader.public_figures
    for count in public.counts if public else ():
        total = count.total
        if total and total.numerator is not None:
            value = format_number(total.numerator)
            note = ""
            if total.denominator:
                value = format_percent(total.numerator / total.denominator)
                note = f"{format_number(total.numerator)} sur {format_number(total.denominator)}"
            yield DeskEntry(
                f"{indicator(count.code).label} : {value}", note, f"au {format_day(total.last)}",
                verb="Les tableaux publics", url=reverse("published:list"),
            )  # fmt: skip


DESK = RoleDesk("partner", frozenset({Role.PARTNER, Role.VISITOR}), 50, waiting=_waiting, followed=_followed)
