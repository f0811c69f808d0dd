"""A template with one defence taken out: ``python weakened.py DEFENCE[,DEFENCE] FD PRELOAD...``.

Started by ``test_one_defence_less`` in place of ``grader.worker.template``; nothing of ours starts it otherwise.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from typing import Any

from grader.worker import confinement as real_confinement
from grader.worker import system_calls as real_system_calls
from grader.worker import template as real_template

confinement: Any = real_confinement
system_calls: Any = real_system_calls
template: Any = real_template


def drop(defence: str) -> None:
    """Take ``defence`` out of this process and of those forked from it."""
    kind, _, name = defence.partition(":")
    match kind:
        case "group":
            del system_calls.DENIED[name]
        case "rule":  # the rules with arguments, by system call
            original = system_calls.pyseccomp.SyscallFilter

            class Filter:
                def __init__(self, default: Any) -> None:
                    self.real = original(default)

                def add_rule(self, action: Any, call: str, *arguments: Any) -> None:
                    if call != name:
                        self.real.add_rule(action, call, *arguments)
                    elif call == "tgkill":  # about a thread that nobody has: the program must hold the number
                        there = system_calls.pyseccomp.Arg(1, system_calls.pyseccomp.EQ, system_calls.SOMEBODY)
                        self.real.add_rule(action, call, there)

                def export_bpf(self, file: Any) -> None:
                    self.real.export_bpf(file)

            system_calls.pyseccomp.SyscallFilter = Filter
        case "limit":
            set_limit = resource.setrlimit
            number = getattr(resource, name)
            confinement.resource.setrlimit = lambda n, v: None if n == number else set_limit(n, v)
        case "landlock":
            sandbox = confinement.sandlock.Sandbox

            def weaker(**settings: Any) -> Any:
                return sandbox(**(settings | {f"fs_{name}": ["/"]}))

            confinement.sandlock.Sandbox = weaker
        case "protection" | "abi":  # sandlock always uses all that the kernel has
            from mutation.landlock import NEWEST, confine

            abi, without = (int(name), ()) if kind == "abi" else (NEWEST, (name,))
            confinement.sandlock.confine = lambda box: confine(box.fs_readable, box.fs_writable, abi, without)
        case "tmpdir":
            template.keep_temporary_files_in = lambda folder: None
        case "capabilities":
            confinement.drop_privileges = lambda user: None
        case "parent":
            confinement.die_with_parent = lambda: None
        case "descriptors":
            template.os.closerange = lambda low, high: None
        case "kept":
            prepare = confinement.Confinement.__init__

            def forgetful(self: Any) -> None:
                prepare(self)
                for fd in self.kept:
                    template.os.close(fd)

            confinement.Confinement.__init__ = forgetful
        case "oom":
            template.die_first = lambda: None
        case _:
            raise ValueError(defence)


if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parent.parent))
    for one in filter(None, sys.argv[1].split(",")):
        drop(one)
    template.main(int(sys.argv[2]), sys.argv[3:])
