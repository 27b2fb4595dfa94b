"""Readers (読取り): one module per source format; a document in, a plan and problems out."""
