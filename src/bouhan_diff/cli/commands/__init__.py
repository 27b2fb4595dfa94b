"""The commands (コマンド), one a module, each a sentence: plans, compare, select, group, show."""
