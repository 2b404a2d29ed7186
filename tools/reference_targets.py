"""Functions and classes on the reference's pages become places that the search and links know.

A cell makes the entries, below the heading of their module; Sphinx knows headings of the text only.
"""

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx

INDEX = "book/reference/api"
PACKAGE = "fourierbook"


def entries(doctree: nodes.document) -> Iterator[tuple[str, nodes.rubric]]:
    """Name below the package, and heading, of each function and class of a page, in order.

    The section of a module is called by it. That of a chapter of `experiments` holds several
    modules, each below a heading in italics.
    """
    module = ""
    for node in doctree.findall(lambda node: isinstance(node, nodes.title | nodes.rubric)):
        if isinstance(node, nodes.title):
            module = chapter = node.astext()
        elif isinstance(node[0], nodes.emphasis):
            module = f"experiments.{chapter}.{node[0].astext()}"
        else:
            yield f"{module}.{node[0].astext()}", node  # what follows is a message of docutils


def note(app: Sphinx, doctree: nodes.document) -> None:
    """Give each entry of a page of the reference its name as an id, and tell Sphinx of it."""
    if app.env.docname.startswith(INDEX):
        for name, heading in entries(doctree):
            heading["ids"].insert(0, name)
            kind = "class" if name.rpartition(".")[2][0].isupper() else "function"
            app.env.get_domain("py").note_object(f"{PACKAGE}.{name}", kind, name)


def add_names(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """On the index, list every name, a link to its entry.

    Once that page held all entries. Who comes by a link to one of them arrives at its line.
    """
    if page != INDEX:
        return
    known = app.env.get_domain("py").get_objects()
    places = sorted((name.rpartition("."), at, anchor) for name, _, _, at, anchor, _ in known)
    rows, taken = nodes.bullet_list(classes=["reference-names"]), set()
    for (module, _, name), at, anchor in sorted(places, key=lambda place: place[0][2].lower()):
        uri = f"{app.builder.get_relative_uri(page, at)}#{anchor}"
        link = nodes.reference("", "", nodes.literal("", name), refuri=uri, internal=True)
        where = nodes.Text(f" {module.removeprefix(f'{PACKAGE}.')}")
        former = {nodes.make_id(name)} - taken
        taken |= former
        rows += nodes.list_item("", nodes.paragraph("", "", link, where), ids=[*former])
    doctree[0] += nodes.section("", nodes.title("", "All names"), rows, ids=["all-names"])
