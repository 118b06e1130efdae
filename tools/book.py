"""Builds the guide (docs/SUMMARY.md) as a book of HTML pages, and checks every link in it.

usage: tools/book.py MDBOOK OUT

The pages link to files beside docs/ (eval/, data/, NOTICE), as they do where the repository is read on the web. So the book's
source is a copy of the parts of the repository that pages link to, laid out alike: a linked page becomes a page of the book, any
other linked file comes along as it is. What is linked and is not there ends the build.
"""

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlparse

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = """[book]
title = "athir"
language = "en"
src = "src"

[build]
use-default-preprocessors = false

[output.html]
default-theme = "light"
preferred-dark-theme = "navy"
no-section-label = true
"""
LINK = re.compile(r"\]\(([^)\s]+)\)")


def links(page: str):
    """The relative links of a page of Markdown, outside of code."""
    prose = re.sub(r"^```.*?^```", "", page, flags=re.M | re.S)
    prose = re.sub(r"`[^`\n]*`", "", prose)
    for target in LINK.findall(prose):
        if not urlparse(target).scheme and not target.startswith("#"):
            yield urldefrag(target).url


def collect(source: Path) -> list[Path]:
    """Copies the guide and all that it links to; gives the pages that no table of contents names."""
    contents = (ROOT / "docs/SUMMARY.md").read_text("utf-8")
    listed = [Path("docs") / target for target in LINK.findall(contents)]
    waiting, seen = list(listed), set(listed)
    while waiting:
        path = waiting.pop()
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / path).is_dir():
            # A folder is shown by what it says of itself.
            (source / path).mkdir(parents=True, exist_ok=True)
            continue
        if not (ROOT / path).exists():
            sys.exit(f"{path}: linked, and not there")
        shutil.copyfile(ROOT / path, source / path)
        if path.suffix != ".md":
            continue
        for target in links((ROOT / path).read_text("utf-8")):
            linked = (ROOT / path).parent.joinpath(target).resolve()
            if not linked.is_relative_to(ROOT):
                sys.exit(f"{path}: links to {target}, which is outside of the repository")
            linked = linked.relative_to(ROOT)
            if linked not in seen:
                seen.add(linked)
                waiting.append(linked)
    return sorted(path for path in seen - set(listed) if path.suffix == ".md")


def write_contents(source: Path, others: list[Path]) -> None:
    contents = (ROOT / "docs/SUMMARY.md").read_text("utf-8")
    contents = LINK.sub(lambda link: f"](docs/{link.group(1)})", contents)
    contents += "\n# Beside the guide\n\n"
    for path in others:
        heading = next(
            (line.lstrip("# ") for line in (ROOT / path).read_text("utf-8").splitlines() if line.startswith("#")),
            str(path),
        )
        contents += f"- [{heading}]({path})\n"
    (source / "SUMMARY.md").write_text(contents, "utf-8")


class Targets(HTMLParser):
    """The ids and the links of a page."""

    def __init__(self, page: str):
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if values.get("id"):
            self.ids.add(values["id"])
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])


def check(book: Path) -> list[str]:
    """The links of the built pages that lead nowhere."""
    pages = {path: Targets(path.read_text("utf-8")) for path in sorted(book.rglob("*.html"))}
    dead = []
    for path, page in pages.items():
        if path.name in ("print.html", "404.html", "toc.html"):
            continue
        for link in page.links:
            url = urlparse(link)
            if url.scheme or url.netloc:
                continue
            target = path if not url.path else (path.parent / unquote(url.path)).resolve()
            if target.is_dir():
                continue
            name = unquote(url.fragment)
            if not target.exists() or name and target in pages and name not in pages[target].ids:
                dead.append(f"{path.relative_to(book)}: {link}")
    return dead


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__.split("\n\n")[1])
    mdbook, out = sys.argv[1], Path(sys.argv[2]).resolve()
    shutil.rmtree(out, ignore_errors=True)
    source = out / "src"
    source.mkdir(parents=True)
    write_contents(source, collect(source))
    (out / "book.toml").write_text(SETTINGS, "utf-8")
    subprocess.run([mdbook, "build", str(out)], check=True)
    # What stands at the root is a copy of the first page, whose links begin elsewhere.
    (out / "book/index.html").write_text(
        '<!doctype html><meta charset="utf-8"><title>athir</title>'
        '<meta http-equiv="refresh" content="0; url=docs/README.html"><a href="docs/README.html">The guide</a>',
        "utf-8",
    )
    dead = check(out / "book")
    if dead:
        sys.exit("links that lead nowhere:\n" + "\n".join(dead))
    print(f"{out / 'book/index.html'}: {len(list((out / 'book').rglob('*.html')))} pages, no dead link")


if __name__ == "__main__":
    main()
