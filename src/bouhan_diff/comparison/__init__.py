"""Comparison (比較): plans in, a comparison table out.

`compare` is the entry point. It pairs columns (`pairing`, `suggested_pairs`), takes the pairs of
initiatives (within one document `matches_within`, across two `linkage`), and makes the rows of
`table` from them (`rows`, `fields`). `aligned_plans` and `other_years` first bring two documents to
the same sections and years. `totals` adds up. Everything else starts from a finished table:
`filters`, `sorting`, `changed_figures`, `history`, `consistency`.
"""
