"""Small pieces that the ASGI middlewares share."""

from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope


def without_headers(scope: Scope, names: Iterable[bytes]) -> Scope:
    """The same request without some of its headers (lower case names)."""
    dropped = frozenset(names)
    kept = [(name, value) for name, value in scope["headers"] if name.lower() not in dropped]
    return {**scope, "headers": kept}


def path_below(scope: Scope, base_url: str) -> str:
    """Path of the request below the mount point and `server.baseUrlPath`."""
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    return path.removeprefix(f"/{base_url.strip('/')}") if base_url else path


def can_deny(scope: Scope) -> bool:
    """Whether the server lets a websocket be refused by an HTTP answer, with words and headers."""
    return "websocket.http.response" in (scope.get("extensions") or {})


def accepts_gzip(headers: Headers) -> bool:
    """Whether Accept-Encoding allows gzip (`gzip;q=0` forbids it)."""
    weights: dict[str, float] = {}
    for part in headers.get("accept-encoding", "").split(","):
        name, _, parameters = part.strip().partition(";")
        _, _, weight = parameters.partition("=")
        try:
            weights[name.strip().lower()] = float(weight) if weight else 1.0
        except ValueError:
            weights[name.strip().lower()] = 0.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def unless_known(response: Response, request: Headers) -> Response:
    """The response, or in its place that the client already holds this version."""
    known = StaticFiles().is_not_modified(response.headers, request)
    return NotModifiedResponse(response.headers) if known else response
