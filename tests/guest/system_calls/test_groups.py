"""The reviewed list: whole, without overlaps, with a reason for everything."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from grader.guest.system_calls import bpf, groups, machines, rules, seccomp
from grader.guest.system_calls.machines import TOKENS

TABLES = {name: machines.machine(name) for name in TOKENS}

FOLDER = Path(machines.__file__).parent

GROUPED = [call for group in groups.GROUPS for call in group.calls.split()]
RULED = {call for rule in rules.RULES for call in rule.calls.split()}


def test_every_call_is_in_exactly_one_place() -> None:
    """In one group, or under rules; and the list names no call that no table has."""
    known = {call for table in TABLES.values() for call in table.numbers}
    assert [call for call, count in Counter(GROUPED).items() if count > 1] == []
    assert set(GROUPED) & RULED == set()
    assert known - set(GROUPED) - RULED == set()
    assert (set(GROUPED) | RULED) - known == set()


def test_every_entry_has_a_name_and_a_reason() -> None:
    """No two groups of one name, and a sentence for each group and rule."""
    names = [group.name for group in groups.GROUPS]
    assert len(set(names)) == len(names)
    reasons = [*(group.reason for group in groups.GROUPS), *(rule.reason for rule in rules.RULES)]
    assert all(len(reason) > 20 for reason in reasons)  # "seeds of generators" is about the shortest


def test_the_tables_have_each_number_and_name_once() -> None:
    """The numbers ascend, the newest calls have the same number everywhere, and both tables end at the same one."""
    for name, table in TABLES.items():
        text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split()
        numbers, names = [int(n) for n in text[::2]], text[1::2]
        assert numbers == sorted(set(numbers))
        assert len(set(names)) == len(names)
        assert (table.numbers["setxattrat"], table.highest) == (463, 470)
    common = TABLES["x86_64"].numbers.keys() & TABLES["aarch64"].numbers.keys()
    since = {call for call in common if TABLES["x86_64"].numbers[call] >= 424}  # from there on numbers are shared
    assert len(since) > 40
    assert all(TABLES["x86_64"].numbers[call] == TABLES["aarch64"].numbers[call] for call in since)


def test_calls_under_rules_are_refused_when_all_bits_are_set() -> None:
    """So that the canary can try each of them without doing anything."""
    ones = [2**64 - 1] * 6
    for table in TABLES.values():
        for call in RULED & table.numbers.keys():
            assert seccomp.answer_to(table, table.numbers[call], ones, 1) != bpf.ALLOW, call


def test_what_was_refused_before_the_list_still_is() -> None:
    """The calls that were denied one by one, before only what is needed was allowed."""
    before = """socket connect bind listen accept accept4 sendmsg sendmmsg fork vfork execve execveat kill tkill
    rt_sigqueueinfo rt_tgsigqueueinfo pidfd_open pidfd_getfd pidfd_send_signal setrlimit setpriority sched_setaffinity
    sched_setscheduler sched_setparam sched_setattr ioprio_set kcmp process_madvise migrate_pages move_pages ptrace
    process_vm_readv process_vm_writev process_mrelease userfaultfd perf_event_open chmod fchmod fchmodat fchmodat2
    chown fchown lchown fchownat setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr
    removexattrat utime utimes utimensat futimesat file_setattr memfd_create memfd_secret shmget shmat shmctl msgget
    msgsnd msgrcv msgctl semget semop semctl semtimedop mq_open mq_unlink unshare setns mount umount2 pivot_root chroot
    fsopen fsmount move_mount open_tree mount_setattr mknod mknodat setuid setgid setreuid setregid setresuid
    setresgid setgroups setfsuid setfsgid capset personality io_uring_setup io_uring_enter io_uring_register bpf
    add_key request_key keyctl init_module finit_module delete_module kexec_load kexec_file_load reboot swapon swapoff
    acct quotactl syslog settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname iopl ioperm
    name_to_handle_at open_by_handle_at fanotify_init inotify_init inotify_init1 lookup_dcookie nfsservctl vhangup
    modify_ldt"""
    for call in before.split():
        group = seccomp.group_of(call)
        assert group is not None, call
        assert group.answer, call
