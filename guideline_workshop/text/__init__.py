"""The text core: markup, differences, amendments, merging. Pure functions on frozen data.

`docs/text-core.md` explains it with examples. The modules, in the order to read them in:

A text
- tokens: words, the units of all that follows
- markup: inline markup to words and back, and the one way to write it
- document: provisions with stable keys, and the version they make
- numbering: what a provision is called in print, derived
- sections: a heading with all that stands below it

Comparing
- diff: which words of two texts are the same ones
- ordering: which pairs can stand together without crossing
- likeness: how much two provisions have in common
- matches: which old provision is which new one
- align: what became of every provision
- readable: the word diff, cleaned for readers
- tracked: the form in which every difference is shown and exported
- runs: from words to the passages a reader sees
- display: two versions compared, inline, side by side, as excerpts

Amending and merging
- amendment: changes to one version, and how they are applied
- derive: the changes that lead from one text to another
- edits: an amendment as exact changes of places in its base
- conflicts: which edits cannot stand together
- provenance: whose every word is, from version to version
- unfinished: provisions and lines of a result while it is made
- splice: edits put into the words of a provision
- weave: edits applied to a base, every word accounted for
- decide: what a decision does to the edits in a conflict
- desk: conflicts laid out, described and decided
- merge: any number of amendments composed

From version to version
- rebase: an open amendment on the next version
- anchor: the passage a comment is about, found again
- relations: how amendments stand to each other

In official German
- sentences: where they end, so that they can be counted
- passages: words named by what they say, and where they stand
- ordinals: which one of several
- quotation: texts between quotation marks, and what is read from them
- restyled: what changes about the style of words that stay
- instruction: one thing to do
- following: what is to be done to a provision, done
- rewording: from two wordings of a provision to what is to be done
- instructions: the same for a whole text
- naming: what provisions are called
- nouns: what words, signs and kinds of provisions are called
- renumbered: new numbers that follow by themselves
- german: instructions, said
- understanding: what a German sentence says
- reading_back: a text amended by what is said
"""
