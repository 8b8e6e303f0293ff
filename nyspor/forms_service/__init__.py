"""The form-to-email service: submissions are stored, mailed to an editor, and published when approved."""
