"""Attacks by system calls that the first list had no name or no rule for. Part of ``attempts.py``."""

import ctypes
import errno
import fcntl
import mmap
import os
import signal

LIBC = ctypes.CDLL(None, use_errno=True)


def call(number, *arguments):
    LIBC.syscall.restype = ctypes.c_long
    got = LIBC.syscall(*map(ctypes.c_long, (number, *arguments)))
    if got < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return got


def bounded():
    raise PermissionError("bounded")


ROOM = mmap.mmap(-1, 1 << 16, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
MEMORY = ctypes.addressof(ctypes.c_char.from_buffer(ROOM))  # for what the kernel writes

KEPT = []


def text(value):
    KEPT.append(ctypes.create_string_buffer(value.encode()))
    return ctypes.addressof(KEPT[-1])


def numbers(*values):
    KEPT.append((ctypes.c_uint64 * len(values))(*values))
    return ctypes.addressof(KEPT[-1])


def reached(code, number, *arguments):
    """What the kernel, and no filter, answers to arguments that are wrong."""
    try:
        call(number, *arguments)
    except OSError as error:
        if error.errno == code:
            return "the kernel"
        raise
    return bounded()  # it was only said to be done


def attribute(_):
    return call(188, text("attempts.py"), text("user.x"), text("1"), 1, 0) == 0 and "an attribute"


def attribute_of_a_new_kernel(_):
    # setxattrat, with an access list that lets nobody in but the owner
    entries = (2).to_bytes(4, "little") + b"".join(
        tag.to_bytes(2, "little") + bytes(2) + b"\xff" * 4 for tag in (0x01, 0x04, 0x20)
    )
    KEPT.append(ctypes.create_string_buffer(entries))
    arguments = numbers(ctypes.addressof(KEPT[-1]), len(entries))
    name = text("system.posix_acl_access")
    return call(463, -100, text("attempts.py"), 0, name, arguments, 16) == 0 and "a file that nobody can read"


def attribute_removed(_):
    return reached(errno.ENODATA, 466, -100, text("attempts.py"), 0, text("user.none"))


def flags_of_a_new_kernel(_):
    return call(469, -100, text("attempts.py"), numbers(0x80, 0, 0), 24, 0) == 0 and "flags of a file"


def tree_of_a_new_kernel(_):
    return os.close(call(467, -100, text("."), 0, 0, 0)) is None and "a tree"


def another_machine(_):
    # the number of getpid for 32-bit programs is that of writev here: mov eax, 20; int 0x80; ret
    room = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    room.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
    KEPT.append(room)
    made = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(room)))()
    return made == os.getpid() and "a call by another number"


def mapping(flags):
    got = call(9, 0, 1 << 16, 3, flags, -1, 0)
    return got > 0 and "memory that is not counted"


def growing_mapping(_):
    return mapping(0x122)  # MAP_PRIVATE, MAP_ANONYMOUS, MAP_GROWSDOWN


def droppable_mapping(_):
    return mapping(0x28)  # MAP_DROPPABLE, MAP_ANONYMOUS


def walls(_):
    return call(444, 0, 0, 1) > 0 and "rules for files"


def watches(_):
    return os.close(call(253)) is None and "an inotify"


def requests(_):
    return call(206, 100, MEMORY) == 0 and "100 of the machine's requests"


def timers(_):
    return call(222, 0, 0, MEMORY) == 0 and "a pending signal"


def pinned(_):
    _, theirs = os.pipe()
    with open("attempts.py", "rb") as file:
        return call(275, file.fileno(), 0, theirs, 0, 100, 0) and "pages of a file in a pipe"


def flush(_):
    return reached(errno.EBADF, 74, -1)


def flush_with_a_write(_):
    with open("flushed", "wb") as file:
        KEPT.append(ctypes.create_string_buffer(b"x"))
        return call(328, file.fileno(), numbers(ctypes.addressof(KEPT[-1]), 1), 1, 0, 0, 2) and "a flush"  # RWF_DSYNC


def opened(flags):
    return os.close(os.open("opened", os.O_RDWR | os.O_CREAT | flags)) is None and "a file opened so"


def flush_with_every_write(_):
    return opened(os.O_SYNC)


def past_the_cache(_):
    return opened(os.O_DIRECT)


def without_a_name(_):
    return os.close(os.open(".", os.O_RDWR | os.O_TMPFILE)) is None and "a file without a name"


def signals_of_a_file(_):
    ours, _ = os.pipe()
    fcntl.fcntl(ours, fcntl.F_SETFL, os.O_ASYNC)
    return "signals"


def held(lock):
    with open(mmap.__file__, "rb") as one, open(mmap.__file__, "rb") as other:
        lock(one)
        try:
            lock(other)
        except BlockingIOError:
            return "a lock on a library"
    return bounded()


def lock(_):
    return held(lambda file: fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB))


def lock_of_a_part(_):
    with open("one", "w+b") as one, open("one", "r+b") as other:
        whole = bytes([1]) + bytes(31)  # struct flock: F_WRLCK, from the beginning to the end
        fcntl.fcntl(one, 37, whole)  # F_OFD_SETLK
        try:
            fcntl.fcntl(other, 37, whole)
        except BlockingIOError:
            return "a lock"
    return bounded()


def lease(_):
    with open("attempts.py", "rb") as file:
        return fcntl.fcntl(file, 1024, fcntl.F_RDLCK) == 0 and "a lease"


def hidden_lease(_):
    with open("attempts.py", "rb") as file:
        return call(72, file.fileno(), 1024 | 1 << 32, fcntl.F_RDLCK) == 0 and "a lease"


def notice(_):
    return fcntl.fcntl(os.open(".", os.O_RDONLY), 1026, 2) == 0 and "a notice"


def large_pipe(_):
    return fcntl.fcntl(os.pipe()[0], 1031, 1 << 20) and "a megabyte of pipe"


def page_cache(_):
    return reached(errno.EBADF, 221, -1, 0, 0, 4)


def page_out(_):
    with open(mmap.__file__, "rb") as file:
        room = call(9, 0, 4096, 1, 2, file.fileno(), 0)
    return call(28, room, 4096, 21) == 0 and "a library's page on the disk"


def exchange(_):
    for name in ("this", "that"):
        open(name, "w").close()
    return call(316, -100, text("this"), -100, text("that"), 2) == 0 and "two files exchanged"


def whole_pages(_):
    return os.pipe2(os.O_DIRECT) and "a pipe that takes a page for a byte"


def priority(_):
    return call(202, MEMORY, 6, 0, 0, 0, 0) == 0 and "a lock that lends priority"


def barrier(_):
    return call(324, 1, 0, 0) == 0 and "every processor"


def place(_):
    # a place that there is not, with the flag that moves pages
    return reached(errno.EINVAL, 237, MEMORY & ~4095, 4096, 99, 0, 0, 2)


def segment(_):
    return call(158, 0x1003, MEMORY) == 0 and "its segment"


def file_systems(_):
    return call(139, 3) > 0 and "which file systems there are"


def limits_of_others(target):
    return call(302, target, 7, 0, MEMORY) == 0 and "the limits of another process"


def unseen(_):
    return call(157, 4, 0, 0, 0, 0) == 0 and "a folder of /proc that nobody can read"


def handle_of_the_judge(_):
    size = ctypes.c_uint32(4)
    KEPT.append(size)
    return call(55, 3, 1, 77, MEMORY, ctypes.addressof(size)) == 0 and "a handle of the judge"  # SO_PEERPIDFD


def real_time_signal(_):
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGRTMIN})
    return call(234, os.getpid(), call(186), int(signal.SIGRTMIN)) == 0 and "a pending signal"


def room_by_ioctl(_):
    with open("room", "wb") as file:
        # FS_IOC_RESVSP64 with a struct space_resv: from the beginning, 4 MiB
        wanted = bytes(16) + (1 << 22).to_bytes(8, "little") + bytes(24)
        fcntl.ioctl(file.fileno(), 0x4030582A, wanted)
        blocks = os.fstat(file.fileno()).st_blocks
    os.unlink("room")
    return blocks >= 1 << 12 and "4 MiB in an empty file"


def own_descriptors_later(_):
    return call(436, 200, 200, 2) == 0 and "descriptors of its own"


def kernel(_):
    # a handle for which there is no room: the kernel says how much it needs, if it is asked
    return reached(errno.EOVERFLOW, 303, -100, text("."), MEMORY, MEMORY + 64, 0)
