"""Figures (統計): what the records count, as tables and pictures; what is small stays hidden from other stations.

facts.py    what is counted: SQL declared once by the application that owns the rows, made a function of the database
asked.py    the counts of the own desk, and of the other stations of the prefecture taken together
steps.py    who is waited for in which state of which machine: what days are counted by
counts.py   counts taken together, percentiles of days; pure
hiding.py   which numbers are hidden, so that none of them follows from those shown (decision 21); pure
tables.py   a table of numbers as pages, pictures and files need it; pure
charts.py   bars and lines as SVG text; pure
views.py    a page: its filters, its table, its picture, its file
"""
