/**
 * Light and dark: the system's choice until the visitor makes one, which is remembered.
 *
 * The page loads this module before it paints, so that a remembered choice is there from the first frame. The colours
 * themselves are in style.css, as light-dark() pairs that follow color-scheme.
 */
const storageKey = "lightpane:theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

const remembered = recall();
if (remembered !== undefined) document.documentElement.dataset["theme"] = remembered;

/** Wires the toggle; changed is called whenever the colours are others than before. */
export function wireTheme(toggle: HTMLButtonElement, changed: () => void): void {
  const root = document.documentElement;
  const isDark = (): boolean => (root.dataset["theme"] ?? (dark.matches ? "dark" : "light")) === "dark";
  const show = (): void => {
    toggle.setAttribute("aria-checked", String(isDark()));
    changed();
  };
  toggle.setAttribute("aria-checked", String(isDark()));
  toggle.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    root.dataset["theme"] = theme;
    remember(theme);
    show();
  });
  dark.addEventListener("change", show);
}

function recall(): "light" | "dark" | undefined {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === "light" || stored === "dark" ? stored : undefined;
  } catch {
    return undefined; // storage may be forbidden
  }
}

function remember(theme: string): void {
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Storage may be forbidden or full; the choice then lasts as long as the page.
  }
}
