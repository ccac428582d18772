"""Laws of steering: lateness, what threatens what, reminders, what a closed round keeps. Pure."""
