"""Text (文字列): normalisation, line breaking, escaping; nothing here knows of plans."""
