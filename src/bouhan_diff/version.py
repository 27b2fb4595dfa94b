"""The version (版): what is installed, and what the package is built as."""

__version__ = "1.2.0"
