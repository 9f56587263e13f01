"""The reading side of people and teams. What is shown to whom is asked of the querysets."""
