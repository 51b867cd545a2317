"""The way in and out: the public address, the proxy before it, the mail server."""

import http.client
import json
import smtplib
from urllib.parse import urlsplit

import sqlalchemy as sa

from app.cli.doctor.finding import Finding, failed, ok, warning
from app.kernel import smtp
from app.kernel.db import db
from app.kernel.mail import MailRow
from config import Settings, is_loopback

_SECONDS = 5
_STEPS = {"connect": "reach it", "tls": "begin TLS", "auth": "sign in"}
_SHOW_PROXY = "compare the proxy's settings with docs/operations.md"


def origin(settings: Settings) -> Finding:
    """Whether others can reach the site, and safely."""
    host = urlsplit(settings.origin).hostname or ""
    if settings.is_https:
        return ok("origin", settings.origin)
    if is_loopback(host):
        return warning(
            "origin",
            f"{settings.origin}: only this machine reaches the site",
            "set COBUILD_ORIGIN=https://... (docs/operations.md)",
        )
    return warning(
        "origin",
        f"{settings.origin}: not for the internet, sign-ins can be overheard",
        "put a proxy with TLS before it and set COBUILD_ORIGIN=https://...",
    )


def proxy(settings: Settings) -> Finding:
    """Whether the site answers at its address, and is told who asks and how."""
    try:
        status, headers, body = _ask(settings)
    except (OSError, http.client.HTTPException) as wrong:
        return warning(
            "proxy",
            f"nobody answers at {settings.origin}: {wrong}",
            f"start the site; if it runs, {_SHOW_PROXY}",
        )
    if status != http.HTTPStatus.OK or not _is_alive(body):
        return failed(
            "proxy",
            f"{settings.origin} answers {status}, but not as Cobuild",
            _SHOW_PROXY,
        )
    if settings.is_https and "Strict-Transport-Security" not in headers:
        return failed(
            "proxy",
            "X-Forwarded-Proto does not arrive: the site takes https for http",
            _SHOW_PROXY,
        )
    return ok("proxy", f"the site answers at {settings.origin}")


def mail(settings: Settings) -> Finding:
    """Whether mails go out; without a server they are read in the site."""
    if not settings.smtp_url:
        return ok("mail", "no server is set: mails are read in the site")
    if settings.is_demo:
        return ok("mail", "the demo world sends none")
    fault = _mail_fault(settings.smtp_url)
    if fault:
        step = "check COBUILD_SMTP_URL; meanwhile mails are read in the site"
        return failed("mail", fault, step)
    stuck = db.session.scalar(
        sa.select(sa.func.count())
        .select_from(MailRow)
        .where(MailRow.error.is_not(None), MailRow.sent_at.is_(None))
    )
    if stuck:
        return warning(
            "mail",
            f"the server answers, but {stuck} mails were refused",
            "read why, and try again, at /staff/site/mail/outbox",
        )
    return ok("mail", "the server answers and lets us in")


def _mail_fault(url: str) -> str:
    """At which step the mail server turns us away, or nothing."""
    server, steps = smtp.server_of(url), [""]
    try:
        with smtp.connection(url, hear=steps.append, timeout=_SECONDS):
            return ""
    except (OSError, smtplib.SMTPException) as wrong:
        place = f"{server.host}, port {server.port}"
        return f"{place}: could not {_STEPS[steps[-1]]}: {smtp.said(wrong)}"


def _ask(settings: Settings) -> tuple[int, http.client.HTTPMessage, bytes]:
    """GET /healthz at the public address, through whatever stands before it."""
    parts = urlsplit(settings.origin)
    kinds = {"https": http.client.HTTPSConnection, "http": http.client.HTTPConnection}
    line = kinds[parts.scheme](parts.hostname or "", parts.port, timeout=_SECONDS)
    try:
        line.request("GET", "/healthz")
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read(1000)
    finally:
        line.close()


def _is_alive(body: bytes) -> bool:
    try:
        return bool(json.loads(body).get("status") == "alive")
    except (ValueError, AttributeError):
        return False
