"""The chart of lives side by side on one axis of months."""
