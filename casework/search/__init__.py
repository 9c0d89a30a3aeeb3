"""One box over everything that is looked for by a name or a number (docs/decisions/0019).

keys.py       what is searched by: the keys of a number, the part of a text that matched; pure
kinds.py      what can be found, and by whom: each application enters its kinds in ``ready()``
results.py    what a kind holds for the words asked, and why each row is among it

The same keys in SQL, with an index and a function for each text, are among the walls (casework/walls/searched.py).
"""
