"""A finished run opened: measures, sequences, a summary."""
