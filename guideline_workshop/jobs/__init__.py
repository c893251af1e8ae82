"""Jobs: what is done after the answer, by ids alone."""
