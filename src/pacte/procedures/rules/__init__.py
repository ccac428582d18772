"""Rules of procedures: transitions, due dates, document types, comparison of options. Pure."""
