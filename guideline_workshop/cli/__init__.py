"""The command `guideline-workshop`."""
