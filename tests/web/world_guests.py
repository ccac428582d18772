"""World of access: who comes without an account, by links proved by e-mail."""

from __future__ import annotations

from datetime import date, timedelta

from pacte.accounts.models import GuestLink
from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import acting_as
from pacte.accounts.rules import login_secret_digest
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import now
from pacte.plan.models import Plan
from pacte.plan.queries.stakeholders import plan_action_by_number
from pacte.procedures.models import Case as CaseRow
from pacte.procedures.models import CasePaper, HireInquiry, PaperSignatory
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.papers import paper_digest, paper_source
from tests.accounts.guests_at_hand import guest_of, secret_for
from tests.cast import MACHINE, Cast

FIRMS = ("73282932000074", "55210055400013")


def _firms_of_the_world(cast: Cast) -> dict[str, int | str]:
    """Two firms that promised hires in one case, each with the link of its letter. Needs the plans of the world."""
    secrets, inquiries, signings = {}, {}, {}
    with acting_as(MACHINE):
        plan = Plan.objects.get(code="our-plan")
        action = plan_action_by_number(plan=plan, number=ActionCode(1))
        assert action is not None
        promises = [{"firm_name": f"Entreprise {siret}", "siret": siret, "email": f"{siret}@exemple.fr", "posts": 2,
                     "contract": "permanent", "by": "2021-08-31"} for siret in FIRMS]  # fmt: skip
        case = CaseRow.objects.create(
            organisation=cast.region, plan=plan, plan_action=action, procedure_code="custom_training", number=901,
            title="Formation promise", stage="hiring", opened_on=date(2020, 10, 5), values={"promises": promises},
        )  # fmt: skip
    paper, signatories = _paper_of_the_world(case), {}
    for siret in FIRMS:
        guest = guest_of(cast.region, f"{siret}@exemple.fr")
        with acting_as(MACHINE):
            inquiries[siret] = HireInquiry.objects.create(
                organisation=cast.region, case=case, guest=guest, firm=siret, firm_name=f"Entreprise {siret}", months=3,
                asked_on=date(2021, 9, 11),
            )  # fmt: skip
            signatories[siret] = PaperSignatory.objects.create(
                organisation=cast.region, paper=paper, guest=guest, party=siret, name=siret, rank=len(signatories) + 1
            )
        secrets[siret] = secret_for(guest, GuestScope.CONFIRM, inquiries[siret].pk)
        signings[siret] = secret_for(guest, GuestScope.SIGN, signatories[siret].pk)
    ours, other = FIRMS
    return {
        "our inquiry": inquiries[ours].pk,
        "link of a firm": secrets[ours],
        "link of another firm": secrets[other],
        "link of another firm to all": secret_for(guest, GuestScope.CONFIRM),
        "our file to sign": case.number,
        "our paper to sign": paper.pk,
        "our signatory": signatories[ours].pk,
        "link of a signatory": signings[ours],
        "link of another signatory": signings[other],
        "link of another signatory to all": secret_for(guest, GuestScope.SIGN),
    }


def _paper_of_the_world(case: CaseRow) -> CasePaper:
    """The convention of that case, as it says today."""
    spec = procedure_by_code(case.procedure_code).papers[0]
    content = {"title": spec.title, "parties": list(FIRMS), "parts": []}
    with acting_as(MACHINE):
        return CasePaper.objects.create(
            organisation=case.organisation, case=case, code=spec.code, edition=1, version=spec.version,
            source=paper_source(spec, case.values), content=content, digest=paper_digest(content),
            made_on=date(2020, 10, 5), person_name="A. Martin", recorded_at=now(),
        )  # fmt: skip


def guests_of_the_world(cast: Cast) -> dict[str, int | str]:
    """Links of a commune of our Region, and of another Region; one of each scope, one closed, one expired."""
    commune, elsewhere = guest_of(cast.region, "mairie@exemple.fr"), guest_of(cast.other_region, "mairie@exemple.fr")
    closed, expired = secret_for(commune), secret_for(commune)
    moment = now()
    with acting_as(MACHINE):
        GuestLink.objects.filter(digest=login_secret_digest(closed)).update(revoked_at=moment)
        GuestLink.objects.filter(digest=login_secret_digest(expired)).update(expires_at=moment - timedelta(minutes=1))
    return {
        "guest": commune.pk,
        "link of a guest": secret_for(commune),
        "link of a guest of another Region": secret_for(elsewhere),
        "closed link of a guest": closed,
        "expired link of a guest": expired,
        **_firms_of_the_world(cast),
        **{f"link of a guest, {scope}": secret_for(commune, scope, 999_999) for scope in GuestScope},
    }
