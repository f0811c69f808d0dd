"""A template with one defence taken out: ``python weakened.py DEFENCE[,DEFENCE] FD PRELOAD...``.

Started by ``test_one_defence_less`` in place of ``grader.guest.template``; nothing of ours starts it otherwise.
"""

from __future__ import annotations

import resource
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.guest import confinement as real_confinement
from grader.guest import template as real_template
from grader.guest.system_calls import groups as real_groups
from grader.guest.system_calls import rules as real_rules
from grader.guest.system_calls import seccomp as real_seccomp
from grader.guest.system_calls.machines import this_machine

confinement: Any = real_confinement
template: Any = real_template
seccomp: Any = real_seccomp
groups: Any = real_groups
rules: Any = real_rules

KNOWN_TO_AN_OLD_LIBRARY = 450
"""The highest number that libseccomp 2.5.4 has a name for."""


def drop(defence: str) -> None:
    """Take ``defence`` out of this process and of those forked from it."""
    kind, _, name = defence.partition(":")
    match kind:
        case "group":  # its calls are allowed
            assert name in [group.name for group in groups.GROUPS]
            groups.GROUPS = tuple(
                replace(g, answer=groups.ALLOWED if g.name == name else g.answer) for g in groups.GROUPS
            )
        case "rule":  # its calls are allowed whatever their arguments
            assert name in [rule.name for rule in rules.RULES]
            rules.RULES = tuple(replace(r, conditions=() if r.name == name else r.conditions) for r in rules.RULES)
        case "unreviewed":  # what has no name is allowed
            groups.UNREVIEWED = groups.ALLOWED
        case "new calls":  # the list ends where that of an old library ends
            machine = this_machine()
            assert machine is not None
            for number in [n for n in machine.names if n > KNOWN_TO_AN_OLD_LIBRARY]:
                del machine.names[number]
        case "machine":  # in whatever way a call is made, its number is looked up
            write = seccomp.program
            seccomp.program = lambda on, audited=False: write(on, audited)[3:]  # loading the token, comparing, ending
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
            from attacks.mutation.landlock import NEWEST, confine  # found after sys.path is extended, at the end

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
            template.be_killed_first = lambda: None
        case _:
            raise ValueError(defence)


if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parents[2]))
    for one in filter(None, sys.argv[1].split(",")):
        drop(one)
    template.main(int(sys.argv[2]), sys.argv[3:])
