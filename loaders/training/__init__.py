"""From marked text to a trained reader. Never imported when articles are read."""
