"""Extractors (抽出): one module per format, a file in and a document out."""
