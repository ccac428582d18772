"""What can be followed: provider, training, action, session, places, price."""
