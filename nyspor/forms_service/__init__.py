"""The form-to-email service: what residents send is kept, mailed to an editor, and published when approved."""
