"""The commands (コマンド), those of one family in a module, loaded when one is called."""
