"""The road of a machine as a picture: boxes for states, arrows for acts, each with its word and clause.

Pure functions on the standard library; the same description gives the same picture, letter for letter.

    diagram   what there is to draw: states, edges, the main line in order
    places    which state stands where: the main line in one or more bands, side states above and below it
    tracks    where the arrows run: every bend lies in a corridor between two rows, so none crosses a box
    layout    measures: columns, rows, corridors
    svg       the picture as text; colours come from casework/machine.css through classes
"""

from casework.drawing.diagram import Diagram, Edge
from casework.drawing.layout import Layout, lay_out
from casework.drawing.svg import draw

__all__ = ["Diagram", "Edge", "Layout", "draw", "lay_out"]
