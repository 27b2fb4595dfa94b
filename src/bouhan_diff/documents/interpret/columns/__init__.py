"""What the columns of tables hold (列の意味), and which tables hold initiatives."""
