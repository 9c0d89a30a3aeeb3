"""登録 from a file: received, looked at row by row, taken in by one act, taken out again as a whole.

``casework.sheets`` reads the file (pure), an application says what its records would become (``verdicts``) and makes
it; ``batch`` keeps the file and its acts, ``undo`` takes out, ``words``, ``forms`` and ``views`` show it. An application
enters its kind of file by a ``Kept`` and its pages by subclasses of the views.
"""
