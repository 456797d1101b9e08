"""Training of the network that tells who is bound: `python -m corpus.extraction.actor_training`."""
