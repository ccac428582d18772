"""When people meet: information sessions and their slots, visits, tours, lab days, conferences."""
