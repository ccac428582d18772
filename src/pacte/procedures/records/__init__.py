"""Words of procedures: how one is described, what a file holds, how options are compared. Pure."""
