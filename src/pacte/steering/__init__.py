"""How the plan is led: update rounds, committees, decisions."""
