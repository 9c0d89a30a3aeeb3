"""人事異動: who leaves and who comes, and what the leaving person held goes to the one who comes.

holdings.py   what a person can hold; each application enters its kinds in ``ready()``
moves.py      who leaves and comes on a day, and who deputises, read from the postings
lots.py       what somebody leaves behind, and who could take it over
acts.py       asking for a hand-over, carrying it out, dropping it
tasks.py      the hand-overs of a day that has come
sheet.py      the hand-over sheet 引継書
"""
