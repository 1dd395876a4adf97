"""Regions (统筹区): dated, cited figures and entry rules, and the code that loads, checks and resolves them."""
