"""The yearly status: what a year came to, as numbers made from the library. Pure functions.

Pages, PDFs and the open data all show what `status_of` returns, so they say the same.
"""
