"""A life as a calendar: a line a year, a cell a month."""
