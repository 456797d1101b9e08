"""Training of the span tagger: `python -m corpus.extraction.training --data DIR --out FILE`."""
