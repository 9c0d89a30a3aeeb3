"""本人の記録: everything that is held on one person, for disclosure, correction and stop of use (decision 30).

sources.py   tables whose rows are a person each; each application enters its own
traces.py    every text of every table that may hold a person, searched by name and reading
stopped.py   whose use is stopped, and from whom they are hidden
"""
