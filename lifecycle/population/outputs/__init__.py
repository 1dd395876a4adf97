"""What a partition of lives gives: histories, spells, final records, counts, written as Parquet."""
