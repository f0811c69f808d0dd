"""TLS for the connection to a Dask cluster: the certificates from Dask's configuration, and messages about them.

TLS is used if the scheduler's address begins with ``tls://``. Then nothing is sent unencrypted: the driver refuses to
use a scheduler or a worker without TLS.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from grader.errors import UsageError
from grader.language import Message, _, joined

PROTOCOL = "tls://"

SETTINGS = {
    "tls_ca_file": "distributed.comm.tls.ca-file",
    "tls_client_cert": "distributed.comm.tls.client.cert",
    "tls_client_key": "distributed.comm.tls.client.key",
}
"""By field of Dask's ``Security``, the setting of Dask's configuration. The key may be in the certificate's file."""


def environment_name(setting: str) -> str:
    """Return the environment variable from which Dask reads a setting.

    >>> environment_name("distributed.comm.tls.ca-file")
    'DASK_DISTRIBUTED__COMM__TLS__CA_FILE'
    """
    return "DASK_" + setting.upper().replace(".", "__").replace("-", "_")


def security_for(address: str, given: Any = None) -> Any:
    """Return Dask's ``Security`` for a scheduler's address, after checking its certificates.

    Args:
        address: the scheduler's address.
        given: a ``Security``; by default it is made from Dask's configuration and environment variables.

    Raises:
        UsageError: the address asks for TLS and a certificate is missing or invalid, or Dask's configuration requires
            TLS and the address does not ask for it.
    """
    from distributed.security import Security  # an extra, see DaskExecutor._connect

    try:
        security = given if given is not None else Security()
    except (ImportError, TypeError, ValueError) as error:
        raise UsageError(_("Dask's configuration of TLS cannot be used: {why}", why=_flat(error))) from None
    if not address.startswith(PROTOCOL):
        if security.require_encryption:
            raise UsageError(
                _("encryption is required, and --scheduler {address} has none: write tls://host:port", address=address)
            )
        return security
    security.require_encryption = True
    for field, setting in SETTINGS.items():
        _look_at(getattr(security, field), setting, optional=field == "tls_client_key")
    try:
        security.get_connection_args("client")
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        names = [f"{s} ({getattr(security, f)})" for f, s in SETTINGS.items() if _is_path(security, f)]
        raise UsageError(
            _(
                "the TLS certificate or key cannot be used: {why}: look at {settings}",
                why=_flat(error),
                settings=joined(_(" and "), names),
            )
        ) from None
    return security


def _is_path(security: Any, field: str) -> bool:
    value = getattr(security, field)
    return bool(value) and "\n" not in value


def _look_at(value: str | None, setting: str, *, optional: bool) -> None:
    if not value:
        if optional:
            return
        raise UsageError(
            _(
                "--scheduler {protocol}... needs a certificate: set {setting} in Dask's configuration, or {variable};"
                " see docs/scale.md",
                protocol=PROTOCOL,
                setting=setting,
                variable=environment_name(setting),
            )
        )
    if "\n" not in value and not Path(value).is_file():  # a value with newlines is the certificate itself
        raise UsageError(_("{setting} names {file}, and no such file is there", setting=setting, file=value))


async def knock(address: str, security: Any, timeout: float) -> None:
    """Connect to a scheduler and disconnect.

    Args:
        address: the scheduler's address.
        security: Dask's ``Security``.
        timeout: seconds for the scheduler to answer.

    Raises:
        OSError: the scheduler did not answer, or one side does not trust the other.
    """
    from distributed.core import connect  # an extra, see DaskExecutor._connect

    comm = await connect(address, timeout=timeout, **security.get_connection_args("client"))
    await comm.close()


def refuse_unencrypted(address: str, workers: Iterable[str]) -> None:
    """Check that every worker of a cluster with TLS uses TLS, since workers send suites to each other.

    Raises:
        UsageError: a worker does not use TLS.
    """
    if address.startswith(PROTOCOL) and (plain := [w for w in workers if not w.startswith(PROTOCOL)]):
        raise UsageError(
            _("the Dask worker at {address} has no TLS: start it with --protocol tls, or end it", address=plain[0])
        )


def why_not(address: str, error: BaseException) -> Message:
    """Return a message of one line: why connecting to a scheduler failed, and what to do."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError) or "[SSL" in str(seen) or "certificate" in str(seen):
            return _(
                "the Dask scheduler at {address} and this side do not trust each other ({why}): both need a certificate"
                " of the same authority, and the same tls:// or tcp://",
                address=address,
                why=_flat(seen),
            )
        seen = seen.__cause__ or seen.__context__
    said = _(
        "no Dask scheduler answers at {address} ({why}): start `dask scheduler` and give the address that it prints",
        address=address,
        why=type(error).__name__,
    )
    return said if address.startswith(PROTOCOL) else joined("", [said, _("; where it uses TLS, write tls://")])


def _flat(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
