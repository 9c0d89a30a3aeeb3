"""Invented data of any size: a few lives walked through the door, then copied with their keys, numbers and names made anew.

A *life* is what happens to one group or one council. It is walked by its posts through the door at a station that does
not exist, read out of the database as text and rolled back. What has to differ from copy to copy stands in that text
as a *token* (tokens.py). The copies are written by COPY; history is sealed last, in the order of its moments. Nothing
here knows a table: what an act writes is copied because the act wrote it.

An application with a module ``generate.lives`` takes part: ``lives()`` lists what it walks, and how often it is copied.
"""
