"""Tables of lives as the integers of the step: events, arrivals, and the records with which lives begin."""
