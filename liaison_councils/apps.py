from django.apps import AppConfig


class LiaisonCouncilsConfig(AppConfig):
    name = "liaison_councils"
    verbose_name = "交番・駐在所連絡協議会"

    def ready(self) -> None:
        """Enter the papers and where their values come from, navigation and first pages; models exist only now."""
        from casework import navigation, paper_shelf
        from casework.printing import sources as print_sources
        from liaison_councils.papers import forms, shelf, sources
        from liaison_councils.views import home
        from liaison_councils.views.printing import LETTERS

        forms.register_forms()
        paper_shelf.put_up(shelf.SHELF)
        sources.register_sources()
        print_sources.offer(LETTERS)
        navigation.register("連絡協議会", "councils", "read_councils", order=95)
        home.register()
