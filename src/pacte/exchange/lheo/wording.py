"""Messages of the check: the defect and its hint, in plain French. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pacte.kernel.french import apply_french_spacing, to_ascii

ADVICE = frozenset(
    {
        "number_read",
        "price",
        "hour",
        "block_code",
        "siret_key_elsewhere",
        "certification_reference",
        "number_too_long",
        "hours",
        "garbled",
        "code_unknown",
        "code_not_loaded",
        "says_nothing",
        "unusual",
        "obsolete_code",
        "date_attribute",
        "number_missing",
        "certification_missing",
        "certification_odd",
        "modality",
        "funder_renamed",
        "idref",
    }
)
"""Codes of findings that leave the file valid and do not count as defects."""

REQUIRED_FOR_IMPORT = frozenset({"number_missing", "number_too_long"})
"""Allowed by the norm, but an import cannot match the row between two files."""

_MESSAGES: dict[str, tuple[str, str]] = {
    # structure
    "unknown_element": ("La norme ne connaît pas l’élément « {name} ».", "{hint}"),
    "newer_element": (
        "L’élément « {name} » vient avec LHÉO {newer} : LHÉO {version} ne le connaît pas.",
        "Retirez-le, ou déclarez le fichier en LHÉO {newer}.",
    ),
    "misplaced_element": ("L’élément « {name} » n’a pas sa place dans « {parent} ».", "Déplacez-le ou retirez-le."),
    "wrong_order": (
        "L’élément « {name} » vient trop tard dans « {parent} ».",
        "L’ordre compte : placez-le avant « {after} ».",
    ),
    "missing_element": ("Il manque l’élément « {name} » dans « {parent} ».", "Ajoutez-le : il est obligatoire."),
    "too_many": (
        "L’élément « {name} » est répété {value} fois dans « {parent} ».",
        "Gardez-en {limit} au plus.",
    ),
    "namespace": (
        "L’élément « {name} » n’est pas dans l’espace de noms de la norme.",
        "Retirez-le, ou rangez-le dans un élément « extra ».",
    ),
    "stray_text": ("Du texte se trouve entre deux éléments.", "Rangez ce texte dans un élément, ou retirez-le."),
    "unknown_attribute": ("L’élément « {name} » n’a pas d’attribut « {value} ».", "Retirez cet attribut."),
    "schema": ("Cette partie n’a pas la forme que la norme publie.", "Vérifiez la valeur et ses attributs."),
    "xml_broken": ("Le fichier n’est plus lisible à partir d’ici : {why}.", "Faites-le produire de nouveau."),
    # values
    "empty": ("L’élément « {name} » est vide.", "Donnez une valeur de {low} à {high} caractères, ou retirez-le."),
    "too_long": (
        "Le texte de « {name} » fait {length} caractères : la norme en admet {high}.",
        "Raccourcissez-le.",
    ),
    "too_short": (
        "Le texte de « {name} » fait {length} caractères : la norme en demande {low}.",
        "Écrivez la valeur entière.",
    ),
    "integer": ("La valeur de « {name} » n’est pas un nombre entier.", "Écrivez des chiffres seulement."),
    "bounds": ("La valeur de « {name} » sort des bornes.", "Donnez un nombre de {low} à {high}."),
    "unknown_code": ("La table de « {name} » n’a pas ce code.", "Codes admis : {allowed}."),
    "date": (
        "La date de « {name} » n’est pas écrite en huit chiffres.",
        "Écrivez AAAAMMJJ (AAAAMM00 pour un mois, AAAA0000 pour une année).",
    ),
    "date_unreal": (
        "La date de « {name} » n’existe pas.",
        "Écrivez une vraie date AAAAMMJJ ; 00000000 si le début est inconnu, 99999999 si la fin l’est.",
    ),
    "instant": ("L’attribut {name} n’est pas une date avec son heure.", "Écrivez 2026-03-01T06:00:00+01:00."),
    # codes that others define
    "formacode_version": (
        "L’élément « {name} » ne dit pas de quelle version du Formacode vient son code.",
        'Ajoutez l’attribut ref, par exemple ref="V14".',
    ),
    "formacode": ("Le code de « {name} » n’est pas un Formacode.", "Écrivez les 5 chiffres du code."),
    "siret": ("Le SIRET n’a pas 14 chiffres.", "Recopiez-le depuis l’avis de situation Sirene, sans espace."),
    "siret_key": (
        "La clé du SIRET de l’organisme responsable est fausse.",
        "Recopiez-le depuis l’avis de situation Sirene.",
    ),
    "siret_key_elsewhere": ("La clé de ce SIRET est fausse.", "Recopiez-le depuis l’avis de situation Sirene."),
    "nsf": ("Le code de « {name} » n’est pas un code NSF.", "Écrivez les 3 chiffres du groupe de spécialité."),
    "rome": (
        "Le code de « {name} » n’est pas un code ROME.",
        "Écrivez une lettre de A à N et 4 chiffres, comme F1604.",
    ),
    "rncp": (
        "Le code de « {name} » n’est pas un code RNCP.",
        "Écrivez RNCP et le numéro de la fiche, ou le numéro seul.",
    ),
    "rs": (
        "Le code de « {name} » n’est pas un code du répertoire spécifique.",
        "Écrivez RS suivi du numéro de la fiche.",
    ),
    "block_code": (
        "Le code du bloc de compétences n’a pas la forme attendue.",
        "Écrivez le code de France compétences, comme RNCP37948BC01.",
    ),
    "hour": ("L’heure de « {name} » est mal écrite.", "Écrivez 9h ou 14h15."),
    "price": (
        "Le prix de « {name} » ne se lit pas, ou se lit de deux façons : il est laissé inconnu.",
        "Écrivez des euros sans signe ni espace, comme 1250,50.",
    ),
    "number_read": (
        "Le nombre de « {name} » est lu {read}.",
        "Si c’est bien lui, rien ne presse ; la norme l’écrit sans espace ni signe.",
    ),
    # several values together
    "period_order": ("La période finit ({end}) avant de commencer ({start}).", "Corrigez l’une des deux dates."),
    "certification_reference": (
        "La référence vise une certification que la formation ne déclare pas.",
        "Déclarez-la dans un élément « certification » de la formation, ou corrigez le code.",
    ),
    "number_twice": (
        "Le numéro de {what} « {value} » est déjà pris dans {where}.",
        "Donnez à chaque {what} son propre numéro.",
    ),
    "id_twice": (
        "L’identifiant « {value} » est déjà pris dans ce fichier.",
        "Donnez à chaque élément son identifiant.",
    ),
    "number_too_long": (
        "Le numéro de cette {what} ne peut pas être gardé : à l’import, la formation attendra en quarantaine.",
        "Donnez-lui 60 caractères au plus, sans caractère invisible.",
    ),
    "not_yours": (
        "Cette formation est celle d’un autre organisme : son SIRET n’est pas un des vôtres.",
        "Retirez-la du fichier, ou corrigez le SIRET de l’organisme responsable.",
    ),
    # advice
    "idref": ("L’attribut idref vise un identifiant absent de ce fichier.", "Corrigez-le ou retirez-le."),
    "says_nothing": ("Le texte de « {name} » ne dit rien.", "Écrivez une phrase : elle sera lue par le public."),
    "unusual": ("La valeur de « {name} » n’a pas sa forme habituelle.", "Vérifiez-la."),
    "obsolete_code": ("Le code de « {name} » est obsolète.", "Choisissez parmi : {allowed}."),
    "date_attribute": ("La date de l’attribut {name} n’est pas une date en huit chiffres.", "Écrivez AAAAMMJJ."),
    "hours": (
        "Le nombre d’heures total ({value}) n’est pas la somme du centre ({centre}) et de l’entreprise ({company}).",
        "Corrigez l’un des trois nombres.",
    ),
    "code_unknown": (
        "Le code {family} {value} est inconnu de l’édition chargée ({edition}).",
        "Vérifiez-le : il n’existe pas, ou plus, dans cette édition.",
    ),
    "code_not_loaded": (
        "Le code {family} {value} est inconnu de l’édition chargée ({edition}), qui n’a qu’une partie des codes.",
        "Vérifiez-le auprès de qui le publie : il peut exister sans y être.",
    ),
    "garbled": (
        "Le texte de « {name} » porte des caractères abîmés par un changement d’encodage.",
        "Enregistrez le fichier en UTF-8, et déclarez-le tel.",
    ),
    "number_missing": (
        "Cette {what} n’a pas de numéro : à l’import, la formation attendra en quarantaine.",
        "Ajoutez l’attribut numero : sans lui, on ne peut pas la reconnaître d’un envoi à l’autre.",
    ),
    "certification_missing": (
        "La formation se dit certifiante et ne nomme aucune certification.",
        "Ajoutez son code RNCP ou RS.",
    ),
    "certification_odd": (
        "La formation se dit non certifiante et nomme une certification.",
        "Mettez certifiante à 1, ou utilisez « code-type-formation ».",
    ),
    "modality": (
        "La modalité d’enseignement {value} semble contredite par {contradiction}.",
        "Vérifiez : {codes}. Certains outils échangent les codes de « mixte » et « à distance ».",
    ),
    "funder_renamed": (
        "Le code financeur {value} a changé de sens : {now} aujourd’hui, {before} dans les anciens outils.",
        "Vérifiez que votre outil lui donne le sens d’aujourd’hui.",
    ),
}
_FUNDERS = {"16": ("OPCO", "OPCA"), "17": ("Transition Pro", "OPACIF")}
_CONTRADICTIONS = {"place": "l’absence de lieu de formation", "words": "les modalités pédagogiques"}


def finding_message(code: str, value: str, words: Mapping[str, str]) -> tuple[str, str]:
    """Message and hint of a finding."""
    message, hint = _MESSAGES[code]
    known = {"value": value, **words}
    if code == "unknown_element":
        near = words.get("near", "")
        known["hint"] = f"Vouliez-vous écrire « {near} » ?" if near else "Retirez-le, ou rangez-le dans un « extra »."
    if code == "funder_renamed":
        known["now"], known["before"] = _FUNDERS[value]
    if code == "modality":
        known["contradiction"] = _CONTRADICTIONS[words["why"]]
    return apply_french_spacing(message.format_map(known)), apply_french_spacing(hint.format_map(known))


# The norm writes its French names without accents.
_ACCENTED_WORDS = (
    "accès", "année", "capacité", "civilité", "compétences", "coordonnées", "coût", "cumulée", "dénomination", "durée",
    "département", "début", "entrée", "entrées", "équipement", "état", "financées", "géolocalisation", "général",
    "handicapés", "hébergement", "intitulé", "libellé", "modalité", "modalités", "numéro", "pédagogique",
    "pédagogiques", "périmètre", "période", "prénom", "prérequis", "référence", "région", "résultats", "résumé",
    "résumés", "simultanée", "spécifiques", "unité", "unités", "visé",
)  # fmt: skip
_SPELLED_OUT = {to_ascii(word): word for word in _ACCENTED_WORDS} | {
    "telfixe": "téléphone fixe", "codepostal": "code postal", "numtel": "téléphone", "urlweb": "site",
    "nb": "nombre de",
}  # fmt: skip
_STEP = re.compile(r"(?P<name>[^\[\]]+)(?:\[(?P<rank>[0-9]+)\])?")
_WRAPPERS = frozenset({"lheo", "offres"})


def place_in_words(path: str) -> str:
    """Where a finding is, for people: « formation 12, session 2, période, début » from its path in the file."""
    steps = [step for part in path.split("/") if (step := _STEP.fullmatch(part)) and step["name"] not in _WRAPPERS]
    return ", ".join(f"{element_words(each['name'])} {each['rank'] or ''}".strip() for each in steps) or "le fichier"


def element_words(name: str) -> str:
    """« code-niveau-entree » gives « code niveau entrée »."""
    return " ".join(_SPELLED_OUT.get(word, word) for word in name.split("-"))
