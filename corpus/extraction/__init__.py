"""From an article to its commitments: a trained tagger finds the spans, the fields are read around them."""
