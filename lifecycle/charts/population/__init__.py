"""Many lives in pictures: their sequences of states, and six charts of them.

``sequences.Sequences`` reads tables, datasets and timelines; ``index_plot.IndexPlot``, ``chronogram.Chronogram``,
``mean_time.MeanTime``, ``rates.Rates``, ``gap_lengths.GapLengths`` and ``readiness.Readiness`` draw them.
"""
