"""Comparison (比較): plans in, a comparison table out.

`compare` is the entry point, `compared_files` the one for files as they were read. It takes the
editions from `series`, pairs columns (`pairing`, `suggested_pairs`) and initiatives (within one
document `matches_within`, across two `linkage`), and makes the rows of `table` from them (`rows`,
`fields`). Before that, `aligned_sections` brings two documents to the same sections,
`aligned_texts` to the same main text, `aligned_columns` to the same units, and `other_years`, with
`moved_years`, to the same years; `page_layouts` lays the text of pages out as the other document's.
`totals` adds up; `amount_changes` has the values for amounts and sums. Everything else starts from
a finished table: `filters`, `sorting`, `changed_figures`, `history`, `consistency`.
"""
