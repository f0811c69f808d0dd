"""One attack for each defence of a worker; each returns what it gained, or raises. Loaded as a submission."""

import ctypes
import errno
import fcntl
import mmap
import os
import resource
import signal
import socket
import subprocess

from attempts_by_call import *


def network(_):
    socket.socket(socket.AF_INET).close()
    return "a socket"


def processes(_):
    return subprocess.run(["/bin/true"], check=True).returncode == 0 and "a program"


def fork(_):
    pid = LIBC.fork()
    if pid == 0:
        os._exit(0)
    if pid < 0:
        raise OSError("refused")
    os.waitpid(pid, 0)
    return "a process"


def clone3(_):
    class Arguments(ctypes.Structure):
        _fields_ = [(n, ctypes.c_uint64) for n in ["flags", "pidfd", "child", "parent", "exit", "stack", "size", "tls"]]

    arguments = Arguments(exit=signal.SIGCHLD)
    pid = LIBC.syscall(435, ctypes.byref(arguments), ctypes.sizeof(arguments))
    if pid == 0:
        LIBC._exit(0)
    if pid < 0:
        raise OSError(ctypes.get_errno(), "refused")
    os.waitpid(pid, 0)
    return "a process"


def others(target):
    os.sched_setaffinity(0, {0})
    return "its affinity"


def kill(target):
    os.kill(target, 0)
    return "a signal"


def tgkill(target):
    return call(234, target, target, 0) == 0 and "a signal"


def owner(target):
    fcntl.fcntl(1, fcntl.F_SETOWN, target)
    return "a signal by a file's owner"


def owner_by_ioctl(target):
    fcntl.ioctl(3, 0x8901, target.to_bytes(4, "little"))
    return "a signal by a socket's owner"


def room(_):
    with open("room", "wb") as file:
        LIBC.fallocate.restype = ctypes.c_int
        done = LIBC.fallocate(file.fileno(), 1, ctypes.c_long(0), ctypes.c_long(1 << 22))
        size = os.fstat(file.fileno()).st_size
    os.unlink("room")
    return done == 0 and size == 0 and "4 MiB in an empty file"


def in_flight(_):
    one, other = socket.socketpair()
    return socket.send_fds(one, [b"x"], [1]) and other.close() is None and "a file that nobody holds"


def own_descriptors(_):
    try:
        return call(56, 0x10000)  # CLONE_THREAD and not CLONE_FILES
    except OSError as error:
        if error.errno == errno.EINVAL:  # what the kernel says of it without CLONE_SIGHAND: it has got there
            return "a thread with descriptors of its own"
        raise


def hidden_owner(target):
    # the kernel looks at 32 bits of the command
    return call(72, 1, fcntl.F_SETOWN | 1 << 32, target) == 0 and "a signal by a file's owner"


def prlimit(_):
    resource.prlimit(os.getpid(), resource.RLIMIT_CORE, (0, 0))
    return "a limit"


def memory(_):
    return call(310, os.getpid(), 0, 0, 0, 0, 0) == 0 and "memory read from outside"


def metadata(_):
    os.utime("attempts.py")
    return "times of a file"


def shared(_):
    return os.close(os.memfd_create("x")) is None and "memory that outlives it"


def shared_mapping(_):
    mmap.mmap(-1, 4096).close()
    return "memory that is not counted"


def namespaces(_):
    return call(272, 0x10000000) == 0 and "a user namespace"


def kernel(_):
    # a handle for which there is no room: the kernel says how much it needs, if it is asked
    return reached(errno.EOVERFLOW, 303, -100, text("."), MEMORY, MEMORY + 64, 0)


def device(_):
    # RNDGETENTCNT of <linux/random.h>
    return fcntl.ioctl(os.open("/dev/urandom", os.O_RDONLY), 0x80045200, bytes(4)) and "the state of a device"


def abstract_socket(name):
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect("\0" + name)
    return "a program of somebody else's"


def read(path):
    with open(path, "rb") as file:
        return len(file.read())


def write(path):
    with open(path, "ab"):
        return "a file of ours"


def empty(path):
    return os.truncate(path, 0) is None and "an empty file"


def data(_):
    with mmap.mmap(-1, 1 << 29, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as held:
        return len(held) and "half a gigabyte"


def cpu(_):
    return (resource.getrlimit(resource.RLIMIT_CPU)[0] == resource.RLIM_INFINITY and "time") or bounded()


def file_size(_):
    with open("large", "wb") as file:
        file.truncate(1 << 30)
    os.unlink("large")
    return "a gigabyte of disk"


def descriptors_without_end(_):
    held = [os.open("/dev/null", os.O_RDONLY) for _ in range(400)]
    for fd in held:
        os.close(fd)
    return "400 descriptors"


def core(_):
    # 1 stops a pattern that is a pipe as well, 0 does not
    return (resource.getrlimit(resource.RLIMIT_CORE)[0] != 1 and "a core file") or bounded()


def addresses(_):
    # not written to, so no private memory: the kernel's tables for it are what it costs
    size = 1 << 34
    with mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ) as held:
        return held[size - 1] == 0 and "16 GiB of addresses"


def pending_signals(_):
    return (resource.getrlimit(resource.RLIMIT_SIGPENDING)[0] > 1000 and "signals that others need") or bounded()


def processes_of_user(judges):
    own = resource.getrlimit(resource.RLIMIT_NPROC)[0]
    return (own in (judges, resource.RLIM_INFINITY) and "as many threads as the judge's user may have") or bounded()


def locked(_):
    return (resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] != 0 and "locked memory") or bounded()


def queues(_):
    return (resource.getrlimit(resource.RLIMIT_MSGQUEUE)[0] != 0 and "queues") or bounded()


def capability(_):
    open("mine", "w").close()
    os.link("mine", "linked")
    return os.mknod("device", 0o20600, os.makedev(1, 1)) is None and "a device"


def descriptors(_):
    found = []
    for fd in range(4, 64):
        try:
            os.fstat(fd)
        except OSError:
            continue
        found.append(fd)
    return found or bounded()


def parent(_):
    call(157, 1, 0, 0, 0, 0)
    return "a life after its template"
