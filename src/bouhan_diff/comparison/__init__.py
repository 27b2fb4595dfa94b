"""Comparison (比較): plans in, a comparison table out.

`compare` is the entry point, `compared_files` the one for files as they were read. It takes the
editions from `series`, pairs columns (`pairing`, `suggested_pairs`) and initiatives (within one
document `matches_within`, across two `linkage`), and makes the rows of `table` from them (`rows`,
`fields`). Before that, `aligned_documents` brings two documents to the same sections, main text and
layout, `aligned_columns` to the same units, and `other_years`, with `moved_years`, to the same
years. `totals` adds up; `amount_changes` has the values for amounts and sums. All else starts from
a finished table: `filters`, `sorting`, `changed_figures`, `history`, `consistency`.
"""
