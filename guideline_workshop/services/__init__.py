"""What can be done: plain functions on a database session. They never see a request."""
