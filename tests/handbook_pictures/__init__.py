"""The handbook's pictures, taken from the demonstration on a fixed day: ``python -m tests.handbook_pictures --renew``."""
