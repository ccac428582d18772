"""One procedure per file, exported as ``PROCEDURE``. Adding a file adds a procedure, without a migration."""
