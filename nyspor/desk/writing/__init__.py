"""The pages on which a text is written, shown, saved and decided on."""
