"""What a month of a life costs under the full rules: read, encoded, lived, kept in memory, written, or only counted."""
