"""One file per command; ``plan_export.py`` is ``./pacte plan export``.

HELP     one French sentence
EXAMPLE  one line to copy
NEEDS    "nothing" (standard library only) | "database"
INSTANCE "demo" | "real" when the command is for that instance only; otherwise --instance is offered
arguments(parser)             declares the options
run(options[, actor]) -> int  runs it; receives the actor when the command needs the database
"""
