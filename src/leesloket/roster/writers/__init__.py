"""From what the engine knows to files that others open."""
