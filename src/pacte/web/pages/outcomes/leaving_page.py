"""« Où partent mes stagiaires ? »: for the people of one provider only; see ``indicators.queries.presence``."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pacte.indicators.queries.presence import provider_presence
from pacte.indicators.records.presence import MARKS, PresenceGap, PresenceGroup, ProviderPresence, Similarity
from pacte.indicators.rules.disclosure import THRESHOLD
from pacte.journeys.records import END_LABELS, EndKind
from pacte.journeys.rules.ends import REASON_LABELS, DropoutReason
from pacte.kernel.clock import today
from pacte.kernel.french import NARROW_SPACE, format_day, join_words, pluralise
from pacte.web.charts.row_marks import FunnelStage, funnel_bar_svg
from pacte.web.end_tables import SUPPRESSED_LABEL, count_cell
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.outcomes.leaving_chart import leaving_chart
from pacte.web.pages.outcomes.outcome_pages import OutcomePage
from pacte.web.tables import Column, Table, cell, number_column

_LENGTHS = ("un mois au plus", "de un à trois mois", "de trois à six mois", "plus de six mois")
_BEFORE = {50: "avant la moitié de leur formation", 100: "avant le terme de leur formation"}
_MAX_CURVES, _MAX_TITLES = 6, 4
# Ranks of these marks.
_HALF, _TERM = MARKS.index(50), MARKS.index(100)
_NOT_READY = "Les chiffres ne sont pas encore préparés : cette page se remplit la nuit prochaine."


@OutcomePage.view(template_name="outcomes/leaving.html", crumb="Où partent mes stagiaires", decorators=(heavy_view,))
def leaving(page: OutcomePage) -> dict[str, Any]:
    """Raises ``NotFound`` for whoever does not work for a provider."""
    presence = provider_presence(actor=page.actor, host_id=page.region_id, on=today())
    values = {"title": "Où partent mes stagiaires ?", "answer": _answer(presence)}
    if presence is None or not presence.people:
        return values
    names = [_group_name(each, presence) for each in presence.groups]
    return values | {
        "counted": _counted(presence),
        "groups": _group_table(presence, names),
        "curves": [
            {
                "id": f"courbe-{rank}", "title": name, "note": _similar_text(each, presence.domain_labels),
                "chart": leaving_chart(each, name), "sentence": _group_sentence(each),
            }
            for rank, (each, name) in enumerate(list(zip(presence.groups, names, strict=True))[:_MAX_CURVES], start=1)
        ],
        "exits": _exit_table(presence.exits),
        "limits": _limits(presence),
    }  # fmt: skip


def _counted(presence: ProviderPresence) -> str:
    first, last = format_day(presence.first), format_day(presence.last)
    return f"{pluralise(presence.people, 'stagiaire entré', 'stagiaires entrés')} du {first} au {last}, vus ce jour-là."


def _answer(presence: ProviderPresence | None) -> str:
    if presence is None:
        return _NOT_READY
    if presence.gap is None:
        return f"Aucun stagiaire entré du {format_day(presence.first)} au {format_day(presence.last)}."
    are_all = all(each.gap for each in presence.groups) and not presence.uncurved
    whose = "de vos stagiaires" if are_all or presence.gap.others is None else "de vos stagiaires comparés"
    worst = ""
    if presence.worst is not None:
        worst = f" C’est entre {_percent(presence.worst - 10)} et {_percent(presence.worst)} de la durée prévue qu’ils "
        worst += "partent le plus."
    before = _BEFORE[presence.gap.mark]
    return f"{_percent(presence.gap.own)} {whose} partent {before}{_comparison_text(presence.gap)}.{worst}"


def _comparison_text(gap: PresenceGap) -> str:
    if gap.others is None:
        return " ; aucune formation semblable ne peut se lire à côté"
    chance = " ; un tel écart peut venir du hasard" if gap.may_be_chance and gap.own != gap.others else ""
    return f", {_percent(gap.others)} dans des formations semblables{chance}"


def _percent(value: int) -> str:
    return f"{value}{NARROW_SPACE}%"


def _group_name(group: PresenceGroup, presence: ProviderPresence) -> str:
    """Title of the training, or « Autres formations : Transport »."""
    if len(group.training_ids) == 1:
        return presence.titles[group.training_ids[0]]
    return f"Autres formations : {_domain(group, presence.domain_labels)}"


def _domain(group: PresenceGroup, labels: Mapping[str, str]) -> str:
    return labels.get(group.training_class.domain, "domaine non dit")


def _similar_text(group: PresenceGroup, labels: Mapping[str, str]) -> str:
    """What the thin line is made of."""
    similar = group.similar
    if similar is None:
        return "aucune formation semblable ne peut se lire à côté : trop peu d’organismes, ou de départs"
    level = f"niveau {similar.training_class.level}" if similar.training_class.level else "sans niveau"
    length, domain = _LENGTHS[similar.training_class.length], _domain(group, labels)
    common = {
        Similarity.SAME_CLASS: f"même domaine ({domain}), {level}, {length}",
        Similarity.SAME_DOMAIN: f"même domaine ({domain}), tous niveaux et toutes durées",
        Similarity.SAME_LENGTH: f"tous domaines, {length}",
    }[similar.similarity]
    partial = ", sans celles d’une autre courbe de cette page" if similar.is_partial else ""
    return f"à côté, au moins {pluralise(similar.people, 'stagiaire')} d’autres organismes : {common}{partial}"


def _group_sentence(group: PresenceGroup) -> str:
    gap = group.gap
    if gap is None:
        return "" if group.similar is None else "Personne n’y est encore suivi assez longtemps pour être comparé."
    return f"{_percent(gap.own)} partent {_BEFORE[gap.mark]}{_comparison_text(gap)}."


def _group_table(presence: ProviderPresence, names: list[str]) -> Table[tuple[PresenceGroup, str]]:
    def small_titles(group: PresenceGroup) -> str:
        """What is together in one line."""
        if len(group.training_ids) == 1:
            return ""
        titles = sorted({presence.titles[each] for each in group.training_ids})
        more = len(titles) - _MAX_TITLES
        return join_words([*titles[:_MAX_TITLES], *([pluralise(more, "autre")] if more > 0 else [])])

    def similar_cell(group: PresenceGroup) -> object:
        if group.similar is None:
            return cell(SUPPRESSED_LABEL, note="rien de semblable ne peut se lire")
        half, term = (group.similar.percents[rank] for rank in (_HALF, _TERM))
        shown, note = (half, "avant la moitié") if half is not None else (term, "avant le terme")
        return _gone_cell(Fraction(shown or 0, 100), note)

    return Table(
        list(zip(presence.groups, names, strict=True)),
        Column("Formation", lambda row: cell(row[1], note=small_titles(row[0]))),
        number_column("Stagiaires", lambda row: count_cell(row[0].people)),
        number_column("Partis avant la moitié", lambda row: _gone_cell(row[0].curve[_HALF].share)),
        number_column("Partis avant le terme", lambda row: _gone_cell(row[0].curve[_TERM].share)),
        number_column("Formations semblables", lambda row: similar_cell(row[0])),
        id="formations",
        caption="Part des stagiaires partis, par formation",
        empty=f"Aucune de vos formations n’a {THRESHOLD} stagiaires : rien ne se lit formation par formation.",
    )


def _gone_cell(share: Fraction | None, note: str = "") -> object:
    """« 12 % » of people gone, from the share still present."""
    if share is None:
        return "pas encore"
    gone = round((1 - share) * 100)
    return cell(_percent(gone), note=note, value=str(gone))


def _exit_table(exits: Mapping[tuple[str, str], int]) -> Table[tuple[str, int]]:
    """The reasons of exits, the most frequent first, each with its bar."""
    labelled = sorted(((_exit_label(*key), people) for key, people in exits.items()), key=lambda row: (-row[1], row[0]))
    most = max(exits.values(), default=0)
    return Table(
        labelled,
        Column("Raison", lambda row: row[0], total="Ensemble"),
        Column("En proportion", lambda row: funnel_bar_svg(FunnelStage(row[1]), most)),
        number_column("Stagiaires", lambda row: count_cell(row[1]), count_cell(sum(exits.values()))),
        id="raisons",
        caption="Raisons des départs",
        empty="Aucun départ avant le terme.",
    )


def _exit_label(kind: str, reason: str) -> str:
    """« Abandon : éloignement »; other ends have no reason."""
    if kind != EndKind.DROPOUT:
        return END_LABELS[EndKind(kind)]
    reason_label = REASON_LABELS[DropoutReason(reason)] if reason else REASON_LABELS[DropoutReason.NOT_SAID]
    return f"{END_LABELS[EndKind.DROPOUT]} : {reason_label[:1].lower()}{reason_label[1:]}"


def _limits(presence: ProviderPresence) -> list[str]:
    """What the page does not say, and what it leaves out."""
    counts = (
        (presence.lost, "stagiaire n’a pas de fin dite : compté jusqu’à sa dernière semaine signée.",
         "stagiaires n’ont pas de fin dite : comptés jusqu’à leur dernière semaine signée."),
        (presence.without_term, "stagiaire sans date de fin prévue n’est pas compté.",
         "stagiaires sans date de fin prévue ne sont pas comptés."),
        (presence.uncurved, "stagiaire d’une formation trop petite compte dans l’ensemble, sans courbe.",
         "stagiaires de formations trop petites comptent dans l’ensemble, sans courbe."),
    )  # fmt: skip
    return [
        "Un départ n’est pas un échec : une sortie vers un emploi en est un aussi.",
        "Ailleurs, les stagiaires ne sont pas les mêmes : ni leur âge, ni leur parcours, ni leurs freins ne sont "
        "rendus égaux. Un écart pose une question, il ne juge pas.",
        *(pluralise(count, one, many) for count, one, many in counts if count),
        f"Des autres, on ne lit un point que si trois organismes au moins y ont des stagiaires, et si {THRESHOLD} "
        f"départs au moins le séparent du point d’avant, ou aucun. Ils sont vus à la fin du trimestre clos.",
        "Qui est encore en formation compte jusqu’au dernier jour connu, sans être pris pour quelqu’un qui reste "
        "(estimateur de Kaplan et Meier, 1958).",
    ]
