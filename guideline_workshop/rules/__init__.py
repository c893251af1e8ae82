"""The rules of procedure: rounds, states, permissions, majorities; pure functions on plain data."""
