"""How dates and times are written, in each language: with the day of the week wherever there is a time."""
