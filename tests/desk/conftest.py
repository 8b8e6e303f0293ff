"""A browser for the tests of the desk."""

from tests.browser import browser

__all__ = ["browser"]
