"""The papers of the certification affairs: what each form prints (values), from what (context), as which (forms)."""
