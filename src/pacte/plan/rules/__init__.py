"""Laws of the plan, one subject a file. Pure: dates come in as ``on``, nothing is read or written."""
