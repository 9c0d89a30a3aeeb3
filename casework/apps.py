from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = "職員・職・もとになる表"

    def ready(self) -> None:
        """Enter what its own tables do in a 所管替え; models exist only now."""
        from casework.offices import own

        own.register()
