"""Wording for actions that no indicator measures yet: no evidence, and who must provide it."""

from __future__ import annotations

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing, join_words
from pacte.plan.records import Lead, PlanContent
from pacte.plan.rules.completeness import is_lead_decided, is_supporting_lead

_NOTHING_YET = "aucune preuve à ce jour"


def accountable_leads(content: PlanContent, number: ActionCode) -> tuple[Lead, ...]:
    """Return the distinct leads accountable for the action, over all its rows, without supports."""
    leads_by_name: dict[tuple[str, str], Lead] = {}
    for row in content.rows_of(number):
        for lead in row.leads:
            if not is_supporting_lead(lead) and lead.organisation.strip():
                leads_by_name.setdefault((lead.organisation, lead.service), lead)
    return tuple(leads_by_name.values())


def accountable_lead_names(content: PlanContent, number: ActionCode) -> str:
    """Return « Région, Pôle emploi », or « porteur à désigner » when nobody is accountable."""
    names = dict.fromkeys(each.organisation for each in accountable_leads(content, number))
    return ", ".join(names) or "porteur à désigner"


def no_evidence_sentence(content: PlanContent, number: ActionCode) -> str:
    """Return the sentence « aucune preuve à ce jour : à fournir par le porteur, Région (DFP) »."""
    leads = accountable_leads(content, number)
    named = [_lead_name(lead) for lead in leads if is_lead_decided(lead)]
    if named:
        who = "le porteur" if len(named) == 1 else "les porteurs"
        return apply_french_spacing(f"{_NOTHING_YET} : à fournir par {who}, {join_words(named)}")
    if leads:
        words = " ; ".join(" : ".join(part for part in (_lead_name(lead), lead.note) if part) for lead in leads)
        return apply_french_spacing(f"{_NOTHING_YET} : personne n’est encore désigné pour la fournir ({words})")
    return apply_french_spacing(
        f"{_NOTHING_YET} : le plan ne dit pas qui porte l’action, le pilote du pacte doit le décider"
    )


def _lead_name(lead: Lead) -> str:
    return f"{lead.organisation} ({lead.service})" if lead.service else lead.organisation
