"""What headings, titles and labels of documents mean (見出しと項目名).

`vocabulary` loads the words from vocabulary.yaml, `departments` recognises names of departments,
`titles` the lines outside tables. `header_rows` finds the header of a table, `heading_parts` takes
its headings apart, `below_headers` looks at the rows right below. `columns_option` parses
--columns.
"""
