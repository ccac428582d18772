"""What decides in procedures: moves, days, documents, comparison of options. Pure."""
