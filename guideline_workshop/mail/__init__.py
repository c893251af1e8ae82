"""Mails: what stands in them, how it is rendered, and the message that leaves."""
