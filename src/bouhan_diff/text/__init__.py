"""Text (文字列): normalisation, numbers, line breaking, escaping; nothing here knows of plans.

`normalize` says which characters are the same, `numerals` reads numbers, `quantities` amounts with
units, `years` fiscal years; `number_headings` tells what the numbers of a column are, and
`nested_amounts` which of them include others. `linebreak` breaks lines and `joining` undoes it,
`escape` makes text safe.
"""
