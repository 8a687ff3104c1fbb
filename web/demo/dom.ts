/**
 * Elements without markup: text always enters the page as a text node, so no string that passes through here can become
 * an element, whoever wrote it.
 */

type Children = readonly (Node | string)[];

/** A new element with fixed attributes and the given children. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: Children
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** The page's element of that id, of that class: a missing one is a fault of the page, not a case to handle. */
export function byId<T extends HTMLElement>(id: string, kind: abstract new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`);
  return element;
}

/** A stranger's name, cleaned already, shut off from the direction of the text around it. */
export function isolated(name: string): HTMLElement {
  return el("bdi", {}, name);
}

/** A drawing of one path, hidden from screen readers. */
export function icon(path: string): SVGSVGElement {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  const attributes = { viewBox: "0 0 16 16", width: "14", height: "14", "aria-hidden": "true", focusable: "false" };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  const shape = document.createElementNS(namespace, "path");
  const stroke = { d: path, fill: "none", stroke: "currentColor", "stroke-width": "1.5", "stroke-linejoin": "round", "stroke-linecap": "round" };
  for (const [name, value] of Object.entries(stroke)) shape.setAttribute(name, value);
  svg.append(shape);
  return svg;
}
