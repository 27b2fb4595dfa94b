"""Writers (書出し): one module or folder per format; a comparison table in, bytes out.

`terminal`, `page`, `docx`, `xlsx` and `amendment` are folders; `delimited` writes CSV, with
the words of `delimited_texts`, `json_` JSON, `markdown` with
`markdown_text` Markdown, and `facts` one line per change. Formats do not know each other. Below
them, from the words up: `labels` has the Japanese words of documents, `brief` quotes edits, `sums`
words totals, `phrasebook` makes sentences in either language, `remarks` words what is said of a row
(備考), `reports` what reading noticed (with `report_sentences`), and `notices` what is said of a
whole table. `office_package` is the zip file of Word and Excel.
"""
