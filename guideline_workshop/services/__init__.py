"""What can be done, as plain functions with explicit arguments; queries live here."""
