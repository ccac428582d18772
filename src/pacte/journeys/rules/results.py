"""Sums of the results of sessions, with suppression of small counts. Pure.

A certification sums its trainings: counts hidden in one are hidden so that the sum does not disclose them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from pacte.journeys.records.results import NAMES, Ratio, ResultSums
from pacte.journeys.rules.suppression import cells_to_hide, is_small_count
from pacte.journeys.rules.suppression_tables import LATE_RESULT, RESULT, SuppressionDecision

# A ratio is not shown without its denominator.
_NEEDS = {
    "completed": "ended", "certified": "certifiable", "in_part": "certifiable", "answered": "due_6",
    "in_job": "answered", "ended": "entered", "certifiable": "entered", "due_6": "entered",
}  # fmt: skip


def training_key(training_id: int) -> str:
    return f"attendance:{training_id}"


def certification_codes(certified: Iterable[Mapping[str, str]]) -> list[str]:
    """Codes such as "RNCP34502" and "RS5080" among the certifications of a training in a catalogue."""
    codes = {
        prefix + str(each[key]).upper().removeprefix(prefix)
        for each in certified
        for key, prefix in (("rncp", "RNCP"), ("rs", "RS"))
        if each.get(key)
    }
    return sorted(codes)


def add_result_sums(every: Sequence[ResultSums]) -> ResultSums:
    """Several trainings as one."""
    return ResultSums(
        sessions=sum(each.sessions for each in every),
        first_on=min(each.first_on for each in every),
        last_on=max(each.last_on for each in every),
        values={name: sum(each.values.get(name, 0) for each in every) for name in NAMES},
        trainings=sum(each.trainings for each in every),
    )


def result_names_disclosed(decision: SuppressionDecision, key: str) -> set[str]:
    """Names of counts of one result that the tables of the same publication would disclose, or the reverse."""
    whole, late = decision.names_hidden((RESULT, "", key)), decision.names_hidden((LATE_RESULT, "", key))
    names = {name for name in ("entered", "ended", "certified") if name in whole}
    return names | ({"due_6"} if "entered" in late else set()) | ({"answered", "in_job"} if "in_job" in late else set())


def hidden_names(
    trainings: Mapping[str, ResultSums],
    groups: Mapping[str, Iterable[str]],
    *,
    also: Callable[[str], set[str]] = lambda key: set(),
) -> dict[str, set[str]]:
    """Names to hide for each training and for each group (certification) that sums some of them.

    ``also``: names that other tables require to hide, for a key.
    """
    hidden_by_key: dict[str, set[str]] = {key: _small_names(sums) for key, sums in trainings.items()}
    for group, members in groups.items():
        keys = sorted(members)
        hidden_by_key[group] = _small_names(add_result_sums([trainings[key] for key in keys]))
        for name in NAMES:
            hidden_keys = cells_to_hide({key: trainings[key].values.get(name, 0) for key in keys})
            if hidden_keys is None:
                hidden_by_key[group].add(name)
            for key in keys if hidden_keys is None else hidden_keys:
                hidden_by_key[key].add(name)
    return {key: _with_dependent_names(names | also(key)) for key, names in hidden_by_key.items()}


def published_ratio(values: Mapping[str, int], hidden: Iterable[str], name: str) -> Ratio | None:
    """The count and its denominator; None when the denominator is zero or hidden."""
    out_of = values.get(_NEEDS[name])
    if not out_of or _NEEDS[name] in hidden:
        return None
    return Ratio(None if name in hidden else values.get(name, 0), out_of)


def _small_names(sums: ResultSums) -> set[str]:
    return {name for name in NAMES if is_small_count(sums.values.get(name, 0))}


def _with_dependent_names(names: set[str]) -> set[str]:
    all_names = set(names)
    for name in ("ended", "certifiable", "due_6", "completed", "certified", "in_part", "answered", "in_job"):
        if _NEEDS[name] in all_names:
            all_names.add(name)
    return all_names
