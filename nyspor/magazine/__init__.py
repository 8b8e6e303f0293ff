"""The yearly magazine: from an issue and the library to web pages, PDF and EPUB."""
