"""The way in and out: the public address, the proxy before it, the mail server."""

import http.client
import json
import smtplib
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa

from app.cli.doctor.finding import Finding, failed, ok, warning
from app.kernel.db import db
from app.kernel.mail import MailRow
from config import Settings, is_loopback

_SECONDS = 5
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
            "read why in the column `error` of the table `mails`",
        )
    return ok("mail", "the server answers and lets us in")


def _mail_fault(url: str) -> str:
    """At which step the mail server turns us away, or nothing."""
    parts = urlsplit(url)
    is_tls = parts.scheme == "smtps"
    kind = smtplib.SMTP_SSL if is_tls else smtplib.SMTP
    port = parts.port or (smtplib.SMTP_SSL_PORT if is_tls else smtplib.SMTP_PORT)
    step = "reach it"
    try:
        with kind(parts.hostname or "", port, timeout=_SECONDS) as server:
            step = "greet it"
            server.ehlo()
            if not is_tls and server.has_extn("starttls"):
                step = "begin TLS"
                server.starttls()
            if parts.username:
                step = "sign in"
                server.login(unquote(parts.username), unquote(parts.password or ""))
    except (OSError, smtplib.SMTPException) as wrong:
        return f"{parts.hostname}, port {port}: could not {step}: {wrong}"
    return ""


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
