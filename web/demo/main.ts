/** Starts the page. */
import { keepForOffline } from "./offline.js";
import { Page } from "./page.js";

const page = new Page();
await page.run();
await keepForOffline();
