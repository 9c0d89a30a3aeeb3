from casework.views.acts import ActOnce, ActView, CaseMixin, OfficeAct, TransitionView, typed_in

__all__ = ["ActOnce", "ActView", "CaseMixin", "OfficeAct", "TransitionView", "typed_in"]
