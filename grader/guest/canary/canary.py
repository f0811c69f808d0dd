"""The canary: a submission of ours that tries what no submission may do, and reports what it was able to do.

It is loaded into a guest process like any student's file. It imports nothing of ours, and reports only by its answers.
"""

import ctypes
import fcntl
import mmap
import os
import socket
import subprocess
import sys
import threading


def attempt(action):
    try:
        return f"worked: {action()!r}"[:200]
    except BaseException as error:
        return f"denied: {type(error).__name__}"


def read(path):
    if os.path.isdir(path):
        return os.listdir(path)[:1]
    with open(path, "rb") as file:
        return len(file.read(1))


def write(path):
    if os.path.isdir(path):
        path = os.path.join(path, "xorcise-canary")
    existed = os.path.exists(path)
    with open(path, "ab"):
        pass
    if not existed:
        os.unlink(path)
    return path


def fork():
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return pid


def grow():
    size = 1 << 34  # more than any exercise grants
    return len(bytearray(size))


def trace(pid):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(0x4206, pid, 0, 0) != 0:  # PTRACE_SEIZE: it does not stop the process, and ends with this one
        raise OSError(ctypes.get_errno(), "ptrace")
    return pid


def prctl(*arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(*arguments) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def capabilities():
    with open("/proc/self/status") as file:
        held = [line.split()[1] for line in file if line.startswith(("CapEff", "CapPrm", "CapInh", "CapAmb"))]
    if not any(int(h, 16) for h in held):
        raise PermissionError("none")
    return held


def probe(secrets, outside, judge):
    """Try everything; return what happened, by name.

    secrets: paths that must not be readable; outside: paths that must not be writable; judge: the judge's process id.
    """
    done = {}
    for path in secrets:
        done[f"read {path}"] = attempt(lambda path=path: read(path))
    for path in outside:
        done[f"write {path}"] = attempt(lambda path=path: write(path))
        done[f"chmod {path}"] = attempt(lambda path=path: os.chmod(path, os.stat(path).st_mode))
    done["socket inet"] = attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM).close())
    done["socket unix"] = attempt(lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).close())
    done["fork"] = attempt(fork)
    done["exec"] = attempt(lambda: subprocess.run(["/bin/true"], check=False).returncode)
    done["signal the judge"] = attempt(lambda: os.kill(judge, 0))
    done["signal the parent"] = attempt(lambda: os.kill(os.getppid(), 0))
    done["trace the judge"] = attempt(lambda: trace(judge))
    done["signal through a file's owner"] = attempt(lambda: fcntl.fcntl(1, fcntl.F_SETOWN, judge))
    done["outlive the template"] = attempt(lambda: prctl(1, 0, 0, 0, 0))
    done["capabilities"] = attempt(capabilities)
    done["privileges of root"] = attempt(lambda: os.setuid(1))
    done["devices"] = attempt(lambda: os.mknod("device", 0o20600, os.makedev(1, 1)))
    done["shared memory without end"] = attempt(lambda: mmap.mmap(-1, 4096).close())
    done["environment of the judge"] = attempt(lambda: read(f"/proc/{judge}/environ"))
    done["memory without end"] = attempt(grow)
    done["descriptors"] = attempt(lambda: extra_descriptors())
    return done


def by_number(expected):
    """Make system calls by number, with arguments that are valid for none; return those that were not refused.

    expected: by number, the error that the filter must answer; 0 if it must answer that the call is done.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    parent = os.getppid()
    answered = {}
    for number, code in expected.items():
        ctypes.set_errno(0)
        got = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(-1)] * 6)
        if os.getppid() != parent:  # the call was a fork, and this is the child
            os._exit(0)
        error = ctypes.get_errno() if got == -1 else 0
        if error != code or (got != -1 and got != 0):
            answered[number] = f"answered {got if got != -1 else os.strerror(error)}, not {os.strerror(code)}"
    return answered


def extra_descriptors():
    """Return descriptors beyond the standard three and the wire; raise FileNotFoundError if there are none."""
    found = []
    for fd in range(4, 4096):
        try:
            os.fstat(fd)
        except OSError:
            continue
        found.append(fd)
    if not found:
        raise FileNotFoundError("none")
    return found


def can_work():
    """Return whether honest work is possible: compute, import, use threads, write a file of its own."""
    import numpy as np  # here, since importing is part of what must be possible

    seen = []
    thread = threading.Thread(target=seen.append, args=(1,))
    thread.start()
    thread.join()
    with open("scratch.txt", "w") as file:
        file.write("x")
    os.unlink("scratch.txt")
    __import__("xml.dom.minidom")
    return (
        float(np.ones((64, 64)).dot(np.ones((64, 64)))[0, 0]) == 64.0
        and seen == [1]
        and "grader.suite" not in sys.modules
    )
