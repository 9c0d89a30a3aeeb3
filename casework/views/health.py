"""How the server is: to anybody whether it answers, to an administrator what fails. Machines ask at casework.watch.door."""

from django.views.generic import TemplateView, View

from casework.watch import door, health


class Health(View):
    def get(self, request):
        return door.alive()


class HealthPage(TemplateView):
    template_name = "casework/health.html"

    def get_context_data(self, **kwargs):
        found = list(health.findings())
        failing = sum(bool(finding.fault) for finding in found)
        return super().get_context_data(**kwargs) | {"findings": found, "failing": failing}
