"""An OpenID Connect provider in a process of its own: `python -m tests.aides.fournisseur PORT`.

`oidc-provider-mock`, and two clients for which it misbehaves: the token of `autre` is made for
another application, that of `perime` has expired. For `proconnect` it does as ProConnect: who one
is, is told by `userinfo` alone, as a signed token.
"""

import contextlib
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RACINE = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def provider(port: int) -> Iterator[str]:
    """The address of a provider that runs on this port."""
    # Its own libraries warn of each other.
    commande = [sys.executable, "-W", "ignore", "-m", "tests.aides.fournisseur", str(port)]
    adresse = f"http://127.0.0.1:{port}"
    with subprocess.Popen(commande, cwd=RACINE, stderr=subprocess.DEVNULL) as processus:
        try:
            limite = time.monotonic() + 60
            while True:
                try:
                    urllib.request.urlopen(f"{adresse}/.well-known/openid-configuration").close()
                    break
                except OSError:
                    if processus.poll() is not None or time.monotonic() > limite:
                        raise
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        processus.wait(0.05)
            yield adresse
        finally:
            processus.terminate()


def settings(adresse: str, retour: str, **noms: str) -> str:
    """`secrets.toml` of an application: a provider a name, each with its client."""
    sections = [f'[auth]\nredirect_uri = "{retour}/oauth2callback"\ncookie_secret = "{"s" * 32}"\n']
    sections += [
        f'[auth.{nom}]\nclient_id = "{client}"\nclient_secret = "secret"\n'
        f'server_metadata_url = "{adresse}/.well-known/openid-configuration"\n'
        'domaines = ["exemple.fr"]\n'
        for nom, client in noms.items()
    ]
    return "\n".join(sections)


def main(port: int) -> None:
    import flask
    from joserfc import jwt
    from joserfc.jwk import RSAKey
    from oidc_provider_mock import _app
    from werkzeug.serving import make_server

    usual = _app.OpenIDCode.get_client_claims

    def claim(self: Any, client: Any) -> dict[str, Any]:
        wrong = {
            "autre": {"aud": ["une autre application"]},
            "perime": {"exp": int(time.time()) - 600},
        }
        return {**usual(self, client), **wrong.get(client.get_client_id(), {})}

    def generate(self: Any, user: Any, scope: str) -> dict[str, Any]:
        client = flask.request.authorization
        alone = client is not None and client.username == "proconnect"
        return {"sub": user.sub} if alone else dict(told(self, user, scope))

    told = _app.OpenIDCode.generate_user_info
    _app.OpenIDCode.get_client_claims = claim  # type: ignore[method-assign]
    _app.OpenIDCode.generate_user_info = generate  # type: ignore[method-assign]
    app = _app.app()

    @app.get("/favicon.ico")
    def icon() -> tuple[str, int]:
        return "", 204

    @app.after_request
    def stay_here(answer: flask.Response) -> flask.Response:
        # Its pages take their style from an outside host.
        if answer.mimetype == "text/html":
            answer.set_data(re.sub(r"<link[^>]*>", "", answer.get_data(as_text=True)))
        return answer

    @app.after_request
    def sign(answer: flask.Response) -> flask.Response:
        # The others read the person in the identity token.
        if flask.request.path == "/userinfo":
            cle = _app.storage.jwk.as_dict(is_private=True)
            dit = {"iss": flask.request.host_url.rstrip("/"), "aud": "proconnect"}
            quand = {"iat": int(time.time()), "exp": int(time.time()) + 60}
            dits = {**answer.get_json(), **dit, **quand}
            answer.set_data(jwt.encode({"alg": "RS256"}, dits, RSAKey.import_key(cle)))
            answer.mimetype = "application/jwt"
        return answer

    make_server("127.0.0.1", port, app, threaded=True).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
