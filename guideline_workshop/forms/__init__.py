"""Forms: what may be entered, with the message beside the field when it may not."""
