"""What the walk through a document collects (走査): front matter, outline, rows as drafts."""
