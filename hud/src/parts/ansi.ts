/** A stretch of text in one style. */
export interface Run {
  text: string;
  style: string;
}

const ESCAPE = /\u001b\[([0-9;?]*)([A-Za-z])/g;

/** What a terminal would show of a line: colours kept, what a carriage return overwrote left out. */
export function runs(line: string): Run[] {
  const shown = line.includes('\r') ? (line.replace(/\r+$/, '').split('\r').pop() ?? '') : line;
  const result: Run[] = [];
  let style = '';
  let from = 0;
  for (const match of shown.matchAll(ESCAPE)) {
    push(result, shown.slice(from, match.index), style);
    from = match.index + match[0].length;
    if (match[2] === 'm') style = next(style, match[1] ?? '');
  }
  push(result, shown.slice(from), style);
  return result;
}

function push(result: Run[], text: string, style: string): void {
  if (text !== '') result.push({ text, style });
}

function next(style: string, codes: string): string {
  let now = style;
  for (const code of codes.split(';').map(Number)) {
    if (code === 0) now = '';
    else if (code === 1) now += 'font-weight:600;';
    else if (code >= 30 && code <= 37) now += `color:var(--ansi-${code - 30});`;
    else if (code >= 90 && code <= 97) now += `color:var(--ansi-${code - 90});`;
  }
  return now;
}
