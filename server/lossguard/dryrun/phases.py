"""What a run is doing, in a few words: the keys of the translations."""

from lossguard.dryrun.result import Phase, Progress
from lossguard.findings.finding import Message

_DOING = {
    Phase.STARTING: "starting Python",
    Phase.RUNNING: "importing",
    Phase.IMPORTED: "running the script",
    Phase.MODEL: "built a miniature of {detail}",
    Phase.DATA: "preparing the data",
    Phase.TRAINER: "training with {detail}",
    Phase.BATCH: "running the first step",
    Phase.STEP: "checking the step",
    Phase.DONE: "writing the report",
}
TEMPLATES = tuple(_DOING.values())


def doing(progress: Progress) -> Message:
    return Message(_DOING[progress.phase], {"detail": progress.detail})
