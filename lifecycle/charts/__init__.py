"""The pictures: one life on a time axis, and the state machine; matplotlib is imported only in here."""
