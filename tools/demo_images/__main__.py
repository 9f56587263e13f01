"""Draw the demo's pictures: `.venv/bin/python -m tools.demo_images [name…]`. Needs Chromium."""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tools.demo_images import buildings, harbour, indoors
from tools.demo_images.shapes import HEIGHT, WIDTH

FOLDER = Path(__file__).resolve().parents[2] / "site/demo/content/pages/images"
SCENES = {**harbour.SCENES, **buildings.SCENES, **indoors.SCENES}
LARGEST = 60_000


def main(names: list[str]) -> None:
    """Draw the pictures of these names, or all of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name in names or sorted(SCENES):
            box = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
            page.set_content(
                f'<body style="margin:0"><svg xmlns="http://www.w3.org/2000/svg" {box}>{SCENES[name]()}</svg>'
            )
            size = write(page.screenshot(), FOLDER / f"{name}.webp")
            print(f"{name}  {size / 1000:.0f} kB")
        browser.close()


def write(png: bytes, path: Path) -> int:
    """Write a picture as WebP, as good as fits into 60 kB; the size that it has."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    out = io.BytesIO()
    for quality in (90, 82, 74, 64, 50):
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= LARGEST:
            break
    path.write_bytes(out.getvalue())
    return out.tell()


if __name__ == "__main__":
    main(sys.argv[1:])
