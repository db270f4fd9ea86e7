"""What drives the gap at the horizon, and how sure is it? A study with its inputs -> effects, bands, and what if."""
