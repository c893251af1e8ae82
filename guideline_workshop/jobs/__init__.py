"""Jobs: what is done after the answer, or by the clock."""
