import type { Locator, Page } from "playwright-core";

/** A control that is not reached with so many presses of Tab is not reached by a person either. */
const MOST_TABS = 120;

/** Somebody without a mouse: Tab, Shift+Tab, Enter, Space, arrows and letters are all they press. */
export interface Keyboard {
  page: Page;
  /** Presses Tab (or Shift+Tab) until the control has the focus. @throws Error when it never gets it, or when the focus cannot be seen on the way */
  to(control: Locator, back?: boolean): Promise<void>;
  /** Goes to a field and types into it, in place of what stood there. */
  type(label: string | RegExp, text: string): Promise<void>;
  /** Goes to a button or link and presses Enter. */
  enter(role: "button" | "link", name: string | RegExp): Promise<void>;
  /** Goes to a checkbox or a disclosure and presses Space. */
  space(control: Locator): Promise<void>;
  /** Goes to a file field, presses Space and chooses in the window that the system opens. */
  choose(label: string | RegExp, file: { name: string; mimeType: string; buffer: Buffer } | string): Promise<void>;
  /** How often Tab was pressed. */
  tabs(): number;
}

/** What has the focus, whether it is the one that is wanted, and whether a person can see it: an outline, a ring or another frame. */
const FOCUS = new Function(
  "wanted",
  `
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return { there: false, seen: true, what: "body" };
  const style = getComputedStyle(focused);
  const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const box = focused.getBoundingClientRect();
  const shown = box.width > 0 && box.height > 0 && style.visibility !== "hidden";
  const name = focused.getAttribute("aria-label") ?? focused.textContent?.trim().slice(0, 40) ?? "";
  // Within the PDF viewer of the browser it is the viewer's to show.
  if (focused.tagName === "IFRAME") return { there: focused === wanted, seen: true, what: "iframe" };
  return {
    there: focused === wanted,
    seen: shown && (outline || style.boxShadow !== "none"),
    what: focused.tagName.toLowerCase() + " " + (focused.id || focused.getAttribute("name") || name),
  };
`,
) as (wanted: unknown) => Focus;

interface Focus {
  there: boolean;
  seen: boolean;
  what: string;
}

/** Takes the mouse away from somebody at a page. */
export function keyboardOnly(page: Page): Keyboard {
  let tabs = 0;
  const focus = (control: Locator) => control.first().evaluate(FOCUS);
  const keyboard: Keyboard = {
    page,
    async to(control, back = false) {
      await control.first().waitFor({ state: "attached" });
      const way: string[] = [];
      for (let pressed = 0; pressed <= MOST_TABS; pressed += 1) {
        const { there, seen, what } = await focus(control);
        if (!seen) throw new Error(`The focus cannot be seen on ${new URL(page.url()).pathname}: ${what}`);
        if (there) return;
        way.push(what);
        await page.keyboard.press(back ? "Shift+Tab" : "Tab");
        tabs += 1;
      }
      throw new Error(`${control} is not reached on ${page.url()} with ${MOST_TABS} tabs: ${way.join(", ")}`);
    },
    async type(label, text) {
      await keyboard.to(page.getByLabel(label).and(page.locator("input:visible, textarea:visible")));
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.insertText(text);
    },
    async enter(role, name) {
      await keyboard.to(page.getByRole(role, { name }));
      await page.keyboard.press("Enter");
    },
    async space(control) {
      await keyboard.to(control);
      await page.keyboard.press("Space");
    },
    async choose(label, file) {
      await keyboard.to(page.getByLabel(label));
      const opened = page.waitForEvent("filechooser");
      // The browser has heard that its own window is not wanted before the key comes.
      await page.evaluate("document.title");
      await page.keyboard.press("Space");
      const chooser = await opened;
      await chooser.setFiles(file);
    },
    tabs: () => tabs,
  };
  return keyboard;
}
