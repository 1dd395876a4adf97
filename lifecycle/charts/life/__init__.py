"""The chart of one life: its lanes on one time axis, its marks, and what is written about them."""
