"""A run over all partitions: its plan, its folder, its workers, and how it is taken up again."""
