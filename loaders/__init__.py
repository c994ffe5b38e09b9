"""How it comes to be known: sources, text, actors, claims."""
