"""The text core: markup, diffs, amendments, merging. Pure functions on frozen data.

To read it from the beginning: tokens, markup, document, numbering, diff, align, readable, runs,
tracked, display; amendment, edits, conflicts, weave, decide, merge, provenance; derive, rebase,
anchor, relations; sentences, instructions, german.
"""
