"""A run's curves as a picture."""

from pathlib import Path
from typing import Any

from matplotlib.figure import Figure


def draw_curves(log: list[dict[str, Any]], path: Path, *, simulated: bool) -> None:
    """Draw loss and validation accuracy over steps, as PNG; `log` is as `log.jsonl` holds it."""
    trained = [entry for entry in log if "loss" in entry]
    validated = [entry for entry in log if "validation" in entry]
    figure = Figure(figsize=(10, 4), layout="constrained")
    losses, accuracies = figure.subplots(1, 2)
    losses.plot([e["step"] for e in trained], [e["loss"] for e in trained], label="training", linewidth=1)
    steps = [e["step"] for e in validated]
    losses.plot(steps, [e["validation"]["loss"] for e in validated], "o-", label="validation", markersize=3)
    losses.set(xlabel="step", ylabel="loss per question (nats)")
    losses.legend()
    accuracies.plot(steps, [e["validation"]["accuracy"] for e in validated], "ko-", label="mean", markersize=3)
    for skill in validated[-1]["validation"]["skills"]:
        by_step = [e["validation"]["skills"][skill]["accuracy"] for e in validated]
        accuracies.plot(steps, by_step, label=skill, linewidth=1, alpha=0.7)
    accuracies.set(xlabel="step", ylabel="accuracy on the validation split", ylim=(0, 1))
    accuracies.legend(fontsize=7, ncols=2)
    if simulated:
        figure.suptitle("closed world: rendered pictures, simulated labels")
    # Without the library's version inside, the same log gives the same file.
    figure.savefig(path, format="png", dpi=110, metadata={"Software": None})
