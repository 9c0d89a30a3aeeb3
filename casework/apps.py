from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = "職員・職・もとになる表"

    def ready(self) -> None:
        """Enter the paper and the part of the first page that belong to no application; models exist only now."""
        from casework import papers
        from casework.transfers import home, sheet

        papers.register(sheet.FORM)
        home.register()
