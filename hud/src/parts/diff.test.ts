import { describe, expect, it } from 'vitest';
import { filesOf, visible } from './diff';

const PATCH = `diff --git a/src/a.txt b/src/a.txt
index 1..2 100644
--- a/src/a.txt
+++ b/src/a.txt
@@ -3,3 +3,3 @@ head
 same
-old
+new
 same
\\ No newline at end of file
diff --git a/gone b/gone
deleted file mode 100644
--- a/gone
+++ /dev/null
@@ -1 +0,0 @@
---- a line that looks like a name
diff --git a/pic b/pic
new file mode 100644
index 0..1
GIT binary patch
literal 3
Kcmb

`;

describe('a patch', () => {
  it('is taken apart by file, with counts and numbers', () => {
    const [first, gone, pic] = filesOf(PATCH);

    expect(first).toMatchObject({ path: 'src/a.txt', added: 1, removed: 1, binary: false });
    expect(first?.lines.map((line) => [line.kind, line.old, line.now])).toEqual([
      ['place', undefined, undefined], ['same', 3, 3], ['removed', 4, undefined], ['added', undefined, 4], ['same', 5, 5], ['place', undefined, undefined],
    ]);
    expect(gone).toMatchObject({ path: 'gone', removed: 1 });
    expect(pic).toMatchObject({ path: 'pic', binary: true, added: 0 });
  });

  it('hides nothing', () => {
    expect(visible('a\u202eb\tc\r')).toBe('a⟨U+202E⟩b\tc⟨U+000D⟩');
  });

  it('may be empty', () => {
    expect(filesOf('')).toEqual([]);
  });
});
