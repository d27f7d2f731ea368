"""People: who may come in, as what, where and until when; the link of an invitation."""

from concertation.interface.ecrans.personnes import ecran as vues
from concertation.interface.socle.garde import guard
from concertation.interface.suivi.ecran import opened

with opened(vues.EcranPersonnes, lambda _: "Personnes") as ecran, guard():
    if ecran.etat.invitation:
        vues.show_invitation(ecran)
    else:
        vues.show_personnes(ecran)
