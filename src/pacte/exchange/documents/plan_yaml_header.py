"""Header comment of every plan file: the meaning of each key, for people who edit the file by hand."""

from __future__ import annotations

from typing import Final

PLAN_FILE_HEADER: Final = """\
# Un plan, tel que l’application le lit (« ./pacte import plan ») et l’écrit.
#
# Règles d’écriture : une clé absente vaut « rien » ; une liste a un tiret par élément ; un texte long
# suit « >- » (lignes repliées, une ligne vide pour aller à la ligne) ou « |- » (lignes telles quelles)
# et se décale ; ce qui pourrait passer pour un nombre se met entre guillemets ('2019', '1').
#
# format               version de ce schéma
# plan                 le plan lui-même
#   code               identifiant : lettres, chiffres, tirets ; il ne change jamais
#   title, region      nom du plan, région
#   first_year, last_year   première et dernière année
#   periods            colonnes du calendrier, dans l’ordre ('2019', 2021-2022)
#   document_title     titre du document d’origine
#   decided_on         sa date ('2018-11-19')
#   source             ce qu’il est
#   total              enveloppe, pour contrôle : ce doit être la somme des axes
#   publics            qui ce plan entend par un public : code (celui des indicateurs), label (nom), note, et
#     rule             la règle qui compte : « moins de 30 ans », « 55 ans et plus », « niveau inférieur à 4 »,
#                      « femmes », « hommes », ou plusieurs séparées par « ; »
# axes                 les axes
#   code, label, title code (« 1 »), nom court (« Axe 1 »), intitulé
#   description        descriptif
#   amount             montant avec son unité : 125,49 M€, 1 250 k€ ou 1 250 000 €
#   amount_as_printed  le montant tel qu’il est imprimé
#   publics            publics visés
# objectives           les objectifs
#   code, label        code (1-1 ou 1-1.1), libellé
#   axis               code de l’axe, pour un objectif stratégique
#   parent             code de l’objectif stratégique, pour un objectif opérationnel
#   code_as_printed    le code tel qu’il est imprimé
# action_titles        nom des actions qui tiennent sur plusieurs lignes (number, title, short_title) ;
#                      les autres ont celui de leur première ligne
# rows                 les lignes du tableau
#   key                repère unique de la ligne, qui ne change pas d’une version à l’autre
#   number             numéro de l’action ; plusieurs lignes peuvent porter le même
#   kind               action (par défaut), subrow (sous-ligne), heading (intitulé de plusieurs lignes)
#   objective          code de l’objectif opérationnel ; l’axe et l’objectif stratégique s’en déduisent
#                      (« axis » et « strategic » ne s’écrivent que s’ils diffèrent)
#   title, short_title intitulé, intitulé court
#   title_as_printed   intitulé imprimé, quand nous l’avons corrigé
#   description        descriptif
#   leads              chefs de projet : organisation, service, role (« appui »), note
#   leads_as_printed   le chef de projet tel qu’il est imprimé
#   expected_result    résultat attendu
#   figures            les chiffres de la ligne
#     what             ce qui est compté
#     kind             target (cible), means (moyen), scope (périmètre), deadline (échéance),
#                      baseline (point de départ), eligibility (condition d’accès), stage (étape),
#                      periodicity (périodicité), unknown (inconnue)
#     proposed         true : la source ne le dit pas, nous le proposons
#     value            le nombre ; ou bien minimum et maximum ; ou rien (« le plus grand nombre »)
#     unit, per        unité, et « par » quoi (an, département…)
#     horizon          échéance
#     certain          false : la source n’est pas sûre
#     indicator        code de l’indicateur qui mesure la cible
#     source_text      quelques mots de la source
#     doubt            ce qui est incertain
#   priority           priorité imprimée ('2019', '?')
#   comment            commentaire
#   staff              moyens humains : organisation, etp (équivalent temps plein, s’il est chiffré), text
#   expenses           dépenses : nature, period (absente : toute la durée)
#   schedule           calendrier
#     placement        certain, assumed (colonnes supposées), unknown (marques non placées), none (aucune)
#     flags            la marque de chaque colonne (X, ?, X (TH)…)
#     as_printed       les marques telles qu’elles sont imprimées
#     flag_count       nombre de marques non placées
#     note             remarque sur les marques
#   links              numéros des actions liées
#   publics, sectors, partners   publics, secteurs, partenaires et outils cités
#   territories                  territoires que la ligne nomme
# amounts              montants par action : number, year (absente : toute la durée), amount
# standings            ce que deviennent les actions : number, since (à compter du), reason (motif), et
#   state              suspended (suspendue), abandoned (abandonnée), split (partagée), merged (fusionnée),
#                      running (reprise) ; une action qui n’est pas nommée ici suit son cours
# lineage              d’où viennent les actions : number, origin (numéro), origin_plan (code d’un autre plan), et
#   kind               split (issue d’un partage), merge (reprend une action fusionnée), continues (continue)
#
# Partout : source_lines donne les lignes du texte d’origine (6-86), pour vérifier ; doubts dit ce qui reste
# incertain, par « field » (nom du champ dans l’application) et « reason » (pourquoi).

"""
