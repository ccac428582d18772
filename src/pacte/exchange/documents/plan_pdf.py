"""The plan as tagged PDF (PDF/UA-1), in French: the whole plan or one action.

The same plan gives the same bytes on every machine.
"""

from __future__ import annotations

from datetime import date

from pacte.exchange.documents.kept_pdf import Keep, kept
from pacte.exchange.documents.pdf_making import made
from pacte.exchange.documents.pdf_plan import one_action, whole_plan
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import NotFound
from pacte.plan.records import PlanContent

MEDIA_TYPE = "application/pdf"


def write_plan(
    content: PlanContent, *, as_of: date, version_label: str, synthetic: bool = False, keep_in: Keep | None = None
) -> bytes:
    """The whole plan: money by axis, actions and their schedule, then each axis and each action on its own page.

    ``cache``: where public documents are cached.
    """
    said = whole_plan(content, as_of=as_of, version_label=version_label, synthetic=synthetic)
    return kept(keep_in, "plan.typ", said, as_of) if keep_in else made("plan.typ", said, as_of)


def write_action(
    content: PlanContent,
    number: ActionCode,
    *,
    as_of: date,
    version_label: str,
    synthetic: bool = False,
    keep_in: Keep | None = None,
) -> bytes:
    """The document of one action. Raises ``Unseen`` when the plan has no such number."""
    if not content.rows_of(number):
        raise NotFound
    said = one_action(content, number, as_of=as_of, version_label=version_label, synthetic=synthetic)
    return kept(keep_in, "action.typ", said, as_of) if keep_in else made("action.typ", said, as_of)
