"""Sums of the results of sessions, with suppression of small counts. Pure.

A certification sums its trainings: counts hidden in one are hidden so that the sum does not disclose them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from pacte.journeys.records.results import NAMES, Ratio, Sums
from pacte.journeys.rules.night_tables import LATE_RESULT, RESULT, Night
from pacte.journeys.rules.secrecy import hidden, is_small

# A ratio is not shown without its denominator.
_NEEDS = {
    "completed": "ended", "certified": "certifiable", "in_part": "certifiable", "answered": "due_6",
    "in_job": "answered", "ended": "entered", "certifiable": "entered", "due_6": "entered",
}  # fmt: skip


def training_key(training_id: int) -> str:
    return f"training:{training_id}"


def certification_codes(certified: Iterable[Mapping[str, str]]) -> list[str]:
    """Codes such as "RNCP34502" and "RS5080" among the certifications of a training in a catalogue."""
    found = {
        prefix + str(each[key]).upper().removeprefix(prefix)
        for each in certified
        for key, prefix in (("rncp", "RNCP"), ("rs", "RS"))
        if each.get(key)
    }
    return sorted(found)


def added(every: Sequence[Sums]) -> Sums:
    """Several trainings as one."""
    return Sums(
        sessions=sum(each.sessions for each in every),
        first_on=min(each.first_on for each in every),
        last_on=max(each.last_on for each in every),
        values={name: sum(each.values.get(name, 0) for each in every) for name in NAMES},
        trainings=sum(each.trainings for each in every),
    )


def told_by(night: Night, key: str) -> set[str]:
    """Names of counts of one result that the tables of the same publication would disclose, or the reverse."""
    whole, late = night.names_hidden((RESULT, "", key)), night.names_hidden((LATE_RESULT, "", key))
    found = {name for name in ("entered", "ended", "certified") if name in whole}
    return found | ({"due_6"} if "entered" in late else set()) | ({"answered", "in_job"} if "in_job" in late else set())


def hidden_names(
    trainings: Mapping[str, Sums],
    groups: Mapping[str, Iterable[str]],
    *,
    also: Callable[[str], set[str]] = lambda key: set(),
) -> dict[str, set[str]]:
    """Names to hide for each training and for each group (certification) that sums some of them.

    ``also``: names that other tables require to hide, for a key.
    """
    lost: dict[str, set[str]] = {key: _small(sums) for key, sums in trainings.items()}
    for group, members in groups.items():
        keys = sorted(members)
        lost[group] = _small(added([trainings[key] for key in keys]))
        for name in NAMES:
            gone = hidden({key: trainings[key].values.get(name, 0) for key in keys})
            if gone is None:
                lost[group].add(name)
            for key in keys if gone is None else gone:
                lost[key].add(name)
    return {key: _with_what_needs(names | also(key)) for key, names in lost.items()}


def ratio(values: Mapping[str, int], gone: Iterable[str], name: str) -> Ratio | None:
    """The count and its denominator; None when the denominator is zero or hidden."""
    out_of = values.get(_NEEDS[name])
    if not out_of or _NEEDS[name] in gone:
        return None
    return Ratio(None if name in gone else values.get(name, 0), out_of)


def _small(sums: Sums) -> set[str]:
    return {name for name in NAMES if is_small(sums.values.get(name, 0))}


def _with_what_needs(names: set[str]) -> set[str]:
    found = set(names)
    for name in ("ended", "certifiable", "due_6", "completed", "certified", "in_part", "answered", "in_job"):
        if _NEEDS[name] in found:
            found.add(name)
    return found
