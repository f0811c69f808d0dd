"""Grading on a cluster with TLS works with the right certificates and is refused without them."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from run.toy import contents

from grader.errors import UsageError
from grader.grading.dask import DaskExecutor
from grader.grading.dask_tls import SETTINGS, environment_name, refuse_unencrypted, security_for, why_not
from grader.grading.settings import Settings

from .test_dask import Cluster, grade, toy

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="certificates are made by the openssl program")

__all__ = ["toy"]


@dataclass(frozen=True)
class Certificates:
    """The certificate of an authority, a certificate signed by it, and the key of that certificate."""

    authority: Path
    certificate: Path
    key: Path

    def env(self, **other: Path | None) -> dict[str, str]:
        """Return an environment with these files as Dask's settings. Some may be replaced, or left out if ``None``."""
        files = {"tls_ca_file": self.authority, "tls_client_cert": self.certificate, "tls_client_key": self.key}
        named = {environment_name(SETTINGS[field]): str(path) for field, path in (files | other).items() if path}
        return {k: v for k, v in os.environ.items() if not k.startswith("DASK_")} | named


def make_certificates(folder: Path, name: str) -> Certificates:
    """Create an authority and a certificate signed by it."""
    made = Certificates(folder / f"{name}-ca.pem", folder / f"{name}.pem", folder / f"{name}.key")
    ours, request = folder / f"{name}-ca.key", folder / f"{name}.csr"
    new = ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    sign = ["x509", "-req", "-days", "2"]
    for command in (
        [*new, "-x509", "-days", "2", "-keyout", ours, "-out", made.authority, "-subj", f"/CN=authority {name}"],
        [*new, "-keyout", made.key, "-out", request, "-subj", f"/CN=xorcise {name}"],
        [*sign, "-in", request, "-CA", made.authority, "-CAkey", ours, "-CAcreateserial", "-out", made.certificate],
    ):
        subprocess.run(["openssl", *map(str, command)], check=True, capture_output=True, timeout=60)
    return made


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """The certificates that the cluster uses."""
    return make_certificates(tmp_path_factory.mktemp("right"), "right")


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Certificates of another authority."""
    return make_certificates(tmp_path_factory.mktemp("wrong"), "wrong")


@pytest.fixture(scope="module")
def cluster(right: Certificates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers that accept only TLS, as Dask's setting requires."""
    options = ("--tls-ca-file", right.authority, "--tls-cert", right.certificate, "--tls-key", right.key)
    with contextlib.ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(environment_name("distributed.comm.require-encryption"), "true")
            made = Cluster(tmp_path_factory.mktemp("tls"), stack, "--protocol=tls", *options)
            made.worker()
            made.worker()
        yield made


Toy = tuple[Path, Path, dict[str, Any]]


@pytest.mark.slow
def test_a_class_is_graded_over_tls(toy: Toy, cluster: Cluster, right: Certificates, tmp_path: Path) -> None:
    """With the right certificate the gradebook equals that of a local run."""
    root, submissions, wanted = toy
    assert cluster.address.startswith("tls://")
    done = grade(root, submissions, tmp_path / "out", "--scheduler", cluster.address, env=right.env())
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "out" / "gradebook.db") == wanted


def refused(done: subprocess.CompletedProcess[str], why: str) -> None:
    """Check that the command ended with exit code 2 and one line that contains ``why``, after what it found."""
    assert done.returncode == 2, done.stderr
    lines = done.stderr.strip().removeprefix("xorcise: 8 students\n").splitlines()
    assert len(lines) == 1, done.stderr
    assert why in lines[0]


@pytest.mark.slow
def test_without_the_right_certificates_it_is_one_line(
    toy: Toy, cluster: Cluster, right: Certificates, wrong: Certificates, tmp_path: Path
) -> None:
    """Without the right certificates, without TLS and without a scheduler, one line says what to do."""
    plain = cluster.address.replace("tls://", "tcp://")
    for address, env, why in (
        (cluster.address, right.env(tls_client_cert=None), "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT"),
        (cluster.address, wrong.env(), "do not trust each other"),
        (cluster.address, wrong.env(tls_ca_file=right.authority), "do not trust each other"),
        (plain, right.env(), "where it uses TLS, write tls://"),
        ("tls://127.0.0.1:1", right.env(), "no Dask scheduler answers at tls://127.0.0.1:1"),
    ):
        refused(grade(toy[0], toy[1], tmp_path / "out", "--scheduler", address, env=env), why)
    assert not list((tmp_path / "out").rglob("result.json"))


@pytest.mark.parametrize(
    ("field", "file", "why"),
    [
        ("tls_ca_file", "", "set distributed.comm.tls.ca-file"),
        ("tls_client_cert", "", "set distributed.comm.tls.client.cert"),
        ("tls_client_cert", "nowhere.pem", "nowhere.pem, and no such file is there"),
        ("tls_client_key", "nowhere.key", "nowhere.key, and no such file is there"),
        ("tls_client_cert", "torn.pem", "cannot be used"),
        ("tls_ca_file", "torn.pem", "cannot be used"),
        ("tls_client_key", "other.key", "cannot be used"),
    ],
)
def test_each_file_is_looked_at(
    right: Certificates, wrong: Certificates, tmp_path: Path, field: str, file: str, why: str
) -> None:
    """Each file is checked: a missing, unset, invalid or wrong one is named in a message of one line."""
    from distributed.security import Security

    (tmp_path / "torn.pem").write_text("-----BEGIN CERTIFICATE-----\nnothing\n")
    shutil.copy(wrong.key, tmp_path / "other.key")
    files = {"tls_ca_file": right.authority, "tls_client_cert": right.certificate, "tls_client_key": right.key}
    named: dict[str, str | None] = {name: str(path) for name, path in files.items()}
    named[field] = str(tmp_path / file) if file else None
    with pytest.raises(UsageError, match=why) as caught:
        security_for("tls://host:8786", Security(**named))
    assert "\n" not in str(caught.value)


def test_encryption_that_is_required_needs_a_tls_address() -> None:
    """If Dask's configuration requires encryption, an address without TLS is refused."""
    from distributed.security import Security

    with pytest.raises(UsageError, match="--scheduler tcp://host:8786 has none"):
        security_for("tcp://host:8786", Security(require_encryption=True))


@pytest.mark.slow
def test_a_plain_scheduler_is_no_tls_scheduler(toy: Toy, right: Certificates, tmp_path: Path) -> None:
    """A ``tls://`` address of a scheduler without TLS is refused."""
    with contextlib.ExitStack() as stack:
        plain = Cluster(tmp_path, stack)
        address = plain.address.replace("tcp://", "tls://")
        refused(grade(toy[0], toy[1], tmp_path / "out", "--scheduler", address, env=right.env()), address)


def test_a_worker_without_tls_is_refused() -> None:
    """If the scheduler's address has TLS, a worker without TLS is refused."""
    refuse_unencrypted("tls://host:8786", ["tls://a:1", "tls://b:1"])
    refuse_unencrypted("tcp://host:8786", ["tcp://a:1"])
    with pytest.raises(UsageError, match="the Dask worker at tcp://b:1 has no TLS"):
        refuse_unencrypted("tls://host:8786", ["tls://a:1", "tcp://b:1"])


def test_security_can_be_given(right: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    """A given ``Security`` is used and made to require encryption. Its certificates may be files or text."""
    from distributed.security import Security

    for read in (str, lambda path: path.read_text()):
        given = Security(
            require_encryption=False,
            tls_ca_file=read(right.authority),
            tls_client_cert=read(right.certificate),
            tls_client_key=read(right.key),
        )
        executor = DaskExecutor(Settings("/", ()), "tls://host:8786", given)
        assert security_for(executor.address, executor.security).require_encryption
    assert not security_for("tcp://host:8786", Security(require_encryption=False)).require_encryption


def test_an_error_without_a_cause_is_one_line_too() -> None:
    """The message about any connection error has one line."""
    assert why_not("tls://h:1", OSError("a\nb")).count("\n") == 0
