/**
 * Opens the package. The page loads this module beside its others and does not wait for them: the worker starts and
 * compiles while they are still on their way.
 */
import { Lightpane } from "lightpane";

export function openEngine(): Promise<Lightpane> {
  return Lightpane.open({ network: "bitcoin", rgs: new URL("./", document.baseURI) });
}

/** The first attempt, under way since this module was loaded. */
export const firstEngine: Promise<Lightpane> = openEngine();
// Whoever awaits it hears of a failure; until then it is not an unhandled one.
firstEngine.catch(() => undefined);
