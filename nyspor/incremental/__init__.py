"""The build cache: a build reads only files that changed and writes only outputs whose inputs changed.

Leave `PELICAN_CLASS` out of the settings and the same bytes come out, slower. Only `nyspor.defaults`, and for its own cache
the check, names this package. How it works: docs/speed.md.
"""
