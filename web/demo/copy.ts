/** Buttons that copy a key or a channel id. */
import { el, icon } from "./dom.js";

const sheets = "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z";
const tick = "M3 8.5 6.5 12 13 4.5";

/** A button that copies the text; announce tells screen readers how it went. */
export function copyButton(text: string, what: string, announce: (words: string) => void): HTMLButtonElement {
  const button = el("button", { type: "button", class: "copy", "aria-label": `Copy ${what}`, title: `Copy ${what}` }, icon(sheets));
  button.addEventListener("click", () => {
    void write(text).then((copied) => {
      announce(copied ? `Copied ${what}.` : "The browser refused to copy.");
      button.classList.toggle("done", copied);
      button.replaceChildren(icon(copied ? tick : sheets));
    });
  });
  button.addEventListener("blur", () => {
    button.classList.remove("done");
    button.replaceChildren(icon(sheets));
  });
  return button;
}

async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
