"""Excel (新旧対照表のブック): `workbook` writes it; `highlight` marks the new workbook itself."""
