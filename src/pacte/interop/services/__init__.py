"""Services of the exchanges with partners."""
