from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = "職員・職・もとになる表"

    def ready(self) -> None:
        """Enter the figures of every machine, and the paper and the part of the first page that belong to no application."""
        from casework import navigation, papers
        from casework.figures import days
        from casework.offices import own
        from casework.persons import paper as disclosure
        from casework.proof import paper, verification
        from casework.retention import own as kept
        from casework.training_copy import columns
        from casework.transfers import home, sheet

        days.enter()
        own.register()
        verification.register()
        kept.register()
        columns.register()
        papers.register(sheet.FORM)
        papers.register(paper.FORM)
        papers.register(disclosure.FORM)
        home.register()
        navigation.register("監察", "inspection", "read_all", order=98)
        navigation.register("閲覧の月表", "views_review", "review_views", order=99, is_seldom=True)
        navigation.register("本人の記録", "persons", "answer_persons", order=101, is_seldom=True)
        navigation.register("保存期間", "retention", "read_disposals", order=100, is_seldom=True)
        navigation.register("統計", "statistics", "read_figures", order=97)
