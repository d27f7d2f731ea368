"""How far apart colours look, colour-blind eyes included: the slow, obvious reference.

Sight: CAM02-UCS (Luo, Cui and Li 2006) on CIECAM02, under the viewing conditions of sRGB.
Colour blindness: Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
"""

import numpy as np

VUES = {
    "normale": np.eye(3),
    "protanopie": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutéranopie": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopie": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
RGB_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
CAT02 = np.array([[0.7328, 0.4296, -0.1624], [-0.7036, 1.6975, 0.0061], [0.0030, 0.0136, 0.9834]])
HPE = np.array([[0.38971, 0.68898, -0.07868], [-0.22981, 1.18340, 0.04641], [0, 0, 1]])
BLANC = np.array([95.047, 100.0, 108.883])
LUMINANCE = 64 / np.pi / 5  # cd/m², of the surround that sRGB supposes


def to_linear(couleurs):
    """Linear RGB, one row a colour, of `#RRGGBB` texts."""
    rgb = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in couleurs]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(a, b):
    """WCAG contrast of two colours, 1 to 21."""
    clair, sombre = sorted(
        (to_linear([c])[0] @ [0.2126, 0.7152, 0.0722] for c in (a, b)), reverse=True
    )
    return (clair + 0.05) / (sombre + 0.05)


def ciecam02(xyz, blanc=BLANC, luminance=LUMINANCE):
    """Lightness J, colourfulness M and hue h (degrees) of XYZ rows, average surround."""
    k = 1 / (5 * luminance + 1)
    fl = 0.2 * k**4 * 5 * luminance + 0.1 * (1 - k**4) ** 2 * (5 * luminance) ** (1 / 3)
    n = 20 / blanc[1]
    nbb, z = 0.725 * n**-0.2, 1.48 + np.sqrt(n)
    d = 1 - 1 / 3.6 * np.exp((-luminance - 42) / 92)
    gain = d * blanc[1] / (CAT02 @ blanc) + 1 - d

    def adapt(valeurs):
        rgb = HPE @ np.linalg.inv(CAT02) @ (CAT02 @ valeurs * gain[:, None])
        p = (fl * np.abs(rgb) / 100) ** 0.42
        return np.sign(rgb) * 400 * p / (p + 27.13) + 0.1

    def achromatic(r):
        return (2 * r[0] + r[1] + r[2] / 20 - 0.305) * nbb

    r = adapt(np.asarray(xyz).T)
    a, b = r[0] - 12 * r[1] / 11 + r[2] / 11, (r[0] + r[1] - 2 * r[2]) / 9
    h = np.degrees(np.arctan2(b, a)) % 360
    et = (np.cos(np.radians(h) + 2) + 3.8) / 4
    clarte = 100 * (achromatic(r) / achromatic(adapt(blanc[:, None]))[0]) ** (0.69 * z)
    t = 50000 / 13 * nbb * et * np.hypot(a, b) / (r[0] + r[1] + 1.05 * r[2])
    chroma = t**0.9 * np.sqrt(clarte / 100) * (1.64 - 0.29**n) ** 0.73
    return clarte, chroma * fl**0.25, h


def closest_pair(couleurs):
    """Smallest CAM02-UCS distance between two of `couleurs`, over all sights."""
    distances = []
    for vue in VUES.values():
        rgb = np.clip(to_linear(couleurs) @ vue.T, 0, 1)
        clarte, m, h = ciecam02(rgb @ RGB_TO_XYZ.T * 100)
        j, m = 1.7 * clarte / (1 + 0.007 * clarte), np.log(1 + 0.0228 * m) / 0.0228
        points = np.stack([j, m * np.cos(np.radians(h)), m * np.sin(np.radians(h))], axis=1)
        ecarts = np.linalg.norm(points[:, None] - points[None], axis=-1)
        distances.append(ecarts[np.triu_indices(len(couleurs), 1)].min())
    return min(distances)
