"""The tables that users bring: read, checked row by row, cut into partitions; what is rejected, and why."""
