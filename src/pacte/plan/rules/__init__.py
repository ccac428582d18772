"""Business rules of the plan, one subject per module. Pure: dates are arguments, nothing is read or written."""
