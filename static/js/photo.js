// Shows which part of a photo is chosen while the sliders move. Without it, "Preview" shows the same.
const form = document.querySelector("form[data-cut]");
const shown = document.querySelector("img[data-cut-square]");
const whole = form?.querySelector("img[data-cut-whole]");

if (form && shown && whole) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = shown.width || 320;
  canvas.className = shown.className;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", "The photo as it would be shown");
  const value = (name) => Number(form.elements[name].value);

  // The same square as people/photos.py finds.
  const draw = () => {
    const { naturalWidth: width, naturalHeight: height } = whole;
    const side = (Math.min(width, height) * 100) / value("closer");
    const left = ((width - side) * value("across")) / 100;
    const top = ((height - side) * value("down")) / 100;
    canvas.getContext("2d").drawImage(whole, left, top, side, side, 0, 0, canvas.width, canvas.height);
  };

  const start = () => {
    shown.replaceWith(canvas);
    form.querySelector("[data-cut-preview]").hidden = true;
    form.addEventListener("input", draw);
    draw();
  };
  whole.loading = "eager";
  if (whole.complete && whole.naturalWidth) start();
  else whole.addEventListener("load", start, { once: true });
}
