from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = "職員・職・もとになる表"

    def ready(self) -> None:
        """Enter the figures that are counted of every machine; models exist only now."""
        from casework import navigation
        from casework.figures import days

        days.enter()
        navigation.register("統計", "statistics", "read_figures", order=97)
