"""One file a role: what it adds to a general desk (``role_desk.RoleDesk``)."""
