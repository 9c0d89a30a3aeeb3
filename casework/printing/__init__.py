"""まとめて印刷 and the making of papers in the background.

sources.py   what can be chosen together: filled by each application
desk.py      asking for a run, calling it off, asking again for what failed
work.py      what the worker does: one paper a transaction, then the files
tasks.py     the jobs, rows of PostgreSQL whose arguments are keys alone
merging.py   many PDFs as one, each face once; cutting.py: a font's glyphs
"""
