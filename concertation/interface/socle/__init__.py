"""What every screen stands on: registry, frame, session, identity, guard."""
