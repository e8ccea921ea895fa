package dev.godmode.control.inference.cache;

import dev.godmode.control.memory.Embedding;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Questions that were answered, by what their last words mean. It only points to answers, which are
 * kept elsewhere and may be gone. What was not looked for the longest goes first.
 */
final class AlikeQuestions {

  /** Of 384 dimensions they take 13 MB. */
  static final int MAX = 8_192;

  /** With the same around them: all of these are compared with a new one. */
  static final int ALIKE_AROUND_MAX = 64;

  /** A question by what it means. */
  record Meant(CacheKey around, Particulars particulars, Embedding meaning) {

    boolean mayMean(Meant other) {
      return particulars.equals(other.particulars)
          && meaning.dimensions() == other.meaning.dimensions();
    }
  }

  private record Known(Meant question, CacheKey answer) {}

  private final LinkedHashMap<CacheKey, Deque<Known>> known = new LinkedHashMap<>(16, 0.75f, true);
  private int size;

  /**
   * Where the answer to the question is kept that is most like this one.
   *
   * @param least the cosine from which they count as alike
   */
  synchronized Optional<CacheKey> nearest(Meant question, double least) {
    return Optional.ofNullable(known.get(question.around())).stream()
        .flatMap(Deque::stream)
        .filter(one -> one.question().mayMean(question))
        .filter(one -> one.question().meaning().dot(question.meaning()) >= least)
        .max(Comparator.comparingDouble(one -> one.question().meaning().dot(question.meaning())))
        .map(Known::answer);
  }

  /** Its answer is kept there from now on. */
  synchronized void add(Meant question, CacheKey answer) {
    forget(question.around(), answer);
    var around = known.computeIfAbsent(question.around(), _ -> new ArrayDeque<>());
    around.addLast(new Known(question, answer));
    size++;
    if (around.size() > ALIKE_AROUND_MAX) {
      around.removeFirst();
      size--;
    }
    while (size > MAX) {
      size -= known.pollFirstEntry().getValue().size();
    }
  }

  /** The answer is not there any more. */
  synchronized void forget(CacheKey around, CacheKey answer) {
    var those = known.get(around);
    if (those != null && those.removeIf(one -> one.answer().equals(answer))) {
      size--;
    }
  }

  synchronized int size() {
    return size;
  }
}
