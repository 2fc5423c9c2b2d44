"""Open generations: the one that answers, its readers, and what is hidden in it."""
