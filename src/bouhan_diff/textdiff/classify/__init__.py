"""Classification (変更の区分): an edit in, its kind and reason out."""
