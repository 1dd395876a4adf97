"""What if: one life in other regions, and a gap of any length in each of them."""
