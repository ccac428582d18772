"""Two small plans as trees, one per schema, for tests to read and to alter."""

from __future__ import annotations

import copy
from typing import Any

import yaml

from pacte.exchange.plan_tree import plan_from_tree
from pacte.plan.records import ParsedPlan

SMALL = """
format: pacte-plan/1
plan:
  code: essai
  title: Pacte d’essai
  region: Essai
  first_year: 2024
  last_year: 2026
  periods: [2024, 2025-2026]
  total: 2,5 M€
axes:
  - code: 1
    label: Axe 1
    title: Former
    amount: 2 500 000 €
objectives:
  - {code: 1-1, axis: 1, label: Stratégique}
  - {code: 1-1.1, parent: 1-1, label: Opérationnel}
rows:
  - key: A01
    number: 1
    objective: 1-1.1
    title: Ouvrir des places
    schedule:
      placement: certain
      flags: {2024: X, 2025-2026: X}
    figures:
      - {what: places, kind: target, value: 12, unit: places}
      - {what: poste, kind: means, value: '0,2', unit: ETP}
amounts:
  - {number: 1, year: 2024, amount: 1 250 k€}
"""


def small() -> dict[str, Any]:
    tree: dict[str, Any] = yaml.safe_load(SMALL)
    return tree


def read(tree: object) -> ParsedPlan:
    return plan_from_tree(tree, sheet="essai.yaml")


def change(tree: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """Copy of the tree with another value at a path like « rows/0/title »; ``...`` removes the key."""
    changed = copy.deepcopy(tree)
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    node: Any = changed
    for step in steps:
        node = node[step]
    if value is ...:
        del node[last]
    else:
        node[last] = value
    return changed


def transcription() -> dict[str, Any]:
    tree: dict[str, Any] = yaml.safe_load("""
plan:
  id: essai-2024-01-01
  name: Pacte
  document_title: Tableau
  date: '2024-01-01'
  region: Val d’Essai
  period: {columns: ['2024', 2025-2026], first_year: 2024, last_year: 2026}
  envelope: {total_meur: 125.49}
  source: {file: source.txt}
axes:
  - {axis: '1', code_in_source: Axe 1, title: Former, amount_meur: 125.49, seed_lines: [[1, 9], [12, 14]]}
strategic_objectives:
  - {code: 1-1, axis: '1', label: Stratégique, uncertain: ['same label as 1-2']}
operational_objectives:
  - {code: 1-1.1, strategic: 1-1, label: Opérationnel, code_as_printed: '1-1,1'}
actions:
  - {number: 9, title: Informer, short_title: Info}
rows:
  - row_id: A09a
    number: 9
    row_type: sous-ligne
    objective: {axis: '1', strategic: 1-1, operational: 1-1.1}
    title: Un camion
    description: [Premier point., Second point.]
    leads: [{organisation: Région, service: DFP}]
    expected_result: null
    targets:
      - {what: bassins visités, min: 2, max: 4, unit: bassins, per: an, horizon: '2026', source_text: 2 à 4}
      - {what: valeur, value: 80, unit: null, uncertain: no unit}
    priority: '?'
    comment: [un mot]
    human_resources: [{organisation: null, etp: 0.2, text: 0,2 ETP}]
    expense: {nature: achat, by_period: {'2024': étude, from 2025: tournées}}
    schedule:
      as_printed: X
      placement: assumed
      flags: {'2024': null, 2025-2026: X}
      note: one flag for two columns
    links: [{action: 6, source: text}]
    publics: [jeunes]
    partners_systems: [SPRO]
    seed_lines: [451, 489]
    displaced_lines: [[774, 774]]
    uncertain: ['no number in the row', 'Flags: one flag for two columns']
""")
    return tree
