"""第3の1: the name of a council, and what its kind asks for (第4)."""

AREA, UNIT, OCCUPATIONAL = "area", "unit", "occupational"
KINDS = {AREA: "所管区", UNIT: "単位", OCCUPATIONAL: "職種等"}


def name_problem(name: str, koban: str, kind: str, *, begins_with_koban: bool) -> str:
    """Why the name will not do where the prefecture wants the koban's name before it; "" when it will."""
    if kind == AREA and begins_with_koban and koban and not name.startswith(koban):
        return f"協議会の名称は、「{koban}」で始めます（県の定め）。"
    return ""


def offered_name(koban: str) -> str:
    """桜見坂駅前交番連絡協議会"""
    return f"{koban}連絡協議会"
