"""The text core: markup, diffs, amendments, merging. Pure functions on frozen data."""
