"""How rows become statements: one a table and a batch. Pure; the services execute them."""
