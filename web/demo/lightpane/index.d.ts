// On the site, the built package lies in lightpane/ beside the page's modules.
export * from "../../lightpane/dist/index.js";
