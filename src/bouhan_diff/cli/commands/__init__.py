"""The commands (コマンド): a module for each family, loaded when one of them is called.

`tables` shows and compares plans, `compare` compares two documents, `data_files` imports documents
and checks data files, `desk` opens the comparison in the browser.
"""
