"""Sentences that circulate about this insurance, each with the verdict that the rules give it."""
