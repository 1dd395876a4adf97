"""Run notebooks from clean and store what they show: ``python tests/notebook_runs.py``, or with the names of some of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
#: Controls live as long as their notebook runs; what they show is also a cell of its own.
LIVING = "application/vnd.jupyter.widget-view+json"
PATIENCE = 300


def code(notebook):
    """Return the cells of a notebook that are run."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def executed(path):
    """Return a notebook, its outputs thrown away, run again in its folder."""
    notebook = nbformat.read(path, as_version=4)
    for cell in code(notebook):
        cell.outputs, cell.execution_count = [], None
    client = NotebookClient(
        notebook,
        timeout=PATIENCE,
        kernel_name="python3",
        resources={"metadata": {"path": str(FOLDER)}},
        coalesce_streams=True,
        record_timing=False,
        store_widget_state=False,
    )
    client.execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def kept(notebook):
    """Return a notebook without what only its own kernel could show."""
    for cell in code(notebook):
        for output in cell.outputs:
            output.get("data", {}).pop(LIVING, None)
    return notebook


def main(names):
    """Run the numbered notebooks, or those that are named, and store them."""
    os.environ["JUPYTER_PLATFORM_DIRS"] = "1"
    for path in sorted(FOLDER.glob("[0-9]*.ipynb")):
        if not names or path.stem in names:
            nbformat.write(kept(executed(path)), path)
            print(f"{path.name}: {path.stat().st_size:,}")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
