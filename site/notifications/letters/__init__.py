"""The letters: what goes into each (`gathering`), what it says (`writing`), and how it leaves (`sending`)."""
