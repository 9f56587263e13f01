/* Keeps a typed colour and the browser's colour picker the same. */
const hex = (text) => {
  const digits = /^\s*#?([0-9a-f]{3}|[0-9a-f]{6})\s*$/i.exec(text)?.[1].toLowerCase();
  if (!digits) return null;
  return `#${digits.length === 6 ? digits : digits.replace(/./g, "$&$&")}`;
};

const join = (box) => {
  const [typed, picked] = box.querySelectorAll("input");
  picked.hidden = false;
  picked.setAttribute("aria-label", `Pick: ${document.querySelector(`label[for="${typed.id}"]`)?.textContent.trim() ?? "colour"}`);
  typed.addEventListener("input", () => {
    picked.value = hex(typed.value) ?? picked.value;
  });
  picked.addEventListener("input", () => {
    typed.value = picked.value;
    typed.dispatchEvent(new Event("change", { bubbles: true }));
  });
};

const start = () => document.querySelectorAll("[data-colour-input]").forEach(join);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
