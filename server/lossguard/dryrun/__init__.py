"""The dry run: a training script run up to its first step, apart from us, and what that says about it.

    job = DryRun(plan, on_progress)
    result = await job.run()     # job.cancel(), from the same event loop, ends it at once

`plan.Plan` is what to run, `result.Result` what came out, `report.to_json` the same for programs.
"""
