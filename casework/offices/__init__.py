"""所管替え: groups, cases and councils go on under another station; stations and koban are merged (decision 23).

answers.py    what every table with a station does when its subject moves, and what the applications add
gather.py     which rows move
act.py        the act itself, and the dry run: the same act, rolled back
files.py      bytes that both stations keep
"""
