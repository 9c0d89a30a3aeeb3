"""人事異動の取込み: the personnel list becomes staff and postings, dated ahead, and goes out again.

``reading`` (columns and rows) → ``offices`` and ``plan`` (a verdict for every row) → ``sight`` (who comes and goes,
office by office): these are pure. ``world`` loads what stands in the database, ``register`` makes, ``undo`` takes back.
"""
