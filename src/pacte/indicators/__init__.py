"""What we measure: facts with two times, a catalogue of indicators, answers that are kept."""
