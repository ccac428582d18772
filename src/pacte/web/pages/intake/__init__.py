"""Files that come in: one road for every kind (drop, columns, preview, write, refused rows, history)."""
