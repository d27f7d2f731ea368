"""A deck as a PowerPoint file: real text, tables, charts and a map that can be edited.

contenu = to_pptx(titre, pages)                       # pages of `diapos.composition.compose`
contenu = to_pptx(titre, pages, modele=fichier)       # in the look of another presentation

Any presentation serves as `modele`, one that this package wrote too: only its masters, layouts,
theme and size are kept.
"""


class ModeleInvalide(ValueError):
    """A template that is no presentation, or can't hold a slide; its text is a French sentence."""
