"""Measures: ratios between things done in the same run, medians of several rounds, with their spread."""
