"""Nyspor: the publishing system for a municipality's innovation blog and yearly story magazine."""
