"""Folders of Markdown to import."""

import io
from pathlib import Path

from PIL import Image


def tree(root: Path, files: dict[str, str | bytes]) -> Path:
    """Write the files, by path, below `root`."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def picture(colour: str = "navy", size: tuple[int, int] = (40, 30), kind: str = "PNG") -> bytes:
    """A small picture's bytes."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind)
    return buffer.getvalue()


def page(body: str = "", **matter: str) -> str:
    """A Markdown file with front matter of plain lines."""
    lines = "".join(f"{name}: {value}\n" for name, value in matter.items())
    return f"---\n{lines}---\n\n{body}\n"


PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
