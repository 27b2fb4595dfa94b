"""The web page (新旧対照表の頁): `html` fills the templates in this folder.

`model` works out of the tables what they show, `cards` what changed most, `choices` what a reader
can filter and sort by.
"""
