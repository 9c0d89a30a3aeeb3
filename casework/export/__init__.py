"""A list taken along as a file: CSV (UTF-8, CP932) or a workbook, of any size in flat memory.

columns.py     what a list says of a row, declared once
characters.py  what CP932 cannot hold, and what stands in its place
cells.py       values as text; formulas made harmless
delimited.py   CSV, a piece at a time
workbook.py    Excel, a row at a time
"""
