"""One requirement as pip reads it: ``trl[vllm]==0.24.0; python_version >= "3.10"``, a URL, a wheel."""

import re
from dataclasses import dataclass

from lossguard.libraries.versions import normalise

_NAME = re.compile(r"[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class Asked:
    """What one requirement says of one distribution."""

    name: str
    """Normalised."""
    version: str | None = None
    """The one version that it allows."""
    specifier: str = ""
    """The versions that it allows, if it is known which."""
    marker: str = ""
    """Where it applies; empty for everywhere."""
    bare: bool = False
    """Names the distribution and nothing else."""
    elsewhere: bool = False
    """Comes from a URL, a repository or a file: some version of that name."""


def read_requirement(text: str) -> Asked | None:
    """None for what names no distribution. Never raises."""
    from packaging.requirements import InvalidRequirement, Requirement

    text = text.strip()
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return _unreadable(text)
    name = normalise(requirement.name)
    if requirement.url:
        return Asked(name, elsewhere=True)
    marker = str(requirement.marker) if requirement.marker else ""
    specifier = str(requirement.specifier)
    return Asked(name, exact(specifier), specifier, marker, bare=not specifier and not marker)


def exact(specifier: str) -> str | None:
    """The one version that a specifier allows: ``==0.24.0``, not ``==0.24.*``."""
    versions = {
        clause.strip().lstrip("=").strip() for clause in specifier.split(",") if re.match(r"\s*===?\s*[^=*]+$", clause)
    }
    return versions.pop() if len(versions) == 1 else None


def _unreadable(text: str) -> Asked | None:
    """``git+https://…/trl.git@main``, a wheel's address, ``trl=={version}``: some version of that name."""
    if "://" in text or "/" in text or "@" in text:
        if named := re.search(r"#egg=([\w.-]+)", text):
            return Asked(normalise(named.group(1)), elsewhere=True)
        path = re.sub(r"[#?].*|(?<=\w)@[^/]*$", "", text).rstrip("/").removesuffix(".git").rpartition("/")[2]
        wheel = re.match(r"([\w.]+?)-\d", path)
        name = wheel.group(1) if wheel else path
        return Asked(normalise(name), elsewhere=True) if _NAME.fullmatch(name) else None
    named = _NAME.match(text)
    return Asked(normalise(named.group()), elsewhere=True) if named else None


def may_apply(marker: str) -> bool:
    """Whether a marker holds on any Python that runs training today: on Linux, from 3.10 on."""
    if not marker:
        return True
    from packaging.markers import InvalidMarker, Marker, UndefinedComparison, UndefinedEnvironmentName

    try:
        parsed = Marker(marker)
        return any(parsed.evaluate(_environment(minor)) for minor in range(10, 15))
    except (InvalidMarker, UndefinedComparison, UndefinedEnvironmentName):
        return True


def _environment(minor: int) -> dict[str, str]:
    return {
        "python_version": f"3.{minor}",
        "python_full_version": f"3.{minor}.0",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": "x86_64",
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
    }
