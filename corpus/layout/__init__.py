"""Where the sentences of a text begin and end, and how its paragraphs are laid out."""
