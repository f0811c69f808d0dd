"""The running kernel has no system call that nobody has reviewed.

When one of these fails, a kernel has brought something new: add its number to the tables in
``grader/guest/system_calls`` and its name to the list, with a reason.
"""

from __future__ import annotations

import errno
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.guest.system_calls import machines
from grader.guest.system_calls.machines import Machine

HERE = machines.this_machine()

pytestmark = pytest.mark.skipif(HERE is None, reason="there is no list for this machine")

PREFIX = {"x86_64": "__x64_sys_", "aarch64": "__arm64_sys_"}

OTHER_NAMES = {
    "newstat": "stat",
    "newlstat": "lstat",
    "newfstat": "fstat",
    "newuname": "uname",
    "sendfile64": "sendfile",
    "umount": "umount2",
    "fadvise64_64": "fadvise64",
    "mmap_pgoff": "mmap",
}
"""What the kernel's own function is called where the call has another name."""

FOR_32_BITS = """
chown16 fchown16 lchown16 getegid16 geteuid16 getgid16 getgroups16 getresgid16 getresuid16 getuid16 setfsgid16
setfsuid16 setgid16 setgroups16 setregid16 setresgid16 setresuid16 setreuid16 setuid16 adjtimex_time32 clock_adjtime32
clock_getres_time32 clock_gettime32 clock_nanosleep_time32 clock_settime32 futex_time32 futimesat_time32
io_getevents_time32 io_pgetevents_time32 mq_timedreceive_time32 mq_timedsend_time32 nanosleep_time32 ppoll_time32
pselect6_time32 recvmmsg_time32 rt_sigtimedwait_time32 sched_rr_get_interval_time32 semtimedop_time32 stime stime32
time32 timer_gettime32 timer_settime32 timerfd_gettime32 timerfd_settime32 utime32 utimensat_time32 utimes_time32
fstatfs64 statfs64 llseek nice old_getrlimit old_msgctl old_readdir old_semctl old_shmctl oldumount olduname recv send
sgetmask ssetmask sigpending sigprocmask sigsuspend signal socketcall waitpid gethostname ia32_fadvise64
ia32_fadvise64_64 ia32_fallocate ia32_ftruncate64 ia32_pread64 ia32_pwrite64 ia32_readahead ia32_sync_file_range
ia32_truncate64 truncate64 ftruncate64 sync_file_range2 ipc vm86 vm86old
"""
"""Forms for 32-bit programs, whose numbers are in no 64-bit table."""

ELSEWHERE = """
pciconfig_iobase pciconfig_read pciconfig_write rtas s390_ipc s390_pci_mmio_read s390_pci_mmio_write spu_create spu_run
subpage_prot ni_syscall
"""
"""Calls of other architectures, which the kernel names everywhere and which answer ENOSYS; and what answers so."""

MARGIN = 600
"""Numbers up to here are probed: four times as many above the highest as came in the last ten years."""


@pytest.fixture
def here() -> Machine:
    assert HERE is not None
    return HERE


def test_every_function_that_the_kernel_names_is_reviewed(here: Machine) -> None:
    """/proc/kallsyms names the function of each system call; root may read it, and so may others where no address is
    hidden from them."""
    symbols = Path("/proc/kallsyms")
    text = symbols.read_text(encoding="utf-8") if symbols.exists() else ""
    found = set(re.findall(rf"\b{PREFIX[here.name]}(\w+)$", text, re.MULTILINE))
    if len(found) < 300:  # a kernel has more than 300
        pytest.skip("this kernel does not show its functions")
    names = {OTHER_NAMES.get(name, name) for name in found - {*FOR_32_BITS.split(), *ELSEWHERE.split()}}
    assert sorted(names - here.numbers.keys()) == []


PROBE = """
import ctypes, json, sys
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
answers = {}
for number in json.loads(sys.argv[1]):
    got = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(-1)] * 6)
    answers[number] = ctypes.get_errno() if got == -1 else 0
print(json.dumps(answers))
"""


def test_no_number_that_nobody_reviewed_leads_anywhere(here: Machine) -> None:
    """Every other number is unknown to the kernel. Asked by a process of its own, with no argument that is valid."""
    numbers = [n for n in range(MARGIN) if n not in here.names]
    assert len(numbers) > 100
    done = subprocess.run(
        [sys.executable, "-I", "-c", PROBE, str(numbers)], capture_output=True, text=True, timeout=60, check=True
    )
    answers = {int(n): code for n, code in json.loads(done.stdout).items()}
    assert {here.name: [n for n in numbers if answers[n] != errno.ENOSYS]} == {here.name: []}


def test_the_headers_of_this_machine_agree(here: Machine) -> None:
    """The C library's own header, where there is one, has the same numbers. It is older than the kernel, so it can
    show a wrong number and not a missing one."""
    paths = Path("/usr/include").glob("*/asm/unistd_64.h" if here.name == "x86_64" else "*/asm/unistd.h")
    text = "".join(path.read_text(encoding="utf-8") for path in paths)
    pairs = re.findall(r"^#define __NR_(\w+) (\d+)$", text, re.MULTILINE)
    if not pairs:
        pytest.skip("the kernel's headers are not installed")
    assert {name: here.numbers.get(name) for name, _ in pairs} == {name: int(number) for name, number in pairs}


def test_the_answers_of_a_filtered_process_are_the_filters(here: Machine) -> None:
    """The kernel runs the program as the interpreter does: every call that may be tried answers what the list says."""
    code = """
import ctypes, json, os
from grader.guest.system_calls import Filter, bpf, groups, machines, seccomp
here = machines.this_machine()
libc = ctypes.CDLL(None, use_errno=True)
libc.prctl(38, 1, 0, 0, 0)
ones = [2**64 - 1] * 6
expected = {n: seccomp.answer_to(here, n, ones, os.getpid()) for n in range(700)}
tried = [n for n, answer in expected.items() if answer != bpf.ALLOW and here.names.get(n) not in groups.UNASKED]
Filter().load()
wrong = []
for n in tried:
    ctypes.set_errno(0)
    got = libc.syscall(ctypes.c_long(n), *[ctypes.c_long(-1)] * 6)
    if (ctypes.get_errno() if got == -1 else got) != expected[n] & 0xFFFF:
        wrong.append(n)
print(len(tried), wrong)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    count, _, wrong = done.stdout.strip().partition(" ")
    assert wrong == "[]", done.stderr
    assert int(count) > 300
