"""Notice added to messages of the demonstration, whose senders, recipients and subjects are invented."""

DEMO_DATA_NOTICE = "Données fictives : ce message est inventé pour la démonstration."
