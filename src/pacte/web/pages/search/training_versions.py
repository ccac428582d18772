"""« Versions » of the page of a training: since when, and what each one changed in what is taught."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date
from pacte.kernel.french import format_day, format_number, join_words, pluralise
from pacte.offer.queries import training_versions
from pacte.offer.records.versions import (
    TAUGHT_TEXT_LABELS,
    ModuleRewriting,
    TaughtContent,
    TaughtDifference,
    TaughtModule,
    TaughtVersion,
)

if TYPE_CHECKING:
    from pacte.offer.models import Training

# A training rewritten more often than that is told by its last versions.
_MOST_SHOWN = 10


def version_items(actor: Actor, training: Training) -> list[dict[str, Any]]:
    """One item a version, the latest first; none for a training that never changed. Two queries."""
    versions = training_versions(actor=actor, training=training)
    if len(versions) == 1:
        return []
    items = [_item(version, former.taught) for version, former in pairwise(versions[: _MOST_SHOWN + 1])]
    if len(versions) <= _MOST_SHOWN:
        items.append({"title": _title(versions[-1]), "lines": _first_lines(versions[-1].taught), "texts": []})
    return items


def _title(version: TaughtVersion) -> str:
    until = f" au {format_day(paris_date(version.until))}" if version.until else ", celle d’aujourd’hui"
    return f"Version {version.rank}, du {format_day(paris_date(version.since))}{until}"


def _item(version: TaughtVersion, former: TaughtContent) -> dict[str, Any]:
    change = version.change or TaughtDifference()
    return {
        "title": _title(version),
        "lines": list(_change_lines(change)),
        "texts": [
            {
                "note": TAUGHT_TEXT_LABELS[name],
                "parts": [
                    {"kind": kind, "text": text}
                    for kind, text in (("del", getattr(former, name)), ("ins", getattr(version.taught, name)))
                    if text
                ],
            }
            for name in change.texts
        ],
    }


def _first_lines(taught: TaughtContent) -> list[str]:
    count = len(taught.modules)
    return [f"{pluralise(count, 'module')} : {join_words([each.title for each in taught.modules])}"] if count else []


def _change_lines(change: TaughtDifference) -> Iterable[str]:
    for module in change.modules_added:
        yield f"Module ajouté : {_module_words(module)}"
    for rewriting in change.modules_rewritten:
        yield f"Module réécrit : {_rewriting_words(rewriting)}"
    for module in change.modules_removed:
        yield f"Module ôté : {_module_words(module)}"
    for label, codes in (
        ("Blocs nouvellement préparés", change.blocks_added),
        ("Blocs qui ne sont plus préparés", change.blocks_removed),
        ("Certifications ajoutées", change.certifications_added),
        ("Certifications ôtées", change.certifications_removed),
    ):
        if codes:
            yield f"{label} : {', '.join(codes)}"
    if change.hours is not None:
        before, after = change.hours
        yield f"Durée : {_hours_words(before)}, puis {_hours_words(after)}"


def _module_words(module: TaughtModule) -> str:
    return f"{module.title}, {_hours_words([module.hours])}"


def _rewriting_words(rewriting: ModuleRewriting) -> str:
    before, after = rewriting.before, rewriting.after
    details = []
    if before.title != after.title:
        details.append(f"avant « {before.title} »")
    if before.hours != after.hours:
        details.append(f"{_hours_words([before.hours])}, puis {_hours_words([after.hours])}")
    if before.blocks != after.blocks:
        details.append(f"bloc {', '.join(after.blocks)}" if after.blocks else "sans bloc")
    if before.attestations != after.attestations:
        attested = ", ".join(after.attestations)
        details.append(f"attesté : {attested}" if attested else "plus rien d’attesté")
    return f"{after.title} ({' ; '.join(details)})" if details else after.title


def _hours_words(hours: Sequence[int]) -> str:
    return join_words([f"{format_number(each)} h" for each in hours]) or "non dite"
