"""What came up with a declined application and goes back to the group."""

from blue_patrol.forms import acts as forms
from blue_patrol.views.acting import ApplicationAct


class GiveBack(ApplicationAct):
    transition = "give_back"
    form_class = forms.GiveBackForm
    title, button = "預かったものの返戻", "返したことを記録する"
    lead = "申請のとき預かった証明書等を、団体へ返したことを記録します。"
    writes = ("証明書等の所在が「交付済」に戻ります",)
    success_message = "預かったものを返したことを記録しました。"
