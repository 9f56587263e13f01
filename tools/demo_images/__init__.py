"""The demo's pictures, drawn as SVG and written as small WebP files."""
