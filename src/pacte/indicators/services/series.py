"""External series: metadata, values, breaks. Values are added, never overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date

from pacte.accounts.models import Organisation
from pacte.audit.services import audit_event
from pacte.indicators.models import Series, SeriesBreak, SeriesPoint, SeriesSplit
from pacte.indicators.permissions import may
from pacte.indicators.queries.series import changed_points
from pacte.indicators.records.series_input import PointsImportResult, SeriesInput, SeriesPointInput
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import hide_unless, refuse_blank

_BATCH = 5_000
_REQUIRED_FIELDS = {
    "code": "le code", "label": "le nom", "question": "la question", "unit": "l’unité", "entity": "ce qui est compté",
    "source": "la source", "owner": "qui en répond",
}  # fmt: skip


def save_series(*, actor: Actor, host: Organisation, data: SeriesInput) -> Series:
    """Creates the series of that code, or updates its metadata; identical metadata writes nothing.

    Raises ``NotFound`` (no right) or ``ValidationError`` (missing metadata).
    """
    hide_unless(may(actor, "indicators.import_series", host.pk))
    for name, word in _REQUIRED_FIELDS.items():
        refuse_blank(
            getattr(data, name),
            "series_sheet",
            f"Il manque {word}.",
            "Une série a la même fiche qu’un indicateur calculé.",
        )
    fields = asdict(data)
    code = fields.pop("code")
    existing = Series.objects.filter(organisation=host, code=code).first()
    if existing is not None and all(getattr(existing, name) == value for name, value in fields.items()):
        return existing
    with audit_event(
        actor=actor, name="indicators.enter_series", subject_kind="series", subject_id=data.code,
        subject_label=data.label, organisation_id=host.pk,
    ):  # fmt: skip
        fresh = {**fields, "created_at": now(), "person_name": actor.name[:200]}
        series, _ = Series.objects.update_or_create(
            organisation=host, code=code, defaults=fields, create_defaults=fresh
        )
    return series


def add_points(
    *, actor: Actor, series: Series, points: Iterable[SeriesPointInput], source_label: str
) -> PointsImportResult:
    """Adds values. A known value changes nothing; a different value for the same cell is a correction.

    The last of two values for one cell counts. Idempotent. Raises ``NotFound``.
    """
    hide_unless(may(actor, "indicators.import_series", series.organisation_id))
    with audit_event(
        actor=actor, name="indicators.add_points", subject_kind="series", subject_id=series.code,
        subject_label=series.label, organisation_id=series.organisation_id,
    ) as entry:  # fmt: skip
        done = write_points(actor, series, points, source_label)
        entry.detail.update(asdict(done), source=source_label[:300])
    return done


def write_points(
    actor: Actor, series: Series, points: Iterable[SeriesPointInput], source_label: str
) -> PointsImportResult:
    """Writes the values, inside the audited act of a caller that has checked the right."""
    by_key = {each.key: each for each in points}
    at = now()
    fresh = [
        SeriesPoint(
            series=series, **asdict(each), is_hidden=each.is_hidden, source_label=source_label[:300],
            recorded_at=at, person_name=actor.name[:200], corrects=before,
        )
        for each, before in changed_points(actor=actor, series=series, points=by_key.values())
    ]  # fmt: skip
    SeriesPoint.objects.bulk_create(fresh, batch_size=_BATCH)
    corrected = sum(each.corrects_id is not None for each in fresh)
    return PointsImportResult(len(fresh) - corrected, corrected, len(by_key) - len(fresh))


def record_series_break(*, actor: Actor, series: Series, on: date, reason: str) -> SeriesBreak:
    """Records that values from that day on are not comparable with earlier ones. Raises ``NotFound`` or
    ``ValidationError``.
    """
    hide_unless(may(actor, "indicators.import_series", series.organisation_id))
    refuse_blank(reason, "break_reason", "Il manque la raison de la rupture.", hint="Écrivez-la en une phrase.")
    with audit_event(
        actor=actor, name="indicators.note_break", subject_kind="series", subject_id=series.code,
        subject_label=series.label, organisation_id=series.organisation_id, reason=reason,
    ):  # fmt: skip
        return SeriesBreak.objects.create(
            series=series, on=on, reason=reason.strip(), recorded_at=now(), person_name=actor.name[:200]
        )


def save_split_names(*, actor: Actor, series: Series, names: Mapping[str, str]) -> int:
    """Stores the source labels of split values. Returns how many are new or changed. Raises ``NotFound``."""
    hide_unless(may(actor, "indicators.import_series", series.organisation_id))
    known = dict(SeriesSplit.objects.filter(series=series).values_list("code", "label"))
    fresh = {code: label[:300] for code, label in names.items() if label and known.get(code) != label[:300]}
    if not fresh:
        return 0
    with audit_event(
        actor=actor, name="indicators.name_splits", subject_kind="series", subject_id=series.code,
        subject_label=series.label, organisation_id=series.organisation_id,
    ):  # fmt: skip
        SeriesSplit.objects.bulk_create(
            [SeriesSplit(series=series, code=code, label=label) for code, label in fresh.items()],
            update_conflicts=True, unique_fields=["series", "code"], update_fields=["label"], batch_size=_BATCH,
        )  # fmt: skip
    return len(fresh)
