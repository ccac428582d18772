"""Swaps for the pages of advisers: a key of ours, then a key that does not exist."""

from __future__ import annotations

NO_KEY = "00000000-0000-4000-8000-000000000000"
_SESSION = {"training": "24_118402", "action": "24_1530117", "session": "24_407731"}
_OF_SOMEBODY = (
    "person", "change", "need", "facts", "hand", "custody", "shares", "erase", "bridge", "release", "judge_sheet",
    "withdraw_plan",
)  # fmt: skip
_OF_A_JOURNEY = (
    "orient",
    "step",
    "answer",
    "contact",
    "reseat",
    "reserve",
    "job",
    "next",
    "notebook",
    "compose",
    "origin",
)


def advising_swaps(absent_number: int) -> list[tuple[str, str, str, str | int, dict[str, str | int]]]:
    """Tuples (address name, part, hidden object, absent object, other parts)."""
    advice = [(f"advisers:{name}", "key", "our journey", NO_KEY, {"identifier": "our advice"}) for name in ADVICE]
    numbers = [
        (f"advisers:{name}", "identifier", "our advice", absent_number, {"key": "our journey"}) for name in ADVICE
    ]
    return [
        ("advisers:correct", "key", "our journey", NO_KEY, {"step": "our followed step"}),
        ("advisers:correct", "step", "our followed step", absent_number, {"key": "our journey"}),
        *((f"advisers:{name}", "key", "our learner", NO_KEY, {}) for name in _OF_SOMEBODY),
        *((f"advisers:{name}", "key", "our journey", NO_KEY, {}) for name in _OF_A_JOURNEY),
        ("advisers:correct_release", "key", "our learner", NO_KEY, {"release": "our release"}),
        ("advisers:correct_release", "release", "our release", absent_number, {"key": "our learner"}),
        ("advisers:campaign", "campaign", "our campaign", absent_number, {}),
        ("advisers:campaign_contact", "contact", "our campaign contact", absent_number, {}),
        *((f"relations:{name}", "key", "our journey", NO_KEY, {}) for name in ("follow", "name", "plan_review")),
        ("relations:provider", "identifier", "our provider", absent_number, {}),
        ("relations:review", "key", "our journey", NO_KEY, {"identifier": "our review"}),
        ("relations:review", "identifier", "our review", absent_number, {"key": "our journey"}),
        ("advisers:propose", "key", "our journey", NO_KEY, {**_SESSION}),
        *advice,
        *numbers,
    ]  # type: ignore[list-item]


ADVICE = ("advice", "advice_file", "advice_pdf")
