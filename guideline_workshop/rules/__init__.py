"""The rules of procedure: pure functions on plain data."""
