"""Checks of the publics of a plan: each one is defined once, with a rule that can be computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pacte.kernel.defects import Defect
from pacte.plan.records import PlanContent
from pacte.plan.rules.defects import error_defect, quote_excerpt
from pacte.plan.rules.publics import RULE_EXAMPLE, parse_public_rule

_AT = ("plan", "publics")


def public_defects(content: PlanContent) -> Iterator[Defect]:
    """Yield errors for publics without code or name, duplicate, or with a rule that cannot be computed."""
    for code, count in Counter(each.code for each in content.publics).items():
        if count > 1:
            yield error_defect(
                "duplicate_public", _AT, f"Le public {quote_excerpt(code)} est défini {count} fois.",
                hint="Gardez une seule définition.", value=code,
            )  # fmt: skip
    for public in content.publics:
        name = quote_excerpt(public.label or public.code)
        if not public.code.strip() or not public.label.strip():
            yield error_defect(
                "public_without_name", _AT, f"Le public {name} n'a pas de code ou de nom.",
                hint="Donnez-lui les deux.", value=public.code,
            )  # fmt: skip
        if public.rule.strip() and parse_public_rule(public.rule) is None:
            yield error_defect(
                "unreadable_rule", _AT, f"La règle du public {name} ne se compte pas : {quote_excerpt(public.rule)}.",
                hint=f"Écrivez-la comme « {RULE_EXAMPLE} », ou laissez-la vide et décrivez ce public dans la note.",
                value=public.rule[:80],
            )  # fmt: skip
        elif not public.rule.strip() and not public.note.strip():
            yield error_defect(
                "public_without_rule", _AT, f"Le public {name} n'a ni règle ni note.",
                hint=f"Écrivez qui en est, par exemple « {RULE_EXAMPLE} ».", value=public.code,
            )  # fmt: skip
