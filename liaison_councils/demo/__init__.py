"""Invented councils in every situation, walked through the door by the posts that act."""
