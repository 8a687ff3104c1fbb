/**
 * Node aliases as text that may be shown.
 *
 * An alias is 32 bytes that a stranger chose (BOLT 7, node_announcement), so it is hostile until shown otherwise: it may
 * hold markup, control characters, marks that turn the reading direction of the whole line, characters that nobody sees,
 * or towers of accents. What leaves this module is plain text of a bounded length in which everything invisible has
 * become visible. It still goes into the page through textContent, inside an element that isolates its direction.
 */

/** BOLT 7 allows 32 bytes, so no honest alias is longer than 32 characters. */
const longest = 32;

/** Two accents on one letter occur in living languages; more is a drawing over the neighbouring lines. */
const mostMarks = 2;

const replacement = "\uFFFD";

/** What a reader cannot see, or what moves other text: controls, format characters, fillers, halves of characters. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800]/u;
const mark = /\p{M}/u;
const space = /[\p{Zs}\t]/u;
const pictograph = /\p{Extended_Pictographic}|\p{Emoji_Modifier}/u;

const zeroWidthJoiner = "\u200D";
const emojiStyle = "\uFE0F";

/**
 * The alias as harmless text: invisible and direction-changing characters replaced by visible ones, white space
 * collapsed, at most 32 characters. Empty when nothing legible is left; the caller then shows the key.
 */
export function displayAlias(raw: string): string {
  const shown: string[] = [];
  let marks = 0;
  // A character of UTF-16 may be half of one code point: 4 per shown character is ample and bounds the work.
  const points = [...raw.slice(0, longest * 8).replace(/\0+$/u, "")];
  for (const [i, point] of points.entries()) {
    if (shown.length > longest) break;
    if (space.test(point)) {
      if (shown.length > 0 && shown.at(-1) !== " ") shown.push(" ");
      marks = 0;
    } else if (joinsEmoji(points, i)) {
      shown.push(point);
    } else if (unseen.test(point)) {
      shown.push(picture(point));
      marks = 0;
    } else if (mark.test(point)) {
      marks++;
      if (shown.length > 0 && marks <= mostMarks) shown.push(point);
    } else {
      shown.push(point);
      marks = 0;
    }
  }
  const legible = shown.some((s) => s !== " " && s !== replacement);
  if (!legible) return "";
  if (shown.length > longest) return shown.slice(0, longest - 1).join("").trimEnd() + "…";
  return shown.join("").trimEnd();
}

/** The first and last characters of a key: enough to tell two nodes of one name apart. */
export function shortKey(key: string): string {
  return key.length <= 16 ? key : `${key.slice(0, 8)}…${key.slice(-6)}`;
}

/** What a node is called in running text: its alias, or its short key where it has none. */
export function nodeName(alias: string | undefined, key: string): string {
  return displayAlias(alias ?? "") || shortKey(key);
}

/** Whether the point at i is one of the two invisible characters that an emoji is legitimately made with. */
function joinsEmoji(points: string[], i: number): boolean {
  const point = points[i];
  const before = points[i - 1] ?? "";
  if (point === emojiStyle) return pictograph.test(before);
  return point === zeroWidthJoiner && (before === emojiStyle || pictograph.test(before)) && pictograph.test(points[i + 1] ?? "");
}

/** A visible stand-in: Unicode's own pictures for the ASCII controls, the replacement character for the rest. */
function picture(point: string): string {
  const code = point.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  return replacement;
}
