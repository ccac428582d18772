"""Rules of steering: lateness, dependencies of milestones, reminders, round snapshots, committee packs. Pure."""
