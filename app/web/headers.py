"""Security headers on every response, errors included; no setting switches them off."""

from flask import Flask, Response, request

from app.web.actor import current_session

CSP = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' blob:; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "manifest-src 'self'; "
    "worker-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; "
    "trusted-types default; "
    "report-to csp"
)
_ALWAYS = {
    "Content-Security-Policy": CSP,
    "Reporting-Endpoints": 'csp="/csp-reports"',
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), "
        "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
}


def init_app(app: Flask) -> None:
    """Add the headers after each request."""
    app.after_request(_add)


def _add(answer: Response) -> Response:
    answer.headers.update(_ALWAYS)
    if request.is_secure:
        answer.headers["Strict-Transport-Security"] = (
            "max-age=63072000; includeSubDomains"
        )
    if "Cache-Control" not in answer.headers:
        answer.headers["Cache-Control"] = _cache_rule(answer)
    return answer


def _cache_rule(answer: Response) -> str:
    is_private = answer.status_code >= 400 or current_session() is not None
    return "no-store" if is_private else "private, no-cache"
