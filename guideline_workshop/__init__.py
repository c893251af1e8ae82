"""Leitlinien-Werkstatt: districts and associations draw up guidelines together."""
