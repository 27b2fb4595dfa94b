"""The web page (新旧対照表の頁): `html` writes it, by the templates beside it."""
