"""Staff records: what they hold, how they are read, and what they say of stock and flows."""
