"""What headings, titles and labels of documents say (見出しと項目名): vocabulary, header rows."""
