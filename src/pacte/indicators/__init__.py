"""Indicators: bitemporal facts, a catalogue of indicators and a register of the answers given."""
