"""Classification (変更の区分): an edit in, its kind and reason out.

The path of an edit, each step a module: `figures` and `figure_series` read numbers, `syntax` the
function of words, `particles` the roles that they give, `atoms` the fact that a word states;
`facts` collects these and the roles of nouns to a `Statement` of each side (`statements`).
`restatements`, with those of `voice` and `figure_roles`, rewrites one statement as the other has
it, where a closed pattern says that both are the same.

`features` is what the rules ask, computed once, with the help of `signs`, `pauses`, `orthography`,
`context`, `scope`, `roles`, `attachment`, `compounds` and `reordering`. The first of the `rules`
that holds decides. `passages` then looks at several edits together, `constructions` and `clauses`,
which have `phrases`, at whole sentences. The words that all of them know are in `lexicon`.
"""
