"""Invented data of benches: facts, offer, plans, a month of journeys, LHÉO catalogues."""
