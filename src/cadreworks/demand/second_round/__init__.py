"""The second round of an exercise: what all said together is shown to each, and what moves is counted."""
