"""The state machine drawn: its states, the transitions between them, and the way a life took through it."""
