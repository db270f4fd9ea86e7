"""Review: do results agree with print, what changed between runs, and what would they be without an override?"""
