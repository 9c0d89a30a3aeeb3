"""お知らせ: what a desk is told of, in the page and once a day by mail.

telling.py   which acts tell whom: each application enters its table; the door asks it once an act
nightly.py   clocks that come due, and those that are past it
digest.py    the day's mail: claimed, sent, and never told again
tasks.py     the two jobs of the night
shown.py     what a notice is about, as the one who looks may see it
"""
