"""Ways to hold more disk or memory than a count of files and of private memory shows. Loaded as a submission.

Each takes MiB to hold, returns what it holds after a second, in which the judge may look, and frees it by ending.
"""

import ctypes
import fcntl
import mmap
import os
import struct
import threading
import time

LIBC = ctypes.CDLL(None, use_errno=True)
MIB = 2**20
HELD = []


def call(number, *arguments):
    LIBC.syscall.restype = ctypes.c_long
    got = LIBC.syscall(ctypes.c_long(number), *(a if isinstance(a, bytes) else ctypes.c_long(a) for a in arguments))
    if got < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return got


def hidden(count, folder="."):
    """Write files that are removed while they are open; return the MiB that went in."""
    written = 0
    for number in range(count // 4):
        file = os.open(f"{folder}/hidden{number}", os.O_RDWR | os.O_CREAT)
        os.unlink(f"{folder}/hidden{number}")
        HELD.append(file)
        try:
            written += os.write(file, bytes(4 * MIB))
        except OSError:
            break
    return written // MIB


def seen(held):
    time.sleep(1)
    return held


def reserved(count, command=0x40305828):
    """Keep room beyond a file's end: FS_IOC_RESVSP of <linux/falloc.h>."""
    held = 0
    for number in range(count // 4):
        with open(f"reserved{number}", "wb") as file:
            try:
                fcntl.ioctl(file, command, struct.pack("hhxxxxqqiI4i", 0, 0, 0, 4 * MIB, 0, 0, 0, 0, 0, 0))
            except OSError:
                break
            held += 4
    return seen(held)


def reserved_64(count):
    return reserved(count, 0x4030582A)


def own_descriptors(count):
    """Hold files in a thread that has left the process's descriptors: close_range with CLOSE_RANGE_UNSHARE."""
    held = []

    def hold():
        call(436, 250, 250, 2)
        held.append(hidden(count))
        time.sleep(3)

    threading.Thread(target=hold, daemon=True).start()
    while not held:
        time.sleep(0.01)
    return seen(held[0])


def leader_exits(count):
    """Go on in another thread when the main one, whose /proc entry the judge looks at, has ended."""

    def go_on():
        time.sleep(0.1)
        held = seen(hidden(count))
        answer = b"\x93\xa5value" + b"\xcd" + held.to_bytes(2, "big") + b"\x90"
        os.write(3, len(answer).to_bytes(4, "big") + answer)
        time.sleep(5)

    threading.Thread(target=go_on).start()
    LIBC.syscall(ctypes.c_long(60), ctypes.c_long(0))


def pinned(count):
    """Let a rule of Landlock hold a file that has no name and no descriptor any more."""
    rules = call(444, struct.pack("=Q", 1), 8, 0)
    held = 0
    for number in range(count // 4):
        file = os.open(f"pinned{number}", os.O_RDWR | os.O_CREAT)
        try:
            held += os.write(file, bytes(4 * MIB)) // MIB
            call(445, rules, 1, struct.pack("=Qi", 1, file), 0)
        except OSError:
            break
        finally:
            os.close(file)
            os.unlink(f"pinned{number}")
    return seen(held)


def not_dumpable(count):
    """Close one's entry of /proc to the judge: PR_SET_DUMPABLE."""
    LIBC.prctl(4, 0, 0, 0, 0)
    return seen(hidden(count))


def closed_folder(count):
    """Write into a folder that cannot be listed, not even by its owner without capabilities."""
    os.mkdir("closed", 0o300)
    held = 0
    for number in range(count // 4):
        try:
            with open(f"closed/{number}", "wb") as file:
                held += file.write(bytes(4 * MIB)) // MIB
        except OSError:
            break
    return seen(held)


def touch(size, protection, flags, file=-1, step=4096):
    LIBC.mmap.restype = ctypes.c_void_p
    at = LIBC.mmap(None, ctypes.c_size_t(size), protection, flags, file, ctypes.c_long(0))
    if at in (None, ctypes.c_void_p(-1).value):
        raise OSError(ctypes.get_errno(), "mmap")
    byte = ctypes.c_ubyte
    for offset in range(0, size, step):
        place = byte.from_address(at + offset)
        if protection & mmap.PROT_WRITE:
            place.value = 1
        else:
            HELD[:] = [place.value]
    return at


def growing(count):
    """Memory that counts as a stack: MAP_GROWSDOWN."""
    touch(count * MIB, mmap.PROT_READ | mmap.PROT_WRITE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x100)
    return seen(count)


def tables(count):
    """Page tables: reading one page in 2 MiB of a mapping costs a table of 4 KiB and no memory that limits count."""
    touch(count * 512 * MIB, mmap.PROT_READ, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, step=2 * MIB)
    return seen(count)


def zeros(count):
    """Pages of /dev/zero that are mapped shared and only read: nobody's private memory. Opened to read, it has none."""
    file = os.open("/dev/zero", os.O_RDWR)
    touch(count * MIB, mmap.PROT_READ, mmap.MAP_SHARED, file)
    return seen(count)


def pipes(count):
    """Pages on their way through pipes; the kernel lets those of one user have 64 MiB."""
    held = 0
    while held < count:
        reader, writer = os.pipe()
        HELD.extend((reader, writer))
        fcntl.fcntl(writer, 1031, MIB)  # F_SETPIPE_SZ
        held += os.write(writer, bytes(MIB)) // MIB
    return seen(held)


def unknown_names(count):
    """Names that do not exist, which the kernel remembers: some 5,000 a MiB."""
    for number in range(count * 5000):
        try:
            os.stat(f"/usr/lib/{time.monotonic_ns()}-{number:040}")
        except FileNotFoundError:
            continue
    return seen(count)


def threads(count):
    """Threads that do nothing, each with a stack of the kernel's and a small one of its own."""
    threading.stack_size(32768)
    end = threading.Event()
    started = 0
    try:
        for _ in range(count):
            threading.Thread(target=end.wait, daemon=True).start()
            started += 1
    except RuntimeError:
        pass
    held = seen(started)
    end.set()
    return held
