"""The commands of the server's administrator."""
