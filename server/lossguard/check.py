"""The pipeline, for the editor and the command line alike: text → syntax → program → rules → findings."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lossguard.findings.finding import Finding, Fix, Related
from lossguard.findings.suppressions import Suppressions
from lossguard.libraries.eras import Eras, evidence
from lossguard.libraries.models import build_models
from lossguard.libraries.release_facts import Reading, facts_of
from lossguard.libraries.requirements_files import RequirementsFiles
from lossguard.libraries.resolution import resolve
from lossguard.libraries.unsloth import RENAMES_ARGUMENTS
from lossguard.libraries.versions import Versions
from lossguard.program.analyse import analyse
from lossguard.program.memory import Memory
from lossguard.program.modules import ParsedFiles, WorkspaceModules
from lossguard.program.training import TrainingProgram
from lossguard.rules.context import Context
from lossguard.rules.reading import Pieces
from lossguard.rules.registry import all_rules
from lossguard.rules.rule import Rule
from lossguard.settings.settings import Settings
from lossguard.syntax.nodes import Node, Statement
from lossguard.syntax.tree import Change, Tree
from lossguard.text.document import Document, Part
from lossguard.text.files import Stamp
from lossguard.text.place import Place
from lossguard.values.calls import Models
from lossguard.values.value import ClassValue, Symbol


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is known from outside the file."""

    given: Versions = field(default_factory=Versions)
    """Versions from ``--with`` or the settings: they win over everything."""
    installed: Versions = field(default_factory=Versions)
    """Versions installed for the selected interpreter: weaker than exact pins inside the file."""
    project: Versions = field(default_factory=Versions)
    """Versions pinned by the project's requirements and lock files: the weakest."""
    readings: tuple[Reading, ...] = ()
    """Installed releases that were read, because nothing is shipped of them."""


@dataclass(frozen=True, slots=True)
class Report:
    findings: tuple[Finding, ...] = ()
    """In document order; suppressed and unselected ones left out."""
    broken: Mapping[Part, str] = field(default_factory=dict[Part, str])
    """Parts that do not parse at the moment, each with the reason in one sentence: their findings are the last
    ones known, at their moved places."""
    versions: Versions = field(default_factory=Versions)
    """What was assumed for this document."""
    settled: bool = True
    """False after a hasty refresh that did not look at all of the text: one that is not hasty may tell more."""


class Analysis:
    """The standing analysis of one document; ``refresh`` costs what changed since the last time.

    Usage: change ``document.parts`` (their ``text``, or the list itself for a notebook), then call
    ``refresh``; while somebody types, a ``hasty`` one, which takes text for broken that does not parse around
    the edit, and leaves the rest for when typing rests. Never raises on bad input; a fault in one rule or of
    the engine is raised.
    """

    def __init__(
        self,
        document: Document,
        settings: Settings | None = None,
        assumptions: Assumptions | None = None,
        files: ParsedFiles | None = None,
    ) -> None:
        """``files`` are those that other analyses have read, too; by default this one reads its own."""
        self.document = document
        self.settings = settings or Settings()
        self.assumptions = assumptions or Assumptions()
        read = map(facts_of, self.assumptions.readings)
        self._models: Models = build_models({name for facts in read if facts is not None for name in facts.classes})
        self._modules = WorkspaceModules(document.path, _module_key(document), files)
        self._requirements = RequirementsFiles(document.path)
        self._trees: dict[Part, Tree] = {}
        self._pending = Change.NONE
        """What edits did since the program was last brought up to date."""
        self._program = TrainingProgram()
        self._memory: Memory | None = None
        self._analysed = False
        self._context: Context | None = None
        self._pieces: Pieces = {}
        self._versions: Versions | None = None
        self._withheld: frozenset[Part] = frozenset()
        """Parts that were broken when rules last ran: fixes in them are withheld."""
        self._findings: tuple[Finding, ...] = ()
        """Of the last text that could be taken in, before suppression."""
        self._duplicates: tuple[Finding, ...] = ()
        """Those of a cause for which another finding is shown."""

    def refresh(self, *, hasty: bool = False) -> Report:
        changed = self._pending = max(self._pending, self._refresh_trees(hasty))
        trees = [self._trees[part] for part in self.document.parts]
        broken = {tree.part: str(tree.failure) for tree in trees if tree.broken}
        # A part that never could be taken in may do anything; statements of an older text hold all as it was.
        if any(tree.stale and tree.ever_parsed for tree in trees):
            return self._report(self._moved(), broken)
        self._pending = Change.NONE
        if self._modules.changed():
            changed, self._memory = Change.MEANING, None
        if changed is Change.MEANING:
            self._modules.forget()
            self._program = self._analyse([statement for tree in trees for statement in tree.statements])
        known = self.assumptions
        versions = resolve(self.document, known.given, known.installed, known.project, self._requirements)
        if changed is Change.MEANING or versions != self._versions:
            self._forget_context()
        withheld = frozenset(broken)
        if changed > Change.SHIFTED or versions != self._versions or withheld != self._withheld:
            self._versions, self._withheld = versions, withheld
            self._findings = self._judge(self.context(), broken)
        return self._report(self._findings, broken)

    def _analyse(self, statements: list[Statement]) -> TrainingProgram:
        """Run the statements; from the second time on with a memory, which costs something until it is of use."""
        memory = self._memory if self._analysed else None
        if memory is not None:
            for tree in self._trees.values():
                memory.forget(tree.replaced)
                tree.replaced.clear()
        if self._analysed and (memory is None or memory.full):
            memory = Memory()
        self._memory, self._analysed = memory, True
        return analyse(statements, self._models, self._modules, memory, torn=self._torn())

    def _torn(self) -> frozenset[Node]:
        return frozenset().union(*(tree.torn for tree in self._trees.values()))

    @property
    def looked_for(self) -> Mapping[Path, Stamp]:
        """Files of the workspace on which the report rests beside its document; see ``WorkspaceModules``."""
        return {**self._modules.looked_for, **self._requirements.looked_for}

    def _refresh_trees(self, hasty: bool) -> Change:
        """Bring the syntax of every part up to date; what that did to the statements."""
        changed = Change.NONE if list(self._trees) == self.document.parts else Change.MEANING
        self._trees = {part: self._trees.get(part) or Tree(part) for part in self.document.parts}
        for tree in self._trees.values():
            changed = max(changed, tree.refresh(hasty=hasty))
        return changed

    def _judge(self, context: Context, broken: Container[Part]) -> tuple[Finding, ...]:
        found = [finding for rule in all_rules() if self._runs(rule) for finding in rule.check(context)]
        order = {part: index for index, part in enumerate(self.document.parts)}
        # A place in a part that is gone (a deleted cell) cannot be shown.
        found = [finding for finding in found if finding.place.part in order]
        if self._modules.followed:
            found = [replace(one, fixes=tuple(fix for fix in one.fixes if _edits(fix, order))) for one in found]
        found = [replace(one, fixes=()) if one.place.part in broken else one for one in found]
        found.sort(key=lambda finding: (order[finding.place.part], *finding.place.span, finding.code))
        shown = distinct(found)
        self._duplicates = tuple(finding for finding in found if not any(finding is other for other in shown))
        return shown

    def context(self) -> Context:
        """What the rules see, of the last text that parsed; edits that only move code leave it as it is."""
        if self._context is None:
            blocks = tuple(tree.statements for tree in self._trees.values())
            eras = self._eras(self._versions or Versions())
            self._context = Context(self._program, eras, blocks, self._models.canonical, self._pieces, self._torn())
        return self._context

    def _forget_context(self) -> None:
        if self._context is not None:
            self._pieces = self._context.pieces
        self._context = None

    def _eras(self, versions: Versions) -> Eras:
        """What the script itself says about versions; nothing where Unsloth makes trainers tolerant."""
        readings = self.assumptions.readings
        imported, eras = self._program.imported, Eras(versions, readings=readings)
        if ("unsloth" in imported or "unsloth_zoo" in imported) and RENAMES_ARGUMENTS.made(eras) is not False:
            return eras
        things = (thing for training in self._program.trainings for thing in training.heap.objects.values())
        uses: list[tuple[str, list[str]]] = []
        for thing in things:
            kind = thing.type.library_base() if isinstance(thing.type, ClassValue) else thing.type
            if thing.kind in ("trainer", "arguments", "collator") and isinstance(kind, Symbol):
                uses.append((self._models.canonical(kind.path), list(thing.fields)))
        return Eras(versions, evidence(uses), readings)

    def _moved(self) -> tuple[Finding, ...]:
        """The last findings where their text lies now; those that the edits touch are dropped."""
        moved: list[Finding] = []
        for finding in self._findings:
            place = self._move(finding.place)
            if place is None:
                continue
            related = [(item, self._move(item.place)) for item in finding.related]
            if any(there is None and not self._is_broken(item.place.part) for item, there in related):
                continue  # what it rests on was edited where the text parses
            kept = tuple(Related(there, item.message) for item, there in related if there is not None)
            moved.append(replace(finding, place=place, related=kept, fixes=()))
        return tuple(moved)

    def _is_broken(self, part: Part) -> bool:
        return part in self._trees and self._trees[part].broken

    def _move(self, place: Place) -> Place | None:
        tree = self._trees.get(place.part)
        if tree is None:
            return None  # its cell is gone
        if tree.stale:
            return tree.moved(place)
        return place if tree.holds(place) else None

    def _report(self, findings: Iterable[Finding], broken: Mapping[Part, str]) -> Report:
        suppressions = Suppressions(self.document)
        kept = suppressions.keep(findings)
        # Of a text that does not parse it is not known what is silenced.
        kept += () if broken else suppressions.keep(self._unused(suppressions))
        settled = all(tree.settled for tree in self._trees.values())
        return Report(tuple(map(self._weighed, kept)), broken, self._versions or Versions(), settled)

    def _unused(self, suppressions: Suppressions) -> Iterable[Finding]:
        if not suppressions.all():
            return ()
        from lossguard.rules.suppressions.unused_suppression import UnusedSuppression

        rules = {word: rule for rule in all_rules() for word in (rule.code.lower(), rule.name)}
        if not self._runs(UnusedSuppression()):
            return ()
        suppressions.keep(self._duplicates)  # a cause that another rule is shown for is silenced all the same
        return UnusedSuppression().unused(
            suppressions, ran=lambda word: self._runs(rules[word]), exists=rules.__contains__
        )

    def _runs(self, rule: Rule) -> bool:
        return self.settings.selects(rule.code, rule.name, rule.preview)

    def _weighed(self, finding: Finding) -> Finding:
        severity = self.settings.severity_of(finding.code, finding.name, finding.severity)
        return finding if severity is finding.severity else replace(finding, severity=severity)


def _module_key(document: Document) -> Callable[[Path], str]:
    """How places in the modules that a document imports are named: by URI, if the document's own are."""
    by_uri = any(not part.key.startswith(document.path) for part in document.parts)
    return (lambda path: path.absolute().as_uri()) if by_uri else str


def _edits(fix: Fix, parts: Container[Part]) -> bool:
    """Whether a fix edits the document only, not a module that it imports."""
    return all(edit.part in parts for edit in fix.build())


def distinct(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding for each cause and each rule's place."""
    causes: set[object] = set()
    kept: list[Finding] = []
    for finding in findings:
        cause = finding.cause.key
        if cause not in causes:
            causes.add(cause)
            kept.append(finding)
    return tuple(kept)


def check(document: Document, settings: Settings | None = None, assumptions: Assumptions | None = None) -> Report:
    """Check a document once."""
    return Analysis(document, settings, assumptions).refresh()
