/** A patch as git writes it, taken apart for reading. */

export interface Line { kind: 'added' | 'removed' | 'place' | 'same'; text: string; old?: number; now?: number }

export interface ChangedFile { path: string; added: number; removed: number; binary: boolean; lines: Line[] }

const PLACE = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** What would turn the order of letters around, or hide, is written out. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (one) => (one === '\t' || one === '\n' ? one : `⟨U+${one.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}⟩`));
}

/** The files of a patch, each with its lines and their numbers. */
export function filesOf(patch: string): ChangedFile[] {
  return patch.split(/^(?=diff --git )/m).filter((part) => part.startsWith('diff --git ')).map(fileOf);
}

function fileOf(part: string): ChangedFile {
  const all = visible(part.replace(/\n$/, '')).split('\n');
  const file: ChangedFile = { path: pathOf(all), added: 0, removed: 0, binary: all.some((line) => line.startsWith('GIT binary patch') || line.startsWith('Binary files ')), lines: [] };
  let old = 0;
  let now = 0;
  let inside = false;
  for (const text of file.binary ? [] : all) {
    const place = PLACE.exec(text);
    if (place) {
      [old, now, inside] = [Number(place[1]), Number(place[2]), true];
      file.lines.push({ kind: 'place', text });
    } else if (!inside) {
      if (/^(new file|deleted file|old mode|new mode)/.test(text)) file.lines.push({ kind: 'place', text });
    } else if (text.startsWith('+')) {
      file.added++;
      file.lines.push({ kind: 'added', text, now: now++ });
    } else if (text.startsWith('-')) {
      file.removed++;
      file.lines.push({ kind: 'removed', text, old: old++ });
    } else if (text.startsWith('\\')) {
      file.lines.push({ kind: 'place', text });
    } else {
      file.lines.push({ kind: 'same', text, old: old++, now: now++ });
    }
  }
  if (file.binary) file.lines.push({ kind: 'place', text: 'A binary file: nothing to read here.' });
  return file;
}

/** Of a new file the name it gets, of a deleted one the name it had. */
function pathOf(lines: string[]): string {
  const named = (sign: string): string | undefined => lines.find((line) => line.startsWith(sign))?.slice(sign.length);
  return named('+++ b/') ?? named('--- a/') ?? /^diff --git a\/(.*) b\/\1$/.exec(lines[0] ?? '')?.[1] ?? (lines[0] ?? '').slice('diff --git '.length);
}
