"""The chart of a gap: what not paying for n months means in each region."""
