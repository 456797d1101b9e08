"""Trains the network that reads a question and a sentence together (bot/matching.py)."""
