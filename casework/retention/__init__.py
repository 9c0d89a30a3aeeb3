"""保存期間と廃棄: how long each kind of record is kept, what is due, the list, the erasing, the holds (docs/decisions/0030).

kinds.py     what is kept, when it ended, and which columns are emptied; each application enters its own
clock.py     from the day of 完結 to the day from which it may be disposed of
due.py       what is due, by class and fiscal year; the list drawn up
erasing.py   the act of disposal: the owner's function, then a history row for each case
"""
