"""Cadreworks: the engine that plans and develops the digital workforce of a national health service."""
