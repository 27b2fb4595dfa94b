"""Word (新旧対照表の文書): `document` writes it, of what the other modules make."""
