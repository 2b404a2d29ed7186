"""What a run leaves in a notebook: whether it finished, and the outputs that the page shows."""

from nbformat import NotebookNode


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Cells that a run executes: code that is not empty and not tagged `skip-execution`."""
    return [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.source.strip() and not _tagged(cell, "skip-execution")
    ]


def stripped(notebook: NotebookNode) -> NotebookNode:
    """The notebook itself, without a trace of any run."""
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def trouble(notebook: NotebookNode) -> list[str]:
    """One sentence for each cell that raised or wrote to stderr, and the one that never ended."""
    found = []
    for number, cell in enumerate(code_cells(notebook), start=1):
        where = f"code cell {number} ({cell.source.strip().splitlines()[0][:60]})"
        if "shell.execute_reply" not in cell.metadata.get("execution", {}):
            return found or [f"{where} did not finish"]
        for output in cell.outputs:
            if output.output_type == "error" and not _tagged(cell, "raises-exception"):
                found.append(f"{where} raised {output.ename}: {output.evalue}")
            if output.output_type == "stream" and output.name == "stderr":
                found.append(f"{where} wrote to stderr: {output.text.strip()[:500]}")
    return found


def with_outputs(notebook: NotebookNode, executed: NotebookNode) -> NotebookNode:
    """The notebook with the outputs of a run of the same code, cleaned for the page."""
    stripped(notebook)
    for cell, done in zip(code_cells(notebook), code_cells(executed), strict=True):
        cell.outputs, cell.execution_count = clean(done.outputs), done.execution_count
    if "widgets" in executed.metadata:
        notebook.metadata["widgets"] = executed.metadata["widgets"]
    return notebook


def shown_as(notebook: NotebookNode, kind: str) -> list[NotebookNode]:
    """The contents of all outputs that have a form of this kind, such as text/html."""
    found = [output.get("data", {}) for cell in code_cells(notebook) for output in cell.outputs]
    return [data for data in found if kind in data]


def said(notebook: NotebookNode) -> str:
    """All that a notebook says: its text, and what its outputs show in Markdown and in HTML."""
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    for kind in ("text/html", "text/markdown"):
        texts += [data[kind] for data in shown_as(notebook, kind)]
    return "\n\n".join(texts)


def clean(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Outputs with adjoining text joined, and without what a progress bar wiped away."""
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            joined.append(output.copy())
    for output in joined:
        if output.output_type == "stream":
            output.text = shown(output.text)
    return [output for output in joined if output.output_type != "stream" or output.text.strip()]


def shown(text: str) -> str:
    r"""What a terminal shows of `text`: a carriage return goes back to the start of the line.

    >>> shown("first\n 10%\r100%\r    \rdone\n")
    'first\ndone\n'
    >>> shown("100 images\r 99")
    ' 99 images'
    """
    lines = []
    for line in text.split("\n"):
        seen = ""
        for part in line.split("\r"):
            seen = part + seen[len(part) :]
        lines.append(seen.rstrip() if "\r" in line else line)
    return "\n".join(lines)


def _tagged(cell: NotebookNode, tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])
