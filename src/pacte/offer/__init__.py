"""Training offer: providers, trainings, training actions, sessions, places and prices."""
