"""Comparison (比較): plans in, a comparison table out."""
