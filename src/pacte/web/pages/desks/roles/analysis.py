"""The analyst: files and figures that are due, figures that moved in a week, how fresh facts are, saved answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse

from pacte.indicators.queries.answer_archive import saved_answers
from pacte.indicators.queries.answer_sets import answer_question
from pacte.indicators.queries.gaps import can_see_gaps, plan_gaps
from pacte.indicators.queries.store import read_manifest
from pacte.indicators.records import Indicator, IndicatorQuestion, Value
from pacte.indicators.rules.evidence import measured_value_text
from pacte.intake.permissions import may_follow_expected_files
from pacte.intake.queries import late_files
from pacte.kernel.actor import Role
from pacte.kernel.clock import paris_date
from pacte.kernel.errors import Conflict, NotFound
from pacte.kernel.french import format_day, format_number, format_signed, pluralise
from pacte.web.desk_panels import DeskEntry
from pacte.web.pages.desks.audit_tasks import owed_audits
from pacte.web.pages.desks.desk_reader import DeskReader
from pacte.web.pages.desks.role_desk import RoleDesk

_HEADLINES = ("people_trained", "fill_of_places_bought", "in_job_6_months")
_WEEK = timedelta(days=7)
_MAX_GAPS, _MAX_ANSWERS, _MAX_FILES = 4, 3, 3


def _waiting(reader: DeskReader) -> Iterator[DeskEntry]:
    yield from owed_audits(reader)
    if reader.is_today:
        yield from _late_files(reader)
    if not can_see_gaps(actor=reader.actor, plan=reader.plan):
        return
    late = [
        gap
        for gap in plan_gaps(actor=reader.actor, plan=reader.plan)
        if gap.noted_on <= reader.on
        and (gap.closed_on is None or gap.closed_on > reader.on)
        and gap.due_on
        and gap.due_on < reader.on
    ]
    for gap in late[:_MAX_GAPS]:
        yield DeskEntry(
            gap.label, f"dû par {gap.owed_by}", f"attendu le {format_day(gap.due_on or reader.on)}", "bad",
            "Relancer" if reader.is_today else "Voir", reader.url("gaps:list"),
        )  # fmt: skip
    if len(late) > _MAX_GAPS:
        yield DeskEntry(
            f"et {pluralise(len(late) - _MAX_GAPS, 'autre chiffre attendu', 'autres chiffres attendus')}",
            verb="Les voir", url=reader.url("gaps:list"),
        )  # fmt: skip


def _late_files(reader: DeskReader) -> Iterator[DeskEntry]:
    host = reader.plan.organisation
    if not may_follow_expected_files(reader.actor, host.pk):
        return
    for file in late_files(actor=reader.actor, host=host, on=reader.on)[:_MAX_FILES]:
        owner = f"dû par {file.owner.owner}" if file.owner else "personne n’en répond"
        yield DeskEntry(
            file.source.label, owner, f"en retard de {pluralise(file.days_late, 'jour')}", "bad", "Déposer",
            reverse("intake:expected"),
        )  # fmt: skip


def _moved(reader: DeskReader) -> Iterator[DeskEntry]:
    """Headlines of the plan, as known that day and a week before."""
    host_id = reader.plan.organisation_id
    first = date(reader.content.first_year, 1, 1)
    try:
        now, before = (
            answer_question(
                actor=reader.actor, host_id=host_id, question=IndicatorQuestion(first, day, day, codes=_HEADLINES)
            )
            for day in (reader.on, reader.on - _WEEK)
        )
    except (NotFound, Conflict):
        return
    for indicator, new, old in zip(now.indicators, now.answers, before.answers, strict=True):
        change = _change(indicator, old.total.value, new.total.value)
        if change:
            yield DeskEntry(
                f"{indicator.label} : {measured_value_text(new.total.value, indicator.unit_word)}",
                f"{measured_value_text(old.total.value, indicator.unit_word)} le {format_day(reader.on - _WEEK)}",
                change, verb="Pourquoi ?",
                url=f"{reverse('figures:indicator', args=[indicator.code])}{reader.dated_plan.querystring}",
            )  # fmt: skip


def _change(indicator: Indicator, old: Value, new: Value) -> str:
    """« +132 », « -0,4 point »; "" when nothing moved or one of them is not a number."""
    if old.number is None or new.number is None or old.number == new.number:
        return ""
    places = 1 if indicator.is_rate else 0
    moved = float(new.number - old.number)
    if indicator.is_rate and format_number(abs(moved), 1) == "0,0":
        return ""
    unit = indicator.difference_unit if indicator.is_rate else ""
    return f"{format_signed(moved, places)} {unit}".strip()


def _followed(reader: DeskReader) -> Iterator[DeskEntry]:
    if reader.is_today:
        yield from _freshness(reader)
    for answer in [
        each
        for each in saved_answers(actor=reader.actor, host_id=reader.plan.organisation_id)
        if each.person_id == reader.actor.person_id and paris_date(each.asked_at) <= reader.on
    ][:_MAX_ANSWERS]:
        count = len(answer.question.get("codes") or ())
        yield DeskEntry(
            f"Réponse n° {answer.number}",
            f"{pluralise(count, 'indicateur') if count else 'tout le catalogue'}, connu le"
            f" {format_day(answer.known_on)}",
            verb="La relire", url=reverse("figures:answer", args=[answer.number]),
        )  # fmt: skip


def _freshness(reader: DeskReader) -> Iterator[DeskEntry]:
    built_at = read_manifest().built_at
    if not built_at:
        yield DeskEntry("Les faits ne sont pas encore comptés", "ils le sont chaque nuit", "", "bad")
        return
    age = (reader.on - paris_date(datetime.fromisoformat(built_at))).days
    yield DeskEntry(
        "Faits comptés aujourd’hui" if age <= 0 else f"Faits comptés il y a {pluralise(age, 'jour')}",
        f"{format_number(read_manifest().rows)} lignes" + (" ; ils le sont chaque nuit" if age > 1 else ""),
        tone="bad" if age > 1 else "", verb="Voir les chiffres", url=reverse("figures:catalogue"),
    )  # fmt: skip


DESK = RoleDesk("analysis", frozenset({Role.ANALYST}), 30, waiting=_waiting, moved=_moved, followed=_followed)
