"""The access walk's rows of lists of councils and members; whose key each address carries."""

SEE, FILL, DO = "GET HEAD", "GET HEAD POST", "POST"
IMPORT = frozenset({"supervisor", "community"})

EXPECTED = {
    "council_imports": (SEE, IMPORT),
    "council_import_upload": (FILL, IMPORT),
    "council_import_template": (SEE, IMPORT),
    "council_import_preview": (SEE, IMPORT),
    "council_import_columns": (DO, IMPORT),
    "council_import_row": (FILL, IMPORT),
    "council_import_others": (DO, IMPORT),
    "council_import_apply": (DO, IMPORT),
    "council_import_undo": (DO, IMPORT),
}
KEYS = dict.fromkeys(EXPECTED, "council_list")
