"""What is said after an act of whoever applied, by the word that the address of a guest then holds."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

APPLICATION_DONE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "garde": ("Enregistré.", "Vous pouvez continuer, ou revenir plus tard."),
        "piece": ("La pièce est gardée.", "Elle part avec votre demande."),
        "retiree": ("La pièce est retirée.", "Vous pouvez en déposer une autre."),
        "redonnee": ("La pièce est redonnée.", "La personne qui suit votre demande est prévenue."),
        "fait": ("C’est noté.", "Un message vous le confirme."),
        "ecrit": ("Votre message est parti.", "La réponse arrivera ici, et vous en serez prévenu."),
        "demande": ("Votre question est partie.", "La réponse vous sera écrite."),
        "compte": ("Le compte est gardé.", "Les prochains versements y iront."),
        "compte_contacts": ("Les contacts sont comptés.", "Une erreur se corrige ici, sans rien effacer."),
        "bilan": ("Le bilan est envoyé.", "La Région le lit ; sa réponse s’affichera ici."),
        "efface": ("Ce que vous aviez donné est effacé.", "Les pièces aussi. Ce lien se ferme s’il n’ouvre plus rien."),
        "prolonge": ("Le brouillon est gardé.", "Son délai repart d’aujourd’hui."),
        "invite": ("L’invitation part.", "La personne l’acceptera depuis son propre courriel."),
        "fini": ("C’est fini.", "Cette personne n’ouvre plus cette demande."),
        "accepte": ("Vous écrivez cette demande.", "La personne qui vous a invité l’enverra."),
        "edition": ("Le brouillon suit le nouveau formulaire.", "Relisez les parties qui ont changé."),
        "adresse": ("Un courriel part à la nouvelle adresse.", "Rien ne change avant que vous y confirmiez."),
        "change": ("Vos dossiers suivent cette adresse.", "Les anciens liens n’ouvrent plus rien."),
    }
)
